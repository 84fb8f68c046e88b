"""Lines of therapy before inotuzumab and the first after it: what counts and what does not."""

import pandas as pd
import pytest

from evidence.domains.haematology.harmonise.therapy_lines import next_therapies, prior_lines
from tests.spec.harmonise.tables import rows

INDEX = {"therapy_class": "index", "phase": "salvage", "as_reported": "inotuzumab"}
INDUCTION = {"therapy_class": "chemotherapy", "phase": "induction", "as_reported": "induction"}
RELAPSED = INDUCTION | {"response": "relapse"}
TRANSPLANT = {"therapy_class": "transplant", "phase": "transplant", "as_reported": "allo-HSCT"}


def therapies(*given):
    shared = {"patient_id": "p", "role": "line", "response": "cr"}
    return rows(
        "therapies",
        *(
            shared | {"therapy_id": f"t{n}", "sequence": n, "timeline_id": f"e{n}"} | therapy
            for n, therapy in enumerate(given, 1)
        ),
    )


@pytest.mark.parametrize(
    ("before", "count"),
    [
        ([], 0),
        ([INDUCTION], 1),
        ([INDUCTION, INDUCTION], 2),
        *(([INDUCTION, INDUCTION | {"phase": p}], 1) for p in ("consolidation", "maintenance")),
        ([INDUCTION | {"phase": "prophase"}, INDUCTION], 1),
        ([INDUCTION, INDUCTION | {"role": "concomitant"}], 1),
        ([INDUCTION, TRANSPLANT], 1),  # in remission: part of the line before it
        *(
            ([INDUCTION | {"response": state}, TRANSPLANT], 2)
            for state in ("relapse", "no_response", "progressive_disease")
        ),
        ([INDUCTION, TRANSPLANT | {"response": "relapse"}, INDUCTION], 2),
    ],
)
def test_lines_before_inotuzumab(before, count):
    found = prior_lines(therapies(*before, INDEX, INDUCTION, INDEX))
    assert found["prior_lines"].tolist() == [count]


def test_what_the_report_calls_each_line():
    found = prior_lines(therapies(RELAPSED, TRANSPLANT, INDEX))
    assert found["prior_lines_as_reported"].tolist() == ["induction; allo-HSCT"]


def test_without_inotuzumab_every_line_is_before_it():
    assert prior_lines(therapies(RELAPSED, INDUCTION))["prior_lines"].tolist() == [2]


@pytest.mark.parametrize(
    ("after", "key"),
    [
        ([TRANSPLANT, INDUCTION], "t3"),
        ([INDEX, TRANSPLANT], "t4"),
        ([INDUCTION | {"role": "concomitant"}, TRANSPLANT], "t4"),
        ([INDEX], None),
        ([], None),
    ],
)
def test_the_next_therapy(after, key):
    timeline = pd.DataFrame(
        [("e3", 30, 60.0, 61.0)], columns=["timeline_id", "sequence", "day_low", "day_high"]
    )
    found = next_therapies(therapies(INDUCTION, INDEX, *after), timeline)
    assert found["therapy_id"].to_dict() == ({"p": key} if key else {})
    if key == "t3":
        assert found.loc["p", ["sequence", "day_low", "day_high"]].tolist() == [30, 60, 61]
    elif key:
        assert pd.isna(found.loc["p", "sequence"])


def test_a_patient_without_inotuzumab_has_no_next_therapy():
    timeline = pd.DataFrame(columns=["timeline_id", "sequence", "day_low", "day_high"])
    assert next_therapies(therapies(INDUCTION, INDUCTION), timeline).empty
