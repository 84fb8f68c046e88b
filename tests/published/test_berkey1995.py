"""Berkey et al. 1995, doi:10.1002/sim.4780140406, page 408: BCG trials and latitude."""

import numpy as np
import pytest

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.regression.meta_regression import meta_regression, predict_effects


@pytest.fixture
def smoothed(trials):
    """Log risk ratios with variances smoothed over the trials, as in the paper."""
    table = trials("bcg")
    a, n1, c, n2 = (table[name] for name in ("ai", "n1i", "ci", "n2i"))
    variances = (((n1 - a) / a).sum() / (13 * n1)) + (((n2 - c) / c).sum() / (13 * n2))
    return effect_sizes("risk_ratio", **table).yi, variances


def latitude(trials):
    return {"latitude": trials("bcg", "mods")["ablat"] - 33.46}


def test_empirical_bayes(smoothed, prints):
    fit = pool(*smoothed, tau2_method="EB")
    prints([fit.estimate, fit.std_error], [-0.5429, 0.1842], 4)
    prints(fit.tau2, 0.268, 3)


def test_empirical_bayes_with_latitude(smoothed, trials, prints):
    fit = meta_regression(*smoothed, latitude(trials), tau2_method="EB")
    prints(fit.coefficients, [-0.6303, -0.0268], 4)  # -0.6304 in the article
    prints(fit.std_errors, [0.1591, 0.0110], 4)
    prints([fit.tau2, fit.r2_percent / 100], [0.157, 0.41], 2)
    predicted = predict_effects(fit, [[1, 0], [1, 42 - 33.46]])["estimate"]
    prints(np.exp(predicted), [0.53, 0.42], 2)


def test_common_effect_with_latitude(smoothed, trials, prints):
    fit = meta_regression(*smoothed, latitude(trials), tau2_method="EE")
    prints(fit.coefficients, [-0.5949, -0.0282], 4)  # -0.5950 in the article
    prints(fit.std_errors, [0.0696, 0.0040], 4)  # 0.0039 in the article
