"""What the engine refuses, and that the message names every offending study."""

import numpy as np
import pandas as pd
import pytest

from evidence.synthesis import progress
from evidence.synthesis.arguments.studies import check_studies
from evidence.synthesis.bayes.normal_normal import bayesian
from evidence.synthesis.bayes.priors import HalfNormal
from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes, generic_effects
from evidence.synthesis.effect_sizes.from_interval import effects_from_interval
from evidence.synthesis.effect_sizes.from_reported import (
    ratio_from_observed_minus_expected,
    ratio_from_p,
    ratio_from_p_and_events,
)
from evidence.synthesis.errors import CaseLevelError, SynthesisError, refuse_cases
from evidence.synthesis.glmm.beta_binomial import beta_binomial
from evidence.synthesis.glmm.one_arm import binomial_normal
from evidence.synthesis.pooling.mantel_haenszel import mantel_haenszel, peto
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.pooling.prediction_interval import prediction_interval
from evidence.synthesis.pooling.tau2_interval import tau2_interval
from evidence.synthesis.regression.design_matrix import design_matrix
from evidence.synthesis.regression.meta_regression import meta_regression
from evidence.synthesis.regression.permutation_test import permutation_test
from evidence.synthesis.regression.subgroups import subgroups
from evidence.synthesis.sensitivity.gosh import gosh
from evidence.synthesis.small_study.harbord_peters import harbord
from evidence.synthesis.study_table.effects import effects_from_table

Y, V = [0.1, 0.4, 0.3, 0.9], [0.02, 0.05, 0.03, 0.04]


@pytest.mark.parametrize(
    "table",
    [
        {"patient_id": ["P1"]},
        {"Patient": ["P1"]},
        {"case_id": ["P1"]},
        {"layer": ["trial", "case"]},
        {"layer": ["Case report", "trial"]},
        {"xi": [1, 0], "ni": [1, 1]},
    ],
)
def test_case_level_tables_are_refused(table):
    with pytest.raises(CaseLevelError, match="never pooled into a rate"):
        refuse_cases(table)
    with pytest.raises(CaseLevelError):
        effects_from_table({"xi": [1, 1], "ni": [9, 9]} | table, "raw_proportion")


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


@pytest.mark.parametrize(
    "options",
    [
        {"tau2_method": "XX"},
        {"test": "bayes"},
        {"level": 95},
        {"level": 0},
        {"tau2": -1.0},
        {"tau2": float("nan")},
        {"weights": [1, 2]},
        {"weights": [1, 1, 1, -1]},
        {"weights": [1] * 4, "test": "knapp_hartung"},
    ],
)
def test_unknown_or_impossible_options(options):
    with pytest.raises(SynthesisError):
        pool(Y, V, **options)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"ai": [5], "n1i": [4], "ci": [1], "n2i": [9]}, "ai is above n1i"),
        ({"ai": [-1], "n1i": [4], "ci": [1], "n2i": [9]}, "ai must be a finite count"),
        ({"ai": [1], "n1i": [0], "ci": [1], "n2i": [9]}, "n1i must be above 0"),
        ({"ai": [1], "n1i": [4], "ci": [1]}, "missing: n2i"),
        ({"ai": [1], "n1i": [4], "ci": [1], "n2i": [9], "xi": [2]}, "not used: xi"),
        ({"ai": [1, 2], "n1i": [4], "ci": [1], "n2i": [9]}, "one shape"),
    ],
)
def test_impossible_counts(columns, said):
    with pytest.raises(SynthesisError, match=said):
        effect_sizes("risk_ratio", **columns)


def test_unknown_measure_lists_the_allowed_ones():
    with pytest.raises(SynthesisError, match=r"logit_proportion \(PLO\)"):
        effect_sizes("beta", xi=[1], ni=[2])


@pytest.mark.parametrize(
    "columns",
    [
        {"ai": [0, 0], "n1i": [9, 9], "ci": [0, 0], "n2i": [9, 9]},
        {"ai": [9, 9], "n1i": [9, 9], "ci": [9, 9], "n2i": [9, 9]},
    ],
)
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
    with pytest.raises(SynthesisError, match="allowed for wald intervals: normal"):
        prediction_interval(pool(Y, V), "guess")


@pytest.mark.parametrize(
    ("moderators", "said"),
    [
        ({"x": [1, 1, 1, 1]}, "not independent: x"),
        ({"x": [1, 2, 3]}, "shape"),
        ({"x": ["a"] * 4}, "one level only"),
        ({"x": [1, 2, 3, 4], "y": [1, 0, 0, 1], "z": [0, 1, 0, 1]}, "more than the 4 coefficients"),
    ],
)
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
    with pytest.raises(
        SynthesisError, match="xi ni missing; needed: xi ni, or yi vi; found: remissions, all"
    ):
        effects_from_table({"remissions": [1], "all": [2]}, "logit_proportion")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda: effects_from_interval([0.5], [np.inf], measure="HR"),
            "study 1: estimate and limits must be finite",
        ),
        (lambda: ratio_from_p(0.5, 0.05, measure="risk_difference"), "a ratio is needed"),
        (lambda: ratio_from_p([np.inf], [0.05]), "study 1: ratio must be above 0 and finite"),
        (
            lambda: ratio_from_observed_minus_expected([np.inf], [1.0]),
            "study 1: O - E must be finite",
        ),
        (
            lambda: generic_effects([0.1, 0.2], [0.1, -1.0]),
            "study 2: variance must not be negative",
        ),
        (lambda: effect_sizes("GEN", yi=[0.1], vi=[0.1]), "its effects are given"),
        (lambda: permutation_test(Y, V, draws=0), "draws 0 found"),
        (
            lambda: harbord(ai=[11, 2, 3], n1i=[10, 20, 30], ci=[1, 2, 3], n2i=[9, 9, 9]),
            "study 1: ai is above n1i",
        ),
        (lambda: subgroups(Y, V, ["a", None, "b", "b"]), "by: studies 2 have no level"),
        (
            lambda: meta_regression(Y, V, {"dose": [1, np.inf, 2, 3]}),
            "study 2, moderator dose: infinite",
        ),
        (
            lambda: bayesian([0.1, np.nan], [0.1, 0.1], tau_prior=HalfNormal(1.0)),
            "study 2: effect or variance missing",
        ),
        (lambda: bayesian([0.1, 0.2], [0.1, 0.1], tau_prior=0.5), "no prior"),
        (lambda: pool(["a", "b"], [1, 2]), "yi must hold numbers"),
        (lambda: pool([0.1, 0.2], [0.1, 0.2], labels=["A"]), "1 labels were given for 2 studies"),
        (lambda: gosh([0.1, 0.2], [0.1, 0.1, 0.1]), "one shape"),
        (
            lambda: effects_from_interval([0.5], [2.0], measure="HR", level=[np.nan], labels=["A"]),
            "A: level must be between 0 and 1",
        ),
        (lambda: effects_from_interval(0.1, 0.3, measure="log_proportion"), "is needed: limits of"),
        (
            lambda: effects_from_interval(
                [0.1, 0.2], [0.9, 0.8], estimate=[0.3, 0.4, 0.5], measure="HR"
            ),
            "one shape",
        ),
        (
            lambda: ratio_from_p_and_events(0.05, True, events_1=0, events_2=0),
            "events must be finite and above 0",
        ),
        (
            lambda: prediction_interval(meta_regression(Y, V, {"dose": [1, 2, 3, 5]})),
            "with moderators",
        ),
        (lambda: effects_from_table({}, "PLO"), "xi ni missing"),
        (lambda: effects_from_table({"xi": ["1_0"], "ni": [20]}, "PLO"), "found '1_0'"),
        (lambda: tau2_interval(np.empty((0, 4)), np.empty((0, 4))), "no set at all"),
    ],
)
def test_what_cannot_be_is_refused_by_name(call, words):
    with pytest.raises(SynthesisError) as refusal:
        call()
    assert words in str(refusal.value)


def test_a_study_without_a_level_takes_no_part():
    with_intercept = meta_regression([0.1, 0.4, 0.9, 0.3], [0.1] * 4, {"arm": ["a", "b", "a", "b"]})
    given = meta_regression(
        [0.1, 7.0, 0.4, 0.9, 0.3], [0.1] * 5, {"arm": ["a", None, "b", "a", "b"]}
    )
    assert given.names == with_intercept.names and given.k == 4
    np.testing.assert_allclose(given.coefficients, with_intercept.coefficients)


def test_fishers_z_of_three_patients_has_no_variance():
    found = effect_sizes("ZCOR", ri=[0.2, 0.5], ni=[2, 30])
    assert np.isnan(found.vi[0]) and found.k == 1


def test_one_study_under_t_has_its_wald_interval_and_says_so():
    alone, wald = binomial_normal([3], [10], test="t"), binomial_normal([3], [10])
    assert (alone.ci_low, alone.ci_high) == (wald.ci_low, wald.ci_high)
    assert "no degrees of freedom for t" in alone.fallback and wald.fallback == ""
    counts = beta_binomial([3], [20], test="t")
    assert (
        counts.ci_low == beta_binomial([3], [20]).ci_low
        and "no degrees of freedom" in counts.fallback
    )


def test_progress_is_said_on_a_terminal_after_two_seconds(monkeypatch, capsys):
    clock = iter([0.0, 1.0, 3.0, 4.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(progress.sys.stderr, "isatty", lambda: True)
    said = progress.on_a_terminal("subsets")
    for done in (1, 2, 4):
        said(done, 4)
    assert capsys.readouterr().err == "\rsubsets: 50%\rsubsets: 100%\n"


def test_an_empty_cell_is_not_a_level_or_a_word():
    matrix, names = design_matrix(
        {"arm": ["a", "b", float("nan"), "a"], "dose": [1.0, 2.0, None, 4.0]}, 4
    )
    assert names == ("intercept", "arm[b]", "dose")
    np.testing.assert_array_equal(matrix[:, 1:], [[0, 1], [1, 2], [np.nan, np.nan], [0, 4]])
    frame = pd.DataFrame({"study": [1, None], "xi": [3, None], "ni": [10, 20]}).convert_dtypes()
    found = effects_from_table(frame, "PLO")
    assert found.labels == ("1", "study 2") and found.k == 1


def test_equal_arms_are_assumed_aloud():
    assert (
        ratio_from_p_and_events(0.05, True, events_1=10, events=30).note
        == "arms of equal size assumed"
    )
    assert ratio_from_p_and_events(0.05, True, events=30, sizes=(20, 40)).note == ""
