"""Days from the first dose: counted along reported intervals first, by the calendar otherwise."""

import pandas as pd
import pytest

from evidence.harmonise.timeline import harmonise_timeline
from tests.spec.harmonise.tables import rows

FIRST = {"timeline_id": "a", "event": "index_start", "when_as_reported": "5 January 2021"}
UNDATED = FIRST | {"when_as_reported": ""}


def entries(*given):
    shared = {"patient_id": "p", "document_id": "d", "relation": "on", "basis": "reported"}
    coded = rows("timeline", *(shared | {"event": "relapse"} | entry for entry in given))
    return harmonise_timeline(coded).set_index("timeline_id")


def after(reported, relation="after", **cells):
    return {
        "timeline_id": "b",
        "when_as_reported": reported,
        "relation": relation,
        "anchor_id": "a",
    } | cells


def days(*given):
    found = entries(*given).loc["b", ["day_low", "day_high"]]
    return None if found.isna().all() else tuple(found)


@pytest.mark.parametrize(
    ("reported", "convention", "low", "high"),
    [
        ("day 17", "day_0", 17, 17),
        ("day 17", "day_1", 16, 16),
        ("day 17", "", 16, 17),  # which day is the first is not reported
        ("10 days later", "", 10, 10),
        ("two weeks later", "", 10.5, 17.5),
        ("8 months later", "", 228.3, 258.7),  # 7.5 and 8.5 times 30.4375, to a tenth of a day
    ],
)
def test_days_after_the_first_dose_and_before_it(reported, convention, low, high):
    assert days(FIRST, after(reported, day_convention=convention)) == (low, high)
    assert days(FIRST, after(reported, "before", day_convention=convention)) == (-high, -low)


def test_the_same_day():
    assert days(UNDATED, after("at that time", "on")) == (0, 0)


@pytest.mark.parametrize("relation", ["during", "not_stated"])
def test_a_relation_that_is_no_distance(relation):
    assert days(UNDATED, after("10 days", relation)) is None


def test_words_without_a_number_are_no_distance():
    found = entries(UNDATED, after("soon after")).loc["b"]
    assert found[["day_basis", "date_basis"]].tolist() == ["unknown", "unknown"]
    assert found[["date_earliest", "date_latest", "date_precision"]].tolist() == ["", "", ""]


def test_an_interval_leads_before_the_calendar():
    # by the calendar 10 days; the report says 12, and the audit compares the two
    found = entries(FIRST, after("12 days later") | {"timeline_id": "c"})
    assert found.loc["c", ["day_low", "date_earliest"]].tolist() == [12, "2021-01-17"]
    dated = after("15 January 2021", "on", anchor_id="")
    assert days(FIRST, dated) == (10, 10)


@pytest.mark.parametrize(
    ("start", "event", "low", "high"),
    [
        ("5 January 2021", "4 January 2021", -1, -1),
        ("5 January 2021", "January 2021", -4, 26),
        ("January 2021", "5 January 2021", -26, 4),
        ("January 2021", "February 2021", 1, 58),
    ],
)
def test_dates_are_subtracted_at_their_widest(start, event, low, high):
    event = after(event, "on", anchor_id="")
    assert days(UNDATED | {"when_as_reported": start}, event) == (low, high)


def test_no_day_without_a_first_dose():
    found = entries(FIRST | {"event": "relapse"}, after("day 17", day_convention="day_0"))
    assert found["day_low"].isna().all()
    assert found.loc["b", ["date_earliest", "date_basis"]].tolist() == ["2021-01-22", "derived"]


def test_the_first_of_two_first_doses_is_day_0():
    second = after("8 January 2021", "on", anchor_id="", event="index_start")
    assert days(FIRST, second) == (3, 3)


@pytest.mark.parametrize(
    ("exact", "earliest", "latest"),
    [("1 February 2020", "2020-02-01", "2020-02-01"), ("soon", "2020-01-11", "2021-01-10")],
)
def test_a_date_is_carried_from_the_most_exactly_dated_entry(exact, earliest, latest):
    found = entries(
        {"timeline_id": "a", "when_as_reported": "2020"},
        after("10 days later"),
        after(exact, "on", timeline_id="c", anchor_id="b"),
    )
    assert found.loc["b", ["date_earliest", "date_latest"]].tolist() == [earliest, latest]


@pytest.mark.parametrize(
    ("basis", "shown"), [("reported", "derived"), ("inferred", "inferred"), ("unknown", "derived")]
)
def test_an_inferred_interval_marks_what_is_counted_along_it(basis, shown):
    found = entries(
        FIRST,
        after("", when_inferred="10 days", basis=basis),
        after("4 days later", timeline_id="c", anchor_id="b"),
    )
    assert found.loc["c", ["day_low", "day_basis"]].tolist() == [14, shown]


@pytest.mark.parametrize(("start", "event"), [(True, False), (False, True)])
def test_an_inferred_date_of_either_end_marks_the_days(start, event):
    basis = {True: "inferred", False: "reported"}
    found = entries(
        {"timeline_id": "r", "when_as_reported": "1 March 2021"},
        UNDATED
        | after("10 days later", basis=basis[start], anchor_id="r")
        | {"timeline_id": "a"}
        | {"event": "index_start"},
        {"timeline_id": "s", "when_as_reported": "1 June 2021"},
        after("10 days later", basis=basis[event], anchor_id="s"),
    ).loc["b"]
    assert found[["day_low", "day_basis"]].tolist() == [92, "inferred"]


def test_what_is_reported_comes_before_what_is_inferred():
    both = after("10 days later", when_inferred="20 days")
    assert days(UNDATED, both) == (10, 10)


def test_every_entry_names_what_its_days_and_date_rest_on():
    found = entries(
        FIRST,
        after("day 8", day_convention="day_1"),
        {"timeline_id": "c", "when_as_reported": "9 July 2021"},
        after("10 days later", timeline_id="e", anchor_id="c"),
        after("soon", timeline_id="f"),
    )
    assert found["sources"].to_dict() == {
        "a": "timeline:a",
        "b": "timeline:b timeline:a",
        "c": "timeline:c timeline:a",
        "e": "timeline:e timeline:c timeline:a",
        "f": "timeline:f",
    }
    assert found["date_basis"].tolist() == ["reported", "derived", "reported", "derived", "unknown"]


def test_patients_do_not_share_a_first_dose():
    other = {"timeline_id": "z", "patient_id": "q", "when_as_reported": "9 January 2021"}
    found = entries(FIRST, other)
    assert pd.isna(found.loc["z", "day_low"])
    assert found.loc["z", "date_latest"] == "2021-01-09"
