"""Ratios from what a report prints, checked by the way back."""

import numpy as np
import pytest
from scipy.stats import norm

from evidence.synthesis.effect_sizes.from_reported import (
    ratio_from_observed_minus_expected,
    ratio_from_p,
    ratio_from_p_and_events,
)
from evidence.synthesis.errors import SynthesisError


def test_p_value_gives_back_itself():
    found = ratio_from_p([0.6, 1.4], [0.01, 0.2])
    z = found.yi / np.sqrt(found.vi)
    np.testing.assert_allclose(2 * norm.sf(np.abs(z)), [0.01, 0.2])


def test_corrected_equation_14():
    """The z score is that of p/2: 1.78 for the two-sided p of 0.075 in the paper's example."""
    found = ratio_from_p_and_events(0.075, True, events_1=20, events_2=30)
    assert abs(found.yi[0] * np.sqrt(20 * 30 / 50)) == pytest.approx(1.78, abs=0.005)
    assert found.yi[0] < 0
    assert ratio_from_p_and_events(0.075, False, events_1=20, events_2=30).yi[0] == -found.yi[0]


def test_variances_of_equal_arms_agree():
    by_total = ratio_from_p_and_events(0.03, True, events=80)
    by_sizes = ratio_from_p_and_events(0.03, True, events=80, sizes=(150, 150))
    by_arms = ratio_from_p_and_events(0.03, True, events_1=40, events_2=40)
    np.testing.assert_allclose([by_total.vi[0], by_sizes.vi[0], by_arms.vi[0]], 4 / 80)


def test_observed_minus_expected():
    found = ratio_from_observed_minus_expected([-8.0], [16.0])
    np.testing.assert_allclose([found.yi[0], found.vi[0]], [-0.5, 1 / 16])


@pytest.mark.parametrize(
    "call",
    [
        lambda: ratio_from_p(0.5, 0.0),
        lambda: ratio_from_p(1.0, 0.5),
        lambda: ratio_from_p(-1, 0.5),
        lambda: ratio_from_observed_minus_expected(1, 0),
        lambda: ratio_from_p_and_events(0.05, True),
    ],
)
def test_refusals(call):
    with pytest.raises(SynthesisError):
        call()
