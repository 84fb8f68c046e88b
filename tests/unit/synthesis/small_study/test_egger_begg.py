"""Funnel tests against weighted least squares of statsmodels and against enumeration."""

from itertools import permutations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import kendalltau

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes, generic_effects
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.small_study.egger_begg import ONE_ARM, begg, egger, egger_meta_regression
from evidence.synthesis.small_study.harbord_peters import harbord, peters

COUNTS = {"ai": [4, 6, 3, 62, 33, 1], "n1i": [123, 306, 231, 13598, 5069, 40],
          "ci": [11, 29, 11, 248, 47, 0], "n2i": [139, 303, 220, 12867, 5808, 41]}  # fmt: skip


def studies(k=9, seed=3, **options):
    random = np.random.default_rng(seed)
    v = random.uniform(0.01, 0.6, k)
    return generic_effects(
        random.normal(0.4, np.sqrt(v + 0.05)), v, sizes=random.integers(20, 900, k), **options
    )


def least_squares(y, x, weights):
    return sm.WLS(y, sm.add_constant(x), weights=weights).fit()


@pytest.mark.parametrize("predictor", ["std_error", "variance", "size", "inverse_size"])
def test_egger_equals_weighted_least_squares(predictor):
    effects = studies()
    x = {"std_error": np.sqrt(effects.vi), "variance": effects.vi, "size": effects.sizes,
         "inverse_size": 1 / effects.sizes}[predictor]  # fmt: skip
    fit, found = (
        least_squares(effects.yi, x, 1 / effects.vi),
        egger(effects, predictor=predictor, level=0.9),
    )
    assert found.statistic == pytest.approx(fit.tvalues[1], rel=1e-9)
    assert (found.p_value, found.df) == (pytest.approx(fit.pvalues[1], rel=1e-9), fit.df_resid)
    if predictor == "size":
        assert np.isnan([found.limit, found.limit_low, found.limit_high]).all()
    else:
        limits = [found.limit_low, found.limit_high]
        np.testing.assert_allclose(limits, fit.conf_int(0.1)[0], rtol=1e-9)


def test_the_model_based_test_without_tau2_has_unit_dispersion():
    effects = studies()
    plain, modelled = egger(effects), egger_meta_regression(effects, tau2_method="EE")
    assert modelled.slope == pytest.approx(plain.slope, rel=1e-9)
    fit = least_squares(effects.yi, np.sqrt(effects.vi), 1 / effects.vi)
    assert modelled.statistic == pytest.approx(plain.statistic * np.sqrt(fit.scale), rel=1e-9)
    assert np.isinf(modelled.df) and modelled.tau2 == 0


def test_peters_regresses_log_odds_ratios_on_inverse_size():
    effects = effect_sizes("OR", **COUNTS)
    events, total = np.add(COUNTS["ai"], COUNTS["ci"]), np.add(COUNTS["n1i"], COUNTS["n2i"])
    fit = least_squares(effects.yi, 1 / total, 1 / (1 / events + 1 / (total - events)))
    found = peters(**COUNTS)
    assert (found.statistic, found.p_value) == (
        pytest.approx(fit.tvalues[1]),
        pytest.approx(fit.pvalues[1]),
    )
    assert found.k == 6


def test_harbord_regresses_standardised_scores_through_its_original_form():
    """Z/sqrt(V) on sqrt(V) without weights: the intercept is the bias of the first equation."""
    a, n1, c, n2 = (np.array(COUNTS[name], float) for name in ("ai", "n1i", "ci", "n2i"))
    total, events = n1 + n2, a + c
    score = a - events * n1 / total
    information = n1 * n2 * events * (total - events) / (total**2 * (total - 1))
    fit = sm.OLS(score / np.sqrt(information), sm.add_constant(np.sqrt(information))).fit()
    found = harbord(**COUNTS)
    assert (found.statistic, found.slope) == (
        pytest.approx(fit.tvalues[0]),
        pytest.approx(fit.params[0]),
    )


def test_harbord_leaves_out_studies_without_information():
    silent = {
        name: [*values, value]
        for (name, values), value in zip(COUNTS.items(), (0, 50, 0, 50), strict=True)
    }
    assert harbord(**silent).k == 6
    assert harbord(**silent).statistic == harbord(**COUNTS).statistic


def test_begg_without_ties_is_exact():
    effects = studies(6)
    total = np.sum(1 / effects.vi)
    away = effects.yi - np.sum(effects.yi / effects.vi) / total
    standardised = away / np.sqrt(effects.vi - 1 / total)
    taus = [kendalltau(standardised, order).statistic for order in permutations(effects.vi)]
    found = begg(effects)
    assert found.tau == pytest.approx(kendalltau(standardised, effects.vi).statistic)
    assert found.p_value == pytest.approx(np.mean(np.abs(taus) >= abs(found.tau) - 1e-12))
    assert not found.ties


def test_tests_are_invariant_to_order_and_scale():
    effects = studies()
    order = np.argsort(effects.yi)
    turned = generic_effects(effects.yi[order], effects.vi[order])
    scaled = generic_effects(5 * effects.yi, 25 * effects.vi)
    for test in (egger, egger_meta_regression):
        assert test(turned).statistic == pytest.approx(test(effects).statistic, rel=1e-6)
        assert test(scaled).statistic == pytest.approx(test(effects).statistic, rel=1e-6)
    assert begg(turned) == begg(effects)


@pytest.mark.parametrize("measure", ONE_ARM)
def test_one_arm_measures_are_refused_with_the_reason(measure):
    effects = studies(measure=measure)
    for refused in (egger, egger_meta_regression, begg):
        with pytest.raises(
            SynthesisError, match=f"measure {measure} is of one arm: its variance follows"
        ):
            refused(effects)


def test_what_cannot_be_tested_is_refused():
    with pytest.raises(SynthesisError, match="at least 3"):
        egger(studies(2))
    with pytest.raises(SynthesisError, match="same std_error"):
        egger(generic_effects([0.1, 0.2, 0.3], [0.1, 0.1, 0.1]))
    with pytest.raises(SynthesisError, match="size of every study"):
        egger(generic_effects([0.1, 0.2, 0.3], [0.1, 0.2, 0.1]), predictor="inverse_size")
    with pytest.raises(SynthesisError, match="allowed: std_error"):
        egger(studies(), predictor="sei")


def test_a_study_without_an_effect_is_left_out():
    effects = studies()
    gap = generic_effects([*effects.yi, np.nan], [*effects.vi, 0.1])
    assert egger(gap).statistic == pytest.approx(egger(effects).statistic)
