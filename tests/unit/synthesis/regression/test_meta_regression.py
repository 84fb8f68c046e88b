"""Meta-regressions that are hard on the digits."""

from fractions import Fraction

import numpy as np
import pytest

from evidence.synthesis.regression.meta_regression import meta_regression

# sampling variances over seven decades, which are the moderator too
Y, V = [0.1, 0.9, -1.2, 2.3, 0.4, 0.15], [1e-6, 0.2, 3, 40, 0.01, 1e-4]


def exact_dersimonian_laird(y, v, x):
    """Tau2, intercept and slope of a line in rational arithmetic (Viechtbauer 2005, eq. 6)."""
    y, v, x = ([Fraction(value) for value in values] for values in (y, v, x))

    def moments(w):
        return [sum(a * b**n for a, b in zip(w, x, strict=True)) for n in range(3)]

    def line(w):
        s0, s1, s2 = moments(w)
        t0, t1, _ = (sum(a * b**n * c for a, b, c in zip(w, x, y, strict=True)) for n in range(3))
        d = s0 * s2 - s1**2
        return (s2 * t0 - s1 * t1) / d, (s0 * t1 - s1 * t0) / d

    w = [1 / value for value in v]
    a, b = line(w)
    q = sum(u * (c - a - b * d) ** 2 for u, c, d in zip(w, y, x, strict=True))
    s0, s1, s2 = moments(w)
    q0, q1, q2 = moments([u * u for u in w])
    trace = s0 - (s2 * q0 - 2 * s1 * q1 + s0 * q2) / (s0 * s2 - s1**2)
    tau2 = (q - (len(y) - 2)) / trace
    return tau2, *line([1 / (value + tau2) for value in v])


@pytest.mark.parametrize("sets", [None, 3])
def test_variances_over_many_decades_cost_no_digits(sets):
    tau2, *line = (float(value) for value in exact_dersimonian_laird(Y, V, V))
    assert line[0] == pytest.approx(0.145791775097167, rel=1e-14)
    given = (Y, V) if sets is None else ([Y] * sets, [V] * sets)
    fit = meta_regression(*given, {"v": V}, tau2_method="DL")
    np.testing.assert_allclose(fit.tau2, tau2, rtol=1e-12)
    expected = line if sets is None else [line] * sets
    np.testing.assert_allclose(fit.coefficients, expected, rtol=1e-12)


def test_an_origin_of_the_moderator_costs_no_digits():
    here, far = (
        meta_regression(Y, V, {"year": np.array([1, 4, 2, 8, 5, 7]) + start}, tau2_method="REML")
        for start in (0, 2000)
    )
    assert far.tau2 == pytest.approx(here.tau2, rel=1e-9)
    assert far.coefficients[1] == pytest.approx(here.coefficients[1], rel=1e-9)
    assert far.log_likelihood == pytest.approx(here.log_likelihood, rel=1e-9)
