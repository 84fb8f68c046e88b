"""Days from the first dose, by the chain of anchors or by the calendar."""

import pandas as pd

from evidence.harmonise.timeline import harmonise_timeline

COLUMNS = [
    "timeline_id",
    "event",
    "when_as_reported",
    "relation",
    "anchor_id",
    "day_convention",
    "when_inferred",
    "basis",
]


def timeline(*rows):
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.assign(
        patient_id="p", document_id="d", sequence=range(1, len(frame) + 1), description=""
    )


def resolved(*rows):
    return harmonise_timeline(timeline(*rows)).set_index("timeline_id")


FIRST = ("a", "index_start", "5 January 2021", "on", "", "", "", "reported")


def test_day_17_counts_the_first_dose_as_day_0():
    found = resolved(FIRST, ("b", "index_dose", "day 17", "after", "a", "day_0", "", "reported"))
    assert found.loc["b", "date_earliest"] == found.loc["b", "date_latest"] == "2021-01-22"
    assert found.loc["b", ["day_low", "day_high"]].tolist() == [17, 17]


def test_day_8_counts_the_first_dose_as_day_1():
    found = resolved(FIRST, ("b", "index_dose", "day 8", "after", "a", "day_1", "", "reported"))
    assert found.loc["b", "date_earliest"] == "2021-01-12"


def test_the_chain_keeps_a_day_exact_where_the_calendar_only_knows_the_month():
    found = resolved(
        ("a", "index_start", "August 2022", "on", "", "", "", "reported"),
        ("b", "index_dose", "day 8", "after", "a", "day_1", "", "reported"),
    )
    assert found.loc["b", ["day_low", "day_high"]].tolist() == [7, 7]
    assert found.loc["b", ["date_earliest", "date_latest"]].tolist() == ["2022-08-08", "2022-09-07"]


def test_calendar_dates_are_subtracted_where_no_chain_leads():
    found = resolved(FIRST, ("b", "transplant", "9 July 2021", "on", "", "", "", "reported"))
    assert found.loc["b", "day_low"] == found.loc["b", "day_high"] == 185


def test_intervals_count_backwards_too_and_inference_shows():
    found = resolved(
        ("a", "index_start", "", "before", "b", "", "14 days", "inferred"),
        ("b", "index_end", "four weeks", "before", "c", "", "", "reported"),
        ("c", "transplant", "05.09.2019", "on", "", "", "", "reported"),
    )
    assert found.loc["a", "day_low"] == 0
    assert found.loc["c", "day_basis"] == found.loc["b", "day_basis"] == "inferred"
    assert (found.loc["c", "day_low"] + found.loc["c", "day_high"]) / 2 == 42
    assert set(found.loc["c", "sources"].split()) == {"timeline:a", "timeline:b", "timeline:c"}


def test_a_reported_day_is_reported_however_the_first_dose_is_dated():
    found = resolved(
        ("r", "relapse", "August 2022", "on", "", "", "", "reported"),
        ("a", "index_start", "", "after", "r", "", "0 days", "inferred"),
        ("b", "index_dose", "day 8", "after", "a", "day_1", "", "reported"),
        ("f", "follow_up", "September 2023", "on", "", "", "", "reported"),
    )
    assert found.loc["b", "day_basis"] == "reported"
    assert found.loc["f", "day_basis"] == "inferred"


def test_what_is_not_reported_stays_unknown():
    found = resolved(FIRST, ("b", "relapse", "", "after", "a", "", "", "unknown"))
    assert found.loc["b", "day_basis"] == found.loc["b", "date_basis"] == "unknown"
    assert pd.isna(found.loc["b", "day_low"])


def test_the_last_day_of_a_duration_counts_the_first():
    """Ten days from 6 January end on the 15th."""
    found = resolved(
        FIRST,
        ("b", "therapy_start", "day +1", "after", "a", "day_0", "", "reported"),
        ("c", "therapy_end", "for ten days", "through", "b", "", "", "reported"),
    )
    assert found.loc["c", "date_earliest"] == found.loc["c", "date_latest"] == "2021-01-15"
    assert found.loc["b", "day_basis"] == "reported"
    assert found.loc["c", "day_basis"] == "derived"


def test_a_day_counted_back_is_derived():
    found = resolved(
        FIRST,
        ("b", "supportive", "20 days", "before", "c", "", "", "reported"),
        ("c", "assessment", "day +75", "after", "a", "day_0", "", "reported"),
    )
    assert found.loc["b", ["day_low", "day_high", "day_basis"]].tolist() == [55, 55, "derived"]


def test_what_lies_between_two_dated_entries_is_bounded_by_them():
    found = resolved(
        FIRST,
        ("b", "discharge", "day +84", "after", "a", "day_0", "", "reported"),
        ("c", "index_dose", "", "after", "b", "", "", "unknown"),
        ("d", "transplant", "9 July 2021", "on", "", "", "", "reported"),
    )
    assert found.loc["c", ["day_low", "day_high"]].tolist() == [84, 185]
    assert found.loc["c", ["day_basis", "by_neighbours"]].tolist() == ["derived", "yes"]
    assert found.loc["c", ["date_earliest", "date_latest"]].tolist() == ["2021-03-30", "2021-07-09"]


def test_a_chain_hangs_between_dated_neighbours_as_a_whole():
    """An evaluation 28 days after the cells, and before the next relapse, bounds the cells."""
    found = resolved(
        ("r", "relapse", "July 2021", "on", "", "", "", "reported"),
        ("b", "car_t", "", "after", "r", "", "", "unknown"),
        ("c", "mrd", "day 28", "after", "b", "day_0", "", "reported"),
        ("d", "relapse", "August 2022", "on", "", "", "", "reported"),
    )
    assert found.loc["b", ["date_earliest", "date_latest"]].tolist() == ["2021-07-01", "2022-08-03"]
    assert found.loc["c", ["date_earliest", "date_latest"]].tolist() == ["2021-07-29", "2022-08-31"]


def test_an_interval_that_is_not_reported_is_not_none():
    """A first dose after a relapse of August: before or in the month of the last follow-up."""
    found = resolved(
        ("r", "relapse", "August 2022", "on", "", "", "", "reported"),
        ("a", "index_start", "", "after", "r", "", "", "unknown"),
        ("c", "mrd", "day 30", "after", "a", "day_0", "", "reported"),
        ("f", "follow_up", "September 2023", "on", "", "", "", "reported"),
    )
    assert found.loc["a", ["date_earliest", "date_latest"]].tolist() == ["2022-08-01", "2023-08-31"]
    assert found.loc["r", "day_high"] == 0
    assert found.loc["r", "day_low"] == -395  # 1 August 2022 to 31 August 2023
    assert found.loc["c", ["day_low", "day_high"]].tolist() == [30, 30]


def test_without_a_lower_bound_only_the_latest_day_is_known():
    found = resolved(
        ("r", "diagnosis", "", "not_stated", "", "", "", "unknown"),
        ("b", "relapse", "10 days", "after", "r", "", "", "reported"),
        ("a", "index_start", "", "after", "b", "", "", "unknown"),
    )
    assert pd.isna(found.loc["r", "day_low"])
    assert found.loc["r", "day_high"] == -10


def test_bounds_that_exclude_each_other_bound_nothing():
    found = resolved(
        ("b", "relapse", "May 2022", "on", "", "", "", "reported"),
        ("c", "therapy", "", "after", "b", "", "", "unknown"),
        ("d", "relapse", "March 2022", "on", "", "", "", "reported"),
    )
    assert found.loc["c", "date_basis"] == "unknown"


def test_another_event_may_be_day_0():
    graft = ("b", "transplant", "day 17", "after", "a", "day_0", "", "reported")
    found = harmonise_timeline(timeline(FIRST, graft), "transplant").set_index("timeline_id")
    assert found.loc["a", ["day_low", "day_high"]].tolist() == [-17, -17]
    assert found.loc["b", ["day_low", "day_high"]].tolist() == [0, 0]
