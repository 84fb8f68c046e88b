"""Stijnen, Hamza & Oezdemir (2010), Statistics in Medicine 29:3046-3067, doi:10.1002/sim.4040.

Catheter-related infections: counts of Niel-Weise et al. 2007 (metadat 1.2-0,
dat.nielweise2007: events and patients, treated then control) and rates of Niel-Weise et
al. 2008 (dat.nielweise2008: events and catheter days). Expected numbers are those of
pages 3050, 3052, 3054 and 3055, in the printed decimals; where the paper's third decimal
and its software's differ, the tolerance is one unit of the last printed decimal.
"""

import numpy as np
import pytest
from scipy.special import expit

from evidence.synthesis.glmm.one_arm import binomial_normal, poisson_normal
from evidence.synthesis.glmm.population_mean import conditional_mean
from evidence.synthesis.glmm.two_arm import (
    conditional_odds_ratio,
    conditional_rate_ratio,
    unconditional_odds_ratio,
)

TREATED = [0, 1, 2, 0, 5, 1, 1, 1, 1, 1, 0, 0, 3, 6, 0, 0, 1, 4]
TREATED_N = [116, 44, 208, 130, 151, 98, 174, 74, 97, 113, 66, 70, 188, 187, 118, 252, 345, 64]
CONTROL = [3, 3, 9, 7, 6, 4, 3, 2, 19, 2, 7, 1, 5, 11, 0, 1, 3, 1]
CONTROL_N = [117, 35, 195, 136, 157, 139, 177, 39, 103, 122, 64, 58, 175, 180, 105, 262, 362, 69]

RATE_TREATED = [7, 8, 3, 6, 1, 1, 17, 3, 2]
DAYS_TREATED = np.array([1344, 1600, 12012, 1536, 370, 729, 6760, 1107, 320]) / 1000
RATE_CONTROL = [11, 8, 14, 10, 1, 8, 15, 7, 3]
DAYS_CONTROL = np.array([1988, 1461, 10962, 1503, 483, 913, 6840, 1015, 440]) / 1000


def rounded(value, decimals):
    return pytest.approx(value, abs=1.01 * 10**-decimals)


@pytest.mark.parametrize(
    "events, totals, logit, error, tau2, share, low, high",
    [
        (CONTROL, CONTROL_N, -3.50, 0.26, 0.81, 0.029, 0.018, 0.048),
        (TREATED, TREATED_N, -4.81, 0.36, 0.83, 0.008, 0.004, 0.016),
    ],
    ids=["control", "treated"],
)
def test_table_2_page_3050_binomial_normal(events, totals, logit, error, tau2, share, low, high):
    fit = binomial_normal(events, totals)
    assert (fit.estimate, fit.std_error, fit.tau2) == (
        rounded(logit, 2),
        rounded(error, 2),
        rounded(tau2, 2),
    )
    mean = conditional_mean(fit)
    assert (mean.estimate, mean.ci_low, mean.ci_high) == (
        rounded(share, 3),
        rounded(low, 3),
        rounded(high, 3),
    )


def test_table_2_in_four_decimals_of_the_reference_software():
    """metafor's help: -3.4964 (0.2570), 0.8124 and -4.8121 (0.3555), 0.8265, one more digit."""
    for data, numbers in (
        ((CONTROL, CONTROL_N), (-3.4964, 0.2570, 0.8124)),
        ((TREATED, TREATED_N), (-4.8121, 0.3555, 0.8265)),
    ):
        fit = binomial_normal(*data, nodes=7)
        assert (fit.estimate, fit.std_error, fit.tau2) == tuple(
            pytest.approx(number, abs=6e-5) for number in numbers
        )


def test_table_3_page_3052_conditional_exact():
    fit = conditional_odds_ratio(TREATED, TREATED_N, CONTROL, CONTROL_N)
    assert (fit.estimate, fit.std_error, fit.tau) == (
        rounded(-1.353, 3),
        rounded(0.351, 3),
        rounded(0.83, 2),
    )
    assert tuple(np.exp([fit.estimate, fit.ci_low, fit.ci_high])) == (
        rounded(0.25, 2),
        rounded(0.13, 2),
        rounded(0.51, 2),
    )
    assert fit.k == 17 and fit.left_out == ("study 15",)  # no event in either arm


def test_fixed_effect_of_the_exact_model_and_fixed_intercepts():
    """metafor's help and tests: CM.EL without tau2 -1.2236; UM.FS with lme4 -1.2370, 0.3198."""
    tables = TREATED, TREATED_N, CONTROL, CONTROL_N
    common = conditional_odds_ratio(*tables).common_effect
    assert common.estimate == pytest.approx(-1.2236, abs=6e-5)
    assert common.std_error**2 == pytest.approx(0.0502, abs=6e-5)
    fixed = unconditional_odds_ratio(*tables, nodes=7)
    assert (fixed.estimate, fixed.tau2) == (
        pytest.approx(-1.2370, abs=6e-4),
        pytest.approx(0.3198, abs=6e-4),
    )


@pytest.mark.parametrize(
    "events, days, log_rate, error, tau2, rate, low, high",
    [
        (RATE_CONTROL, DAYS_CONTROL, 1.401, 0.231, 0.316, 4.06, 2.58, 6.38),
        (RATE_TREATED, DAYS_TREATED, 0.850, 0.330, 0.654, 2.34, 1.23, 4.47),
    ],
    ids=["control", "treated"],
)
def test_table_7_page_3054_poisson_normal(events, days, log_rate, error, tau2, rate, low, high):
    fit = poisson_normal(events, days)
    assert (fit.estimate, fit.std_error, fit.tau2) == (
        rounded(log_rate, 3),
        rounded(error, 3),
        rounded(tau2, 3),
    )
    mean = conditional_mean(fit)
    assert (mean.estimate, mean.ci_low, mean.ci_high) == (
        rounded(rate, 2),
        rounded(low, 2),
        rounded(high, 2),
    )


def test_table_8_page_3055_conditional_rate_ratio():
    fit = conditional_rate_ratio(RATE_TREATED, DAYS_TREATED, RATE_CONTROL, DAYS_CONTROL)
    assert (fit.estimate, fit.std_error, fit.tau) == (
        rounded(-0.476, 3),
        rounded(0.238, 3),
        rounded(0.35, 2),
    )
    assert tuple(np.exp([fit.estimate, fit.ci_low, fit.ci_high])) == (
        rounded(0.62, 2),
        rounded(0.39, 2),
        rounded(0.99, 2),
    )


def test_the_median_study_is_not_the_average():
    fit = binomial_normal(CONTROL, CONTROL_N)
    assert conditional_mean(fit).estimate == pytest.approx(expit(fit.estimate))
