"""Reported numbers and what each means: digits, marks, powers, units, at the edges of each rule."""

import pytest

from evidence.harmonise.laboratory import ends
from evidence.harmonise.numbers import GROUPING_COMMA, WHOLE_COUNT, split_number
from evidence.harmonise.quantities import convert, read_quantity
from evidence.harmonise.readers import read_p


@pytest.mark.parametrize(
    ("reported", "number"),
    [
        # three digits after a comma are thousands, unless a zero leads
        ("1,240", 1240),
        ("0,240", 0.24),
        ("0,005", 0.005),
        ("00,125", 0.125),
        ("10,240", 10240),
        ("100,240", 100240),
        ("1000,240", 1000.24),  # four digits before it: the comma groups nothing
        # two or four digits are decimals
        ("1,24", 1.24),
        ("1,2400", 1.24),
        # spaces and apostrophes of every sort
        ("1 240", 1240),
        ("1\u00a0240", 1240),
        ("1\u2009240", 1240),
        ("1\u202f240", 1240),
        ("40 000", 40000),
        ("1'240", 1240),
        ("1’240", 1240),
        ("1 240,5", 1240.5),
        # both marks, either way round
        ("1,240.5", 1240.5),
        ("1.240,5", 1240.5),
        ("1,240,000", 1240000),
        # the Lancet's point
        ("0·005", 0.005),
        ("12·5", 12.5),
        # signs and a missing zero
        ("−3.2", -3.2),
        ("-3.2", -3.2),
        (".0105", 0.0105),
        ("·04", 0.04),
    ],
)
def test_marks(reported, number):
    assert split_number(reported) == (pytest.approx(number, rel=1e-12), "")


@pytest.mark.parametrize(
    ("reported", "number"),
    [("0.125", 0.125), ("1.125", 1125), ("0,125", 0.125), ("1,125", 1125), ("1.12", 1.12)],
)
def test_dots_group_counts_of_whole_things_but_not_after_a_zero(reported, number):
    assert split_number(reported, WHOLE_COUNT)[0] == number


@pytest.mark.parametrize(
    ("reported", "number"),
    [
        ("5E-5", 5e-5),
        ("5e-5", 5e-5),
        ("5E5", 5e5),
        ("1,5E-5", 1.5e-5),
        ("1,250 × 10^-4", 1.25e-4),
        ("1.250 × 10^-4", 1.25e-4),
        ("1,250,000 × 10^-4", 125),
        ("2·5 × 10⁻⁵", 2.5e-5),
        ("5·10⁻⁵", 5e-5),
        ("5 · 10-5", 5e-5),
        ("4×109", 4e9),  # the superscript is lost, the sign of multiplication is not
        ("10-3", 1e-3),
        ("10-9", 1e-9),
        ("10^-12", 1e-12),
    ],
)
def test_powers(reported, number):
    assert split_number(reported) == (pytest.approx(number, rel=1e-12), "")


@pytest.mark.parametrize("reported", ["12,500 × 10^9/L", "1,2,3", "1.2.3", "", "about 5", "< 5"])
def test_what_can_mean_two_numbers_or_none_is_refused(reported):
    with pytest.raises(ValueError):
        split_number(reported)


@pytest.mark.parametrize(
    ("reported", "both"),
    [
        ("10-3", ("10-3", "10-3")),  # a power
        ("10-9", ("10-9", "10-9")),
        ("10-11", ("10", "11")),  # a range, the lower end first
        ("10-11 s", ("10 s", "11 s")),
        ("9-10", ("9", "10")),
        ("40 000–50 000", ("40 000", "50 000")),
        ("25 to 35 s", ("25 s", "35 s")),
        ("2.68×10^-5", ("2.68×10^-5", "2.68×10^-5")),
    ],
)
def test_a_range_has_its_lower_end_first(reported, both):
    assert ends(reported) == both


@pytest.mark.parametrize(
    ("reported", "canonical", "value"),
    [
        ("0,005%", "", 5e-5),
        ("0·005%", "", 5e-5),
        ("12,5%", "", 0.125),
        ("1,250%", "", 0.0125),  # no percentage has thousands
        ("7 per 1000", "", 0.007),
        ("0,125 mg", "mg", 0.125),
        ("1,125 mg", "mg", 1125),
        ("28 μg", "mg", 0.028),
        ("28 µg", "mg", 0.028),
        ("28 mcg", "mg", 0.028),
        ("3750 U", "U", 3750),
        ("6,000 IU/m²", "IU/m^2", 6000),
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
        ("10-3", "", 1e-3),
        ("10⁻³", "", 1e-3),
        ("10^-6", "", 1e-6),
        ("2.68×10^-5", "", 2.68e-5),
        ("2.68 × 10⁻⁵", "", 2.68e-5),
        ("1%", "", 0.01),
        ("1.6%", "", 0.016),
        ("1.8%", "", 0.018),
        ("1.47%", "", 0.0147),
        ("63.74%", "", 0.6374),
    ],
)
def test_quantities(reported, canonical, value):
    assert convert(reported, canonical) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("reported", "canonical"),
    [
        ("3750 U", ""),  # no count
        ("3750 IU", ""),
        ("3750 IU", "U"),  # nor each other
        ("3750 U", "mg"),
        ("1000", "1/nL"),  # no unit
        ("1 mg", "g/dL"),
    ],
)
def test_units_of_another_kind_are_refused(reported, canonical):
    with pytest.raises(ValueError, match="not in a unit of"):
        convert(reported, canonical)


def test_a_number_without_unit_has_none():
    assert read_quantity("1000") == (1000, "")


@pytest.mark.parametrize(
    ("reported", "sign", "value"),
    [
        ("0.04", "=", 0.04),
        ("p = 0.04", "=", 0.04),
        ("P<.0001", "<", 0.0001),
        ("p ≤ 0.001", "≤", 0.001),
        ("p > 0.05", ">", 0.05),
        ("P value 1.0", "=", 1),
        ("p = 0,05", "=", 0.05),
    ],
)
def test_p_values(reported, sign, value):
    assert read_p(reported) == (sign, value)


@pytest.mark.parametrize("reported", ["1.01", "p = 5", "−0.1", "0.04 (one-sided)", "NS"])
def test_no_p_value(reported):
    with pytest.raises(ValueError):
        read_p(reported)


def test_a_decimal_comma_is_the_rule_where_nothing_groups():
    assert split_number("0,7", GROUPING_COMMA)[0] == 0.7


@pytest.mark.parametrize(
    ("reported", "grouped_by", "number"),
    [
        ("168.000", WHOLE_COUNT, 168000),
        ("168.000", GROUPING_COMMA, 168),
        ("40,000", GROUPING_COMMA, 40000),
        ("1,3", GROUPING_COMMA, 1.3),
        ("1.300.000", WHOLE_COUNT, 1300000),
        ("3750", GROUPING_COMMA, 3750),
    ],
)
def test_separators(reported, grouped_by, number):
    assert split_number(reported, grouped_by) == (number, "")


@pytest.mark.parametrize("reported", ["", "normal", "1.2.3 mg", "10 quux", "g/dL"])
def test_what_cannot_be_read_is_refused(reported):
    with pytest.raises(ValueError):
        read_quantity(reported)


def test_a_dose_in_mg_is_no_dose_for_a_surface():
    with pytest.raises(ValueError, match="not in a unit of mg/m"):
        convert("1,3 mg", "mg/m^2")
