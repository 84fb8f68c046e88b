"""Parts against wholes, and facts that are reported more than once."""

import pandas as pd
import pytest

from evidence.audit.checks.arithmetic.parts_and_wholes import (
    denominator_within_parent,
    part_exceeds_whole,
    parts_add_up,
)
from evidence.audit.checks.arithmetic.repeated_values import (
    characteristic_reported_twice,
    laboratory_reported_twice,
    outcome_reported_twice,
    status_reported_twice,
)
from tests.spec.audit.small_tables import CHECKED, PLACE, rows

STUDIES = rows({"study_id": "s", "document_id": "report"})
PARTS = rows(
    {"whole": "response", "part": "cr", "adds_up": "yes"},
    {"whole": "response", "part": "cri", "adds_up": "yes"},
    {"whole": "response", "part": "mrd", "adds_up": "no"},
)
PARENTS = rows({"analysis_set": "responders", "counted_by": "response"})


def counted(*cells: tuple[str, int, int] | dict) -> dict[str, pd.DataFrame]:
    """Outcomes of one arm: measure, events, n, and what is otherwise."""
    outcomes = [
        {
            **{"outcome_id": f"o{number}", "study_id": "s", "arm_id": "a", "locator": "p. 1"},
            **{"measure": cell[0], "events": cell[1], "n": cell[2], "analysis_set": "all"},
            **(cell[3] if len(cell) > 3 else {}),
        }
        for number, cell in enumerate(cells)
    ]
    frame = pd.DataFrame(outcomes).astype({"events": "Int64", "n": "Int64"})
    return {
        "outcomes": frame,
        "studies": STUDIES,
        "measure_parts": PARTS,
        "set_parents": PARENTS,
        "checked_codes": CHECKED,
    }


@pytest.mark.parametrize(
    ("whole", "part", "found"),
    [
        (("response", 20, 50), ("cr", 19, 50), []),
        (("response", 20, 50), ("cr", 20, 50), []),
        (("response", 20, 50), ("cr", 21, 50), ["o1"]),
        (("response", 20, 50), ("cr", 21, 40), []),  # parts that add up are of the same patients
        (("response", 20, 50), ("mrd", 21, 40), ["o1"]),  # one merely contained may be of fewer
        (("response", 20, 50), ("mrd", 20, 40), []),
        (("response", 20, 50), ("cr", 21, 50, {"arm_id": "b"}), []),
        (("response", 20, 50), ("cr", 21, 50, {"analysis_set": "subgroup_old"}), []),
        (("response", 20, 50), ("other", 21, 50), []),
        (("response", 20, 50), ("cr", None, 50), []),
    ],
)
def test_a_part_is_at_most_its_whole(whole: tuple, part: tuple, found: list) -> None:
    noted = part_exceeds_whole(counted(whole, part), {})
    assert noted["row_key"].tolist() == found
    if found:
        assert noted["sources"].item() == "outcomes:o1 outcomes:o0"
        assert (noted["reported"].item(), noted["expected"].item()) == ("21", "at most 20")


def test_a_quantity_with_two_counts_is_not_compared() -> None:
    twice = counted(("response", 20, 50), ("cr", 21, 50), ("cr", 22, 50))
    assert part_exceeds_whole(twice, {}).empty


@pytest.mark.parametrize(
    ("cr", "cri", "found"), [(12, 8, 0), (12, 7, 1), (12, 9, 1), (20, 0, 0), (0, 20, 0)]
)
def test_parts_add_up_to_their_whole(cr: int, cri: int, found: int) -> None:
    noted = parts_add_up(counted(("response", 20, 50), ("cr", cr, 50), ("cri", cri, 50)), {})
    assert len(noted) == found
    if found:
        assert (noted["reported"].item(), noted["expected"].item()) == ("20", str(cr + cri))
        assert noted["how"].item() == f"{cr} + {cri} = {cr + cri}"
        assert noted["sources"].item() == "outcomes:o0 outcomes:o1 outcomes:o2"


def test_one_part_alone_is_no_sum() -> None:
    assert parts_add_up(counted(("response", 20, 50), ("cr", 12, 50), ("mrd", 3, 50)), {}).empty


@pytest.mark.parametrize(
    ("n", "cells", "found"),
    [
        (19, {}, 0),
        (20, {}, 0),
        (21, {}, 1),
        (21, {"arm_id": "b"}, 0),
        (21, {"analysis_set": "all"}, 0),
        (None, {}, 0),
    ],
)
def test_responders_are_at_most_those_who_responded(n: int, cells: dict, found: int) -> None:
    of_responders = ("mrd", 5, n, {"analysis_set": "responders"} | cells)
    noted = denominator_within_parent(counted(("response", 20, 50), of_responders), {})
    assert len(noted) == found
    if found:
        assert (noted["row_key"].item(), noted["column"].item()) == ("o1", "n")
        assert noted["expected"].item() == "at most 20"


def test_the_largest_count_of_the_arm_is_the_population() -> None:
    first = ("response", 20, 50)
    later = ("response", 25, 60, {"analysis_set": "treated"})
    for n, found in ((25, 0), (26, 1)):
        of_responders = ("mrd", 5, n, {"analysis_set": "responders"})
        for order in ((first, later), (later, first)):
            assert len(denominator_within_parent(counted(*order, of_responders), {})) == found


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({}, 1),
        ({"events": 20}, 0),
        ({"n": 51}, 1),
        ({"events": None}, 0),
        ({"analysis_set": "treated"}, 0),
        ({"arm_id": "b"}, 0),
        ({"measure": "cr"}, 0),
        ({"locator": "p. 9"}, 1),  # where it is reported is no difference
    ],
)
def test_a_result_has_a_single_count(cells: dict, found: int) -> None:
    coded = counted(("response", 20, 50), ("response", 21, 50))
    other = coded["outcomes"].iloc[[1]].assign(**cells).astype(coded["outcomes"].dtypes)
    coded["outcomes"] = pd.concat([coded["outcomes"].iloc[[0]], other], ignore_index=True)
    noted = outcome_reported_twice(coded, {})
    assert len(noted) == found
    if found:
        assert noted["reported"].item().startswith("20/50; ")
        assert noted["sources"].item() == "outcomes:o0 outcomes:o1"


FACT = {**PLACE, "item": "sex", "timing": "at_index", "value": "male"}


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"value": "female"}, 1),
        ({}, 0),
        ({"value": "not_reported"}, 0),
        ({"value": "female", "timing": "at_diagnosis"}, 0),
        ({"value": "female", "patient_id": "other"}, 0),
        ({"value": "female", "item": "height"}, 0),  # not a code with a single value
    ],
)
def test_a_fact_has_a_single_value(cells: dict, found: int) -> None:
    same = {"item": cells["item"]} if "item" in cells else {}
    checked = pd.concat([CHECKED, rows({"use": "single_value", "item": "sex", "words": ""})])
    coded = {
        "checked_codes": checked,
        "characteristics": rows(
            {"characteristic_id": "h1"} | FACT | same, {"characteristic_id": "h2"} | FACT | cells
        ),
        "timeline": rows({"patient_id": "patient", "sequence": 1, "event": "index_start"}),
    }
    assert len(characteristic_reported_twice(coded, {})) == found


@pytest.mark.parametrize(
    ("events", "found"),
    [
        (("index_start", "index_dose"), 1),
        (("index_start", "car_t", "index_dose"), 0),  # two series have two counts
        (("car_t", "index_start", "index_dose"), 1),
        (("index_start", "index_dose", "car_t"), 1),
        (("index_start", "relapse", "index_dose"), 1),
    ],
)
def test_two_series_have_two_counts_of_cycles(events: tuple[str, ...], found: int) -> None:
    coded = {
        "checked_codes": CHECKED,
        "characteristics": rows(
            {"characteristic_id": "h1", "value": "1"},
            {"characteristic_id": "h2", "value": "3"},
            **PLACE,
            item="index_cycles",
            timing="at_index",
        ),
        "timeline": pd.DataFrame(
            [("patient", number, event) for number, event in enumerate(events)],
            columns=["patient_id", "sequence", "event"],
        ),
    }
    assert len(characteristic_reported_twice(coded, {})) == found


VALUE = {**PLACE, "analyte": "platelets", "phase": "on_index", "time_as_reported": "day 3"}


@pytest.mark.parametrize(
    ("cells", "low", "found"),
    [
        ({}, 13.0, 1),
        ({}, 12.0, 0),
        ({}, None, 0),
        ({"time_as_reported": "day 4"}, 13.0, 0),
        ({"phase": "before_index"}, 13.0, 0),
        ({"analyte": "haemoglobin"}, 13.0, 0),
        ({"patient_id": "other"}, 13.0, 0),
    ],
)
def test_an_analyte_has_a_single_value_at_a_time(cells: dict, low: float, found: int) -> None:
    coded = {
        "laboratory": rows(
            {"laboratory_id": "l1", "value_as_reported": "12"} | VALUE,
            {"laboratory_id": "l2", "value_as_reported": "13"} | VALUE | cells,
        )
    }
    values = pd.DataFrame({"laboratory_id": ["l1", "l2"], "low": [12.0, low]})
    noted = laboratory_reported_twice(coded, {"laboratory": values})
    assert noted["reported"].tolist() == ["12; 13"] * found


def test_values_without_a_time_are_not_compared() -> None:
    lab = rows({"laboratory_id": "l1"}, {"laboratory_id": "l2"}, **VALUE, value_as_reported="1")
    coded = {"laboratory": lab.assign(time_as_reported="")}
    values = pd.DataFrame({"laboratory_id": ["l1", "l2"], "low": [12.0, 13.0]})
    assert laboratory_reported_twice(coded, {"laboratory": values}).empty


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (("yes", "no"), ("no", "no"), ["alive: yes; no"]),
        (("yes", "no"), ("yes", "yes"), ["on_index: no; yes"]),
        (("yes", "no"), ("no", "yes"), ["alive: yes; no"]),  # one finding a row
        (("yes", "no"), ("yes", "no"), []),
        (("yes", "no"), ("not_reported", "no"), []),
    ],
)
def test_statements_on_the_last_status_agree(first: tuple, second: tuple, found: list) -> None:
    columns = ["alive", "on_index"]
    coded = {
        "follow_up": rows(
            {"follow_up_id": "f1"} | dict(zip(columns, first, strict=True)),
            {"follow_up_id": "f2"} | dict(zip(columns, second, strict=True)),
            **PLACE,
        )
    }
    noted = status_reported_twice(coded, {})
    assert noted["reported"].tolist() == found
    assert all(noted["sources"] == "follow_up:f1 follow_up:f2")
