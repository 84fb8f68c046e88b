"""Viechtbauer 2007, doi:10.1027/0044-3409.215.2.104, pages 106 to 109.

St John's wort against placebo in depression (trials of Linde et al. 2005).
"""

import numpy as np
import pytest

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.pooling.pool import common_effect, pool
from evidence.synthesis.pooling.prediction_interval import prediction_interval


@pytest.fixture
def effects():
    return effect_sizes(
        "risk_ratio",
        ai=[20, 14, 4, 20, 28, 34, 35, 24, 45, 67, 34, 46, 55, 23, 26, 46, 98],
        n1i=[25, 20, 25, 32, 50, 48, 53, 49, 80, 106, 60, 70, 123, 37, 98, 113, 186],
        ci=[11, 9, 2, 6, 13, 25, 12, 16, 12, 22, 17, 34, 57, 15, 19, 56, 80],
        n2i=[25, 20, 25, 33, 55, 49, 54, 49, 79, 47, 59, 70, 124, 35, 102, 116, 189],
    )


def test_common_effect_page_107(effects, prints):
    fit = common_effect(effects)
    prints(np.exp([fit.estimate, fit.ci_low, fit.ci_high]), [1.3840, 1.2599, 1.5204], 4)
    prints(fit.q, 51.5454, 4)


def test_random_effects_page_109(effects, prints):
    fit = pool(effects, tau2_method="DL")
    prints(np.exp([fit.estimate, fit.ci_low, fit.ci_high]), [1.5722, 1.3103, 1.8864], 4)
    prints(fit.tau2, 0.0903, 4)
    predicted = prediction_interval(fit, "normal")
    prints(np.exp([predicted.low, predicted.high]), [0.8488, 2.9120], 4)
