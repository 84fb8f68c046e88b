"""Rothman, Greenland and Lash 2008, Modern Epidemiology, chapter 15: Mantel-Haenszel."""

import numpy as np
import pytest

from evidence.synthesis.pooling.mantel_haenszel import mantel_haenszel

TOLBUTAMIDE = {"ai": [8, 22], "bi": [98, 76], "ci": [5, 16], "di": [115, 69]}  # Table 15-1
SMOKING = {
    "x1i": [32, 104, 206, 186, 102],
    "t1i": [5.2407, 4.3248, 2.8612, 1.2663, 0.5317],
    "x2i": [2, 12, 28, 28, 31],
    "t2i": [1.8790, 1.0673, 0.5710, 0.2585, 0.1462],
}  # Table 15-2


@pytest.mark.parametrize(
    ("measure", "data", "printed"),
    [
        ("risk_difference", TOLBUTAMIDE, (0.0349, -0.0176, 0.0874)),
        ("risk_ratio", TOLBUTAMIDE, (0.2818, -0.1442, 0.7078)),
        ("odds_ratio", TOLBUTAMIDE, (0.3387, -0.1731, 0.8505)),
        ("rate_difference", SMOKING, (11.4392, 6.3498, 16.5286)),
        ("rate_ratio", SMOKING, (0.3539, 0.1776, 0.5303)),
    ],
)
def test_estimates_with_90_percent_limits(prints, measure, data, printed):
    fit = mantel_haenszel(measure, level=0.90, **data)
    prints([fit.estimate, fit.ci_low, fit.ci_high], printed, 4)


def test_homogeneity(prints):
    fits = [mantel_haenszel(measure, **TOLBUTAMIDE) for measure in ("RD", "RR", "OR")]
    prints([fit.q for fit in fits], [0.0017, 0.4472, 0.3474], 4)


def test_score_tests(prints):
    odds = mantel_haenszel("odds_ratio", continuity=False, **TOLBUTAMIDE).extra
    prints([odds["cochran_mantel_haenszel"][0], odds["tarone"][0]], [1.1914, 0.3489], 4)
    rates = [
        mantel_haenszel("rate_ratio", continuity=used, **SMOKING).extra for used in (True, False)
    ]
    prints([rate["cochran_mantel_haenszel"][0] for rate in rates], [10.7021, 11.0162], 4)


def test_relabelled_arms_turn_the_ratio_round():
    turned = {"ai": "ci", "bi": "di", "ci": "ai", "di": "bi"}
    there = mantel_haenszel("odds_ratio", **TOLBUTAMIDE)
    back = mantel_haenszel("odds_ratio", **{name: TOLBUTAMIDE[turned[name]] for name in turned})
    np.testing.assert_allclose([back.estimate, back.std_error], [-there.estimate, there.std_error])
