"""What cannot be estimated is said, not made of rounding."""

from importlib import import_module

import numpy as np
import pytest
from scipy.special import ndtr

from evidence.synthesis.effect_sizes.effect_sizes import generic_effects
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.regression.meta_regression import meta_regression
from evidence.synthesis.sensitivity.influence import influence
from evidence.synthesis.small_study.egger_begg import begg, egger

# ln(3/10 / (1/10)) and ln(30/100 / (10/100)) differ in their last digit at most
ALIKE = [np.log(0.3 / 0.1), np.log(3.0), np.log(0.3) - np.log(0.1), np.log(3.0)]
V = [0.1, 0.2, 0.3, 0.4]


def test_weights_that_are_all_zero_are_refused():
    with pytest.raises(SynthesisError, match="weight 0"):
        pool([0.1, 0.2], [0.1, 0.1], weights=[0, 0])
    with pytest.raises(SynthesisError, match="weight 0"):  # the study with weight is absent
        pool([[0.1, np.nan], [0.1, 0.2]], [[0.1, 0.1]] * 2, weights=[0, 1])
    assert pool([0.1, 0.2], [0.1, 0.1], weights=[0, 1]).estimate == pytest.approx(0.2)


@pytest.mark.parametrize("y", [[0.4] * 4, ALIKE])
def test_knapp_hartung_has_no_error_for_alike_effects(y):
    fit = pool(y, V, test="knapp_hartung")
    assert fit.estimate == pytest.approx(y[0])
    assert np.isnan([fit.std_error, fit.ci_low, fit.ci_high, fit.statistic, fit.p_value]).all()
    assert "cannot be estimated" in fit.fallback and "cannot be estimated" in str(fit)


def test_of_many_sets_only_the_alike_ones_have_no_error():
    fit = pool([ALIKE, [0.1, 0.3, 0.2, 0.5]], [V, V], test="knapp_hartung")
    assert np.isnan(fit.p_value).tolist() == [True, False]


def test_the_wider_of_knapp_hartung_and_wald_is_wald_for_alike_effects():
    """By hand: four variances of 0.4 have a standard error of √0.1."""
    fit = pool([0.3] * 4, [0.4] * 4, test="knapp_hartung_wider")
    assert fit.ci_high - 0.3 == pytest.approx(1.959963984540054 * 0.1**0.5)
    assert np.isnan(fit.p_value)
    ad_hoc = pool([0.3] * 4, [0.4] * 4, test="knapp_hartung_ad_hoc")
    assert ad_hoc.std_error == pytest.approx(0.1**0.5)


@pytest.mark.parametrize("y", [ALIKE, [0.1, 0.2, 0.3, 0.4]])
def test_knapp_hartung_has_no_error_for_effects_on_a_line(y):
    fit = meta_regression(y, V, {"x": [1, 2, 3, 4]}, test="knapp_hartung")
    assert np.isnan(fit.p_values).all() and np.isnan(fit.ci_low).all()
    assert "cannot be estimated" in str(fit)
    assert fit.coefficients[1] == pytest.approx(y[1] - y[0], abs=1e-12)


@pytest.mark.parametrize("y", [[0.4] * 4, ALIKE, 0.3 + 0.5 * np.sqrt(V)])
def test_egger_has_no_dispersion_for_effects_on_a_line(y):
    with pytest.raises(SynthesisError, match="dispersion"):
        egger(generic_effects(y, V))


def test_sizes_that_need_too_much_memory_or_time_are_refused_or_approximated(monkeypatch):
    y, v = np.linspace(0, 1, 12), np.linspace(1, 2, 12)
    refits = import_module("evidence.synthesis.sensitivity.leave_one_out")
    intervals = import_module("evidence.synthesis.pooling.tau2_interval")
    monkeypatch.setattr(refits, "MOST_REFITTED", 11)
    monkeypatch.setattr(intervals, "MOST_EIGENVALUES", 11)
    for analysis in (
        lambda: refits.leave_one_out(y, v),
        lambda: refits.cumulative(y, v),
        lambda: influence(y, v),
        lambda: intervals.tau2_interval(y, v, method="jackson"),
    ):
        with pytest.raises(SynthesisError, match=r"12 .*at most 11"):
            analysis()
    refits.leave_one_out(y[:11], v[:11])
    intervals.tau2_interval(y[:11], v[:11], method="jackson")


def test_begg_of_3000_studies_takes_the_normal_distribution():
    random = np.random.default_rng(1)
    v = random.uniform(0.1, 1, 3000)
    found = begg(generic_effects(random.normal(0, np.sqrt(v)), v))
    # by hand: z = tau / √(2 (2 k + 5) / (9 k (k - 1)))
    z = found.tau / (2 * 6005 / (9 * 3000 * 2999)) ** 0.5
    assert found.p_value == pytest.approx(2 * ndtr(-abs(z)), rel=1e-6)
