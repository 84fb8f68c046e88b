"""Colditz et al. 1994 (doi:10.1001/jama.1994.03510330076038, pages 698-702), 13 trials of BCG.

Counts as printed by Viechtbauer 2010 (doi:10.18637/jss.v036.i03), page 9; no page of the paper
itself is known for them. Trim and fill of the common effect: Viechtbauer 2010, pages 31-32; of
the random-effects model as in the example of metafor's help page trimfill; the regression test as
in metafor's course notes for dat.bcg. Inverse-variance, Mantel-Haenszel and Peto answers are those
of metafor's tests of rma.uni, rma.mh and rma.peto (test_misc_metan_vs_...), which compare with
Stata's metan; the mixed models are the examples on metafor's help page rma.glmm.
"""

import pytest

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.glmm.two_arm import conditional_odds_ratio, unconditional_odds_ratio
from evidence.synthesis.pooling.mantel_haenszel import mantel_haenszel, peto
from evidence.synthesis.pooling.pool import common_effect, pool
from evidence.synthesis.small_study.egger_begg import egger
from evidence.synthesis.small_study.trim_and_fill import trim_and_fill

VACCINATED = [4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27]
VACCINATED_N = [123, 306, 231, 13598, 5069, 1541, 2545, 88391, 7499, 1716, 50634, 2498, 16913]
CONTROL = [11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29]
CONTROL_N = [139, 303, 220, 12867, 5808, 1451, 629, 88391, 7277, 1665, 27338, 2341, 17854]
TABLE = {"ai": VACCINATED, "n1i": VACCINATED_N, "ci": CONTROL, "n2i": CONTROL_N}


def effects():
    return effect_sizes("RR", **TABLE)


def test_common_effect(prints):
    fit = common_effect(effects())
    prints([fit.estimate, fit.ci_low, fit.ci_high], [-0.4303, -0.5097, -0.3509], 4)
    assert fit.estimate / fit.std_error == pytest.approx(-10.6247, abs=6e-5)
    prints(fit.q, 152.2330, 4)


def test_dersimonian_laird(prints):
    fit = pool(effects(), tau2_method="DL")
    prints([fit.estimate, fit.ci_low, fit.ci_high], [-0.7141, -1.0644, -0.3638], 4)
    prints([fit.tau2, fit.i2_percent], [0.3088, 92.1173], 4)


@pytest.mark.parametrize(
    ("measure", "estimate", "z", "q"),
    [
        ("RR", (-0.4537, -0.5308, -0.3766), -11.5338, 152.5676),
        ("OR", (-0.4734, -0.5538, -0.3930), -11.5444, 163.9426),
        ("RD", (-0.0033, -0.0039, -0.0027), -11.4708, 386.7759),
    ],
)
def test_mantel_haenszel(prints, measure, estimate, z, q):
    fit = mantel_haenszel(measure, **TABLE)
    prints([fit.estimate, fit.ci_low, fit.ci_high], estimate, 4)
    prints([fit.estimate / fit.std_error, fit.q], [z, q], 4)


def test_peto(prints):
    fit = peto(**TABLE)
    prints([fit.estimate, fit.ci_low, fit.ci_high], [-0.4744, -0.5541, -0.3948], 4)
    prints([fit.estimate / fit.std_error, fit.q], [-11.6689, 167.7302], 4)


def test_mixed_model_with_fixed_study_intercepts(prints):
    fit = unconditional_odds_ratio(**TABLE, nodes=7)
    prints([fit.estimate, fit.tau2], [-0.7450, 0.2949], 4)


def test_exact_conditional_mixed_model(prints):
    fit = conditional_odds_ratio(**TABLE)
    prints([fit.estimate, fit.std_error], [-0.7538, 0.1801], 4)
    prints([fit.tau2, fit.tau2_std_error], [0.3116, 0.1612], 4)


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
