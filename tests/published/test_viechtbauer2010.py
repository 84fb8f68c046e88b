"""Viechtbauer 2010, J Stat Softw 36(3):1-48 (doi:10.18637/jss.v036.i03): 13 trials of BCG.

Counts, latitude and year as printed on page 9, log risk ratios; answers of pages 14 (random
effects), 16 (two moderators), 27 (Figure 4, latitude alone) and 33 (Figure 9, cumulative). Those
with more digits are metafor's: its documentation of rma.uni and confint.rma (the latter for
latitude alone), and its tests test_misc_cumul and test_misc_influence. metafor's REML steps stop
early, which the last digits show; where they do, the tolerance says so.
"""

import numpy as np
import pytest

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.pooling.tau2_interval import model_tau2_interval, tau2_interval
from evidence.synthesis.regression.design_matrix import design_matrix, orthonormal
from evidence.synthesis.regression.meta_regression import meta_regression, predict_effects
from evidence.synthesis.regression.model import RegressionModel
from evidence.synthesis.sensitivity.leave_one_out import cumulative, leave_one_out

TABLE = {
    "ai": [4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27],
    "bi": [119, 300, 228, 13536, 5036, 1361, 2537, 87886, 7470, 1699, 50448, 2493, 16886],
    "ci": [11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29],
    "di": [128, 274, 209, 12619, 5761, 1079, 619, 87892, 7232, 1600, 27197, 2338, 17825],
}
YEAR = [1948, 1949, 1960, 1977, 1973, 1953, 1973, 1980, 1968, 1961, 1974, 1969, 1976]
LATITUDE = [44, 55, 42, 52, 13, 44, 19, 13, 27, 42, 18, 33, 33]
CUMULATIVE = [
    -0.889311, -1.325003, -0.97208, -1.001094, -1.101424, -0.973464, -0.901251, -0.788566,
    -0.865607, -0.785211, -0.708206, -0.794768, -0.714532,
]  # fmt: skip
FIGURE_9 = [
    (0.41, 0.13, 1.26), (0.27, 0.13, 0.53), (0.38, 0.23, 0.61), (0.37, 0.24, 0.57),
    (0.33, 0.22, 0.49), (0.38, 0.26, 0.55), (0.41, 0.28, 0.59), (0.45, 0.31, 0.67),
    (0.42, 0.29, 0.62), (0.46, 0.32, 0.65), (0.49, 0.35, 0.70), (0.45, 0.32, 0.64),
    (0.49, 0.34, 0.70),
]  # fmt: skip


@pytest.fixture(scope="module")
def effects():
    return effect_sizes("risk_ratio", **TABLE)


def test_random_effects_page_14(effects, prints):
    fit = pool(effects, tau2_method="REML")
    prints(
        [fit.estimate, fit.std_error, fit.ci_low, fit.ci_high],
        [-0.7145, 0.1798, -1.0669, -0.3622],
        4,
    )
    prints([fit.tau2, fit.tau2_std_error, fit.q], [0.3132, 0.1664, 152.2330], 4)
    prints([fit.i2_percent, fit.h2], [92.22, 12.86], 2)


def test_average_risk_ratio(effects, prints):
    fit = pool(effects, tau2_method="REML")
    prints(np.exp([fit.estimate, fit.ci_low, fit.ci_high]), [0.4894, 0.3441, 0.6962], 4)


def test_q_profile_page_14(effects, prints):
    found = tau2_interval(effects.yi, effects.vi)
    prints(found.tau2, [0.3132, 0.1197, 1.1115], 4)
    prints(found.tau, [0.5597, 0.3460, 1.0543], 4)
    # four decimals are printed of these; the printed roots were bracketed to 1.2e-4
    prints(found.i2_percent, [92.22, 81.92, 97.68], 2)
    prints(found.h2, [12.86, 5.53, 43.07], 2)


def test_latitude_and_year_page_16(effects, prints):
    fit = meta_regression(effects, moderators={"latitude": LATITUDE, "year": YEAR})
    prints([fit.tau2, fit.tau2_std_error, fit.q_e], [0.1108, 0.0845, 28.3251], 4)
    prints(fit.coefficients[1:], [-0.0280, 0.0019], 4)
    prints(fit.std_errors[1:], [0.0102, 0.0147], 4)
    prints(fit.q_m, 12.20, 2)


def test_latitude_alone(effects, prints):
    fit = meta_regression(effects, moderators={"latitude": LATITUDE})
    assert fit.tau2 == pytest.approx(0.0764, abs=6e-5)  # metafor stopped at 0.07635
    matrix, names = design_matrix({"latitude": LATITUDE}, 13)
    model = RegressionModel(effects.yi, effects.vi, orthonormal(matrix, names)[0])
    found = model_tau2_interval(model, "q_profile", "REML", 0.95)
    # the printed roots were bracketed to 1.2e-4
    np.testing.assert_allclose(found.tau2[1:], [0.0167, 0.7849], rtol=0, atol=1.2e-4)


def test_expected_risk_ratios_at_three_latitudes_figure_4(effects, prints):
    fit = meta_regression(effects, moderators={"latitude": LATITUDE})
    found = predict_effects(fit, [[1, 10], [1, 30], [1, 50]])
    prints(np.exp(found["estimate"]), [0.96, 0.54, 0.30], 2)
    prints(np.exp(found["ci_low"]), [0.67, 0.44, 0.21], 2)
    prints(np.exp(found["ci_high"]), [1.39, 0.66, 0.42], 2)


def test_cumulative_by_year_figure_9(effects, prints):
    fit = cumulative(effects, order=np.argsort(YEAR, kind="stable")).fit
    prints(np.exp(np.transpose([fit.estimate, fit.ci_low, fit.ci_high])), FIGURE_9, 2)
    np.testing.assert_allclose(fit.estimate, CUMULATIVE, rtol=0, atol=3e-6)  # REML stopped early


def test_without_the_first_trial(effects):
    fit = leave_one_out(effects).fit
    assert fit.estimate[0] == pytest.approx(-0.707083788, abs=6e-9)
    assert fit.std_error[0] == pytest.approx(0.189961025, abs=2e-8)
    assert fit.tau2[0] == pytest.approx(0.3361567453, abs=6e-8)  # REML stopped early
