"""Normand 1999, doi:10.1002/(SICI)1097-0258(19990215)18:3<321::AID-SIM28>3.0.CO;2-P."""

import numpy as np
import pytest

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.pooling.pool import pool


@pytest.fixture
def lidocaine():
    """Risk differences in percentage points (Hine et al. 1989)."""
    found = effect_sizes(
        "risk_difference",
        ai=[2, 4, 6, 7, 7, 11],
        n1i=[39, 44, 107, 103, 110, 154],
        ci=[1, 4, 4, 5, 3, 4],
        n2i=[43, 44, 110, 100, 106, 146],
    )
    return 100 * found.yi, 100**2 * found.vi


@pytest.fixture
def stroke():
    """Days in hospital: mean differences with the pooled standard deviation."""
    n1, n2 = (
        np.array(n, float)
        for n in ([155, 31, 75, 18, 8, 57, 34, 110, 60], [156, 32, 71, 18, 13, 52, 33, 183, 52])
    )
    sd1, sd2 = (
        np.array(sd, float)
        for sd in ([47, 7, 17, 20, 8, 7, 45, 16, 27], [64, 4, 29, 48, 11, 4, 34, 27, 20])
    )
    pooled = np.sqrt(((n1 - 1) * sd1**2 + (n2 - 1) * sd2**2) / (n1 + n2 - 2))
    found = effect_sizes(
        "mean_difference",
        m1i=[55, 27, 64, 66, 14, 19, 52, 21, 30],
        sd1i=pooled,
        n1i=n1,
        m2i=[75, 29, 119, 137, 18, 18, 41, 31, 23],
        sd2i=pooled,
        n2i=n2,
    )
    return found.yi, found.vi


def test_risk_differences_table_iii(lidocaine, prints):
    prints(lidocaine[0], [2.8026, 0.0, 1.9711, 1.7961, 3.5334, 4.4031], 4)
    prints(lidocaine[1], [17.7575, 37.5657, 8.1323, 10.8998, 8.0114, 6.1320], 4)


@pytest.mark.parametrize("method", ["EE", "REML", "DL"])
def test_lidocaine_table_vii(lidocaine, prints, method):
    fit = pool(*lidocaine, tau2_method=method)
    prints(fit.estimate, 2.94, 2)
    prints([fit.ci_low, fit.ci_high, fit.tau2], [0.4, 5.5, 0.0], 1)


@pytest.mark.parametrize(
    ("method", "printed"),
    [
        ("EE", (-3.49, -5.03, -1.96, 0.0)),
        ("DL", (-14.10, -24.45, -3.75, 218.72)),
        ("REML", (-15.12, -32.67, 2.43, 685.20)),
    ],
)
def test_stroke_table_ix(stroke, prints, method, printed):
    fit = pool(*stroke, tau2_method=method)
    prints([fit.estimate, fit.ci_low, fit.ci_high, fit.tau2], printed, 2)
