"""Newcombe 1998 (doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E), Table I.

The four proportions of the table under mid-P, and 0/10 under the exact, score and Blaker intervals.
"""

import numpy as np
import pytest

from evidence.synthesis.proportions import intervals as proportions


@pytest.mark.parametrize(
    "events, n, low, high",
    [
        (0, 10, 0, 0.25887),
        (1, 29, 0.00172, 0.15854),
        (15, 148, 0.06006, 0.15812),
        (81, 263, 0.25440, 0.36577),
    ],
)
def test_mid_p(events, n, low, high):
    np.testing.assert_allclose(proportions.mid_p(events, n), [low, high], atol=5.1e-6)


@pytest.mark.parametrize(
    "method, high, decimals",
    [
        ("clopper_pearson", 0.30850, 5),
        ("wilson", 0.27753, 5),
        ("mid_p", 0.25887, 5),
        ("blaker", 0.2829, 4),
    ],
)
def test_none_of_ten(method, high, decimals):
    low, found = proportions.intervals(0, 10, method=method)
    assert low == 0
    assert round(float(found), decimals) == high
