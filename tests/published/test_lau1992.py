"""Lau et al. 1992, doi:10.1056/NEJM199207233270406, pages 248-254: intravenous streptokinase.

Counts of metadat's dat.lau1992 (no table of the paper is named there); the odds ratio is that of
the example on its help page, printed with two decimals.
"""

import numpy as np

from evidence.synthesis.stratified import mantel_haenszel

TABLE = {
    "ai": [1, 4, 20, 69, 22, 19, 26, 13, 7, 6, 11, 4, 38, 37, 25, 1, 63, 5, 18, 54, 628, 1, 0, 1, 1, 3,
           3, 2, 4, 1, 12, 791, 2],
    "n1i": [12, 21, 83, 373, 219, 164, 264, 102, 53, 55, 49, 14, 302, 352, 123, 13, 249, 32, 156, 859,
            5860, 28, 29, 19, 21, 49, 35, 107, 52, 13, 191, 8592, 41],
    "ci": [4, 7, 15, 94, 17, 18, 32, 29, 3, 6, 9, 1, 40, 65, 31, 3, 51, 5, 30, 63, 758, 2, 6, 3, 1, 6,
           4, 12, 7, 2, 17, 1029, 5],
    "n2i": [11, 21, 84, 357, 207, 157, 253, 104, 54, 53, 42, 9, 293, 376, 107, 11, 234, 26, 159, 882,
            5852, 24, 30, 19, 23, 49, 29, 112, 55, 12, 177, 8595, 25],
}


def test_mantel_haenszel_of_all_trials(prints):
    fit = mantel_haenszel("odds_ratio", **TABLE)
    prints(np.exp([fit.estimate, fit.ci_low, fit.ci_high]), [0.76, 0.72, 0.82], 2)
