"""Raudenbush 2009, chapter 16 of the Handbook of Research Synthesis: teacher expectancy."""

import numpy as np
import pytest

from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.regression.meta_regression import meta_regression

METHODS = ("EE", "ML", "REML", "DL", "HE")


@pytest.fixture
def studies(trials):
    table = trials("raudenbush1985")
    return table["yi"], table["vi"]


def fits(studies, test):
    found = [pool(*studies, tau2_method=method, test=test) for method in METHODS]
    return np.array(
        [
            [fit.tau2, fit.estimate, fit.std_error, fit.statistic, fit.ci_low, fit.ci_high]
            for fit in found
        ]
    ).T


def test_conventional_table_16_3(studies, prints):
    prints(
        fits(studies, "wald"),
        [
            [0, 0.013, 0.019, 0.026, 0.080],
            [0.060, 0.078, 0.084, 0.089, 0.114],
            [0.036, 0.047, 0.052, 0.056, 0.079],
            [1.655, 1.637, 1.621, 1.601, 1.443],
            [-0.011, -0.015, -0.018, -0.020, -0.041],
            [0.132, 0.171, 0.185, 0.199, 0.270],
        ],
        3,
    )


def test_knapp_hartung_table_16_3(studies, prints):
    prints(
        fits(studies, "knapp_hartung"),
        [
            [0, 0.013, 0.019, 0.026, 0.080],
            [0.060, 0.078, 0.084, 0.089, 0.114],
            [0.051, 0.059, 0.062, 0.064, 0.071],
            [1.173, 1.311, 1.359, 1.405, 1.608],
            [-0.048, -0.047, -0.046, -0.044, -0.035],
            [0.168, 0.202, 0.213, 0.223, 0.264],
        ],
        3,
    )


def test_weeks_of_contact_table_16_2(studies, trials, prints):
    weeks = np.minimum(trials("raudenbush1985", "mods")["weeks"], 3)
    fit = meta_regression(*studies, {"weeks": weeks})
    prints(fit.coefficients, [0.407, -0.157], 3)
    prints(fit.statistics, [4.68, -4.39], 2)
    prints(fit.tau2, 0.0, 3)
    prints(fit.q_e, 16.57, 2)
