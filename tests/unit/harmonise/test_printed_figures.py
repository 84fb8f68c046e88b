"""The printed figures that go wrong when a reader or a program is careless."""

import pytest

from evidence.harmonise.numbers import GROUPING_COMMA, WHOLE_COUNT, split_number
from evidence.harmonise.quantities import convert, read_quantity


@pytest.mark.parametrize(
    ("printed", "canonical", "value"),
    [
        ("168.000/μL", "1/nL", 168),
        ("168.000/µL", "1/nL", 168),  # the other micro sign
        ("63.000/μL", "1/nL", 63),
        ("13.000/μL", "1/nL", 13),
        ("2400/μL", "1/nL", 2.4),
        ("600/μL", "1/nL", 0.6),
        ("0.64 × 10^9/l", "1/nL", 0.64),
        ("26.98 × 10⁹/L", "1/nL", 26.98),
        ("10.3 g/dL", "g/dL", 10.3),
        ("79 g/L", "g/dL", 7.9),
        ("7.3 g/dL", "g/dL", 7.3),
        ("4000 cGy", "Gy", 40),
        ("1200 Gy", "Gy", 1200),
        ("1,3 mg", "mg", 1.3),
        ("10 mg/kg", "mg/kg", 10),
    ],
)
def test_quantities_land_on_one_scale(printed, canonical, value):
    assert convert(printed, canonical) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("printed", "share"),
    [
        ("10-3", 1e-3),
        ("10⁻³", 1e-3),
        ("10^-6", 1e-6),
        ("2.68×10^-5", 2.68e-5),
        ("2.68 × 10⁻⁵", 2.68e-5),
        ("1%", 0.01),
        ("1.6%", 0.016),
        ("1.8%", 0.018),
        ("1.47%", 0.0147),
        ("63.74%", 0.6374),
    ],
)
def test_mrd_figures_are_shares_of_cells(printed, share):
    assert convert(printed, "") == pytest.approx(share, rel=1e-12)


@pytest.mark.parametrize(
    ("printed", "grouped_by", "number"),
    [
        ("168.000", WHOLE_COUNT, 168000),
        ("168.000", GROUPING_COMMA, 168),
        ("40,000", GROUPING_COMMA, 40000),
        ("1,3", GROUPING_COMMA, 1.3),
        ("1.300.000", WHOLE_COUNT, 1300000),
        ("3750", GROUPING_COMMA, 3750),
    ],
)
def test_separators(printed, grouped_by, number):
    assert split_number(printed, grouped_by) == (number, "")


@pytest.mark.parametrize("printed", ["", "normal", "1.2.3 mg", "10 quux", "g/dL"])
def test_what_cannot_be_read_is_refused(printed):
    with pytest.raises(ValueError):
        read_quantity(printed)


def test_a_dose_in_mg_is_no_dose_for_a_surface():
    with pytest.raises(ValueError, match="not in a unit of mg/m"):
        convert("1,3 mg", "mg/m^2")
