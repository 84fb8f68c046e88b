"""Jackson, Turner, Rhodes and Viechtbauer 2014, doi:10.1186/1471-2288-14-103: tau2 intervals.

Examples 1 and 2 of the paper: data and limits as in metafor's tests of them
(test_analysis_example_jackson2014), which name no page or table.
"""

import numpy as np
import pytest

from evidence.synthesis.pooling.tau2_interval import model_tau2_interval
from evidence.synthesis.regression.design_matrix import design_matrix, orthonormal
from evidence.synthesis.regression.model import RegressionModel

FIRST = (
    [
        0.0267,
        0.8242,
        0.3930,
        2.4405,
        2.1401,
        1.2528,
        2.4849,
        0.3087,
        1.4246,
        0.1823,
        1.1378,
        1.2321,
        2.0695,
        4.0237,
        1.4383,
        1.6021,
    ],
    [
        0.1285,
        0.0315,
        0.0931,
        2.0967,
        1.0539,
        0.1602,
        1.0235,
        0.0218,
        0.5277,
        0.0556,
        0.3304,
        0.1721,
        0.4901,
        2.0200,
        0.3399,
        0.1830,
    ],
    [0] * 10 + [1] * 6,
)
SECOND = (
    [
        0.54,
        0.4,
        0.64,
        0.365,
        0.835,
        0.02,
        0.12,
        0.085,
        1.18,
        0.08,
        0.18,
        0.325,
        0.06,
        0.715,
        0.065,
        0.245,
        0.24,
        0.06,
        0.19,
    ],
    [
        0.0176,
        0.019,
        0.0906,
        0.0861,
        0.0063,
        0.0126,
        0.0126,
        0.0041,
        0.0759,
        0.0126,
        0.0104,
        0.0242,
        0.0026,
        0.2629,
        0.0169,
        0.0156,
        0.0481,
        0.0084,
        0.0044,
    ],
    [
        1986,
        1987,
        1988,
        1988,
        1998,
        1999,
        2000,
        2000,
        2000,
        2001,
        2001,
        2001,
        2002,
        2002,
        2002,
        2002,
        2003,
        2003,
        2003,
    ],
)
CASES = [
    (FIRST, "biggerstaff_jackson", [0.0029, 0.6907]),
    (FIRST, "jackson", [0.0, 1.1245]),
    (FIRST, "q_profile", [0.0023, 1.4871]),
    (SECOND, "biggerstaff_jackson", [0.0170, 0.1393]),
    (SECOND, "jackson", [0.0180, 0.1375]),
    (SECOND, "q_profile", [0.0178, 0.1564]),
]


@pytest.mark.parametrize(("data", "method", "printed"), CASES)
def test_intervals_of_residual_heterogeneity(prints, data, method, printed):
    y, v, moderator = (np.array(column, float) for column in data)
    matrix, names = design_matrix({"moderator": moderator}, len(y))
    model = RegressionModel(y, v, orthonormal(matrix, names)[0])
    # three decimals: the printed roots were bracketed to 1.2e-4
    prints(model_tau2_interval(model, method, "PM", 0.95).tau2[1:], printed, 3)
