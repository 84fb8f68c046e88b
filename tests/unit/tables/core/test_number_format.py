"""Numbers as reported: rounded once, with a true minus, and never a word that could be read as
another.
"""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.tables.core.number_format import (
    as_coded,
    interval,
    missing,
    number,
    power,
    proportion,
    spaced,
    state,
    with_interval,
)

NB = "\u00a0"


@given(st.floats(-1e6, 1e6), st.integers(0, 4))
def test_a_number_reads_back_within_half_its_last_digit(value, decimals):
    text = number(value, decimals)
    assert re.fullmatch(r"−?\d+(\.\d+)?", text) and len(text.partition(".")[2]) == decimals
    assert abs(float(text.replace("−", "-")) - value) <= 0.5 * 10**-decimals + 1e-9
    assert not re.fullmatch(r"−0[.0]*", text), "nothing is less than zero by less than is shown"


@given(st.floats(0.001, 0.999), st.floats(0, 0.5))
def test_limits_are_joined_by_a_dash_only_where_none_is_negative(middle, half):
    text = interval(middle - half, middle + half, 2)
    assert ("to" in text) == (middle - half < 0)
    assert " " not in text, "a result is not broken across lines"


@pytest.mark.parametrize("nothing", [None, "", np.nan, pd.NA, pd.NaT])
def test_what_is_missing_is_nr(nothing):
    assert missing(nothing)
    assert (
        number(nothing, 1)
        == as_coded(nothing)
        == with_interval(nothing, 1, 2, 1)
        == proportion(nothing, 10, 0, 1)
        == "NR"
    )


def test_states_are_four_words():
    assert [state(code) for code in ("yes", "no", "not_reported", "not_applicable")] == [
        "Yes",
        "No",
        "NR",
        "NA",
    ]


def test_infinite_limits_are_signs():
    assert interval(0.5, np.inf, 1) == "[0.5–∞]"


def test_a_half_open_interval_is_not_made_up():
    assert interval(0.5, np.nan, 1) == "[NR]"


def test_zero_of_n_keeps_its_upper_limit():
    assert proportion(0, 18, 0.0, 0.1853) == f"0/18{NB}(0.0){NB}[0.0–18.5]"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("18-65 years", f"18–65{NB}years"),
        ("2021-01-05", "2021-01-05"),
        ("NCT-1", "NCT-1"),
        ("168.000/µL", "168.000/µL"),
        ("1200 Gy", f"1200{NB}Gy"),
        ("Letter ¶5", f"Letter{NB}¶5"),
    ],
)
def test_dashes_and_spaces_change_no_figure(text, shown):
    assert spaced(text) == shown


def test_an_exponent_is_told_from_a_range_by_the_place_it_stands_in():
    assert power("10-3") == "10⁻³" and spaced("10-13") == "10–13"
