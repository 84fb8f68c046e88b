"""Limits that show the data and do not give way to huge intervals; ticks that can be read."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.figures.canvas.text import width_pt
from evidence.figures.canvas.ticks import (
    GAP_PT,
    linear_limits,
    linear_ticks,
    ratio_label,
    ratio_limits,
    ratio_ticks,
)

steady = settings(deadline=None, derandomize=True)
RATIO = st.floats(1e-6, 1e6)


@steady
@given(
    st.lists(RATIO, min_size=1, max_size=6),
    st.lists(RATIO, max_size=6),
    st.lists(RATIO, max_size=6),
)
def test_ratio_limits_hold_every_estimate_and_the_reference(estimates, lows, highs):
    low, high = ratio_limits(estimates, lows, highs)
    assert 0 < low < min([*estimates, 1.0]) and max([*estimates, 1.0]) < high


def test_ordinary_intervals_end_inside_and_huge_ones_do_not_squeeze_the_rest():
    low, high = ratio_limits([0.5, 0.9], [0.4, 0.5], [0.8, 1.5])
    assert low < 0.4 and 1.5 < high < 3
    assert ratio_limits([0.5, 0.9], [1e-12, 0.5], [0.8, 1e12]) == (0.05, 20.0)


@steady
@given(st.floats(-4, 2), st.floats(0.3, 6), st.floats(40, 400))
def test_ratio_ticks_are_apart_and_on_the_axis(start, decades, axis_pt):
    low, high = 10.0**start, 10.0 ** (start + decades)
    ticks = ratio_ticks(low, high, axis_pt, 7.0)
    assert ticks and ticks == sorted(set(ticks))
    assert all(low * 0.999999 <= tick <= high * 1.000001 for tick in ticks)
    ends = [
        (math.log(t / low) / math.log(high / low) * axis_pt, width_pt(ratio_label(t), 7.0) / 2)
        for t in ticks
    ]
    assert all(b - hb - a - ha >= GAP_PT - 1e-6 for (a, ha), (b, hb) in itertools.pairwise(ends))


@steady
@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.floats(30, 400))
def test_linear_ticks_are_on_the_axis(start, span, axis_pt):
    ticks = linear_ticks(start, start + span, axis_pt, 7.0)
    assert ticks and all(start - 1e-6 * span <= tick <= start + span * 1.000001 for tick in ticks)


@pytest.mark.parametrize(("values", "allowed"), [([0.0], 2.5), ([5.0, 5.0], 11.0)])
def test_linear_limits_of_one_value_are_not_empty(values, allowed):
    low, high = linear_limits(values, [], [])
    assert low < values[0] < high and high - low <= allowed


def test_a_linear_interval_ends_inside_unless_it_is_huge():
    low, high = linear_limits([-0.1, 0.1], [-0.2, 0.0], [0.0, 0.25], 0.0)
    assert low < -0.2 and high > 0.25
    assert linear_limits([-0.1, 0.1], [-90.0, 0.0], [0.0, 90.0], 0.0) == pytest.approx((-0.3, 0.3))
