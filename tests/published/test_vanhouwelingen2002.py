"""van Houwelingen, Arends and Stijnen 2002, doi:10.1002/sim.1040: BCG trials, log odds ratios.

Pages in the names of the tests. The Knapp-Hartung interval is not in the paper; it is the one of
metafor's replication (test_analysis_example_vanhouwelingen2002).
"""

import numpy as np
import pytest

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.pooling.pool import common_effect, pool
from evidence.synthesis.pooling.tau2_interval import tau2_interval
from evidence.synthesis.regression.meta_regression import meta_regression


@pytest.fixture
def effects(trials):
    return effect_sizes("odds_ratio", **trials("bcg"))


def test_common_effect_page_596(effects, prints):
    fit = common_effect(effects)
    prints(np.exp([fit.estimate, fit.ci_low]), [0.647, 0.595], 3)
    prints(np.exp(fit.ci_high), 0.702, 3)  # 0.703 in the paper


def test_maximum_likelihood_page_597(effects, prints):
    fit = pool(effects, tau2_method="ML")
    prints(np.exp([fit.estimate, fit.ci_low, fit.ci_high]), [0.476, 0.336, 0.675], 3)
    prints(fit.tau2, 0.302, 3)


def test_knapp_hartung_interval_of_the_replication(effects, prints):
    fit = pool(effects, tau2_method="ML", test="knapp_hartung")
    prints(np.exp([fit.ci_low, fit.ci_high]), [0.3175, 0.7141], 4)


def test_profile_likelihood_interval_page_597(effects, prints):
    found = tau2_interval(effects.yi, effects.vi, method="profile_likelihood", tau2_method="ML")
    prints(found.tau2[1:], [0.12, 0.89], 2)


def test_range_of_true_effects_page_599(effects, prints):
    """The paper leaves out the uncertainty of the mean."""
    fit = pool(effects, tau2_method="ML")
    prints(fit.estimate + np.array([-1, 1]) * 1.959964 * np.sqrt(fit.tau2), [-1.820, 0.336], 3)


def test_latitude_pages_608_609(effects, trials, prints):
    latitude = trials("bcg", "mods")["ablat"]
    fit = meta_regression(effects, moderators={"latitude": latitude}, tau2_method="ML")
    prints(fit.coefficients, [0.371, -0.033], 3)
    prints(fit.std_errors, [0.106, 0.003], 3)
    prints(fit.tau2, 0.004, 3)
