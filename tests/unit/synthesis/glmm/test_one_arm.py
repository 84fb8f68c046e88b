"""One-arm mixed models: what must hold whatever the data are, and what is refused."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import expit, logit
from scipy.stats import binom

from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.glmm.one_arm import binomial_normal, poisson_normal
from evidence.synthesis.glmm.population_mean import conditional_mean, marginal_mean
from evidence.synthesis.pooling.prediction_interval import prediction_interval
from tests.unit.synthesis.glmm.small_counts import EVENTS, TIME, TOTALS


@st.composite
def studies(draw):
    k = draw(st.integers(2, 7))
    totals = draw(st.lists(st.integers(2, 60), min_size=k, max_size=k))
    events = [draw(st.integers(0, n)) for n in totals]
    assume(any(0 < x < n for x, n in zip(events, totals, strict=True)))
    return np.array(events), np.array(totals)


def same(single, other, rel=1e-6):
    for name in ("estimate", "std_error", "tau2", "log_likelihood"):
        assert getattr(single, name) == pytest.approx(getattr(other, name), rel=rel, abs=2e-6), name


@given(studies(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_of_studies_does_not_matter(data, random):
    order = list(range(len(data[0])))
    random.shuffle(order)
    same(binomial_normal(*data), binomial_normal(data[0][order], data[1][order]))


@given(studies())
@settings(max_examples=25, deadline=None)
def test_counting_the_others_turns_the_sign(data):
    events, totals = data
    single, other = binomial_normal(events, totals), binomial_normal(totals - events, totals)
    assert single.estimate == pytest.approx(-other.estimate, abs=2e-6)
    assert single.tau2 == pytest.approx(other.tau2, rel=1e-5, abs=1e-6)
    assert single.log_likelihood == pytest.approx(other.log_likelihood, rel=1e-9)


@given(studies(), st.integers(2, 4))
@settings(max_examples=20, deadline=None)
def test_copies_sharpen_and_change_nothing_else(data, copies):
    single = binomial_normal(*data, nodes=31)
    many = binomial_normal(*(np.tile(part, copies) for part in data), nodes=31)
    assert many.estimate == pytest.approx(single.estimate, rel=1e-5, abs=1e-5)
    assert many.tau2 == pytest.approx(single.tau2, rel=1e-4, abs=1e-5)
    assert many.std_error == pytest.approx(single.std_error / np.sqrt(copies), rel=1e-4)
    assert many.log_likelihood == pytest.approx(copies * single.log_likelihood, rel=1e-8)


@given(studies())
@settings(max_examples=25, deadline=None)
def test_it_is_never_below_the_common_effect_and_meets_it_at_the_boundary(data):
    fit = binomial_normal(*data)
    common = fit.common_effect
    pooled = data[0].sum() / data[1].sum()
    assert common.estimate == pytest.approx(logit(pooled), rel=1e-9, abs=1e-9)
    assert common.std_error == pytest.approx(
        1 / np.sqrt(data[1].sum() * pooled * (1 - pooled)), rel=1e-9
    )
    assert common.log_likelihood == pytest.approx(binom.logpmf(*data, pooled).sum(), rel=1e-10)
    assert fit.log_likelihood >= common.log_likelihood
    assert fit.boundary == (fit.tau2 == 0)
    if fit.boundary:
        assert (fit.estimate, fit.std_error) == (common.estimate, common.std_error)


@given(studies())
@settings(max_examples=20, deadline=None)
def test_intervals_nest_with_the_level(data):
    narrow, wide = (binomial_normal(*data, level=level) for level in (0.8, 0.99))
    assert wide.ci_low < narrow.ci_low < narrow.estimate < narrow.ci_high < wide.ci_high


def test_a_batch_is_the_loop():
    generator = np.random.default_rng(5)
    totals = generator.integers(3, 60, (300, 9))
    rate = expit(-1.5 + generator.normal(size=(300, 9)))
    events = generator.binomial(totals, rate)
    batch = binomial_normal(events, totals)
    for row in range(0, 300, 23):
        single = binomial_normal(events[row], totals[row])
        for name in ("estimate", "std_error", "tau2", "log_likelihood", "q_lrt", "i2_percent"):
            assert getattr(batch, name)[row] == pytest.approx(
                getattr(single, name), rel=1e-8, abs=1e-9
            ), name
    assert batch.converged.all() and batch.estimate.shape == (300,)


def test_gaps_in_a_batch_are_absent_studies():
    events = np.array([[3.0, 9, np.nan, 14, 7, 2], [3.0, 9, 0, 14, 7, 2]])
    batch = binomial_normal(events, np.vstack([TOTALS, TOTALS]))
    keep = [0, 1, 3, 4, 5]
    assert batch.estimate[0] == pytest.approx(
        binomial_normal(EVENTS[keep], TOTALS[keep]).estimate, rel=1e-9
    )
    assert batch.estimate[1] == pytest.approx(binomial_normal(EVENTS, TOTALS).estimate, rel=1e-9)
    assert batch.k.tolist() == [5, 6] and batch.q_df.tolist() == [4, 5]
    gone = binomial_normal(events[0], TOTALS, labels=list("abcdef"))
    assert gone.left_out == ("c",) and "without information: c" in str(gone)


def test_maximum_by_another_road():
    """Nelder-Mead on a plain trapezoidal likelihood finds the same place."""
    u = np.linspace(-9, 9, 1501)
    weight = np.exp(-(u**2) / 2) * (u[1] - u[0]) / np.sqrt(2 * np.pi)

    def minus(point):
        p = expit(point[0] + point[1] * u)
        return -np.log(binom.pmf(EVENTS[:, None], TOTALS[:, None], p) @ weight).sum()

    found = minimize(
        minus,
        [-1, 0.5],
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 4000},
    )
    fit = binomial_normal(EVENTS, TOTALS)
    assert fit.log_likelihood == pytest.approx(-found.fun, abs=1e-9)
    assert (fit.estimate, fit.tau) == pytest.approx((found.x[0], abs(found.x[1])), abs=1e-5)


def test_common_effect_with_moderators_is_logistic_regression():
    year = np.array([1999.0, 2003, 2004, 2010, 2013, 2020])
    design = np.column_stack([np.ones(6), year])
    fit = binomial_normal(EVENTS, TOTALS, design=design).common_effect
    reference = sm.GLM(
        np.column_stack([EVENTS, TOTALS - EVENTS]),
        np.column_stack([np.ones(6), year - 2008]),
        sm.families.Binomial(),
    ).fit()
    assert fit.estimate[1] == pytest.approx(reference.params[1], rel=1e-6)
    np.testing.assert_allclose(fit.std_error[1], reference.bse[1], rtol=1e-6)
    assert fit.estimate[0] + 2008 * fit.estimate[1] == pytest.approx(reference.params[0], rel=1e-6)


def test_rates_scale_with_the_unit_of_time():
    days, years = poisson_normal(EVENTS, TIME), poisson_normal(EVENTS, TIME / 365.25)
    assert years.estimate - days.estimate == pytest.approx(np.log(365.25), rel=1e-8)
    assert years.std_error == pytest.approx(days.std_error, rel=1e-6)
    assert years.tau2 == pytest.approx(days.tau2, rel=1e-6)
    assert years.q_lrt == pytest.approx(days.q_lrt, rel=1e-9)


def test_rare_events_make_proportions_and_rates_alike():
    events, totals = np.array([2, 9, 4, 13, 1]), np.array([9, 11, 10, 12, 8]) * 10_000
    proportion, rate = binomial_normal(events, totals), poisson_normal(events, totals)
    assert proportion.estimate == pytest.approx(rate.estimate, abs=1e-3)
    assert proportion.tau2 == pytest.approx(rate.tau2, abs=1e-3)


def test_one_study_is_its_own_proportion():
    fit = binomial_normal([7], [20])
    assert fit.boundary and fit.estimate == pytest.approx(logit(0.35), rel=1e-9)
    assert fit.q_df == 0 and fit.q_lrt_p_value == 1


def test_quadrature_is_refined_where_it_must_be():
    """Sparse studies and a wide distribution: 21 nodes are off, what is returned is not."""
    events, totals = [4, 4, 3, 2, 3, 2, 0, 2, 4, 3], [4, 4, 3, 3, 3, 2, 4, 2, 4, 3]
    u = np.linspace(-9, 9, 6001)
    weight = np.exp(-(u**2) / 2) * (u[1] - u[0]) / np.sqrt(2 * np.pi)

    def likelihood(fit):
        p = expit(fit.estimate + fit.tau * u)
        return np.log(binom.pmf(np.c_[events], np.c_[totals], p) @ weight).sum()

    fit, rough = binomial_normal(events, totals), binomial_normal(events, totals, nodes=21)
    assert fit.log_likelihood == pytest.approx(likelihood(fit), abs=1e-7)
    assert abs(rough.log_likelihood - likelihood(rough)) > 1e-4
    assert likelihood(fit) > likelihood(rough)


def test_population_means():
    fit = binomial_normal([1, 15, 1, 28], [20, 22, 15, 30])
    conditional, marginal = conditional_mean(fit), marginal_mean(fit)
    u = np.random.default_rng(1).normal(size=400_000)
    assert marginal.estimate == pytest.approx(expit(fit.estimate + fit.tau * u).mean(), abs=2e-3)
    assert conditional.estimate == pytest.approx(expit(fit.estimate))
    assert conditional.estimate < marginal.estimate < 0.5  # averaging pulls towards one half
    assert conditional.kind != marginal.kind
    rate = poisson_normal([1, 15, 1, 28], [20, 22, 15, 30])
    assert marginal_mean(rate).estimate == pytest.approx(np.exp(rate.estimate + rate.tau2 / 2))


def test_marginal_mean_has_a_delta_method_error():
    """Against the gradient by differences."""
    fit = binomial_normal([1, 15, 1, 28], [20, 22, 15, 30])
    u = np.linspace(-9, 9, 4001)
    weight = np.exp(-(u**2) / 2) * (u[1] - u[0]) / np.sqrt(2 * np.pi)

    def mean(b, tau):
        return expit(b + tau * u) @ weight

    h = 1e-5
    slope = np.array(
        [
            (mean(fit.estimate + h, fit.tau) - mean(fit.estimate - h, fit.tau)) / (2 * h),
            (mean(fit.estimate, fit.tau + h) - mean(fit.estimate, fit.tau - h)) / (2 * h),
        ]
    )
    expected = np.sqrt(slope @ fit.covariance @ slope)
    assert marginal_mean(fit).std_error == pytest.approx(expected, rel=1e-6)


def test_prediction_rules():
    fit = binomial_normal([1, 15, 1, 28], [20, 22, 15, 30])
    spread = np.hypot(fit.std_error, fit.tau)
    normal, t3, t2 = (
        prediction_interval(fit, rule) for rule in ("normal", "t_k_minus_1", "t_k_minus_2")
    )
    assert normal.low == pytest.approx(fit.estimate - 1.959963984540054 * spread)
    assert t3.high == pytest.approx(fit.estimate + 3.182446305284263 * spread)
    assert t2.high == pytest.approx(fit.estimate + 4.302652729911275 * spread)
    assert np.isnan(prediction_interval(binomial_normal([7], [20]), "t_k_minus_1").low)
    with pytest.raises(
        SynthesisError, match="'hk' found; allowed for wald intervals: normal, t_k_minus_1"
    ):
        prediction_interval(fit, "hk")


def test_t_is_on_k_minus_p():
    z, t = (binomial_normal(EVENTS, TOTALS, test=test) for test in ("wald", "t"))
    assert (z.df, t.df) == (np.inf, 5)
    assert t.ci_high - t.estimate == pytest.approx(2.570581835636314 * t.std_error)


def test_pimeta_finds_the_same_model():
    """Answers of pimeta 1.1.0, rma_glmm(measure="PLO"), whose optimiser stops at 1e-6."""
    fit = binomial_normal([3, 9, 14, 2, 21, 6], [40, 31, 35, 28, 44, 52])
    assert fit.estimate == pytest.approx(-1.3643896264, rel=5e-6)
    assert fit.std_error == pytest.approx(0.4174982059, rel=1e-5)
    assert fit.tau2 == pytest.approx(0.8259292338, rel=5e-5)
