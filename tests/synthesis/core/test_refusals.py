"""What the engine refuses, and that the message names every offending study."""

import numpy as np
import pytest

from evidence.synthesis.effects import effect_sizes
from evidence.synthesis.errors import CaseLevelError, SynthesisError, check_studies, refuse_cases
from evidence.synthesis.pooling import pool
from evidence.synthesis.prediction import prediction_interval
from evidence.synthesis.regression import meta_regression
from evidence.synthesis.stratified import mantel_haenszel, peto
from evidence.synthesis.study_table import effects_from_table
from evidence.synthesis.subgroups import subgroups
from evidence.synthesis.tau_interval import tau2_interval

Y, V = [0.1, 0.4, 0.3, 0.9], [0.02, 0.05, 0.03, 0.04]


@pytest.mark.parametrize("table", [{"patient_id": ["P1"]}, {"layer": ["trial", "case"]}])
def test_case_level_tables_are_refused(table):
    with pytest.raises(CaseLevelError, match="never pooled into a rate"):
        refuse_cases(table)
    with pytest.raises(CaseLevelError):
        effects_from_table(table | {"xi": [1, 1], "ni": [1, 1]}, "raw_proportion")


def test_all_offending_studies_are_named_at_once():
    with pytest.raises(SynthesisError) as caught:
        check_studies([0.1, np.inf, 0.3], [0.0, 0.1, -1.0], ["Alpha", "Beta", "Gamma"])
    message = str(caught.value)
    assert "3 problem(s)" in message
    assert all(name in message for name in ("Alpha", "Beta", "Gamma"))
    assert "above 0 (found 0.0)" in message


def test_pool_names_the_study_without_variance():
    with pytest.raises(SynthesisError, match="Beta: sampling variance must be above 0"):
        pool([0.1, 0.2], [0.1, 0.0], labels=["Alpha", "Beta"])


def test_pool_names_the_study_of_a_batch():
    with pytest.raises(SynthesisError, match=r"Beta of set \[1\]"):
        pool([[0.1, 0.2], [0.1, 0.2]], [[0.1, 0.1], [0.1, 0.0]], labels=["Alpha", "Beta"])


def test_nothing_to_pool():
    with pytest.raises(SynthesisError, match="k = 0 studies"):
        pool([np.nan], [1.0])
    with pytest.raises(SynthesisError, match="without any study"):
        pool([[0.1, 0.2], [np.nan, np.nan]], [[0.1, 0.1], [0.1, 0.1]])


@pytest.mark.parametrize("options", [
    {"tau2_method": "XX"}, {"test": "bayes"}, {"level": 95}, {"level": 0}, {"tau2": -1.0},
    {"tau2": float("nan")}, {"weights": [1, 2]}, {"weights": [1, 1, 1, -1]},
    {"weights": [1] * 4, "test": "knapp_hartung"}])
def test_unknown_or_impossible_options(options):
    with pytest.raises(SynthesisError):
        pool(Y, V, **options)


@pytest.mark.parametrize(("columns", "said"), [
    ({"ai": [5], "n1i": [4], "ci": [1], "n2i": [9]}, "ai is above n1i"),
    ({"ai": [-1], "n1i": [4], "ci": [1], "n2i": [9]}, "ai must be a finite count"),
    ({"ai": [1], "n1i": [0], "ci": [1], "n2i": [9]}, "n1i must be above 0"),
    ({"ai": [1], "n1i": [4], "ci": [1]}, "missing: n2i"),
    ({"ai": [1], "n1i": [4], "ci": [1], "n2i": [9], "xi": [2]}, "not used: xi"),
    ({"ai": [1, 2], "n1i": [4], "ci": [1], "n2i": [9]}, "one shape")])
def test_impossible_counts(columns, said):
    with pytest.raises(SynthesisError, match=said):
        effect_sizes("risk_ratio", **columns)


def test_unknown_measure_lists_the_allowed_ones():
    with pytest.raises(SynthesisError, match=r"logit_proportion \(PLO\)"):
        effect_sizes("beta", xi=[1], ni=[2])


@pytest.mark.parametrize("columns", [
    {"ai": [0, 0], "n1i": [9, 9], "ci": [0, 0], "n2i": [9, 9]},
    {"ai": [9, 9], "n1i": [9, 9], "ci": [9, 9], "n2i": [9, 9]}])
def test_all_zero_outcomes_have_no_pooled_odds_ratio(columns):
    for estimate in (lambda: mantel_haenszel("odds_ratio", **columns), lambda: peto(**columns)):
        with pytest.raises(SynthesisError, match="no estimate"):
            estimate()


def test_a_batch_says_how_many_sets_have_no_estimate():
    fit = peto(ai=[[0, 0], [1, 2]], n1i=[[9, 9]] * 2, ci=[[0, 0], [2, 3]], n2i=[[9, 9]] * 2)
    assert np.isnan(fit.estimate).tolist() == [True, False]
    assert fit.fallback == "1 sets without an estimate are NaN"


def test_a_common_effect_has_no_prediction_interval():
    with pytest.raises(SynthesisError, match="no prediction interval"):
        prediction_interval(pool(Y, V, tau2_method="EE"), "normal")
    with pytest.raises(SynthesisError, match="allowed: normal"):
        prediction_interval(pool(Y, V), "guess")


@pytest.mark.parametrize(("moderators", "said"), [
    ({"x": [1, 1, 1, 1]}, "not independent: x"), ({"x": [1, 2, 3]}, "shape"),
    ({"x": ["a"] * 4}, "one level only"), ({"x": [1, 2, 3, 4], "y": [1, 0, 0, 1], "z": [0, 1, 0, 1]},
                                           "more than the 4 coefficients")])
def test_designs_that_cannot_be_fitted(moderators, said):
    with pytest.raises(SynthesisError, match=said):
        meta_regression(Y, V, moderators)


def test_intervals_of_tau2_need_two_studies_and_a_likelihood():
    with pytest.raises(SynthesisError, match="at least 2 studies"):
        tau2_interval([0.1], [0.1])
    with pytest.raises(SynthesisError, match="needs ML or REML"):
        tau2_interval(Y, V, method="profile_likelihood", tau2_method="DL")


def test_subgroups_need_two_levels():
    with pytest.raises(SynthesisError, match="one subgroup only"):
        subgroups(Y, V, ["a"] * 4)
    with pytest.raises(SynthesisError, match="levels for 4 studies"):
        subgroups(Y, V, ["a", "b"])


def test_a_table_without_usable_columns_says_what_is_needed():
    with pytest.raises(SynthesisError, match="xi ni missing; needed: xi ni, or yi vi; found: events total"):
        effects_from_table({"events": [1], "total": [2]}, "logit_proportion")
