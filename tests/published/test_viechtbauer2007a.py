"""Viechtbauer 2007, doi:10.1002/sim.2514, Table II: intervals of tau2, diuretics trials."""

import pytest

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.pooling.tau2_interval import tau2_interval


@pytest.fixture
def effects(trials):
    return effect_sizes("odds_ratio", **trials("collins1985b"))


def test_estimates(effects, prints):
    found = [pool(effects, tau2_method=method).tau2 for method in ("DL", "ML", "REML", "SJ")]
    prints(found, [0.230, 0.239, 0.301, 0.456], 3)


def test_q_profile(effects, prints):
    prints(tau2_interval(effects.yi, effects.vi, tau2_method="DL").tau2[1:], [0.072, 2.203], 3)


@pytest.mark.parametrize(("method", "printed"), [("ML", [0.027, 1.131]), ("REML", [0.043, 1.475])])
def test_profile_likelihood(effects, prints, method, printed):
    found = tau2_interval(effects.yi, effects.vi, method="profile_likelihood", tau2_method=method)
    prints(found.tau2[1:], printed, 3)


@pytest.mark.parametrize(
    ("method", "printed"), [("ML", [-0.101, 0.578]), ("REML", [-0.131, 0.732])]
)
def test_wald(effects, prints, method, printed):
    fit = pool(effects, tau2_method=method)
    prints([fit.tau2 - 1.96 * fit.tau2_std_error, fit.tau2 + 1.96 * fit.tau2_std_error], printed, 3)
