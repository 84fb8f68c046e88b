"""Rows of the MRD plot from invented results."""

import pandas as pd
import pytest

from evidence.domains.haematology.summary.mrd import mrd_rows
from tests.unit.summary.figure_rows.case_tables import PATIENTS


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
        "result_as_reported",
        "sensitivity_as_reported",
    ]
    frame = pd.DataFrame(rows, columns=columns).assign(
        patient_id="p", day_low=None, day_high=None, term_as_reported="", sources="assessments:x"
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
            "on_index",
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
        ("a2", "i2", "on_index", *flow),
        ("a3", "i2", "on_index", *ratio),
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
