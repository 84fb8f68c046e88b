"""The highest maximum of the likelihood of tau2, where a grid would see another or none."""

import numpy as np
import pytest

from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.regression.batch import BatchRegression
from evidence.synthesis.regression.meta_regression import meta_regression
from evidence.synthesis.sensitivity.gosh import gosh


def awkward_sets(n, k, seed):
    """Variances over four decades, effects at random multiples of their errors."""
    random = np.random.default_rng(seed)
    v = 10 ** random.uniform(-3, 1, (n, k))
    return np.sqrt(v) * random.standard_t(2, (n, k)), v


def highest_on_a_fine_grid(y, v, x, restricted):
    """The log likelihood by its definition, from the contrasts' covariance, at 600 values."""
    grid = np.append(0.0, np.geomspace(1e-3 * v.min(), 4 * (np.ptp(y) ** 2 + v.max()), 600))
    w = 1 / (v[:, None] + grid)
    gram = np.einsum("ka,kg,kb->gab", x, w, x)
    b = np.linalg.solve(gram, np.einsum("ka,kg->ga", x, w * y[:, None])[..., None])[..., 0]
    away = y[:, None] - x @ b.T
    k, p = x.shape
    height = np.log(w).sum(0) - (w * away**2).sum(0) - (k - restricted * p) * np.log(2 * np.pi)
    if restricted:
        height += np.linalg.slogdet(x.T @ x)[1] - np.linalg.slogdet(gram)[1]
    return 0.5 * height.max()


def test_a_maximum_between_two_values_of_a_coarse_grid():
    """Found by a search over 10^5 values; at tau2 = 0 the log likelihood is -1.313214."""
    fit = meta_regression(
        [0.0609, 0.2546, -0.1185, -0.0437, -0.0781, -2.0441],
        [0.00308, 0.00986, 0.01869, 0.03689, 0.80382, 1.23737],
        {"x": [0.7784, 0.5158, 0.6633, -0.4995, -1.5555, -0.0155]},
        tau2_method="ML",
    )
    assert fit.tau2 == pytest.approx(0.002387, abs=1e-6)
    assert fit.log_likelihood == pytest.approx(-1.309963, abs=1e-6)


@pytest.mark.parametrize("method", ["REML", "ML"])
@pytest.mark.parametrize("k", [3, 6, 12])
def test_no_value_of_a_fine_grid_is_higher(method, k):
    y, v = awkward_sets(400, k, seed=k)
    fit, ones = pool(y, v, tau2_method=method), np.ones((k, 1))
    alone = np.array([pool(a, b, tau2_method=method).tau2 for a, b in zip(y, v, strict=True)])
    np.testing.assert_allclose(fit.tau2, alone, rtol=1e-6, atol=1e-12)
    for i in range(len(y)):
        best = highest_on_a_fine_grid(y[i], v[i], ones, method == "REML")
        assert fit.log_likelihood[i] >= best - 1e-9


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_no_value_of_a_fine_grid_is_higher_in_a_regression(method):
    y, v = awkward_sets(400, 6, seed=1)
    x = np.random.default_rng(2).normal(size=6)
    design = np.column_stack([np.ones(6), x])
    fit = meta_regression(y, v, {"x": x}, tau2_method=method)
    arranged = BatchRegression(design, method, "wald", True)(y.T, v.T).tau2
    np.testing.assert_allclose(arranged, fit.tau2, rtol=1e-5, atol=1e-10)
    for i in range(len(y)):
        best = highest_on_a_fine_grid(y[i], v[i], design, method == "REML")
        assert fit.log_likelihood[i] >= best - 1e-9


def test_subsets_have_the_maxima_of_their_studies():
    (y,), (v,) = awkward_sets(1, 8, seed=4)
    cloud = gosh(y, v)
    for subset in range(0, 255, 3):
        here = cloud.member[subset]
        assert cloud.tau2[subset] == pytest.approx(pool(y[here], v[here]).tau2, rel=1e-6, abs=1e-12)
