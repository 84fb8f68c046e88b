"""Follmann & Proschan 1999, Biometrics 55:732, Table 1: cholesterol reduction and mortality."""

import numpy as np
import pytest

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.regression.permutation_test import permutation_test

TABLE_1 = np.array([
    [173, 5331, 210, 5296], [157, 1906, 193, 1900], [131, 4541, 121, 4516], [56, 2051, 84, 2030],
    [52, 424, 65, 422], [36, 1149, 42, 1129], [62, 6582, 20, 1663], [2, 88, 2, 30],
])  # fmt: skip


def effects():
    return effect_sizes(
        "PETO", zero_policy="none", **dict(zip(("ai", "n1i", "ci", "n2i"), TABLE_1.T, strict=True))
    )


def test_the_exact_permutation_p_value_of_the_mean_is_10_of_256():
    found = permutation_test(effects().yi, effects().vi, tau2_method="DL")
    assert found.arrangements == 256 and found.exact
    assert found.estimate_p_values[0] == 10 / 256


def test_the_p_value_of_z_is_another_one():
    """Standardising by the refitted error weighs the arrangements differently."""
    found = permutation_test(effects().yi, effects().vi, tau2_method="DL")
    z = float(pool(effects().yi, effects().vi, tau2_method="DL").statistic)
    assert found.statistics[0] == pytest.approx(z, rel=1e-9)
    assert found.p_values[0] == 14 / 256
