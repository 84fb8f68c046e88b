"""Residual disease against 10⁻⁴: just below, at and above it, and what a result without it says."""

import pandas as pd
import pytest

from evidence.domains.haematology.harmonise.mrd import harmonise_mrd
from tests.spec.harmonise.tables import rows

TIMELINE = pd.DataFrame(columns=["timeline_id", "sequence", "day_low", "day_high"])
ASSESSMENT = {
    "patient_id": "p",
    "document_id": "d",
    "compartment": "marrow",
    "comparator": "equal",
    "evaluation": 1,
}


def mrd(**cells):
    row = ASSESSMENT | {"assessment_id": "d.a1", "is_mrd": "yes", "method": "flow_cytometry"}
    return harmonise_mrd(rows("assessments", row | cells), TIMELINE).iloc[0]


@pytest.mark.parametrize(
    ("reported", "below", "category"),
    [
        ("9.9×10^-5", "yes", "positive_below_1e_4"),
        ("0.0099%", "yes", "positive_below_1e_4"),
        ("0,0099%", "yes", "positive_below_1e_4"),
        ("10^-4", "no", "failure"),  # below 10^-4 is asked for: at it is not below it
        ("0.01%", "no", "failure"),
        ("0,01%", "no", "failure"),
        ("1E-4", "no", "failure"),
        ("1.01×10^-4", "no", "failure"),
        ("0.0101%", "no", "failure"),
    ],
)
def test_a_level_against_1e_4(reported, below, category):
    row = mrd(result_as_reported=reported)
    assert (row["below_1e_4"], row["category"]) == (below, category)


@pytest.mark.parametrize(
    ("sensitivity", "category"),
    [
        ("9.9×10^-5", "complete_response"),
        ("10^-4", "complete_response"),  # an assay that can see 10^-4 is sensitive enough
        ("1.01×10^-4", "negative_insufficient_sensitivity"),
        ("10^-3", "negative_insufficient_sensitivity"),
        ("", "negative_sensitivity_not_stated"),
    ],
)
def test_a_negative_result_by_its_sensitivity(sensitivity, category):
    row = mrd(
        comparator="not_detected", response="mrd_negative", sensitivity_as_reported=sensitivity
    )
    assert row["category"] == category


@pytest.mark.parametrize(
    ("comparator", "below"),
    [("below", "yes"), ("equal", "yes"), ("above", "not_known")],
)
def test_a_bound_of_5e_5(comparator, below):
    assert mrd(result_as_reported="5×10^-5", comparator=comparator)["below_1e_4"] == below


@pytest.mark.parametrize(
    ("comparator", "below"),
    [("below", "not_known"), ("equal", "no"), ("above", "no")],
)
def test_a_bound_of_1e_3(comparator, below):
    assert mrd(result_as_reported="10^-3", comparator=comparator)["below_1e_4"] == below


@pytest.mark.parametrize(
    ("cells", "detected", "below", "category"),
    [
        ({"result_as_reported": "0.1%"}, "yes", "no", "failure"),
        ({"comparator": "above", "result_as_reported": "0.001%"}, "yes", "not_known",
         "positive_not_comparable"),
        ({"comparator": "below", "result_as_reported": "0.001%"}, "not_reported", "yes",
         "not_reported"),
        ({"comparator": "detected"}, "yes", "not_known", "positive_not_comparable"),
        ({"comparator": "not_stated", "response": "mrd_positive"}, "yes", "not_known",
         "positive_not_comparable"),
        ({"comparator": "not_detected"}, "no", "not_known", "negative_sensitivity_not_stated"),
        ({"comparator": "not_stated", "response": "mrd_negative"}, "no", "not_known",
         "negative_sensitivity_not_stated"),
        ({"comparator": "not_stated"}, "not_reported", "not_known", "not_reported"),
        ({"comparator": "not_stated", "result_as_reported": "0.1%"}, "not_reported", "no",
         "not_reported"),
        # any detection counts, whatever the word for it
        ({"result_as_reported": "0.1%", "response": "mrd_negative"}, "yes", "no", "failure"),
        ({"comparator": "not_detected", "response": "mrd_positive"}, "yes", "not_known",
         "positive_not_comparable"),
        # a ratio of transcripts is compared with nothing
        ({"method": "bcr_abl1_pcr", "result_as_reported": "0.001%"}, "yes", "not_known",
         "positive_not_comparable"),
        ({"method": "bcr_abl1_pcr", "result_as_reported": "1%"}, "yes", "not_known",
         "positive_not_comparable"),
        ({"comparator": "not_detected", "sensitivity_as_reported": "10^-4"}, "no", "yes",
         "complete_response"),
        ({"comparator": "not_detected", "sensitivity_as_reported": "1.01×10^-4"}, "no", "not_known",
         "negative_insufficient_sensitivity"),
    ],
)  # fmt: skip
def test_what_was_detected(cells, detected, below, category):
    row = mrd(**cells)
    assert row[["detected", "below_1e_4", "category"]].tolist() == [detected, below, category]


@pytest.mark.parametrize(
    ("method", "panel", "scale"),
    [
        ("flow_cytometry", "Flow cytometry", "share of cells"),
        ("ig_tr_pcr", "Ig/TR PCR", "share of cells"),
        ("ngs", "Ig/TR sequencing", "share of cells"),
        ("mrd_method_not_stated", "Method not stated", "share of cells"),
        ("bcr_abl1_pcr", "BCR::ABL1 ratio, scale not stated", "ratio, scale not stated"),
    ],
)
def test_assays_and_their_scale(method, panel, scale):
    row = mrd(method=method, result_as_reported="0.1%")
    assert row[["panel", "scale", "value"]].tolist() == [panel, scale, 0.001]


def test_only_residual_disease_has_a_row_with_its_day():
    found = [
        ASSESSMENT | {"assessment_id": "d.a1", "is_mrd": "no"},
        ASSESSMENT | {"assessment_id": "d.a2", "is_mrd": "yes", "timeline_id": "t"},
        ASSESSMENT | {"assessment_id": "d.a3", "is_mrd": "yes"},
    ]
    days = pd.DataFrame([("t", 1, 27.0, 29.0)], columns=TIMELINE.columns)
    row, undated = harmonise_mrd(rows("assessments", *found), days).to_dict("records")
    assert (row["day_low"], row["day_high"]) == (27, 29)
    assert row["sources"] == "assessments:d.a2 timeline:t"
    assert undated["sources"] == "assessments:d.a3"
    assert pd.isna(undated["day_low"])
