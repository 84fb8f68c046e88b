"""Laboratory values on the scale of their analyte, with a unit inferred from the size or not."""

import pandas as pd
import pytest

from evidence.harmonise.laboratory import harmonise_laboratory
from tests.spec.harmonise.tables import rows

ANALYTES = rows(
    "analytes",
    {"code": "platelets", "canonical_unit": "1/nL", "plausible_low": 1, "plausible_high": 3000},
    {"code": "haemoglobin", "canonical_unit": "g/dL", "plausible_low": 2, "plausible_high": 25},
    {"code": "bilirubin", "canonical_unit": "umol/L", "molar_mass_g_per_mol": 584.673},
    {"code": "creatinine", "canonical_unit": "umol/L", "molar_mass_g_per_mol": 113.12},
)


def laboratory(analyte, reported):
    row = {"laboratory_id": "d.l1", "analyte": analyte, "value_as_reported": reported}
    return harmonise_laboratory(rows("laboratory", row), ANALYTES).iloc[0]


@pytest.mark.parametrize(
    ("reported", "low", "basis"),
    [
        ("1000", 1, "inferred"),  # per microlitre from 1000 on
        ("1,001", 1.001, "inferred"),
        ("40 000", 40, "inferred"),
        ("1000/μL", 1, "reported"),
        ("1.000/μL", 1, "reported"),
        ("0.999/μL", 0.000999, "reported"),  # nothing is grouped after a zero
    ],
)
def test_a_count_of_cells_with_and_without_unit(reported, low, basis):
    row = laboratory("platelets", reported)
    assert (row["low"], row["unit_basis"]) == (pytest.approx(low, rel=1e-12), basis)


@pytest.mark.parametrize(
    ("analyte", "reported", "low"),
    [
        # 10,000 / 584.673 and 10,000 / 113.12: mg/dL over g/mol, in umol/L
        ("bilirubin", "1 mg/dL", 17.1036),
        ("bilirubin", "10 mg/L", 17.1036),
        ("bilirubin", "17.1036 μmol/L", 17.1036),
        ("creatinine", "1,0 mg/dL", 88.4017),
        ("creatinine", "0.0884017 mmol/L", 88.4017),
    ],
)
def test_mass_and_amount_are_one_scale(analyte, reported, low):
    assert laboratory(analyte, reported)["low"] == pytest.approx(low, rel=1e-5)


@pytest.mark.parametrize("reported", ["999", "0.9"])
def test_a_smaller_count_without_unit_has_no_scale(reported):
    assert pd.isna(laboratory("platelets", reported)["low"])


@pytest.mark.parametrize(
    ("reported", "plausible"),
    [("1.9 g/dL", "no"), ("2 g/dL", "yes"), ("25 g/dL", "yes"), ("25.1 g/dL", "no")],
)
def test_the_plausible_range_has_its_ends(reported, plausible):
    assert laboratory("haemoglobin", reported)["plausible"] == plausible


@pytest.mark.parametrize(
    ("reported", "low", "high", "plausible"),
    [
        ("2–25 g/dL", 2, 25, "yes"),
        ("1.9–25 g/dL", 1.9, 25, "no"),
        ("2–25.1 g/dL", 2, 25.1, "no"),
        ("79 to 81 g/L", 7.9, 8.1, "yes"),
        ("low", None, None, ""),
        ("8 mmol/L", None, None, ""),
    ],
)
def test_both_ends_of_a_range(reported, low, high, plausible):
    row = laboratory("haemoglobin", reported)
    assert row["plausible"] == plausible
    if low is None:
        assert row[["low", "high"]].isna().all()
    else:
        assert row[["low", "high"]].tolist() == [low, high]


def test_an_analyte_without_a_plausible_range_is_not_judged():
    row = laboratory("bilirubin", "1 mg/dL")
    assert (row["plausible"], row["unit"], row["sources"]) == ("", "umol/L", "laboratory:d.l1")
