"""Rows of the treatment sequence and of the patient timelines."""

import pandas as pd
import pytest

from evidence.summary.figure_rows.patient_timeline import timeline_page, timeline_rows
from evidence.summary.figure_rows.treatment_sequence import sequence_rows
from tests.unit.summary.figure_rows.case_tables import PATIENTS, known, timeline, unknown


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
