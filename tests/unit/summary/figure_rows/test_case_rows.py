"""Rows of the case figures from invented tables: nothing invented where nothing is known."""

import pandas as pd
import pytest

from evidence.summary.figure_rows.mrd import mrd_rows
from evidence.summary.figure_rows.patient_timeline import timeline_page, timeline_rows
from evidence.summary.figure_rows.swimmer import swimmer_rows
from evidence.summary.figure_rows.treatment_sequence import sequence_rows

PATIENTS = pd.DataFrame([{"patient_id": "p", "document_id": "d", "label": "Invented 2020"}])


def timeline(*events):
    """(event, low, high, basis, description) in order; the keys are i1, i2 ..."""
    rows = [
        {
            "timeline_id": f"i{i}",
            "patient_id": "p",
            "document_id": "d",
            "sequence": i,
            "event": event,
            "description": words,
            "day_low": low,
            "day_high": high,
            "day_basis": basis,
            "date_earliest": "",
            "date_latest": "",
            "date_basis": "unknown",
            "sources": f"timeline:i{i}",
        }
        for i, (event, low, high, basis, words) in enumerate(events, 1)
    ]
    return pd.DataFrame(rows).astype({"day_low": float, "day_high": float})


def known(event, low, high=None, basis="printed", words=""):
    return event, low, low if high is None else high, basis, words


def unknown(event, words=""):
    return event, None, None, "unknown", words


def tables(entries, responses=(), assessments=(), therapies=(), **case):
    case = {
        "patient_id": "p",
        "alive": "not_reported",
        "on_inotuzumab": "not_reported",
        "age_low_years": 20.0,
        "age_high_years": 21.0,
        "sex": "female",
        "ph_status": "positive",
        "vod_on_inotuzumab": "no",
        "vod_after_transplant": "not_reported",
        "sources": "events:e1 follow_up:f1",
        **case,
    }
    empty = {
        "therapies": ["patient_id", "role", "therapy_class", "agents"],
        "assessments": ["assessment_id", "patient_id", "evaluation", "timeline_id"],
        "responses": [
            "patient_id",
            "compartment",
            "evaluation",
            "response",
            "author_term",
            "sources",
        ],
    }
    made = {
        name: pd.DataFrame(rows, columns=empty[name])
        for name, rows in (
            ("therapies", therapies),
            ("assessments", assessments),
            ("responses", responses),
        )
    }
    return {
        "patients": PATIENTS,
        "therapies": made["therapies"],
        "assessments": made["assessments"],
    }, {
        "timeline": entries,
        "responses": made["responses"],
        "cases": pd.DataFrame([case]),
    }


def rows_of(frame, row_type):
    return frame[frame["row_type"] == row_type]


def test_nothing_before_the_first_dose_is_in_a_lane():
    frame = swimmer_rows(
        *tables(
            timeline(
                known("relapse", -30),
                known("inotuzumab_start", 0),
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
        *tables(timeline(known("inotuzumab_start", 0), unknown("vod_sos"), known("transplant", 40)))
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
                known("inotuzumab_start", 0),
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
                known("inotuzumab_start", 0, basis="inferred"),
                known("inotuzumab_dose", 7, basis="inferred"),
            )
        )
    )
    assert list(rows_of(frame, "event")["basis"]) == ["printed", "inferred"]


def test_inotuzumab_lasts_from_the_first_to_the_last_dose_of_a_series():
    frame = swimmer_rows(
        *tables(
            timeline(
                known("inotuzumab_start", 0),
                known("inotuzumab_dose", 7),
                known("transplant", 60),
                known("follow_up", 200),
            )
        )
    )
    phases = rows_of(frame, "phase")
    assert list(zip(phases["kind"], phases["step"], phases["until_step"], strict=True)) == [
        ("inotuzumab", 1, 2),
        ("follow_up", 2, 3),
        ("transplant", 3, 4),
    ]


@pytest.mark.parametrize(
    ("still", "kind"), [("yes", "inotuzumab"), ("no", "follow_up"), ("not_reported", "follow_up")]
)
def test_only_who_is_told_to_be_on_inotuzumab_stays_on_it(still, kind):
    frame = swimmer_rows(
        *tables(timeline(known("inotuzumab_start", 0), known("follow_up", 50)), on_inotuzumab=still)
    )
    assert list(rows_of(frame, "phase")["kind"]) == [kind]


def test_a_drug_given_beside_a_line_begins_no_phase():
    beside = [("p", "concomitant", "antiviral", "invented_drug")]
    entries = timeline(
        known("inotuzumab_start", 0),
        known("therapy_start", 1, words="invented drug starts"),
        known("inotuzumab_dose", 7),
        known("follow_up", 50),
    )
    assert "other_therapy" not in set(swimmer_rows(*tables(entries, therapies=beside))["kind"])
    assert "other_therapy" in set(swimmer_rows(*tables(entries))["kind"])


@pytest.mark.parametrize(
    ("alive", "end"), [("yes", "alive"), ("no", "dead"), ("not_reported", "not_reported")]
)
def test_silence_on_survival_is_neither_alive_nor_dead(alive, end):
    frame = swimmer_rows(
        *tables(timeline(known("inotuzumab_start", 0), known("follow_up", 50)), alive=alive)
    )
    assert list(rows_of(frame, "end")["kind"]) == [end]


def test_the_lane_says_who_the_patient_is_and_silence_on_vod_is_not_reported():
    frame = swimmer_rows(*tables(timeline(known("inotuzumab_start", 0))))
    lane = rows_of(frame, "lane").iloc[0]
    assert lane["note"] == "20 to 21 years, female, Ph+"
    assert (lane["vod_on_inotuzumab"], lane["vod_after_transplant"]) == ("no", "NR")


def test_a_series_of_doses_is_not_a_dose():
    frame = swimmer_rows(
        *tables(timeline(known("inotuzumab_start", 0), known("inotuzumab_series", 30)))
    )
    assert list(rows_of(frame, "event")["kind"]) == ["dose", "dose_series"]
    assert list(rows_of(frame, "phase")["kind"]) == ["inotuzumab"]


def test_a_response_takes_the_day_of_the_finding_it_rests_on():
    entries = timeline(
        known("inotuzumab_start", 0), known("mrd", 29, 30, "inferred"), unknown("response")
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


def mrd(*rows):
    columns = [
        "assessment_id",
        "timeline_id",
        "phase",
        "method",
        "panel",
        "scale",
        "comparator",
        "detected",
        "value",
        "sensitivity",
        "result_as_printed",
        "sensitivity_as_printed",
    ]
    frame = pd.DataFrame(rows, columns=columns).assign(
        patient_id="p", day_low=None, day_high=None, term_as_printed="", sources="assessments:x"
    )
    order = pd.DataFrame(
        {"assessment_id": frame["assessment_id"], "sequence": range(1, len(frame) + 1)}
    )
    return mrd_rows(
        {"patients": PATIENTS, "assessments": order},
        {"mrd": frame.astype({"value": float, "sensitivity": float})},
    )


@pytest.mark.parametrize(
    ("comparator", "detected", "value", "state"),
    [
        ("equal", "yes", 2.68e-5, "level"),
        ("above", "yes", 0.003, "at_or_above"),
        ("below", "not_reported", 1e-4, "below"),
        ("not_detected", "no", None, "not_detected"),
        ("detected", "yes", None, "detected"),
        ("not_stated", "not_reported", None, "term_only"),
    ],
)
def test_each_result_is_what_it_is(comparator, detected, value, state):
    frame = mrd(
        (
            "a1",
            "",
            "on_inotuzumab",
            "flow_cytometry",
            "Flow cytometry",
            "share of cells",
            comparator,
            detected,
            value,
            None,
            "",
            "",
        )
    )
    assert frame["state"].iloc[0] == state


def test_results_are_ordered_by_patient_and_time_and_those_of_one_time_share_a_step():
    flow = (
        "flow_cytometry",
        "Flow cytometry",
        "share of cells",
        "equal",
        "yes",
        0.01,
        None,
        "1%",
        "",
    )
    ratio = (
        "bcr_abl1_pcr",
        "BCR::ABL1 ratio",
        "ratio, scale not stated",
        "equal",
        "yes",
        0.03,
        None,
        "0.03 copies",
        "",
    )
    frame = mrd(
        ("a1", "i1", "at_diagnosis", *ratio),
        ("a2", "i2", "on_inotuzumab", *flow),
        ("a3", "i2", "on_inotuzumab", *ratio),
        ("a4", "i0", "not_stated", *flow),
    )
    assert list(frame["panel"]) == ["BCR::ABL1 ratio", "Flow cytometry", "BCR::ABL1 ratio"]
    assert list(frame["step"]) == [1, 2, 2] and list(frame["scale"]) == ["ratio", "share", "ratio"]
    assert list(frame["period"]) == ["before", "during", "during"]


def test_a_limit_is_labelled_where_there_is_no_level():
    frame = mrd(
        (
            "a1",
            "",
            "after_transplant",
            "ngs",
            "Ig/TR sequencing",
            "share of cells",
            "not_detected",
            "no",
            None,
            1e-6,
            "",
            "10^-6",
        )
    )
    assert frame["label"].iloc[0] == "10⁻⁶" and frame["sensitivity"].iloc[0] == 1e-6


def lines(*classes):
    therapies = pd.DataFrame(
        [
            {
                "therapy_id": f"t{i}",
                "patient_id": "p",
                "sequence": i,
                "role": role,
                "therapy_class": kind,
                "response": response,
                "response_as_printed": "",
                "as_printed": "",
            }
            for i, (role, kind, response) in enumerate(classes, 1)
        ]
    )
    labels = pd.DataFrame(
        {"code": ["cr", "relapse", "not_reported"], "label": ["CR", "Relapse", "Not reported"]}
    )
    return sequence_rows({"patients": PATIENTS, "therapies": therapies, "responses": labels})


def test_lines_are_counted_from_the_first_inotuzumab():
    frame = lines(
        ("line", "chemotherapy", "cr"),
        ("concomitant", "antibiotic", "not_applicable"),
        ("line", "transplant", "relapse"),
        ("line", "inotuzumab", "not_reported"),
        ("line", "inotuzumab", "cr"),
    )
    assert list(frame["position"]) == [-2, -1, 0, 1]
    assert list(frame["result"]) == ["absent", "present", "not_reported", "absent"]
    assert list(frame["response"]) == ["CR", "Relapse", "", "CR"]


def test_a_class_without_a_place_of_its_own_is_other_therapy():
    assert list(lines(("line", "surgery", "cr"))["therapy"]) == ["other"]


def test_the_strip_has_dates_only_where_known_and_the_first_dose_is_day_0():
    entries = timeline(
        known("relapse", -35, -5),
        unknown("therapy_start"),
        known("inotuzumab_start", 0, basis="inferred"),
        known("transplant", 185, basis="inferred"),
        known("publication", 400),
    )
    entries.loc[0, ["date_earliest", "date_latest", "date_basis"]] = [
        "2020-12-01",
        "2020-12-31",
        "printed",
    ]
    frame = timeline_rows({"patients": PATIENTS}, {"timeline": entries})
    assert list(frame["date"]) == ["Dec 2020", "", "", ""]
    assert list(frame["day"]) == ["−35 to −5", "", "0", "(185)"]
    assert list(frame["period"]) == ["before", "before", "after", "after"]


def test_pages_of_timelines_hold_every_case_once():
    patients = pd.DataFrame(
        [{"patient_id": name, "document_id": "d", "label": name} for name in "abcd"]
    )
    entries = pd.concat(
        [timeline(known("inotuzumab_start", 0)).assign(patient_id=name) for name in "abcd"]
    )
    pages = [
        list(timeline_page({"patients": patients}, {"timeline": entries}, page)["case"])
        for page in (1, 2)
    ]
    assert pages == [["a", "b", "c"], ["d"]]
    for page in (0, 3):
        with pytest.raises(ValueError, match="there are 2 with 3 cases each"):
            timeline_page({"patients": patients}, {"timeline": entries}, page)
