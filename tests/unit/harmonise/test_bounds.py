"""Bounds and powers as keyboards write them; every value is the text read by eye."""

import pytest

from evidence.harmonise.numbers import split_bound, split_number
from evidence.harmonise.quantities import read_quantity
from evidence.harmonise.readers import READERS, read_p, unreadable


@pytest.mark.parametrize("sign", ["<", "<=", "=<", "≤", "⩽", "≦", "at most"])
def test_signs_below(sign):
    assert split_bound(f"{sign} 0.5 mg") == ("below", "0.5 mg")


@pytest.mark.parametrize("sign", [">", ">=", "=>", "≥", "⩾", "≧", "at least"])
def test_signs_above(sign):
    assert split_bound(f"{sign}5 mg/dL") == ("above", "5 mg/dL")


@pytest.mark.parametrize("text", ["1e400", "2 × 10^400", "10^400"])
def test_a_number_that_cannot_be_held_is_refused(text):
    with pytest.raises(ValueError, match="beyond every number"):
        split_number(text)


def test_the_largest_power_is_read():
    assert split_number("10^308") == (1e308, "")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("p <= 0.05", ("≤", 0.05)),
        ("P>=0,05", ("≥", 0.05)),
        ("p-value 0.03", ("=", 0.03)),
        ("p value: 0.03", ("=", 0.03)),
    ],
)
def test_p_values_as_keyboards_write_them(text, read):
    assert read_p(text) == read


def test_cells_per_weight_are_counts():
    assert read_quantity("2 × 10^6 cells/kg") == (2e6, "1/kg")


@pytest.mark.parametrize(
    ("text", "reader", "refused"),
    [
        ("-0.5 mg", "quantity", True),
        ("<0.5 mg", "quantity", False),
        ("0 mg", "quantity", False),
        ("150%", "result", True),
        ("100.1%", "result", True),
        ("-3%", "result", True),
        ("100%", "result", False),
        ("0%", "result", False),
        ("150", "result", False),
        ("46,XX", "result", False),
    ],
)
def test_what_cannot_be_is_a_problem(text, reader, refused):
    assert unreadable(text, READERS[reader]) is refused
