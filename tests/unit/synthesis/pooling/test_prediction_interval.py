"""Prediction intervals beside the confidence intervals of the same fit."""

import numpy as np
import pytest

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.pooling.prediction_interval import prediction_interval, rules_of


def test_two_trials_without_events():
    """metafor 3.8-1: rma(measure="OR", method="REML"), predict() with t on k - 1."""
    fit = pool(effect_sizes("OR", ai=[0, 1, 0, 3], n1i=[50, 40, 100, 80],
                            ci=[0, 2, 0, 7], n2i=[50, 41, 98, 82]))  # fmt: skip
    assert fit.tau2 == 0
    assert np.exp([fit.ci_low, fit.ci_high]) == pytest.approx([0.1641053, 1.503953], rel=1e-6)
    new = prediction_interval(fit)
    assert np.exp([new.low, new.high]) == pytest.approx([0.0822, 3.0011], abs=5e-5)
    normal = prediction_interval(fit, "normal")  # tau2 = 0: the confidence interval itself
    assert [normal.low, normal.high] == pytest.approx([fit.ci_low, fit.ci_high])


def test_proportions_that_are_mostly_0():
    """metafor 3.8-1: rma(measure="PLO", method="REML"), predict() with t on k - 1."""
    events, sizes = [0, 0, 1, 0, 0, 2, 0], [12, 30, 25, 8, 40, 150, 18]
    fit = pool(effect_sizes("PLO", xi=events, ni=sizes))
    new = prediction_interval(fit)
    natural = 1 / (1 + np.exp(-np.array([fit.ci_low, fit.ci_high, new.low, new.high])))
    assert natural[:2] == pytest.approx([0.009474123, 0.04943661], rel=1e-6)
    assert natural[2:] == pytest.approx([0.00769, 0.06031], abs=5e-6)


@pytest.mark.parametrize("test", ["t", "knapp_hartung", "knapp_hartung_wider"])
def test_the_normal_quantile_stands_beside_wald_intervals_only(test):
    fit = pool([0.1, 0.5, 0.9], [0.1, 0.2, 0.3], test=test)
    with pytest.raises(SynthesisError, match=r"'normal' found; allowed for .*: t_k_minus_1, t_k_m"):
        prediction_interval(fit, "normal")
    assert rules_of(fit) == ("t_k_minus_1", "t_k_minus_2")


def test_where_wald_is_the_wider_interval_its_prediction_is_the_wider_too():
    """Effects closer together than their errors: by hand, se = √0.1 and q = 1.959964."""
    y, v = [0.3, 0.31, 0.3, 0.31, 0.3, 0.31, 0.3, 0.31, 0.3, 0.31], [1.0] * 10
    fit = pool(y, v, test="knapp_hartung_wider")
    new = prediction_interval(fit)
    half = 1.959963984540054 * 0.1**0.5
    assert [fit.ci_low, fit.ci_high] == pytest.approx([0.305 - half, 0.305 + half])
    assert [new.low, new.high] == pytest.approx([0.305 - half, 0.305 + half])
