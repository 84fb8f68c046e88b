"""What must hold of any meta-analysis, whatever the numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.pooling.mantel_haenszel import mantel_haenszel, peto
from evidence.synthesis.pooling.pool import common_effect, mean_model, pool
from evidence.synthesis.pooling.prediction_interval import (
    prediction_interval,
    rules_of,
)
from evidence.synthesis.pooling.tau2_interval import METHODS, tau2_interval
from tests.properties.invented_studies import (
    TESTS,
    close,
    counts,
    methods,
    numbers_of,
    quick,
    studies,
)


@quick
@given(studies, methods, st.randoms(use_true_random=False))
def test_the_order_of_studies_does_not_matter(data, method, random):
    y, v = map(np.array, data)
    order = random.sample(range(len(y)), len(y))
    close(
        numbers_of(pool(y[order], v[order], tau2_method=method)),
        numbers_of(pool(y, v, tau2_method=method)),
    )


@quick
@given(studies, methods, st.floats(0.01, 100), st.floats(-50, 50))
def test_scale_and_shift(data, method, factor, shift):
    y, v = map(np.array, data)
    before, after = (
        pool(y, v, tau2_method=method),
        pool(factor * y + shift, factor**2 * v, tau2_method=method),
    )
    close(after.estimate, factor * before.estimate + shift, 100)
    close(after.std_error, factor * before.std_error, 100)
    close([after.i2_percent, after.h2], [before.i2_percent, before.h2], 1e4)
    close(after.tau2, factor**2 * before.tau2, 1e4)


@quick
@given(studies, methods, st.sampled_from(TESTS), st.integers(1, 3))
def test_a_batch_equals_a_loop(data, method, test, absent):
    y, v = map(np.array, data)
    sets = np.tile(y, (4, 1)) * np.array([[1.0], [0.1], [2.0], [0.0]])
    sets[2, :absent] = np.nan
    if len(y) - absent < 1:
        sets[2] = y
    spread = np.tile(v, (4, 1))
    batch = pool(sets, spread, tau2_method=method, test=test)
    loop = np.array(
        [
            numbers_of(pool(a, b, tau2_method=method, test=test))
            for a, b in zip(sets, spread, strict=True)
        ]
    ).T
    close(numbers_of(batch), loop)
    assert batch.converged.all()


@quick
@given(studies, st.sampled_from(("REML", "ML")))
def test_the_likelihood_is_nowhere_higher(data, method):
    y, v = map(np.array, data)
    fit, (model, _) = pool(y, v, tau2_method=method), mean_model(y, v)
    grid = np.concatenate([[0.0], np.geomspace(1e-4 * v.min(), 50 + 100 * v.max(), 400)])
    heights = [model.log_likelihood(t, method == "REML") for t in grid]
    assert fit.log_likelihood >= max(heights) - 1e-9


def test_the_higher_of_two_maxima_is_taken():
    """Two precise studies that agree, two vague ones that do not: a maximum at 0, one far off."""
    y, v = np.array([0.0, 0.01, 30.0, -30.0, 31.0]), np.array([1e-4, 1e-4, 1.0, 1.0, 1.0])
    fit, (model, _) = pool(y, v), mean_model(y, v)
    grid = np.geomspace(1e-8, 1e5, 20000)
    heights = np.array([model.log_likelihood(t, True) for t in grid])
    assert fit.log_likelihood >= heights.max() - 1e-9


@quick
@given(studies)
def test_paule_mandel_solves_its_equation(data):
    y, v = map(np.array, data)
    fit = pool(y, v, tau2_method="PM")
    w = 1 / (v + fit.tau2)
    q = (w * (y - fit.estimate) ** 2).sum()
    assert q == pytest.approx(len(y) - 1, rel=1e-8) if fit.tau2 > 0 else q <= len(y) - 1 + 1e-9


@quick
@given(studies, methods)
def test_without_heterogeneity_the_model_is_the_common_effect(data, method):
    y, v = map(np.array, data)
    fit, common = pool(y, v, tau2_method=method), common_effect(y, v)
    if fit.tau2 == 0:
        close([fit.estimate, fit.std_error], [common.estimate, common.std_error])
    given_zero = pool(y, v, tau2_method=method, tau2=0.0)
    close([given_zero.estimate, given_zero.ci_low], [common.estimate, common.ci_low])


@quick
@given(studies, st.integers(2, 4))
def test_copies_of_every_study(data, copies):
    y, v = map(np.array, data)
    once, many = common_effect(y, v), common_effect(np.tile(y, copies), np.tile(v, copies))
    close(
        [many.estimate, many.std_error * np.sqrt(copies), many.q],
        [once.estimate, once.std_error, once.q * copies],
    )
    likely, copied = (pool(np.tile(y, n), np.tile(v, n), tau2_method="ML") for n in (1, copies))
    close([copied.tau2, copied.log_likelihood], [likely.tau2, likely.log_likelihood * copies], 10)


@quick
@given(studies, methods, st.sampled_from(TESTS))
def test_intervals_nest_with_the_level(data, method, test):
    y, v = map(np.array, data)
    fits = [pool(y, v, tau2_method=method, test=test, level=level) for level in (0.5, 0.9, 0.99)]
    lows, highs = [fit.ci_low for fit in fits], [fit.ci_high for fit in fits]
    assert lows == sorted(lows, reverse=True) and highs == sorted(highs)
    if len(y) > 2:
        for rule in rules_of(fits[0]):
            found = [prediction_interval(fit, rule) for fit in fits]
            assert found[0].low >= found[1].low >= found[2].low
            assert found[0].low <= fits[0].estimate <= found[0].high


@pytest.mark.parametrize("test", TESTS)
@quick
@given(studies, methods, st.sampled_from((0.5, 0.8, 0.95, 0.999)), st.booleans())
def test_no_prediction_interval_is_narrower_than_the_confidence_interval(
    test, data, method, level, alike
):
    y, v = map(np.array, data)
    y = np.full_like(y, 0.3) if alike else y
    fit = pool(y, v, tau2_method=method, test=test, level=level)
    for new in (prediction_interval(fit, rule) for rule in rules_of(fit)):
        if np.isfinite(new.low) and np.isfinite(fit.ci_low):
            rounding = 1e-12 * (fit.ci_high - fit.ci_low)
            assert new.low <= fit.ci_low + rounding and new.high >= fit.ci_high - rounding


@quick
@given(studies, st.sampled_from(sorted(METHODS)))
def test_tau2_intervals_nest_with_the_level(data, method):
    y, v = map(np.array, data)
    found = [tau2_interval(y, v, method=method, level=level).tau2 for level in (0.5, 0.9)]
    if found[0][2] > 0:  # not empty
        assert found[1][1] <= found[0][1] + 1e-9 and found[0][2] <= found[1][2] + 1e-9


@quick
@given(studies)
def test_the_ad_hoc_interval_is_never_narrower_than_t(data):
    y, v = map(np.array, data)
    t, ad_hoc, wider, wald = (
        pool(y, v, test=test)
        for test in ("t", "knapp_hartung_ad_hoc", "knapp_hartung_wider", "wald")
    )
    assert ad_hoc.std_error >= t.std_error * (1 - 1e-12)
    assert wider.ci_low <= wald.ci_low + 1e-12


@quick
@given(counts)
def test_relabelled_arms_change_the_sign(cells):
    a, b, c, d = (np.array(cell) + 1 for cell in cells)
    there = {"ai": a, "n1i": a + b, "ci": c, "n2i": c + d}
    back = {"ai": c, "n1i": c + d, "ci": a, "n2i": a + b}
    for measure in ("RR", "OR", "RD"):
        single, other = mantel_haenszel(measure, **there), mantel_haenszel(measure, **back)
        close(
            [single.estimate, single.std_error, single.q],
            [-other.estimate, other.std_error, other.q],
        )
        effects, turned = effect_sizes(measure, **there), effect_sizes(measure, **back)
        close(effects.yi, -turned.yi)
        close(effects.vi, turned.vi)
    close(peto(**there).estimate, -peto(**back).estimate)


@quick
@given(counts)
def test_events_and_non_events_change_the_sign_of_odds_ratios(cells):
    a, b, c, d = (np.array(cell) + 1 for cell in cells)
    events = {"ai": a, "n1i": a + b, "ci": c, "n2i": c + d}
    others = {"ai": b, "n1i": a + b, "ci": d, "n2i": c + d}
    close(mantel_haenszel("OR", **events).estimate, -mantel_haenszel("OR", **others).estimate)
    close(peto(**events).estimate, -peto(**others).estimate)
