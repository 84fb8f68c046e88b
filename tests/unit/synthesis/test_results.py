"""Every record prints its convention."""

import dataclasses

import numpy as np
import pytest

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.pooling.mantel_haenszel import mantel_haenszel
from evidence.synthesis.pooling.pool import common_effect, pool
from evidence.synthesis.pooling.prediction_interval import RULES, prediction_interval
from evidence.synthesis.pooling.tau2_interval import METHODS, tau2_interval
from evidence.synthesis.regression.meta_regression import meta_regression
from evidence.synthesis.regression.subgroups import subgroups
from evidence.synthesis.sensitivity.leave_one_out import cumulative, leave_one_out

TABLE = {"ai": [0, 4, 9], "n1i": [10, 20, 30], "ci": [2, 8, 12], "n2i": [30, 20, 30]}


@pytest.fixture
def effects():
    return effect_sizes("risk_ratio", labels=["Ames", "Bohr", "Curie"], **TABLE)


def test_a_pooled_effect_says_how_it_was_made(effects):
    fit = pool(effects, tau2_method="PM", test="knapp_hartung", level=0.9)
    for part in (
        "measure RR",
        "random effects, tau2 by PM",
        "knapp_hartung 90% interval",
        "k = 3",
        "zero policy only0",
        "corrected: Ames",
    ):
        assert part in str(fit)


def test_a_common_effect_claims_no_tau2(effects):
    text = str(common_effect(effects))
    assert "common effect" in text and "tau2 by" not in text


def test_given_tau2_and_zero_policy_are_said(effects):
    assert "tau2 by given" in str(pool(effects, tau2=0.1))
    assert "zero policy none" in str(mantel_haenszel("risk_ratio", **TABLE))


@pytest.mark.parametrize("rule", RULES)
def test_a_prediction_interval_names_its_rule_and_small_k(effects, rule):
    text = str(prediction_interval(pool(effects), rule))
    assert f"rule {rule}" in text and "k = 3" in text and "unstable" in text


@pytest.mark.parametrize("method", METHODS)
def test_a_tau2_interval_names_its_method(effects, method):
    text = str(tau2_interval(effects.yi, effects.vi, method=method))
    assert f"{method} 95% interval" in text and "tau2 by REML" in text


def test_regressions_subgroups_and_refits(effects):
    y, v = np.array([0.1, 0.2, 0.5, 0.4]), np.full(4, 0.05)
    assert "meta-regression on intercept, dose" in str(
        meta_regression(y, v, {"dose": [1, 2, 3, 5]})
    )
    assert "separate tau2" in str(subgroups(y, v, list("aabb")))
    assert "leave one out, 4 fits" in str(leave_one_out(y, v))
    assert "k = array(4,)" in str(cumulative(y, v))


def test_records_cannot_be_changed(effects):
    with pytest.raises(dataclasses.FrozenInstanceError):
        effects.measure = "OR"
    assert pool(effects).replace(note="x").note == "x"


def test_fallback_for_one_study_is_said():
    fit = pool([0.3], [0.1], test="knapp_hartung")
    wald = pool([0.3], [0.1])
    assert (fit.ci_low, fit.ci_high) == (wald.ci_low, wald.ci_high)
    assert "fallback: one study" in str(fit)


def test_several_maxima_are_said():
    fit = pool([0.0, 0.01, 3.0, -3.0], [1e-6, 1e-6, 1.0, 1.0])
    assert "maxima, the highest is taken" in fit.note
