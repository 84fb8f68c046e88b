"""Effects from estimates with limits, checked by the way back."""

import numpy as np
import pytest
from scipy.stats import norm

from evidence.synthesis.effect_sizes.from_interval import effects_from_interval
from evidence.synthesis.errors import SynthesisError


@pytest.mark.parametrize("level", [0.90, 0.95, 0.975, 0.99])
def test_the_interval_of_a_ratio_gives_back_its_standard_error(level):
    log_ratio, std_error = np.log(0.75), 0.12
    half = norm.ppf(0.5 + level / 2) * std_error
    low, high = np.exp(log_ratio - half), np.exp(log_ratio + half)
    found = effects_from_interval(low, high, measure="HR", level=level)
    np.testing.assert_allclose([found.yi[0], found.vi[0] ** 0.5], [log_ratio, std_error])


@pytest.mark.parametrize("measure", ["MD", "SMD", "RD", "IRD", "MN", "GEN"])
def test_the_interval_of_a_difference_gives_back_its_standard_error(measure):
    half = norm.ppf(0.975) * 0.25
    found = effects_from_interval(-0.5 - half, -0.5 + half, estimate=-0.5, measure=measure)
    np.testing.assert_allclose([found.yi[0], found.vi[0] ** 0.5], [-0.5, 0.25])
    assert (found.measure, found.note) == (measure, "")


def test_an_interval_of_the_cochrane_handbook():
    """Chapter 6.5.2.2 of version 6.5: 95% limits 30.0 and 34.2 are 3.92 standard errors apart."""
    found = effects_from_interval(30.0, 34.2, measure="mean")
    assert found.vi[0] ** 0.5 == pytest.approx(4.2 / 3.92, abs=5e-5)


def test_levels_may_differ_between_studies():
    found = effects_from_interval([0.5, 0.5], [2.0, 2.0], measure="HR", level=[0.95, 0.975])
    np.testing.assert_allclose(np.sqrt(found.vi), np.log(2) / norm.ppf([0.975, 0.9875]))


@pytest.mark.parametrize(
    ("measure", "off", "words"),
    [
        ("HR", 1.3, "interval not symmetric on the log scale: B"),
        ("MD", 1.5, "interval not symmetric: B"),
    ],
)
def test_an_asymmetric_interval_is_named(measure, off, words):
    middle = 1.0 if measure == "HR" else 1.25
    found = effects_from_interval(
        [0.5, 0.5], [2.0, 2.0], estimate=[middle, off], measure=measure, labels=["A", "B"]
    )
    assert found.note == words


def test_a_tenth_of_the_half_width_is_rounding_and_more_is_not():
    def note(estimate):
        return effects_from_interval(0.0, 2.0, estimate=estimate, measure="MD").note

    assert (note(1.0999), note(1.1001)) == ("", "interval not symmetric: study 1")


def test_impossible_intervals_are_all_named():
    with pytest.raises(SynthesisError) as caught:
        effects_from_interval(
            [-1, 2, 0.5], [2, 1, 0.9], estimate=[1, 1.5, 1.1], measure="HR", labels=list("ABC")
        )
    assert all(f"\n  {name}: " in str(caught.value) for name in "ABC")


def test_limits_of_a_difference_may_lie_below_0_but_not_the_wrong_way_round():
    assert effects_from_interval(-2.0, -1.0, measure="MD").yi[0] == -1.5
    with pytest.raises(SynthesisError, match="the upper limit must be above the lower"):
        effects_from_interval(-1.0, -2.0, measure="MD")


def test_a_risk_difference_in_percentage_points_is_refused():
    assert effects_from_interval(0.9, 1.1, estimate=1.0, measure="RD").yi[0] == 1.0
    with pytest.raises(SynthesisError, match="between -1 and 1, not in percent"):
        effects_from_interval(-12.0, 2.0, estimate=-5.0, measure="RD")


@pytest.mark.parametrize("measure", ["PLO", "PR", "PLN", "ZCOR", "IRS"])
def test_a_measure_without_symmetric_limits_is_refused(measure):
    with pytest.raises(SynthesisError, match="symmetric on no scale"):
        effects_from_interval(0.1, 0.3, measure=measure)
