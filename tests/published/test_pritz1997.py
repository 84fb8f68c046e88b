"""Pritz, Zhou & Brizendine (1997): hyperdynamic therapy for cerebral vasospasm, 14 series.

Data and expected proportion, interval and prediction interval: metadat 1.2-0, help page of
dat.pritz1997 (logistic mixed model, four printed decimals).
"""

import pytest
from scipy.special import expit

from evidence.synthesis.glmm import binomial_normal
from evidence.synthesis.glmm_fit import predict

IMPROVED = [16, 10, 4, 43, 10, 25, 13, 12, 22, 4, 5, 18, 58, 6]
PATIENTS = [17, 12, 8, 58, 10, 42, 14, 12, 41, 5, 6, 23, 68, 10]


def test_logistic_mixed_model():
    fit = binomial_normal(IMPROVED, PATIENTS, nodes=7)
    assert tuple(expit([fit.estimate, fit.ci_low, fit.ci_high])) == tuple(
        pytest.approx(number, abs=6e-5) for number in (0.7984, 0.6924, 0.8746)
    )
    interval = predict(fit, "normal")
    assert (expit(interval.low), expit(interval.high)) == (
        pytest.approx(0.4426, abs=6e-5), pytest.approx(0.9518, abs=6e-5)
    )


def test_the_data_are_those_of_the_page():
    assert (sum(IMPROVED), sum(PATIENTS)) == (246, 326)
