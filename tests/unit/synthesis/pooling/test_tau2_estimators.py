"""tau2, Q, I2 and their intervals: closed cases and the equations they must solve."""

from importlib import import_module

import numpy as np
import pytest
from scipy.stats import chi2

from evidence.synthesis.pooling.pool import mean_model, pool
from evidence.synthesis.pooling.quadratic_form import weighted_chi_square_cdf
from evidence.synthesis.pooling.tau2_estimators import ESTIMATORS
from evidence.synthesis.pooling.tau2_interval import tau2_interval

# the module, not the function of its name
pooling = import_module("evidence.synthesis.pooling.pool")

pooling = import_module(
    "evidence.synthesis.pooling.pool"
)  # the module, not the function of its name

Y = np.array([0.1, 0.9, -0.4, 1.6, 0.3])
V = np.array([0.02, 0.05, 0.03, 0.04, 0.1])


@pytest.mark.parametrize("method", ["DL", "PM", "REML", "EB", "HE"])
def test_equal_variances_give_the_excess_of_the_sample_variance(method):
    """With all v alike these estimators are s^2 - v."""
    assert pool(Y, np.full(5, 0.1), tau2_method=method).tau2 == pytest.approx(Y.var(ddof=1) - 0.1)


def test_equal_variances_under_maximum_likelihood():
    assert pool(Y, np.full(5, 0.1), tau2_method="ML").tau2 == pytest.approx(Y.var() - 0.1)


@pytest.mark.parametrize("value", [0.1, 0.3, 1e6 / 7])
def test_alike_effects_differ_by_nothing_not_by_rounding(value):
    variances = np.geomspace(1e-4, 3, 9)
    for y, v in (
        (np.full(9, value), variances),
        (np.full((2, 9), value), np.stack([variances, variances[::-1]])),
    ):
        fit = pool(y, v, test="knapp_hartung")
        assert np.all(fit.q == 0) and np.isnan(fit.std_error).all()
        assert np.all(fit.estimate == value)


def test_an_origin_far_from_the_others_costs_no_digits():
    """An imprecise first effect a million away: the estimate keeps the digits of the others."""
    y, v = np.array([1e6, 1e-3, 2e-3, 3e-3]), np.array([1e20, 1e-8, 1e-8, 1e-8])
    assert pool(y, v, tau2_method="common").estimate == pytest.approx(0.002 + 1e6 / 3e28, rel=1e-14)


@pytest.mark.parametrize("method", ESTIMATORS)
def test_alike_studies_have_no_heterogeneity(method):
    fit = pool(np.full(5, 0.3), V, tau2_method=method)
    assert fit.tau2 == 0 and fit.q == pytest.approx(0, abs=1e-12) and fit.i2_percent == 0


@pytest.mark.parametrize("test", ["wald", "t", "knapp_hartung"])
@pytest.mark.parametrize("method", [*ESTIMATORS, "EE"])
def test_one_study_is_that_study(method, test):
    """The values metafor 3.8-1 prints for rma(0.3, 0.1), whatever its method and test."""
    for fit in (
        pool([0.3], [0.1], tau2_method=method, test=test),
        pool([[0.3, np.nan]], [[0.1, np.nan]], tau2_method=method, test=test),
    ):
        found = [
            fit.estimate,
            fit.std_error,
            fit.statistic,
            fit.p_value,
            fit.ci_low,
            fit.ci_high,
            fit.tau2,
            fit.tau2_std_error,
            fit.i2_percent,
            fit.h2,
            fit.q,
            fit.q_p_value,
        ]
        np.testing.assert_allclose(
            np.ravel(found),
            [0.3, 0.3162278, 0.9486833, 0.3427817, -0.319795, 0.919795, 0, np.nan, 0, 1, 0, 1],
            rtol=0,
            atol=5e-7,
        )
        expected = 0.0 if method == "REML" else 0.232354
        assert np.ravel(fit.log_likelihood)[0] == pytest.approx(expected, abs=5e-7)


def test_many_sets_in_chunks_are_the_same(monkeypatch):
    rng = np.random.default_rng(7)
    y, v = rng.normal(size=(50, 4)), rng.uniform(0.1, 1, (50, 4))
    y[3, 1] = np.nan
    whole = pool(y, v)
    monkeypatch.setattr(pooling, "EFFECTS_AT_ONCE", 4 * 7)
    parts = pool(y, v)
    for name in ("estimate", "tau2", "weights", "k", "df", "ci_low", "log_likelihood", "converged"):
        np.testing.assert_allclose(
            getattr(parts, name), getattr(whole, name), rtol=1e-10, atol=1e-14
        )


def test_weights_are_those_of_the_studies_given():
    found = pool([0.1, np.nan, 0.4], [0.1, 0.1, 0.3], tau2_method="EE").weights
    many = pool([[0.1, np.nan, 0.4]], [[0.1, 0.1, 0.3]], tau2_method="EE").weights
    np.testing.assert_allclose(found, [75, np.nan, 25])
    np.testing.assert_allclose(many, [[75, np.nan, 25]])


def test_q_profile_limits_solve_their_equations():
    found = tau2_interval(Y, V, level=0.9)
    model, _ = mean_model(Y, V)
    q = [model.cochran(t)[0] for t in found.tau2[1:]]
    np.testing.assert_allclose(q, chi2.ppf([0.95, 0.05], 4), rtol=1e-9)


@pytest.mark.parametrize("method", ["ML", "REML"])
def test_profile_likelihood_limits_lie_one_quantile_below_the_peak(method):
    found = tau2_interval(Y, V, method="profile_likelihood", tau2_method=method)
    model, _ = mean_model(Y, V)
    heights = [model.log_likelihood(t, method == "REML") for t in found.tau2]
    np.testing.assert_allclose(heights[0] - np.array(heights[1:]), chi2.ppf(0.95, 1) / 2, rtol=1e-8)


@pytest.mark.parametrize("method", ["jackson", "biggerstaff_jackson"])
def test_generalised_q_limits_put_the_observed_at_their_tails(method):
    """Simulated under each limit, the statistic is beyond the observed as often as it should be."""
    power = 0.5 if method == "jackson" else 1.0
    a = V**-power

    def statistic(y):
        return (a * (y - (a * y).sum(-1, keepdims=True) / a.sum()) ** 2).sum(-1)

    rng = np.random.default_rng(20240101)
    found = tau2_interval(Y, V, method=method, level=0.8)
    for limit, below in ((found.tau2[1], 0.9), (found.tau2[2], 0.1)):
        drawn = rng.normal(0, np.sqrt(V + limit), (200_000, 5))
        assert (statistic(drawn) <= statistic(Y[None])).mean() == pytest.approx(below, abs=0.004)


def test_an_empty_interval_is_said():
    found = tau2_interval([0.1, 0.1001, 0.0999, 0.1, 0.1], np.full(5, 1.0))
    assert found.tau2.tolist() == [0, 0, 0]
    assert "every value of tau2 is rejected" in found.note


def test_sum_of_chi_squares_is_the_chi_square():
    for m in (1, 2, 7, 300):
        for p in (1e-4, 0.025, 0.5, 0.975):
            assert weighted_chi_square_cdf(chi2.ppf(p, m), np.ones(m)) == pytest.approx(
                p, abs=1e-10
            )


def test_two_exponentials_of_unequal_mean():
    x, a, b = 3.0, 2.0, 0.001
    exact = 1 - (a * np.exp(-x / (2 * a)) - b * np.exp(-x / (2 * b))) / (a - b)
    assert weighted_chi_square_cdf(x, [a, a, b, b]) == pytest.approx(exact, abs=1e-12)


def test_weights_of_nothing():
    assert weighted_chi_square_cdf(1.0, [0.0]) == 1.0
    assert weighted_chi_square_cdf(0.0, [1.0]) == 0.0
