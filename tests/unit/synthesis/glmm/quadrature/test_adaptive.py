"""Adaptive quadrature: its value against brute force, its derivatives against differences."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import binom, norm, poisson

from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.glmm.families import Binomial, Poisson
from evidence.synthesis.glmm.quadrature.adaptive import Arm, integrate, without_spread
from evidence.synthesis.glmm.quadrature.fixed_nodes import log_marginal, rough_derivatives
from evidence.synthesis.glmm.quadrature.rules import gauss_hermite, stretched

X, N = np.array([0.0, 3, 10, 500]), np.array([5.0, 9, 10, 1000])
X2, N2 = np.array([1.0, 2, 10, 400]), np.array([6.0, 9, 12, 1000])
MODELS = {
    "binomial": ((Arm(Binomial.of(X, N)),), False),
    "Poisson": ((Arm(Poisson.of(X, N)),), False),
    "two binomials": ((Arm(Binomial.of(X, N), 0.5), Arm(Binomial.of(X2, N2), -0.5)), True),
    "two Poissons": ((Arm(Poisson.of(X, N), 0.5), Arm(Poisson.of(X2, N2), -0.5)), True),
}


def marginal(model, point, rule):
    arms, _ = MODELS[model]
    *intercept, mean, tau = (np.full(4, value) for value in point)
    return integrate(arms, mean, tau, rule, *intercept)


@pytest.mark.parametrize("nodes", [1, 2, 7, 21])
@pytest.mark.parametrize("model", MODELS)
def test_derivatives_are_those_of_the_approximation(model, nodes):
    point = np.array([-0.2, 0.3, 0.8][0 if MODELS[model][1] else 1 :])
    rule, h = gauss_hermite(nodes), 1e-5
    steps = h * np.eye(len(point))
    up = [marginal(model, point + step, rule) for step in steps]
    down = [marginal(model, point - step, rule) for step in steps]
    here = marginal(model, point, rule)
    gradient = np.stack(
        [(u.value - d.value) / (2 * h) for u, d in zip(up, down, strict=True)], axis=-1
    )
    hessian = np.stack(
        [(u.gradient - d.gradient) / (2 * h) for u, d in zip(up, down, strict=True)], axis=-1
    )
    np.testing.assert_allclose(here.gradient, gradient, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(here.hessian, hessian, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("family", [Binomial, Poisson])
def test_nodes_at_rest_meet_those_that_move(family):
    arms = [Arm(family.of(X, N), 0.5), Arm(family.of(X2, N2), -0.5)]
    centre, mean = np.zeros(4), np.full(4, 0.3)
    for nodes, digits in ((7, 2), (63, 6)):
        moving = integrate(arms, mean, 0.8, gauss_hermite(nodes))
        resting = rough_derivatives(arms, mean, 0.8, gauss_hermite(nodes), centre)
        for part in ("value", "gradient", "hessian"):
            np.testing.assert_allclose(
                getattr(resting, part),
                getattr(moving, part),
                rtol=10.0**-digits,
                atol=10.0**-digits,
            )


@pytest.mark.parametrize("tau", [0.05, 0.8, 3.0])
@pytest.mark.parametrize("family, law", [(Binomial, binom), (Poisson, poisson)])
def test_value_is_the_integral(family, law, tau):
    def brute(x, n):
        def integrand(u):
            eta = -0.7 + tau * u
            rate = n * np.exp(eta) if law is poisson else 1 / (1 + np.exp(-eta))
            p = law.pmf(x, rate) if law is poisson else law.pmf(x, n, rate)
            return p * norm.pdf(u)

        return np.log(
            quad(
                integrand,
                -12,
                12,
                points=np.linspace(-11, 11, 45),
                limit=400,
                epsabs=1e-14,
                epsrel=1e-11,
            )[0]
        )

    small = slice(0, 3)
    arms = [Arm(family.of(X[small], N[small]))]
    found = integrate(arms, np.full(3, -0.7), tau, stretched(401)).value
    np.testing.assert_allclose(
        found, [brute(x, n) for x, n in zip(X[small], N[small], strict=True)], rtol=1e-8
    )
    np.testing.assert_allclose(
        log_marginal(arms, np.full(3, -0.7), tau, stretched(401)), found, rtol=1e-13
    )


def test_error_falls_with_the_nodes_and_both_rules_meet():
    arms = [Arm(Binomial.of(X, N))]

    def value(rule):
        return integrate(arms, np.full(4, -2.0), 2.0, rule).value

    errors = [np.abs(value(gauss_hermite(n)) - value(stretched(801))).max() for n in (3, 7, 21, 63)]
    assert errors[0] > errors[1] > errors[2] > errors[3]
    assert errors[2] < 1e-5 and errors[3] < 1e-9
    assert np.abs(value(stretched(201)) - value(stretched(801))).max() < 1e-11


def test_plain_gauss_hermite_misses_a_large_trial():
    """Why the nodes are moved: at fixed nodes a trial of 100 000 is silently wrong."""
    x, n = np.array([30_000.0]), np.array([100_000.0])
    family, (z, log_weights) = Binomial.of(x, n), gauss_hermite(21)
    terms = log_weights - 0.5 * z**2 + family.derivatives(-2.0 + z, 0)[0]
    plain = np.logaddexp.reduce(terms)
    arms = [Arm(family)]
    adaptive = integrate(arms, np.array([-2.0]), 1.0, gauss_hermite(21)).value[0]
    exact = integrate(arms, np.array([-2.0]), 1.0, stretched(3201)).value[0]
    assert adaptive == pytest.approx(exact, abs=1e-9)
    assert abs(plain - exact) > 1


@pytest.mark.parametrize("model", MODELS)
def test_no_spread_is_the_plain_likelihood(model):
    arms, has_intercepts = MODELS[model]
    point = [0.3, 0.0] if not has_intercepts else [-0.2, 0.3, 0.0]
    full = marginal(model, point, gauss_hermite(7))
    plain = without_spread(arms, np.full(4, 0.3), *([np.full(4, -0.2)] if has_intercepts else []))
    np.testing.assert_allclose(full.value, plain.value, rtol=1e-13)
    np.testing.assert_allclose(full.gradient[:, :-1], plain.gradient, rtol=1e-12)
    np.testing.assert_allclose(full.gradient[:, -1], 0, atol=1e-9)
    np.testing.assert_allclose(full.hessian[:, :-1, :-1], plain.hessian, rtol=1e-12)


def test_an_absent_study_adds_nothing():
    empty = np.array([0.0])
    for family in (Binomial.of(empty, empty), Poisson.of(empty, empty)):
        answer = integrate([Arm(family)], np.array([1.0]), 2.0, gauss_hermite(9))
        np.testing.assert_allclose(answer.value, 0, atol=1e-14)
        np.testing.assert_allclose(answer.gradient, 0, atol=1e-14)
        np.testing.assert_allclose(answer.hessian, 0, atol=1e-14)


def test_nodes_must_be_positive():
    with pytest.raises(SynthesisError, match="1 to 1000 are needed"):
        gauss_hermite(0)


def test_a_predictor_beyond_the_largest_exponential():
    """Nodes of the wide rule reach it: the log likelihood falls there as steeply as before."""
    three, none = Binomial.of([3.0], [10.0]), Binomial.of([0.0], [10.0])
    for eta in (-2000.0, 800.0, 2000.0):
        value, slope, bend, *_ = three.derivatives(np.array([eta]), 4)
        ends = 3 * eta if eta < 0 else -7 * eta
        assert value[0] == pytest.approx(np.log(120) + ends, rel=1e-14)
        assert slope[0] == (3 if eta < 0 else -7) and bend[0] == pytest.approx(0, abs=1e-300)
        assert none.derivatives(np.array([eta]), 0)[0][0] == min(-10 * eta, 0)
