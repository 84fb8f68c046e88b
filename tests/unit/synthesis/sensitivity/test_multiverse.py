"""The multiverse: every row is what the engine says alone, none is there twice."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from evidence.synthesis.effect_sizes.back_transform import back_transformed
from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.errors import CaseLevelError, SynthesisError
from evidence.synthesis.glmm.one_arm import binomial_normal
from evidence.synthesis.pooling.mantel_haenszel import mantel_haenszel
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.pooling.prediction_interval import prediction_interval
from evidence.synthesis.sensitivity.multiverse import COLUMNS, ONE_ARM, TWO_ARM, Choices, multiverse

DIMENSIONS = ["measure", "estimator", "interval", "zero_policy", "inclusion", "denominator"]
TREATED, EVALUABLE = {"xi": "responders", "ni": "treated"}, {"xi": "responders", "ni": "evaluable"}


def one_arm(zero=True):
    return pd.DataFrame({
        "study": list("ABCDE"), "responders": [3, 9, 0 if zero else 2, 12, 7],
        "treated": [20, 30, 15, 40, 22], "evaluable": [18, 30, 14, 36, 22],
    })  # fmt: skip


def two_arm():
    return pd.DataFrame({"study": list("ABCD"), "a": [4, 6, 3, 2], "n1": [123, 306, 231, 50],
                         "c": [11, 29, 11, 3], "n2": [139, 303, 220, 52]})  # fmt: skip


def row(table, **where):
    chosen = table.loc[
        np.logical_and.reduce([table[name] == value for name, value in where.items()])
    ]
    assert len(chosen) == 1
    return chosen.iloc[0]


def test_one_row_a_specification():
    denominators = {"treated": TREATED, "evaluable": EVALUABLE}
    selections = {"all": np.ones(5, bool), "without C": np.array([1, 1, 0, 1, 1])}
    table = multiverse(one_arm(), denominators, selections)
    assert list(table.columns) == list(COLUMNS)
    assert not table.duplicated(DIMENSIONS).any()
    assert set(table["measure"]) == set(ONE_ARM.measures) and set(table["estimator"]) == set(
        ONE_ARM.estimators
    )
    answered = table["note"].str.contains("sampling variance") == table["estimate"].isna()
    assert answered.all()
    inside = table.dropna(subset="estimate")
    assert inside[["estimate", "ci_low", "ci_high"]].ge(0).all(axis=None)
    assert (
        inside[["estimate", "ci_low", "ci_high"]]
        .le(1)
        .where(inside["measure"] != "PLN", True)
        .all(axis=None)
    )


def test_a_pooled_row_is_the_pooled_effect():
    table = multiverse(one_arm(), {"evaluable": EVALUABLE})
    found = row(
        table, measure="PLO", estimator="REML", interval="knapp_hartung", zero_policy="only0"
    )
    effects = effect_sizes(
        "PLO", zero_policy="only0", xi=one_arm()["responders"], ni=one_arm()["evaluable"]
    )
    fit = pool(effects, tau2_method="REML", test="knapp_hartung")
    natural = back_transformed(fit)
    assert found["estimate"] == pytest.approx(float(natural["estimate"]))
    assert (found["ci_low"], found["ci_high"]) == (
        pytest.approx(float(natural["low"])),
        pytest.approx(float(natural["high"])),
    )
    assert (found["k"], found["tau2"], found["corrected"]) == (
        5,
        pytest.approx(float(fit.tau2)),
        "C",
    )
    expected = prediction_interval(fit, "t_k_minus_1")
    assert found["prediction_low"] == pytest.approx(float(expit(expected.low)))


def test_a_glmm_row_is_the_glmm():
    found = row(
        multiverse(one_arm(), {"treated": TREATED}), estimator="binomial_normal", interval="t"
    )
    fit = binomial_normal(one_arm()["responders"].tolist(), one_arm()["treated"].tolist(), test="t")
    assert found["estimate"] == pytest.approx(float(expit(fit.estimate)))
    assert found["ci_high"] == pytest.approx(float(expit(fit.ci_high)))
    assert found["zero_policy"] == "not applicable"


def test_a_glmm_never_claims_knapp_hartung():
    table = multiverse(one_arm(), {"treated": TREATED})
    models = table["estimator"].isin(["binomial_normal", "beta_binomial"])
    assert set(table.loc[models, "interval"]) == {"wald", "t"}
    assert set(table.loc[models, "measure"]) == {"PLO"}


def test_policies_that_change_nothing_are_not_counted_twice():
    table = multiverse(
        one_arm(zero=False), {"treated": TREATED}, choices=Choices(("PLO", "PAS"), ("DL",))
    )
    assert set(table["zero_policy"]) == {"no zero cell", "all"}
    with_zero = multiverse(one_arm(), {"treated": TREATED}, choices=Choices(("PLO",), ("DL",)))
    assert set(with_zero["zero_policy"]) == {"none", "only0", "all"}
    without = multiverse(
        one_arm(),
        {"treated": TREATED},
        {"C out": np.array([1, 1, 0, 1, 1])},
        choices=Choices(("PLO",), ("DL",)),
    )
    assert set(without["zero_policy"]) == {"no zero cell", "all"}


def test_two_arms():
    columns = {"ai": "a", "n1i": "n1", "ci": "c", "n2i": "n2"}
    table = multiverse(two_arm(), {"randomised": columns}, choices=TWO_ARM, level=0.9)
    assert set(table["estimator"]) == set(TWO_ARM.estimators)
    found = row(table, measure="RR", estimator="mantel_haenszel")
    fit = mantel_haenszel(
        "RR", level=0.9, **{argument: two_arm()[column] for argument, column in columns.items()}
    )
    assert found["estimate"] == pytest.approx(float(np.exp(fit.estimate)))
    assert found["ci_low"] == pytest.approx(float(np.exp(fit.ci_low)))
    assert np.isnan(found["prediction_low"])
    assert not table["estimate"].isna().any()


def test_common_effect_has_one_interval_and_no_prediction():
    table = multiverse(
        one_arm(zero=False), {"treated": TREATED}, choices=Choices(("PLO",), ("common", "REML"))
    )
    common = table[table["estimator"] == "common"]
    assert set(common["interval"]) == {"wald"} and common["prediction_low"].isna().all()
    assert table.loc[table["estimator"] == "REML", "prediction_low"].notna().all()


def test_an_unanswered_specification_keeps_its_row_and_its_reason():
    nobody = one_arm().assign(responders=0)
    found = row(
        multiverse(nobody, {"treated": TREATED}), estimator="binomial_normal", interval="wald"
    )
    assert np.isnan(found["estimate"]) and "nobody" in found["note"] and found["k"] == 5


def test_families_are_counted_once():
    frame = one_arm().assign(family_id=["f1", "f1", "f2", "f3", None])
    with pytest.raises(SynthesisError, match="family f1 is counted more than once"):
        multiverse(frame, {"treated": TREATED})
    inclusions = {"largest of each": np.array([0, 1, 1, 1, 1])}
    assert set(multiverse(frame, {"treated": TREATED}, inclusions)["inclusion"]) == {
        "largest of each"
    }


def test_all_that_is_wrong_with_a_request_is_said_at_once():
    with pytest.raises(SynthesisError) as refusal:
        multiverse(
            one_arm(), {"dosed": {"xi": "responders", "ni": "dosed"}}, {"none": np.zeros(5, bool)}
        )
    assert "column 'dosed' is not in the table" in str(refusal.value)
    assert "inclusion 'none'" in str(refusal.value)
    with pytest.raises(SynthesisError, match="no denominator"):
        multiverse(one_arm(), {})


def test_single_patients_are_refused():
    with pytest.raises(CaseLevelError):
        multiverse(one_arm().assign(patient_id=range(5)), {"treated": TREATED})
