"""Hine et al. 1989 (doi:10.1001/archinte.1989.00390120056011): lidocaine and death, 6 trials.

Counts as in Normand 1999, Table I, p. 322
(doi:10.1002/(sici)1097-0258(19990215)18:3<321::aid-sim28>3.0.co;2-p).
The exact permutation p value of the mean risk difference over 64 sign patterns is 0.0625; with a
made-up moderator (3, 1, 2, 2, 4, 5) those of the regression are 1 and 0.0028 (1 of 360), as
metafor's permutest() prints for the same data.
"""

import numpy as np
import pytest

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.regression.permutation_test import permutation_test

COUNTS = {"ai": [2, 4, 6, 7, 7, 11], "n1i": [39, 44, 107, 103, 110, 154],
          "ci": [1, 4, 4, 5, 3, 4], "n2i": [43, 44, 110, 100, 106, 146]}  # fmt: skip


def test_the_exact_p_value_of_the_mean():
    effects = effect_sizes("RD", zero_policy="none", **COUNTS)
    found = permutation_test(effects.yi, effects.vi)
    assert found.arrangements == 64 and found.p_values[0] == 0.0625
    assert found.statistics[0] == pytest.approx(2.253107, rel=1e-5)


def test_the_exact_p_values_with_a_moderator():
    effects = effect_sizes("RD", zero_policy="none", **COUNTS)
    found = permutation_test(effects.yi, effects.vi, [3, 1, 2, 2, 4, 5])
    assert found.arrangements == 360  # 6! / 2!
    np.testing.assert_allclose(found.p_values, [1, 0.0028], atol=5e-5)
