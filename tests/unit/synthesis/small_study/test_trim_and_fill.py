"""Trim and fill on funnels whose missing studies are known."""

import numpy as np
import pytest

from evidence.synthesis.effect_sizes.effect_sizes import generic_effects
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.small_study.trim_and_fill import trim_and_fill


def symmetric(k=12):
    """Pairs of opposite effects, in turn a little farther on either side, so that no ranks tie."""
    away = np.linspace(0.05, 1.2, k)
    turn = 0.02 * (-1.0) ** np.arange(k)
    return np.concatenate([0.3 + away, 0.3 - away - turn]), np.tile(0.02 + away**2 / 4, 2)


@pytest.mark.parametrize("side, sign", [("left", 1), ("right", -1)])
@pytest.mark.parametrize("estimator", ["L0", "R0"])
@pytest.mark.parametrize("method", ["common", "DL", "REML"])
def test_most_of_what_was_taken_away_is_put_back(side, sign, estimator, method):
    y, v = symmetric()
    keep = np.ones(y.size, bool)
    keep[-4:] = False  # the four lowest effects
    effects = generic_effects(sign * y[keep], v[keep])
    found = trim_and_fill(effects, estimator=estimator, side=side, tau2_method=method)
    assert 2 <= found.missing <= 4 and found.converged and found.side == side
    # mirror images of the four highest, which were the partners of those taken away
    np.testing.assert_allclose(
        np.sort(sign * found.filled_yi), np.sort(y[~keep])[: found.missing], atol=0.12
    )
    np.testing.assert_allclose(np.sort(found.filled_vi), np.sort(v[~keep])[-found.missing :])
    assert abs(sign * found.pooled.estimate - 0.3) < abs(sign * found.observed.estimate - 0.3)
    alone = pool(effects.yi, effects.vi, tau2_method=method)
    assert found.observed.estimate == pytest.approx(float(alone.estimate))


def test_a_symmetric_funnel_lacks_nothing():
    y, v = symmetric()
    for side in ("left", "right"):
        found = trim_and_fill(generic_effects(y, v), side=side)
        assert found.missing == 0 and found.filled_yi.size == 0
        assert found.pooled.estimate == pytest.approx(float(found.observed.estimate))


def test_the_side_is_that_on_which_small_studies_lack():
    y, v = symmetric()
    assert trim_and_fill(generic_effects(y[:-5], v[:-5])).side == "left"
    assert trim_and_fill(generic_effects(-y[:-5], v[:-5])).side == "right"


def test_shift_and_scale():
    y, v = symmetric()
    plain = trim_and_fill(generic_effects(y[:-3], v[:-3]))
    moved = trim_and_fill(generic_effects(4 * y[:-3] - 7, 16 * v[:-3]))
    assert moved.missing == plain.missing
    np.testing.assert_allclose(moved.filled_yi, 4 * plain.filled_yi - 7, rtol=1e-6)


def test_unknown_options_and_one_arm_measures_are_refused():
    effects = generic_effects(*symmetric())
    with pytest.raises(SynthesisError, match="allowed: L0, R0, Q0"):
        trim_and_fill(effects, estimator="T0")
    with pytest.raises(SynthesisError, match="allowed: auto, left, right"):
        trim_and_fill(effects, side="up")
    with pytest.raises(SynthesisError, match="one arm"):
        trim_and_fill(generic_effects(*symmetric(), measure="PLO"))


@pytest.mark.parametrize("estimator", ["L0", "R0"])
@pytest.mark.parametrize("value", [1.0, 0.3, -7.1])
def test_alike_effects_lack_nothing(estimator, value):
    found = trim_and_fill(generic_effects([value] * 4, [0.1, 0.2, 0.3, 0.4]), estimator=estimator)
    assert found.missing == 0 and found.filled_yi.size == 0
    rounding = value + np.array([0, 1, -1, 1]) * np.spacing(value)  # alike but for the last bit
    found = trim_and_fill(generic_effects(rounding, [0.1, 0.2, 0.3, 0.4]), estimator=estimator)
    assert found.missing == 0
