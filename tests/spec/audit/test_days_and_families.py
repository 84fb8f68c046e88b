"""Day numbers, dates of the first dose, years of a therapy, and studies that are pooled."""

import pandas as pd
import pytest

from evidence.audit.checks.chronology.follow_up import (
    follow_up_without_length,
    follow_up_without_start,
)
from evidence.audit.checks.chronology.order import (
    day_convention_open,
    day_counts_differ,
    first_dose_undated,
    start_and_end_in_one_year,
)
from evidence.audit.checks.overlap.studies import family_pooled_twice, trial_in_two_families
from tests.spec.audit.small_tables import PLACE, empty, rows

ENTRY = {
    **PLACE,
    "timeline_id": "i2",
    "sequence": 2,
    "event": "response",
    "when_as_reported": "day 28",
    "day_convention": "",
    "anchor_id": "i1",
    "basis": "reported",
}


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({}, 1),
        ({"day_convention": "day_1"}, 0),
        ({"anchor_id": ""}, 0),
        ({"basis": "inferred"}, 0),
        ({"when_as_reported": "D+28"}, 1),
        ({"when_as_reported": "days 28 to 30"}, 1),
        ({"when_as_reported": "28 days later"}, 0),
        ({"when_as_reported": "5 May 2020"}, 0),
    ],
)
def test_a_day_number_says_what_it_counts_from(cells: dict, found: int) -> None:
    assert len(day_convention_open({"timeline": rows(ENTRY | cells)}, {})) == found


START = ENTRY | {"timeline_id": "i1", "event": "index_start", "anchor_id": ""}


@pytest.mark.parametrize(
    ("cells", "day", "found"),
    [
        ({}, "day 1", 1),
        ({}, "D1", 1),
        ({}, "Days 1, 8, 15", 1),
        ({}, "day 0", 0),
        ({}, "day 15", 0),
        ({}, "on day 1", 0),
        ({"day_convention": "day_1"}, "day 1", 0),
        ({"day_convention": ""}, "day 1", 0),
        ({"basis": "inferred"}, "day 1", 0),
        ({"anchor_id": "i9"}, "day 1", 0),  # counted from something else
        ({"patient_id": "other"}, "day 1", 0),
    ],
)
def test_all_days_are_counted_from_the_same_day(cells: dict, day: str, found: int) -> None:
    doses = rows({"dose_id": "d1", "patient_id": "patient", "day_as_reported": day})
    timeline = rows(START, ENTRY | {"day_convention": "day_0"} | cells)
    noted = day_counts_differ({"timeline": timeline, "doses": doses}, {})
    assert noted["reported"].tolist() == [f"day 28; {day}"] * found


@pytest.mark.parametrize(
    ("when", "found"), [("", 1), ("day 0", 1), ("5 May 2020", 0), ("May 2020", 0), ("2020", 0)]
)
def test_the_first_dose_is_dated(when: str, found: int) -> None:
    timeline = rows(START | {"when_as_reported": when}, ENTRY)
    assert len(first_dose_undated({"timeline": timeline}, {})) == found


@pytest.mark.parametrize(
    ("start", "end", "events", "found"),
    [
        ("in 2015", "since 2015", ("therapy_start", "therapy_end"), 1),
        ("2015", "2015", ("therapy_start", "therapy_end"), 1),
        ("in 2015", "in 2016", ("therapy_start", "therapy_end"), 0),
        ("May 2015", "in 2015", ("therapy_start", "therapy_end"), 0),
        ("in 2015", "in 2015", ("therapy_end", "therapy_start"), 0),
        ("in 2015", "in 2015", ("relapse", "therapy_end"), 0),
        ("", "", ("therapy_start", "therapy_end"), 0),
    ],
)
def test_start_and_end_of_a_therapy(start: str, end: str, events: tuple, found: int) -> None:
    timeline = rows(
        ENTRY | {"timeline_id": "i1", "sequence": 1, "event": events[0], "when_as_reported": start},
        ENTRY | {"event": events[1], "when_as_reported": end},
    )
    for order in ([0, 1], [1, 0]):  # the sequence counts, not the place in the table
        noted = start_and_end_in_one_year({"timeline": timeline.iloc[order]}, {})
        assert noted["row_key"].tolist() == ["i2"] * found


FOLLOW_UP = {
    **PLACE,
    "follow_up_id": "f1",
    "length_as_reported": "16 months",
    "counted_from_as_reported": "transplant",
    "until_as_reported": "",
    "status_as_reported": "alive",
}


@pytest.mark.parametrize(
    ("length", "start", "found"),
    [("16 months", "transplant", 0), ("16 months", "", 1), ("", "", 0), ("", "transplant", 0)],
)
def test_a_length_says_what_it_counts_from(length: str, start: str, found: int) -> None:
    cells = {"length_as_reported": length, "counted_from_as_reported": start}
    assert len(follow_up_without_start({"follow_up": rows(FOLLOW_UP | cells)}, {})) == found


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ({"length_as_reported": ""}, {"length_as_reported": ""}, 1),
        ({"length_as_reported": ""}, {}, 0),
        (
            {"length_as_reported": "", "until_as_reported": "May 2020"},
            {"length_as_reported": ""},
            0,
        ),
        ({"length_as_reported": "", "until_as_reported": "now"}, {"length_as_reported": ""}, 1),
        ({"length_as_reported": ""}, {"patient_id": "other"}, 1),
    ],
)
def test_some_statement_has_a_length_or_a_date(first: dict, second: dict, found: int) -> None:
    both = rows(FOLLOW_UP | first, FOLLOW_UP | {"follow_up_id": "f2"} | second)
    assert len(follow_up_without_length({"follow_up": both}, {})) == found


POOLED = {
    "pool_row_id": "q1",
    "study_id": "s",
    "family_id": "trial",
    "measure": "cr",
    "population": "adult",
    "primary": "yes",
}


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({}, 1),
        ({"primary": "no"}, 0),
        ({"measure": "os"}, 0),
        ({"population": "children"}, 0),
        ({"family_id": "other"}, 0),
    ],
)
def test_a_family_is_pooled_once(cells: dict, found: int) -> None:
    coded = {
        "pool_rows": rows(POOLED, POOLED | {"pool_row_id": "q2"} | cells),
        "studies": rows({"study_id": "s", "document_id": "report"}),
    }
    noted = family_pooled_twice(coded, {})
    assert noted["sources"].tolist() == ["pool_rows:q2 pool_rows:q1"] * found


NO_OVERLAPS = empty("first_id", "second_id")
KNOWN = rows({"first_id": "s1", "second_id": "s2"})


@pytest.mark.parametrize(
    ("numbers", "families", "overlaps", "found"),
    [
        (("NCT01564784", "NCT01564784"), ("a", "b"), NO_OVERLAPS, ["s1", "s2"]),
        (("NCT01564784", "NCT01564784"), ("a", "a"), NO_OVERLAPS, []),
        (("NCT01564784", "NCT01564785"), ("a", "b"), NO_OVERLAPS, []),
        (("NCT01564784; NCT1", "NCT01564784"), ("a", "b"), NO_OVERLAPS, ["s1", "s2"]),
        (("", ""), ("a", "b"), NO_OVERLAPS, []),
        (("not reported", "not reported"), ("a", "b"), NO_OVERLAPS, []),
        (("N12345", "N12345"), ("a", "b"), NO_OVERLAPS, []),  # two letters at least
        (("NCT1234", "NCT1234"), ("a", "b"), NO_OVERLAPS, []),  # and five digits
        (("NC12345", "NC12345"), ("a", "b"), NO_OVERLAPS, ["s1", "s2"]),
        (("NCT01564784", "NCT01564784"), ("a", "b"), KNOWN, []),  # coded as an overlap
    ],
)
def test_a_trial_is_of_one_family(
    numbers: tuple, families: tuple, overlaps: pd.DataFrame, found: list
) -> None:
    studies = pd.DataFrame(
        {
            "study_id": ["s1", "s2"],
            "trial_identifier": numbers,
            "family_id": families,
            "document_id": ["d1", "d2"],
        }
    )
    noted = trial_in_two_families({"studies": studies, "overlaps": overlaps}, {})
    assert noted["row_key"].tolist() == found
    if found:
        number = numbers[1]
        assert noted["reported"].tolist() == [f"{number}: a, b"] * 2
