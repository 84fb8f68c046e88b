"""Lau et al. 1992, doi:10.1056/NEJM199207233270406, pages 248-254: intravenous streptokinase.

Counts of metadat's dat.lau1992 (no table of the paper is named there); the odds ratio is that of
the example on its help page, printed with two decimals.
"""

import numpy as np
import pytest

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.pooling.mantel_haenszel import mantel_haenszel
from evidence.synthesis.regression.meta_regression import meta_regression

TABLE = {
    "ai": [
        1,
        4,
        20,
        69,
        22,
        19,
        26,
        13,
        7,
        6,
        11,
        4,
        38,
        37,
        25,
        1,
        63,
        5,
        18,
        54,
        628,
        1,
        0,
        1,
        1,
        3,
        3,
        2,
        4,
        1,
        12,
        791,
        2,
    ],
    "n1i": [
        12,
        21,
        83,
        373,
        219,
        164,
        264,
        102,
        53,
        55,
        49,
        14,
        302,
        352,
        123,
        13,
        249,
        32,
        156,
        859,
        5860,
        28,
        29,
        19,
        21,
        49,
        35,
        107,
        52,
        13,
        191,
        8592,
        41,
    ],
    "ci": [
        4,
        7,
        15,
        94,
        17,
        18,
        32,
        29,
        3,
        6,
        9,
        1,
        40,
        65,
        31,
        3,
        51,
        5,
        30,
        63,
        758,
        2,
        6,
        3,
        1,
        6,
        4,
        12,
        7,
        2,
        17,
        1029,
        5,
    ],
    "n2i": [
        11,
        21,
        84,
        357,
        207,
        157,
        253,
        104,
        54,
        53,
        42,
        9,
        293,
        376,
        107,
        11,
        234,
        26,
        159,
        882,
        5852,
        24,
        30,
        19,
        23,
        49,
        29,
        112,
        55,
        12,
        177,
        8595,
        25,
    ],
}


def test_mantel_haenszel_of_all_trials(prints):
    fit = mantel_haenszel("odds_ratio", **TABLE)
    prints(np.exp([fit.estimate, fit.ci_low, fit.ci_high]), [0.76, 0.72, 0.82], 2)


# Column year of metadat's dat.lau1992, counted by year of publication.
TRIALS_BY_YEAR = {1959: 1, 1963: 1, 1969: 1, 1971: 3, 1973: 2, 1974: 1, 1975: 2, 1976: 2, 1977: 5,
                  1979: 1, 1986: 7, 1987: 3, 1988: 4}  # fmt: skip


def test_the_higher_of_two_maxima_is_taken():
    """REML of the log odds ratio on year, without the 12th trial: maxima at .0041727, .0086606."""
    year = np.repeat(list(TRIALS_BY_YEAR), list(TRIALS_BY_YEAR.values()))
    effects = effect_sizes("OR", **TABLE)
    others = np.arange(len(year)) != 11
    y, v, x = effects.yi[others], effects.vi[others], {"year": year[others]}
    assert meta_regression(y, v, x).tau2 == pytest.approx(0.0041727, abs=5e-8)

    def likelihood(tau2):
        w, design = 1 / (v + tau2), np.column_stack([np.ones(y.size), x["year"] - 1975])
        normal = design.T * w @ design
        residual = y - design @ np.linalg.solve(normal, design.T * w @ y)
        return np.log(w).sum() - np.linalg.slogdet(normal)[1] - w @ residual**2

    low, high = 0.0041727, 0.0086606
    for place in (low, high):
        assert likelihood(place) > max(likelihood(place - 3e-4), likelihood(place + 3e-4))
    assert likelihood(low) > likelihood(high)
