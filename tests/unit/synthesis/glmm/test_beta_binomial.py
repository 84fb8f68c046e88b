"""The beta-binomial model of one-arm proportions."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import expit
from scipy.stats import betabinom, binom

from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.glmm.beta_binomial import MOST_SUBJECTS, BetaBinomial, beta_binomial
from evidence.synthesis.glmm.count_sums import HEAD, SHORT, count_sums

EVENTS, TOTALS = np.array([1, 15, 1, 28, 0]), np.array([20, 22, 15, 30, 6])


def log_probability(mean, icc):
    return betabinom.logpmf(EVENTS, TOTALS, mean * (1 - icc) / icc, (1 - mean) * (1 - icc) / icc)


def test_maximum_by_another_road():
    fit = beta_binomial(EVENTS, TOTALS)
    found = minimize(
        lambda p: -log_probability(*expit(p)).sum(),
        [0, 0],
        method="Nelder-Mead",
        options={"xatol": 1e-10, "fatol": 1e-13},
    )
    assert fit.log_likelihood == pytest.approx(-found.fun, abs=1e-9)
    assert (fit.mean, fit.icc) == pytest.approx(tuple(expit(found.x)), abs=1e-6)


def test_standard_errors_are_those_of_the_hessian():
    fit, h = beta_binomial(EVENTS, TOTALS), 1e-4
    place = np.array([fit.estimate, fit.icc])

    def value(point):
        return log_probability(expit(point[0]), point[1]).sum()

    e = np.eye(2) * h
    hessian = [
        [
            (
                value(place + e[i] + e[j])
                - value(place + e[i] - e[j])
                - value(place - e[i] + e[j])
                + value(place - e[i] - e[j])
            )
            / (4 * h * h)
            for j in (0, 1)
        ]
        for i in (0, 1)
    ]
    errors = np.sqrt(np.diag(np.linalg.inv(-np.array(hessian))))
    assert (fit.std_error, fit.icc_std_error) == pytest.approx(tuple(errors), rel=1e-5)


def test_derivatives():
    tails = (count_sums(part[None].astype(float)) for part in (EVENTS, TOTALS - EVENTS, TOTALS))
    model, point, rows, h = BetaBinomial(*tails, np.zeros(1)), np.array([[0.3, 0.7]]), [0], 1e-5
    _, gradient, hessian = model(point, rows)
    for i in range(2):
        step = h * np.eye(2)[i]
        up, down = model(point + step, rows), model(point - step, rows)
        assert gradient[0, i] == pytest.approx((up[0] - down[0])[0] / (2 * h), rel=1e-7)
        np.testing.assert_allclose(hessian[0, i], (up[1] - down[1])[0] / (2 * h), rtol=1e-6)


def test_boundary_is_the_binomial():
    fit = beta_binomial([3, 5, 1, 8], [20, 22, 15, 30])
    assert fit.boundary and fit.icc == 0 and np.isnan(fit.icc_std_error)
    assert fit.mean == pytest.approx(17 / 87, rel=1e-9)
    assert fit.log_likelihood == pytest.approx(
        binom.logpmf([3, 5, 1, 8], [20, 22, 15, 30], 17 / 87).sum(), rel=1e-10
    )


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_counting_the_others_turns_it_over_and_order_does_not_matter(data):
    totals = np.array(data.draw(st.lists(st.integers(2, 40), min_size=2, max_size=6)))
    events = np.array([data.draw(st.integers(0, n)) for n in totals])
    assume(np.any((events > 0) & (events < totals)))
    single, other = (
        beta_binomial(events, totals),
        beta_binomial((totals - events)[::-1], totals[::-1]),
    )
    assert other.mean == pytest.approx(1 - single.mean, abs=1e-6)
    assert other.icc == pytest.approx(single.icc, abs=1e-5)
    assert single.mean_ci_low < single.mean < single.mean_ci_high


def test_a_batch_is_the_loop():
    generator = np.random.default_rng(2)
    totals = generator.integers(3, 40, (60, 7))
    events = generator.binomial(totals, generator.beta(1, 3, (60, 7)))
    batch = beta_binomial(events, totals)
    assert batch.converged.all()
    for row in range(0, 60, 7):
        single = beta_binomial(events[row], totals[row])
        assert (batch.estimate[row], batch.icc[row]) == pytest.approx(
            (single.estimate, single.icc), rel=1e-8, abs=1e-10
        )


@pytest.mark.parametrize(
    "events, totals, message",
    [([0, 0], [5, 9], "nobody among 14"), ([0, 5], [5, 5], "without end"), ([6], [5], "more ev")],
)
def test_what_has_no_answer_is_refused(events, totals, message):
    with pytest.raises(SynthesisError, match=message):
        beta_binomial(events, totals)


@pytest.mark.parametrize("largest", [HEAD - 1, HEAD, HEAD + 1, HEAD + SHORT + 1, 300_000])
@pytest.mark.parametrize("d", [0.0, 1e-9, 0.01, 2.0])
def test_a_short_sum_is_that_of_every_term(largest, d):
    counts = np.array([[0, 7, 5000, largest]])
    sums = count_sums(counts)
    for f in (np.log, lambda x: 1 / x, lambda x: 1 / x**2):
        every = math.fsum(math.fsum(f(0.2 + d * np.arange(count))) for count in counts[0])
        assert (sums.weights * f(0.2 + d * sums.positions)).sum() == pytest.approx(every, rel=2e-15)


def test_registries_of_millions_need_hundreds_of_terms():
    counts = np.array([[24_000_000, 23_000_000, 9]])
    assert count_sums(counts).weights.shape[1] < HEAD + 20 * 20
    assert count_sums(counts).weights.sum() == pytest.approx(counts.sum(), rel=1e-15)


def test_a_registry_has_the_likelihood_of_scipy():
    events, totals = np.array([30_000, 41_000, 7]), np.array([200_000, 300_000, 90])
    fit = beta_binomial(events, totals)
    a, b = (share * (1 - fit.icc) / fit.icc for share in (fit.mean, 1 - fit.mean))
    assert fit.log_likelihood == pytest.approx(
        betabinom.logpmf(events, totals, a, b).sum(), abs=1e-7
    )


def test_totals_that_no_likelihood_can_tell_apart_are_refused():
    most = beta_binomial([10, MOST_SUBJECTS // 3], [30, MOST_SUBJECTS])
    assert most.converged
    with pytest.raises(SynthesisError, match="study 2: total above 1,000,000,000"):
        beta_binomial([10, MOST_SUBJECTS // 3], [30, MOST_SUBJECTS + 1])
