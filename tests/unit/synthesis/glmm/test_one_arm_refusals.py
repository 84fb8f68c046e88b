"""What one-arm mixed models refuse, and what they say where there is no answer."""

import numpy as np
import pytest

from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.glmm.one_arm import binomial_normal, poisson_normal
from tests.unit.synthesis.glmm.small_counts import EVENTS, TOTALS


@pytest.mark.parametrize(
    "events, totals, message",
    [
        ([0, 0], [5, 5], "nobody among 10 subjects.*upper limit.*0.3085"),
        ([5, 5], [5, 5], "everybody among 10 subjects.*lower limit.*0.6915"),
        ([0, 5], [5, 5], "rises with tau2 without end"),
        ([3, 3.5, -1], [2, 8, 9], "(?s)3 problem.*study 2.*3.5.*study 3.*-1.0.*study 1.*more ev"),
        ([3, 5], [9, 9, 9], "share one shape"),
        ([1, 2], [3, np.inf], "study 2: total must be a whole number.*inf"),
        ([np.nan], [4], "k = 0 studies"),
    ],
)
def test_what_has_no_answer_is_refused(events, totals, message):
    with pytest.raises(SynthesisError, match=message):
        binomial_normal(events, totals)


def test_a_batch_says_which_have_no_answer():
    fit = binomial_normal([[0, 0, 0], [4, 4, 4], [4, 0, 4], [1, 2, 2]], np.full((4, 3), 4))
    assert fit.estimate[0] == -np.inf and fit.estimate[1] == np.inf and np.isnan(fit.estimate[2])
    assert np.isnan(fit.std_error[:3]).all() and fit.converged.tolist() == [False] * 3 + [True]
    assert "infinite (in 2 of 4" in fit.fallback and "without end (in 1 of 4" in fit.fallback


def test_an_empty_row_of_a_batch_is_said():
    nan = np.nan
    for fit in (
        binomial_normal([[nan, nan], [1, 2]], [[5, 6], [5, 6]]),
        poisson_normal([[nan, nan], [1, 2]], [[5.0, 6], [5, 6]]),
    ):
        assert np.isnan(fit.estimate[0]) and np.isfinite(fit.estimate[1])
        assert fit.k.tolist() == [0, 2] and "no study is present (in 1 of 2" in fit.fallback


def test_rates_without_events_and_bad_inference_are_refused():
    with pytest.raises(SynthesisError, match=r"no event in 10 person-time.*0\.3689"):
        poisson_normal([0, 0], [4, 6])
    with pytest.raises(SynthesisError, match="person-time must be finite and above 0"):
        poisson_normal([1, 2], [0, 6])
    with pytest.raises(SynthesisError, match="Knapp-Hartung is defined for normal effects only"):
        binomial_normal(EVENTS, TOTALS, test="knha")
    with pytest.raises(SynthesisError, match="level 95 found"):
        binomial_normal(EVENTS, TOTALS, level=95)
    with pytest.raises(SynthesisError, match="not independent"):
        binomial_normal(EVENTS, TOTALS, design=np.ones((6, 2)))


def test_separation_is_said():
    """A moderator that tells the empty studies from the full ones has no finite coefficient."""
    design = np.column_stack([np.ones(6), [0, 0, 0, 1, 1, 1]])
    fit = binomial_normal([0, 0, 0, 4, 3, 5], [6, 5, 7, 9, 8, 9], design=design)
    assert not fit.converged and "separate the outcomes" in fit.fallback
