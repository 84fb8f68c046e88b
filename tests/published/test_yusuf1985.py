"""Yusuf et al. 1985, doi:10.1016/S0033-0620(85)80003-7, page 107: beta blockade, Table 6."""

import numpy as np

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.pooling.mantel_haenszel import peto
from evidence.synthesis.pooling.pool import common_effect


def test_peto(trials, prints):
    fit = peto(**trials("yusuf1985-t6"))
    prints(np.exp([fit.estimate, fit.ci_low, fit.ci_high]), [0.93, 0.74, 1.18], 2)


def test_inverse_variance_of_one_step_estimates_is_the_same(trials):
    effects = effect_sizes("peto_odds_ratio", zero_policy="none", **trials("yusuf1985-t6"))
    fit, direct = common_effect(effects), peto(**trials("yusuf1985-t6"))
    np.testing.assert_allclose(
        [fit.estimate, fit.std_error], [direct.estimate, direct.std_error], rtol=1e-12
    )
