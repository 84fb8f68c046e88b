"""Intervals of one proportion against the libraries and against their own definitions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.proportions import intervals as proportions

EXACT = ["clopper_pearson", "blaker"]
# logit is missing at the ends; the centre of Agresti-Coull moves with the level: it need not nest
NESTED = [name for name in proportions.METHODS if name not in ("logit", "agresti_coull")]
LEVELS = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.975, 0.99])


@st.composite
def counts(draw, most=80):
    n = draw(st.integers(1, most))
    return draw(st.integers(0, n)), n


def every_count(n):
    return np.arange(n + 1), np.full(n + 1, n)


@pytest.mark.parametrize(
    "interval, statsmodels_name",
    [("clopper_pearson", "beta"), ("wilson", "wilson"), ("agresti_coull", "agresti_coull"),
     ("wald", "normal"), ("jeffreys", "jeffreys")],
)  # fmt: skip
@pytest.mark.parametrize("level", [0.9, 0.95, 0.975])
def test_one_line_formulas_equal_statsmodels(interval, statsmodels_name, level):
    x, n = every_count(37)
    if interval == "jeffreys":  # statsmodels does not close the interval at 0 and n
        x, n = x[1:-1], n[1:-1]
    low, high = proportions.intervals(x, n, method=interval, level=level)
    expected = proportion_confint(x, n, alpha=1 - level, method=statsmodels_name)
    np.testing.assert_allclose(np.clip(low, 0, 1), expected[0], rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(np.clip(high, 0, 1), expected[1], rtol=1e-12)


@pytest.mark.parametrize(
    "x, n", [(0, 10), (1, 29), (15, 148), (81, 263), (28, 29), (10, 10), (1, 1)]
)
def test_corrected_score_interval_equals_scipy(x, n):
    expected = stats.binomtest(x, n).proportion_ci(0.95, "wilsoncc")
    np.testing.assert_allclose(proportions.wilson_corrected(x, n), expected, rtol=1e-12, atol=1e-15)


@settings(deadline=None, max_examples=60)
@given(counts(), LEVELS)
def test_mid_p_limits_solve_their_definition(count, level):
    x, n = count
    low, high = proportions.mid_p(x, n, level=level)
    tail = (1 - level) / 2
    if x > 0:
        above = stats.binom.sf(x, n, low) + stats.binom.pmf(x, n, low) / 2
        assert above == pytest.approx(tail, rel=1e-9)
    if x < n:
        below = stats.binom.cdf(x - 1, n, high) + stats.binom.pmf(x, n, high) / 2
        assert below == pytest.approx(tail, rel=1e-9)


def acceptability(x, n, p):
    """Blaker's function, written from its definition and nothing else."""
    at_least, at_most = (
        stats.binom.sf(np.arange(n + 1) - 1, n, p),
        stats.binom.cdf(np.arange(n + 1), n, p),
    )
    smaller = np.minimum(at_least, at_most)
    return stats.binom.pmf(np.arange(n + 1), n, p)[smaller <= smaller[x] * (1 + 1e-12)].sum()


@settings(deadline=None, max_examples=60)
@given(counts(40), LEVELS)
def test_blaker_is_the_hull_of_the_acceptable_proportions(count, level):
    x, n = count
    low, high = proportions.blaker(x, n, level=level)
    outside = np.concatenate([np.linspace(0, low, 40)[:-1], np.linspace(high, 1, 40)[1:]])
    for p in outside[(outside > 0) & (outside < 1)]:
        assert acceptability(x, n, p) < (1 - level) * (1 + 1e-9)
    for p in (low + 1e-9, high - 1e-9):
        assert acceptability(x, n, np.clip(p, 1e-12, 1 - 1e-12)) >= (1 - level) * (1 - 1e-6)


@pytest.mark.parametrize("method", EXACT)
@pytest.mark.parametrize("n", [5, 17, 60])
def test_exact_methods_never_cover_less_than_they_say(method, n):
    x, sizes = every_count(n)
    low, high = proportions.intervals(x, sizes, method=method)
    edges = np.concatenate([low, high])
    grid = np.unique(
        np.clip(np.concatenate([edges - 1e-9, edges + 1e-9, np.linspace(0, 1, 501)]), 0, 1)
    )
    inside = (low <= grid[:, None]) & (grid[:, None] <= high)
    coverage = (stats.binom.pmf(x, n, grid[:, None]) * inside).sum(axis=1)
    assert coverage.min() >= 0.95 - 1e-9


@settings(deadline=None, max_examples=60)
@given(counts(), st.sampled_from(sorted(proportions.METHODS)), LEVELS)
def test_relabelling_events_and_non_events_mirrors_the_interval(count, method, level):
    x, n = count
    low, high = proportions.intervals(x, n, method=method, level=level)
    mirrored = proportions.intervals(n - x, n, method=method, level=level)
    np.testing.assert_allclose([1 - high, 1 - low], mirrored, rtol=1e-9, atol=1e-12)


@settings(deadline=None, max_examples=60)
@given(counts(), st.sampled_from(NESTED), st.floats(0.3, 0.97), st.floats(0.001, 0.02))
def test_intervals_nest_in_the_level_and_hold_the_proportion(count, method, level, step):
    x, n = count
    low, high = proportions.intervals(x, n, method=method, level=level)
    wider = proportions.intervals(x, n, method=method, level=level + step)
    assert wider.low <= low + 1e-12 and high <= wider.high + 1e-12
    if method not in ("jeffreys", "agresti_coull"):
        assert low <= x / n + 1e-12 and x / n <= high + 1e-12


@pytest.mark.parametrize("method", ["mid_p", "blaker"])
def test_ours_lie_inside_clopper_pearson(method):
    x, n = every_count(50)
    low, high = proportions.intervals(x, n, method=method)
    exact = proportions.clopper_pearson(x, n)
    assert np.all(exact.low <= low + 1e-12) and np.all(high <= exact.high + 1e-12)


@pytest.mark.parametrize(
    "method", sorted(set(proportions.METHODS) - {"wald", "agresti_coull", "logit"})
)
def test_limits_are_exactly_zero_and_one_at_the_ends(method):
    assert proportions.intervals(0, 12, method=method).low == 0
    assert proportions.intervals(12, 12, method=method).high == 1
    assert 0 < proportions.intervals(0, 12, method=method).high < 1


def test_logit_interval_does_not_exist_at_the_ends():
    low, high = proportions.logit([0, 3, 10], [10, 10, 10])
    assert np.isnan(low[[0, 2]]).all() and np.isnan(high[[0, 2]]).all()
    assert 0 < low[1] < 0.3 < high[1] < 1


@pytest.mark.parametrize("method", sorted(proportions.METHODS))
def test_arrays_equal_a_loop_and_broadcast(method):
    x, n = np.array([[0, 3, 7]]), np.array([[10], [23]])
    low, high = proportions.intervals(x, n, method=method)
    assert low.shape == high.shape == (2, 3)
    loop = [[proportions.intervals(a, b, method=method) for a in (0, 3, 7)] for b in (10, 23)]
    np.testing.assert_allclose(np.stack([low, high], axis=-1), loop, rtol=1e-12)


def test_a_very_large_trial_is_exact_too():
    low, high = proportions.blaker(50_000, 1_000_000)
    exact, score = (
        proportions.clopper_pearson(50_000, 1_000_000),
        proportions.wilson(50_000, 1_000_000),
    )
    assert exact.low < low and high < exact.high
    np.testing.assert_allclose([low, high], score, rtol=1e-4)


@pytest.mark.parametrize(
    "events, n, level, words",
    [(11, 10, 0.95, "row 0: events exceed n (found 11.0)"), (1.5, 10, 0.95, "whole number"),
     ([1, -1], 10, 0.95, "row 1"), (0, 0, 0.95, "n must be"), (np.nan, 5, 0.95, "events must be"),
     (1, 10, 95, "level 95")],
)  # fmt: skip
def test_impossible_counts_are_refused_by_row(events, n, level, words):
    with pytest.raises(SynthesisError) as refusal:
        proportions.wilson(events, n, level=level)
    assert words in str(refusal.value)


def test_unknown_method_names_the_allowed_ones():
    with pytest.raises(SynthesisError, match="clopper_pearson"):
        proportions.intervals(1, 2, method="exact")


def test_no_proportions_have_no_intervals():
    assert [ends.shape for ends in proportions.clopper_pearson(np.array([]), np.array([]))] == [
        (0,),
        (0,),
    ]
