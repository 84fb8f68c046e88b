"""What an evaluation implies of the marrow before, and whether it came before the next therapy."""

import pandas as pd
import pytest

from evidence.domains.haematology.harmonise.mrd import harmonise_mrd
from evidence.domains.haematology.harmonise.responses import harmonise_responses
from tests.spec.harmonise.tables import rows
from tests.unit.domains.haematology.harmonise.evaluations import (
    CLEAR,
    FINDING,
    LESION,
    LEUKAEMIC,
    TIMELINE,
    answers,
)


@pytest.mark.parametrize(
    ("before", "first", "evaluable"),
    [
        ([], {"result_as_reported": "30%", "response": "pr"}, "yes"),
        ([], {"result_as_reported": "30%", "response": "no_response"}, "yes"),
        ([], {"result_as_reported": "30%", "response": "relapse"}, "not_reported"),
        ([], {"result_as_reported": "5%", "response": "pr"}, "yes"),
        ([], {"result_as_reported": "4.9%", "response": "pr"}, "not_reported"),
        ([], {"result_as_reported": "30%", "response": "pr", "evaluation": 2}, "not_reported"),
        # what was found before the first dose is not replaced
        ([{"result_as_reported": "3%"}], {"result_as_reported": "30%", "response": "pr"}, "no"),
    ],
)
def test_a_partial_response_implies_a_leukaemic_marrow_before(before, first, evaluable):
    found = answers(*(LEUKAEMIC | finding for finding in before), first, LESION)
    assert found.loc["marrow", "evaluable_at_baseline"] == evaluable


@pytest.mark.parametrize(
    ("place", "next_place", "answer"),
    [
        (3, 4, "yes"),
        (4, 4, "no"),  # not before it
        (5, 4, "no"),
        (3, None, "not_reported"),
        (None, 4, "not_reported"),
    ],
)
def test_a_response_to_inotuzumab_comes_before_the_next_therapy(place, next_place, answer):
    entries = [("e", place, 20.0, 21.0), ("n", next_place, 30.0, 30.0)]
    timeline = pd.DataFrame(
        [entry for entry in entries if entry[1] is not None], columns=TIMELINE.columns
    )
    lines = [
        {"patient_id": "p", "role": "line", "sequence": n, "therapy_id": f"t{n}"} | cells
        for n, cells in enumerate(
            ({"therapy_class": "index"}, {"therapy_class": "other", "timeline_id": "n"}), 1
        )
    ]
    coded = rows("assessments", FINDING | CLEAR | {"assessment_id": "a", "timeline_id": "e"})
    mrd = harmonise_mrd(coded, timeline)
    found = harmonise_responses(coded, mrd, rows("therapies", *lines), timeline).iloc[0]
    assert found[["before_next_therapy", "next_therapy"]].tolist() == [answer, "other"]
    assert found["sources"] == "assessments:a therapies:t2"
    if place:
        assert found[["day_low", "day_high"]].tolist() == [20, 21]
    alone = harmonise_responses(coded, mrd, rows("therapies", lines[0]), timeline).iloc[0]
    assert alone[["before_next_therapy", "next_therapy"]].tolist() == ["yes", "none"]
