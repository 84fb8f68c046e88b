"""Hackshaw 1998 (doi:10.1177/096228029800700203), 37 studies of lung cancer and passive smoking.

Odds ratios and 95% limits as distributed in metadat (dat.hackshaw1998), whose help page names the
paper, Stat Methods Med Res 7:119-136, without a table. The DerSimonian-Laird answers are those of
the example on that page, effects and variances back-calculated from the limits as it shows.
"""

import numpy as np
from scipy.stats import norm

from evidence.synthesis.pooling.pool import pool

ODDS_RATIO = [
    1.18, 1.45, 2.02, 1.20, 0.75, 2.07, 2.13, 0.80, 0.79, 2.01, 1.23, 1.20, 1.52, 1.03, 1.55,
    1.03, 2.34, 1.65, 1.19, 1.52, 2.16, 1.08, 2.55, 1.62, 1.06, 0.79, 0.74, 2.27, 0.97, 1.60,
    1.19, 1.66, 1.26, 1.10, 1.66, 1.16, 1.11,
]  # fmt: skip
LOW = [
    0.90, 1.02, 0.48, 0.80, 0.43, 0.81, 1.19, 0.34, 0.25, 1.09, 0.81, 0.50, 0.87, 0.41, 0.90,
    0.61, 0.81, 1.16, 0.82, 0.39, 1.08, 0.64, 0.74, 0.90, 0.74, 0.62, 0.32, 0.75, 0.78, 0.80,
    0.66, 0.73, 1.04, 0.62, 1.12, 0.80, 0.67,
]  # fmt: skip
HIGH = [
    1.54, 2.08, 8.56, 1.60, 1.30, 5.25, 3.83, 1.90, 2.45, 3.72, 1.87, 3.30, 2.63, 2.55, 2.67,
    1.74, 6.75, 2.35, 1.73, 5.96, 4.29, 1.82, 8.78, 2.91, 1.52, 1.02, 1.69, 6.82, 1.21, 3.00,
    2.13, 3.78, 1.54, 1.96, 2.45, 1.69, 1.84,
]  # fmt: skip


def effects():
    std_error = (np.log(HIGH) - np.log(LOW)) / (2 * norm.ppf(0.975))
    return np.log(ODDS_RATIO), std_error**2


def test_dersimonian_laird(prints):
    fit = pool(*effects(), tau2_method="DL")
    prints([fit.estimate, fit.std_error], [0.2139, 0.0471], 4)
    prints([fit.tau2, fit.q], [0.0170, 47.4979], 4)
