"""Rubin (1981), doi:10.3102/10769986006004377: coaching in eight schools.

Effects and standard errors as in Gelman et al. (1997), Bayesian Data Analysis, page 143
(data set Rubin1981 of the R package bayesmeta). Expected numbers: vignette of bayesmeta
(Roever 2020, doi:10.18637/jss.v093.i06), half-Cauchy(25) for tau and N(0, 50^2) for the mean.
"""

import numpy as np
import pytest

from evidence.synthesis.bayes.normal_normal import HalfCauchy, NormalMean, bayesian

EFFECT = np.array([28.39, 7.94, -2.75, 6.82, -0.64, 0.63, 18.01, 12.16])
STD_ERROR = np.array([14.9, 10.2, 16.3, 11.0, 9.4, 11.4, 10.4, 17.6])


@pytest.fixture(scope="module")
def posterior():
    return bayesian(EFFECT, STD_ERROR**2, tau_prior=HalfCauchy(25), mean_prior=NormalMean(0, 50))


def test_mean(posterior):
    assert posterior.estimate == pytest.approx(7.986, abs=6e-4)
    assert posterior.std_error == pytest.approx(4.996, abs=6e-4)


def test_heterogeneity(posterior):
    assert posterior.tau_median == pytest.approx(4.7585, abs=6e-5)
    assert posterior.tau_mean == pytest.approx(5.8845, abs=6e-5)
    assert posterior.tau_quantile(0.95) == pytest.approx(15.166, abs=6e-4)


def test_every_school_is_drawn_to_the_mean(posterior):
    towards = (EFFECT - posterior.study_means) * (EFFECT - posterior.estimate)
    assert np.all(towards > 0)
