"""What else could explain a response: limits from just below to just above."""

import pytest

from bench.planted_errors.sensitivity import CHECKS
from tests.spec.audit.small_tables import CHECKED, PLACE, rows

BY_ID = {check.id: check for check in CHECKS}
ASSESSMENT = {
    **PLACE,
    **{"assessment_id": "a1", "sequence": 1, "marker": "", "method": "flow_cytometry"},
    **{"comparator": "equal", "result_as_reported": "", "sensitivity_as_reported": ""},
    **{"term_as_reported": "", "is_mrd": "yes", "timeline_id": ""},
}
THERAPY = {
    **PLACE,
    **{"therapy_id": "t1", "sequence": 1, "role": "line", "therapy_class": "index"},
    **{
        "response": "cr",
        "response_as_reported": "remission",
        "as_reported": "",
        "phase": "salvage",
    },
    "protocol": "",
}


def found(check: str, **tables: object) -> int:
    """How many findings a check has on these tables."""
    tables = {"checked_codes": CHECKED, **tables}
    return len(BY_ID[check].find(tables, tables))


@pytest.mark.parametrize(
    ("result", "cells", "expected"),
    [
        ("2.68×10^-5", {}, 1),
        ("0.0099%", {}, 1),
        ("0.01%", {}, 0),  # the limit itself
        ("2.68×10^-5", {"sensitivity_as_reported": "10^-6"}, 0),
        ("2.68×10^-5", {"method": "sequencing"}, 0),
        ("2.68×10^-5", {"comparator": "below"}, 0),
    ],
)
def test_a_level_below_what_flow_cytometry_sees(result, cells, expected):
    assessments = rows({**ASSESSMENT, "result_as_reported": result, **cells})
    assert found("level_below_method", assessments=assessments) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("CD22", "equal"), ("CD22", "not_detected"), 1),
        (("CD22", "not_detected"), ("CD22", "equal"), 0),  # found later
        (("CD22", "equal"), ("CD19", "not_detected"), 0),
        (("CD19, CD22", "detected"), ("CD19, CD22", "not_detected"), 0),  # not by itself
    ],
)
def test_an_antigen_is_lost(first, second, expected):
    assessments = rows(
        *(
            {**ASSESSMENT, "assessment_id": f"a{number}", "sequence": number}
            | {"marker": marker, "comparator": comparator}
            for number, (marker, comparator) in enumerate((first, second))
        )
    )
    assert found("antigen_lost", assessments=assessments) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"therapy_class": "steroid"}, 1),
        ({"therapy_class": "intrathecal"}, 1),
        ({"therapy_class": "antibiotic"}, 0),
        ({"therapy_class": "steroid", "sequence": 0}, 0),  # before the drug
        ({"therapy_class": "steroid", "role": "line"}, 0),  # a line of its own
    ],
)
def test_another_active_treatment_in_the_course(other, expected):
    given = {**THERAPY, "therapy_id": "t2", "sequence": 2, "role": "concomitant", **other}
    assert found("given_together", therapies=rows(THERAPY, given)) == expected


@pytest.mark.parametrize(
    ("cycles", "phase", "expected"),
    [
        ("3", "bridging", 0),
        ("4", "bridging", 1),
        ("6", "bridging", 1),
        ("7", "bridging", 0),  # above the label at all: another check
        ("4", "palliative", 0),
    ],
)
def test_cycles_before_a_transplant(cycles, phase, expected):
    characteristics = rows(
        {
            **PLACE,
            **{"characteristic_id": "h1", "item": "index_cycles"},
            **{"value": cycles, "as_reported": cycles},
        }
    )
    limits = rows(
        {"code": "cycles", "value": "6"}, {"code": "cycles_before_transplant", "value": "3"}
    )
    tables = {
        "characteristics": characteristics,
        "therapies": rows({**THERAPY, "phase": phase}),
        "label_limits": limits,
    }
    assert found("cycles_before_transplant", **tables) == expected


@pytest.mark.parametrize(
    ("latest", "expected"), [("2015-10-31", 1), ("2015-11-01", 0), ("", 0), ("2016-01-01", 0)]
)
def test_a_protocol_that_began_after_the_diagnosis(latest, expected):
    timeline = rows({**PLACE, "timeline_id": "i1", "event": "diagnosis", "date_latest": latest})
    starts = rows({"named": r"ALL-X\s?2015", "first_enrolment": "November 2015"})
    therapy = {**THERAPY, "phase": "first_line", "protocol": "National ALL-X2015 protocol"}
    tables = {"timeline": timeline, "therapies": rows(therapy), "protocol_starts": starts}
    assert found("protocol_before_it_began", **tables) == expected


SERIES = ("index_start", "relapse", "car_t", "relapse", "index_dose")


@pytest.mark.parametrize(
    ("number", "events", "expected"),
    [
        ("1", ("relapse", "index_start"), 0),
        ("2", ("relapse", "index_start"), 1),
        ("3", ("relapse", *SERIES), 0),  # up to the second series
        ("1", ("relapse", *SERIES), 0),  # up to the first
        ("2", ("relapse", *SERIES), 1),
    ],
)
def test_relapses_are_counted_up_to_a_series(number, events, expected):
    timeline = rows(
        *(
            {**PLACE, "timeline_id": f"i{k}", "sequence": k, "event": event}
            for k, event in enumerate(events)
        )
    )
    stated = {**PLACE, "characteristic_id": "h1", "item": "relapse_number", "basis": "reported"}
    characteristics = rows({**stated, "value": number, "as_reported": f"{number} relapses"})
    tables = {"timeline": timeline, "characteristics": characteristics}
    assert found("relapses_counted", **tables) == expected
