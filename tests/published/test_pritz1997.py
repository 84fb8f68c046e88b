"""Pritz (1997), Neurosurgery Quarterly 7:273-285: hyperdynamic therapy for vasospasm, 14 series.

Counts of metadat 1.2-0, dat.pritz1997 (source: Zhou, Brizendine & Pritz 1999, Stat Med 18:557-566,
whose Table IV has the weighted average; no table is named for the counts). The expected
proportions, intervals and prediction intervals are those of the examples on the help page of
dat.pritz1997, four printed decimals: raw proportions and logits (REML), logistic mixed model.
On the raw scale the prediction interval leaves [0, 1], as printed. The exact interval of the sum is
that of R's binom.test(246, 326).
"""

import pytest
from scipy.special import expit

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.glmm.one_arm import binomial_normal
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.pooling.prediction_interval import prediction_interval
from evidence.synthesis.proportions.intervals import clopper_pearson

IMPROVED = [16, 10, 4, 43, 10, 25, 13, 12, 22, 4, 5, 18, 58, 6]
PATIENTS = [17, 12, 8, 58, 10, 42, 14, 12, 41, 5, 6, 23, 68, 10]


def test_raw_proportions(prints):
    fit = pool(effect_sizes("PR", xi=IMPROVED, ni=PATIENTS), tau2_method="REML")
    interval = prediction_interval(fit, "normal")
    prints([fit.estimate, interval.low, interval.high], [0.7968, 0.5306, 1.0629], 4)


def test_logits(prints):
    fit = pool(effect_sizes("PLO", xi=IMPROVED, ni=PATIENTS), tau2_method="REML")
    prints(expit([fit.estimate, fit.ci_low, fit.ci_high]), [0.7575, 0.6605, 0.8337], 4)


def test_logistic_mixed_model():
    fit = binomial_normal(IMPROVED, PATIENTS, nodes=7)
    assert tuple(expit([fit.estimate, fit.ci_low, fit.ci_high])) == tuple(
        pytest.approx(number, abs=6e-5) for number in (0.7984, 0.6924, 0.8746)
    )
    interval = prediction_interval(fit, "normal")
    assert (expit(interval.low), expit(interval.high)) == (
        pytest.approx(0.4426, abs=6e-5),
        pytest.approx(0.9518, abs=6e-5),
    )


def test_the_data_are_those_of_the_page():
    assert (sum(IMPROVED), sum(PATIENTS)) == (246, 326)


def test_exact_interval_of_the_sum(prints):
    prints(clopper_pearson(sum(IMPROVED), sum(PATIENTS)), [0.7041627, 0.8003469], 7)
