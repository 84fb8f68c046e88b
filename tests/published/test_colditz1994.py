"""Colditz et al. 1994 (doi:10.1001/jama.1994.03510330076038), 13 trials of BCG: funnel asymmetry.

Log risk ratios; answers of metafor's help page trimfill and of its course notes for dat.bcg.
"""

import pytest

from evidence.synthesis.effects import effect_sizes
from evidence.synthesis.small_study import egger
from evidence.synthesis.trim_and_fill import trim_and_fill

VACCINATED = [4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27]
VACCINATED_N = [123, 306, 231, 13598, 5069, 1541, 2545, 88391, 7499, 1716, 50634, 2498, 16913]
CONTROL = [11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29]
CONTROL_N = [139, 303, 220, 12867, 5808, 1451, 629, 88391, 7277, 1665, 27338, 2341, 17854]


def effects():
    return effect_sizes("RR", ai=VACCINATED, n1i=VACCINATED_N, ci=CONTROL, n2i=CONTROL_N)


def test_trim_and_fill_of_the_common_effect():
    found = trim_and_fill(effects(), estimator="L0", tau2_method="common")
    assert found.missing == 4
    assert float(found.pooled.estimate) == pytest.approx(-0.2910, abs=6e-5)
    assert float(found.pooled.ci_low) == pytest.approx(-0.3660, abs=6e-5)
    assert float(found.pooled.ci_high) == pytest.approx(-0.2160, abs=6e-5)
    assert float(found.pooled.q) == pytest.approx(262.7316, abs=6e-5)


def test_trim_and_fill_of_the_random_effects_model():
    found = trim_and_fill(effects())
    assert found.missing == 1 and found.side == "right"
    assert float(found.pooled.estimate) == pytest.approx(-0.6571, abs=6e-5)
    assert float(found.pooled.tau2) == pytest.approx(0.3313, abs=6e-5)


def test_the_classic_regression_test():
    found = egger(effects())
    assert found.statistic == pytest.approx(-1.4013, abs=6e-5)
    assert found.p_value == pytest.approx(0.1887, abs=6e-5)
    assert found.limit == pytest.approx(-0.1909, abs=6e-5)
