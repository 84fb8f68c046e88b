"""de Bruin et al. (2009), doi:10.1037/a0015989: adherence to HIV treatment in control groups.

Health Psychology 28:668-674. Data (xi of ni patients with an undetectable viral load) from metadat
1.2-0, dat.debruin2009, which names no table of the paper; the expected proportion, its interval
and prediction interval are those of the example on the web page of metafor's rma.glmm.
"""

import pytest
from scipy.special import expit

from evidence.synthesis.glmm.one_arm import binomial_normal
from evidence.synthesis.pooling.prediction_interval import prediction_interval

ADHERENT = [11, 24, 179, 82, 60, 11, 99, 9, 88, 17, 26, 23, 40]
PATIENTS = [29, 33, 326, 240, 110, 29, 244, 17, 215, 26, 138, 55, 54]


def test_logistic_mixed_model():
    fit = binomial_normal(ADHERENT, PATIENTS, nodes=7)
    assert tuple(expit([fit.estimate, fit.ci_low, fit.ci_high])) == tuple(
        pytest.approx(number, abs=6e-5) for number in (0.4721, 0.3822, 0.5638)
    )
    interval = prediction_interval(fit, "normal")
    assert (expit(interval.low), expit(interval.high)) == (
        pytest.approx(0.2021, abs=6e-5),
        pytest.approx(0.7594, abs=6e-5),
    )
