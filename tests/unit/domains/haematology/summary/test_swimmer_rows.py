"""Rows of the swimmer plot from invented tables: nothing invented where nothing is known."""

import pandas as pd
import pytest

from evidence.domains.haematology.summary.swimmer_words import swimmer as swimmer_rows
from tests.unit.summary.figure_rows.case_tables import known, rows_of, tables, timeline, unknown


def test_nothing_before_the_first_dose_is_in_a_lane():
    frame = swimmer_rows(
        *tables(
            timeline(
                known("relapse", -30),
                known("index_start", 0),
                known("relapse", 90),
                known("publication", 400),
            )
        )
    )
    assert list(rows_of(frame, "event")["kind"]) == ["dose", "relapse"]
    assert frame["day_high"].max() == 90


def test_a_patient_without_a_first_dose_has_no_lane():
    assert swimmer_rows(*tables(timeline(known("relapse", -30)))).empty


def test_what_has_no_day_gets_none():
    frame = swimmer_rows(
        *tables(timeline(known("index_start", 0), unknown("vod_sos"), known("transplant", 40)))
    )
    vod = frame[frame["kind"] == "vod_sos"].iloc[0]
    assert (
        pd.isna(vod["day_low"])
        and pd.isna(vod["day_high"])
        and vod["basis"] == "unknown"
        and vod["step"] == 2
    )


def test_a_known_day_that_is_not_shown_bounds_what_has_none():
    frame = swimmer_rows(
        *tables(
            timeline(
                known("index_start", 0),
                known("assessment", 20, words="bone marrow"),
                unknown("assessment"),
                known("relapse", 90),
            )
        )
    )
    bounds = rows_of(frame, "bound")
    assert bounds[["kind", "day_low", "note", "step"]].values.tolist() == [
        ["assessment", 20, "bone marrow", 2]
    ]


def test_the_first_dose_is_day_0_by_definition():
    frame = swimmer_rows(
        *tables(
            timeline(
                known("index_start", 0, basis="inferred"),
                known("index_dose", 7, basis="inferred"),
            )
        )
    )
    assert list(rows_of(frame, "event")["basis"]) == ["reported", "inferred"]


def test_inotuzumab_lasts_from_the_first_to_the_last_dose_of_a_series():
    frame = swimmer_rows(
        *tables(
            timeline(
                known("index_start", 0),
                known("index_dose", 7),
                known("transplant", 60),
                known("follow_up", 200),
            )
        )
    )
    phases = rows_of(frame, "phase")
    assert list(zip(phases["kind"], phases["step"], phases["until_step"], strict=True)) == [
        ("index", 1, 2),
        ("follow_up", 2, 3),
        ("transplant", 3, 4),
    ]


@pytest.mark.parametrize(
    ("still", "kind"), [("yes", "index"), ("no", "follow_up"), ("not_reported", "follow_up")]
)
def test_only_who_is_told_to_be_on_inotuzumab_stays_on_it(still, kind):
    frame = swimmer_rows(
        *tables(timeline(known("index_start", 0), known("follow_up", 50)), on_index=still)
    )
    assert list(rows_of(frame, "phase")["kind"]) == [kind]


def test_a_drug_given_beside_a_line_begins_no_phase():
    beside = [("p", "concomitant", "antiviral", "invented_drug")]
    entries = timeline(
        known("index_start", 0),
        known("therapy_start", 1, words="invented drug starts"),
        known("index_dose", 7),
        known("follow_up", 50),
    )
    assert "other_therapy" not in set(swimmer_rows(*tables(entries, therapies=beside))["kind"])
    assert "other_therapy" in set(swimmer_rows(*tables(entries))["kind"])


@pytest.mark.parametrize(
    ("alive", "end"), [("yes", "alive"), ("no", "dead"), ("not_reported", "not_reported")]
)
def test_silence_on_survival_is_neither_alive_nor_dead(alive, end):
    frame = swimmer_rows(
        *tables(timeline(known("index_start", 0), known("follow_up", 50)), alive=alive)
    )
    assert list(rows_of(frame, "end")["kind"]) == [end]


def test_the_lane_says_who_the_patient_is_and_silence_on_vod_is_not_reported():
    frame = swimmer_rows(*tables(timeline(known("index_start", 0))))
    lane = rows_of(frame, "lane").iloc[0]
    assert lane["note"] == "20 to 21 years, female, Ph+"
    assert (lane["vod_on_index"], lane["vod_after_transplant"]) == ("no", "NR")


def test_a_series_of_doses_is_not_a_dose():
    frame = swimmer_rows(*tables(timeline(known("index_start", 0), known("index_series", 30))))
    assert list(rows_of(frame, "event")["kind"]) == ["dose", "dose_series"]
    assert list(rows_of(frame, "phase")["kind"]) == ["index"]


def test_a_response_takes_the_day_of_the_finding_it_rests_on():
    entries = timeline(
        known("index_start", 0), known("mrd", 29, 30, "inferred"), unknown("response")
    )
    responses = [
        ("p", "mrd", 1, "positive_below_1e_4", "decreased", "assessments:a0 assessments:a1"),
        ("p", "marrow", 2, "remission_morphological", "CR", "assessments:a2"),
        ("p", "cns", 1, "not_reported", "", ""),
        ("p", "integrated", 1, "no_remission_marrow", "", "assessments:a1"),
    ]
    assessments = [("a0", "p", 0, "i1"), ("a1", "p", 1, "i2"), ("a2", "p", 2, "i3")]
    found = rows_of(swimmer_rows(*tables(entries, responses, assessments)), "response").set_index(
        "kind"
    )
    assert list(found.index) == ["mrd", "marrow"]
    assert found.loc["mrd", ["result", "day_low", "day_high", "basis"]].tolist() == [
        "reduced",
        29,
        30,
        "inferred",
    ]
    assert found.loc["marrow", "result"] == "absent" and pd.isna(found.loc["marrow", "day_low"])
    assert found.loc["mrd", "sources"] == "assessments:a0 assessments:a1 timeline:i2"
