"""Laboratory values: units told by size are marked, what nobody can have is marked, words stay
words.
"""

import pandas as pd
import pytest

from evidence.harmonise.laboratory import harmonise_laboratory

ANALYTES = pd.DataFrame(
    {
        "code": ["platelets", "haemoglobin", "bilirubin"],
        "canonical_unit": ["1/nL", "g/dL", "umol/L"],
        "plausible_low": [1, 2, 1],
        "plausible_high": [3000, 25, 1000],
        "molar_mass_g_per_mol": [None, None, 584.673],
    }
).astype({"plausible_low": "Float64", "plausible_high": "Float64"})


def harmonised(analyte, reported):
    row = {
        "laboratory_id": "d.l1",
        "patient_id": "p",
        "document_id": "d",
        "analyte": analyte,
        "phase": "at_diagnosis",
        "time_as_reported": "",
        "value_as_reported": reported,
    }
    return harmonise_laboratory(pd.DataFrame([row]), ANALYTES).iloc[0]


@pytest.mark.parametrize(
    ("reported", "low", "high", "basis", "plausible"),
    [
        ("168.000/μL", 168, 168, "reported", "yes"),
        ("40,000–50,000", 40, 50, "inferred", "yes"),
        ("43 × 10^9/l", 43, 43, "reported", "yes"),
        ("0.9×10^9", 0.9, 0.9, "inferred", "no"),
        ("168.000 × 10^9/L", 168, 168, "reported", "yes"),
        ("168000 × 10^9/L", 168000, 168000, "reported", "no"),
    ],
)
def test_platelets(reported, low, high, basis, plausible):
    row = harmonised("platelets", reported)
    assert (row["low"], row["high"], row["unit"], row["unit_basis"], row["plausible"]) == (
        low,
        high,
        "10^9/L",
        basis,
        plausible,
    )


def test_a_misread_thousands_separator_is_caught_by_the_range():
    # 168.000/μL read with a decimal dot would be 168 cells a microlitre, 0.168 × 10^9/L.
    assert harmonised("platelets", "0.168 × 10^9/L")["plausible"] == "no"


@pytest.mark.parametrize(
    ("reported", "low", "high", "plausible"),
    [
        ("<0.1 g/dL", None, 0.1, "no"),
        ("< 80 g/L", None, 8, "yes"),
        ("≤2 g/dL", None, 2, "no"),
        ("≤2.1 g/dL", None, 2.1, "yes"),
        ("more than 20 g/dL", 20, None, "yes"),
        (">24.9 g/dL", 24.9, None, "yes"),
        ("≥25 g/dL", 25, None, "no"),
    ],
)
def test_a_bound_has_one_end(reported, low, high, plausible):
    row = harmonised("haemoglobin", reported)
    assert [None if pd.isna(end) else end for end in (row["low"], row["high"])] == [low, high]
    assert row["plausible"] == plausible and row["unit_basis"] == "reported"


def test_the_unit_of_a_bound_is_inferred_like_that_of_a_value():
    row = harmonised("platelets", "<20,000")
    assert (row["high"], row["unit_basis"]) == (20, "inferred") and pd.isna(row["low"])


def test_words_stay_words():
    row = harmonised("bilirubin", "normal")
    assert pd.isna(row["low"]) and row["plausible"] == ""


def test_the_caller_keeps_its_frame():
    frame = pd.DataFrame(
        [
            {
                "laboratory_id": "d.l1",
                "patient_id": "p",
                "document_id": "d",
                "analyte": "haemoglobin",
                "phase": "",
                "time_as_reported": "",
                "value_as_reported": "79 g/L",
            }
        ]
    )
    before = frame.copy()
    harmonise_laboratory(frame, ANALYTES)
    pd.testing.assert_frame_equal(frame, before)
