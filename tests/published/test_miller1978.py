"""Miller 1978, doi:10.1080/00031305.1978.10479283, page 138: the inverse of the double arcsine.

The five proportions with 0 and 1 among them are not Miller's but metafor's
(test_analysis_example_miller1978): common effect, transformed back by the harmonic mean size.
"""

import numpy as np
import pytest

from evidence.synthesis.effect_sizes.back_transform import back_transform
from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.pooling.pool import common_effect

SIZES = [11, 17, 21, 6]


@pytest.fixture
def effects():
    return effect_sizes("freeman_tukey_proportion", xi=[3, 6, 10, 1], ni=SIZES)


def test_double_arcsines(effects, prints):
    prints(2 * effects.yi, [1.1391, 1.2888, 1.5253, 0.9515], 4)  # Miller's are twice ours
    prints(4 * effects.vi, [0.0870, 0.0571, 0.0465, 0.1538], 4)


@pytest.mark.parametrize(
    ("weights", "mean", "proportion"), [(None, 1.3093, 0.3595), ([1] * 4, 1.2262, 0.3164)]
)
def test_means_and_their_inverse(effects, prints, weights, mean, proportion):
    fit = common_effect(effects, weights=weights)
    prints(2 * fit.estimate, mean, 4)
    prints(back_transform(fit.estimate, "PFT", sizes=SIZES), proportion, 4)


def test_five_proportions_with_0_and_1_among_them(prints):
    sizes = [10, 10, 15, 20, 20]
    found = effect_sizes("PFT", xi=[0, 4, 9, 16, 20], ni=sizes, zero_policy="none")
    fit = common_effect(found)
    proportions = back_transform([fit.estimate, fit.ci_low, fit.ci_high], "PFT", sizes=sizes)
    prints(proportions, [0.6886, 0.5734, 0.7943], 4)


@pytest.mark.parametrize(("events", "size"), [(0, 10), (4, 10), (9, 15), (16, 20), (20, 20)])
def test_the_inverse_returns_each_study(events, size):
    found = effect_sizes("PFT", xi=[events], ni=[size], zero_policy="none")
    np.testing.assert_allclose(
        back_transform(found.yi, "PFT", sizes=[size]), events / size, rtol=0, atol=1e-12
    )


def test_a_proportion_that_would_leave_its_range_is_clipped():
    assert back_transform([-1.0, 0.01, 1.56, 3.0], "PFT", sizes=SIZES).tolist() == [0, 0, 1, 1]
