"""Days from the first dose, by the chain of anchors or by the calendar."""

import pandas as pd

from evidence.harmonise.timeline import harmonise_timeline

COLUMNS = [
    "timeline_id",
    "event",
    "when_as_printed",
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


FIRST = ("a", "inotuzumab_start", "5 January 2021", "on", "", "", "", "printed")


def test_day_17_counts_the_first_dose_as_day_0():
    found = resolved(
        FIRST, ("b", "inotuzumab_dose", "day 17", "after", "a", "day_0", "", "printed")
    )
    assert found.loc["b", "date_earliest"] == found.loc["b", "date_latest"] == "2021-01-22"
    assert found.loc["b", ["day_low", "day_high"]].tolist() == [17, 17]


def test_day_8_counts_the_first_dose_as_day_1():
    found = resolved(FIRST, ("b", "inotuzumab_dose", "day 8", "after", "a", "day_1", "", "printed"))
    assert found.loc["b", "date_earliest"] == "2021-01-12"


def test_the_chain_keeps_a_day_exact_where_the_calendar_only_knows_the_month():
    found = resolved(
        ("a", "inotuzumab_start", "August 2022", "on", "", "", "", "printed"),
        ("b", "inotuzumab_dose", "day 8", "after", "a", "day_1", "", "printed"),
    )
    assert found.loc["b", ["day_low", "day_high"]].tolist() == [7, 7]
    assert found.loc["b", ["date_earliest", "date_latest"]].tolist() == ["2022-08-08", "2022-09-07"]


def test_calendar_dates_are_subtracted_where_no_chain_leads():
    found = resolved(FIRST, ("b", "transplant", "9 July 2021", "on", "", "", "", "printed"))
    assert found.loc["b", "day_low"] == found.loc["b", "day_high"] == 185


def test_intervals_count_backwards_too_and_inference_shows():
    found = resolved(
        ("a", "inotuzumab_start", "", "before", "b", "", "14 days", "inferred"),
        ("b", "inotuzumab_end", "four weeks", "before", "c", "", "", "printed"),
        ("c", "transplant", "05.09.2019", "on", "", "", "", "printed"),
    )
    assert found.loc["a", "day_low"] == 0
    assert found.loc["c", "day_basis"] == found.loc["b", "day_basis"] == "inferred"
    assert (found.loc["c", "day_low"] + found.loc["c", "day_high"]) / 2 == 42
    assert set(found.loc["c", "sources"].split()) == {"timeline:a", "timeline:b", "timeline:c"}


def test_a_printed_day_is_printed_however_the_first_dose_is_dated():
    found = resolved(
        ("r", "relapse", "August 2022", "on", "", "", "", "printed"),
        ("a", "inotuzumab_start", "", "after", "r", "", "0 days", "inferred"),
        ("b", "inotuzumab_dose", "day 8", "after", "a", "day_1", "", "printed"),
        ("f", "follow_up", "September 2023", "on", "", "", "", "printed"),
    )
    assert found.loc["b", "day_basis"] == "printed"
    assert found.loc["f", "day_basis"] == "inferred"


def test_what_is_not_told_stays_unknown():
    found = resolved(FIRST, ("b", "relapse", "", "after", "a", "", "", "unknown"))
    assert found.loc["b", "day_basis"] == found.loc["b", "date_basis"] == "unknown"
    assert pd.isna(found.loc["b", "day_low"])
