"""Egger, Davey Smith & Altman 2001, chapter 18: magnesium after myocardial infarction, 16 trials.

Counts as in their table (Morton 1984 to ISIS-4 1995); the answers are those that metafor's help
pages gosh and regtest, and its tests of publication bias, give for these data.
"""

import numpy as np
import pytest

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.sensitivity.gosh import blocks, gosh, summarise
from evidence.synthesis.small_study.egger_begg import begg, egger, egger_meta_regression

AI = [1, 9, 2, 1, 10, 1, 1, 0, 6, 1, 2, 5, 4, 90, 4, 2216]
N1I = [40, 135, 200, 48, 150, 59, 25, 22, 76, 27, 89, 23, 130, 1159, 107, 29011]
CI = [2, 23, 7, 1, 8, 9, 3, 1, 11, 7, 12, 13, 8, 118, 17, 2103]
N2I = [36, 135, 200, 46, 148, 56, 23, 21, 75, 27, 80, 33, 122, 1157, 108, 29039]


def effects(trials=slice(None)):
    columns = {"ai": AI, "n1i": N1I, "ci": CI, "n2i": N2I}
    return effect_sizes("OR", **{name: column[trials] for name, column in columns.items()})


def test_all_65535_subsets():
    cloud = gosh(effects().yi, effects().vi, method="EE")
    assert cloud.estimate.size == 65_535
    assert np.mean(cloud.estimate) == pytest.approx(-0.3424, abs=6e-5)
    assert np.median(cloud.estimate) == pytest.approx(0.0148, abs=6e-5)
    assert (cloud.q.mean(), cloud.q.max()) == (
        pytest.approx(16.2141, abs=6e-5),
        pytest.approx(47.0593, abs=6e-5),
    )
    assert cloud.i2_percent.mean() == pytest.approx(45.1552, abs=6e-5)


def test_the_same_means_without_keeping_the_subsets():
    moments = summarise(blocks(effects().yi, effects().vi, method="EE"))
    assert moments["estimate"].mean == pytest.approx(-0.3424, abs=6e-5)
    assert moments["q"].greatest == pytest.approx(47.0593, abs=6e-5)


def test_regression_and_rank_tests():
    assert egger_meta_regression(effects()).statistic == pytest.approx(-4.6686, abs=6e-5)
    found = begg(effects())
    assert found.tau == pytest.approx(0.15, abs=1e-9)
    assert found.p_value == pytest.approx(0.4503, abs=6e-5)


def test_without_isis_4():
    fifteen = effects(slice(0, 15))
    fit = pool(fifteen, tau2_method="REML")
    assert (float(fit.estimate), float(fit.tau2)) == (
        pytest.approx(-0.8745, abs=6e-5),
        pytest.approx(0.1911, abs=6e-5),
    )
    classic = egger(fifteen)
    assert classic.statistic == pytest.approx(-3.1783, abs=6e-5)
    assert classic.p_value == pytest.approx(0.0073, abs=6e-5)
    assert egger(fifteen, predictor="inverse_size").statistic == pytest.approx(-2.3230, abs=6e-5)
