"""Every public function of synthesis, given the same list of values that cannot be."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from inspect import isfunction

import numpy as np
import pandas as pd
import pytest

import evidence.synthesis as synthesis
from evidence.errors import EvidenceError
from evidence.synthesis.arguments.numeric import numbers
from evidence.synthesis.bayes.priors import HalfNormal
from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes, generic_effects
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.glmm.one_arm import binomial_normal
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.regression.meta_regression import meta_regression

Y, V, X = [0.1, 0.3, 0.8, 0.2], [0.04, 0.09, 0.02, 0.05], [1.0, 2.0, 3.0, 4.0]
EFFECTS = {"yi": Y, "vi": V}
RECORD = {"effects": generic_effects(Y, V, sizes=[50, 40, 90, 60], measure="OR")}
ONE_ARM = {"events": [3, 5, 1, 8], "totals": [20, 22, 15, 30]}
TABLES = {"ai": [2, 5, 9, 3], "n1i": [20, 30, 40, 25], "ci": [6, 9, 12, 4], "n2i": [20, 30, 40, 25]}
RATES = {"x1i": [2, 5, 9], "t1i": [90, 80, 70], "x2i": [6, 9, 12], "t2i": [90, 80, 70]}
PROPORTION = {"events": 3, "n": 10, "level": 0.95}
FRAME = pd.DataFrame({"study": ["A", "B", "C"], "xi": [3, 9, 5], "ni": [20, 30, 25]})
MODERATORS = {"moderators": {"x": X}}
COUNT_OPTIONS = {"level": 0.95, "test": "wald", "labels": None, "nodes": None}
DESIGN = {"design": np.ones((4, 1))}

CALLS = {
    "absolute_effect": {"pooled": pool(Y, V, measure="RR"), "assumed_risk": 0.2},
    **dict.fromkeys(
        ("agresti_coull", "blaker", "clopper_pearson", "jeffreys", "mid_p", "wilson"), PROPORTION
    ),
    "wilson_corrected": PROPORTION,
    "arm_intervals": {"arms": pd.DataFrame({"events": [3], "n": [10]}), "level": 0.95},
    "back_transform": {"values": Y, "measure": "PFT", "sizes": [10, 20]},
    "back_transformed": {"record": pool(Y, V, measure="OR"), "sizes": None},
    "bayesian": EFFECTS | {"tau_prior": HalfNormal(0.5), "level": 0.95, "labels": None},
    "begg": RECORD,
    "beta_binomial": ONE_ARM | {"level": 0.95, "test": "wald", "labels": None},
    "binomial_normal": ONE_ARM | DESIGN | COUNT_OPTIONS,
    "check_studies": EFFECTS | {"labels": None},
    "common_effect": EFFECTS | {"test": "wald", "level": 0.95, "weights": None, "measure": "GEN"},
    "compare_arms": {"events": 8, "n": 20, "comparator_events": 3, "comparator_n": 20},
    "conditional_mean": {"fit": binomial_normal(**ONE_ARM)},
    "conditional_odds_ratio": TABLES | DESIGN | COUNT_OPTIONS,
    "conditional_rate_ratio": RATES | COUNT_OPTIONS,
    "convention_ledger": TABLES | {"level": 0.95, "labels": None},
    "cumulative": EFFECTS | {"order": [1, 0, 2, 3], "labels": None, "tau2_method": "DL"},
    "effects_from_interval": {"low": 0.5, "high": 2.0, "estimate": 1.0, "level": 0.95}
    | {"measure": "HR", "labels": None},
    "effects_from_table": {"table": FRAME, "measure": "PLO", "level": 0.95, "correction": 0.5},
    "egger": RECORD | {"predictor": "std_error", "level": 0.95},
    "egger_meta_regression": RECORD | {"predictor": "variance", "tau2_method": "DL", "test": "t"},
    "generic_effects": EFFECTS | {"measure": "OR", "labels": None, "sizes": [5, 6, 7, 8]},
    "gosh": EFFECTS | {"method": "DL", "draws": 5, "seed": 0, "labels": None, "workers": 1},
    "harbord": TABLES | {"level": 0.95, "labels": None},
    "influence": EFFECTS | MODERATORS | {"intercept": True, "tau2_method": "DL", "labels": None},
    "leave_one_out": EFFECTS | {"labels": None, "tau2_method": "DL", "test": "wald"},
    "mantel_haenszel": TABLES
    | {"measure": "OR", "zero_policy": "none", "correction": 0.5, "study_zero_policy": "only0"}
    | {"level": 0.95, "continuity": True, "labels": None},
    "marginal_mean": {"fit": binomial_normal(**ONE_ARM)},
    "measure_named": {"name": "OR"},
    "meta_regression": EFFECTS
    | MODERATORS
    | {"intercept": True, "tau2_method": "DL", "test": "wald", "level": 0.95, "labels": None},
    "multiverse": {
        "frame": FRAME,
        "denominators": {"all": {"xi": "xi", "ni": "ni"}},
        "inclusions": {"two": [True, True, False]},
        "level": 0.95,
    },
    "number_needed": {"difference": -0.1, "low": -0.2, "high": -0.05, "level": 0.95},
    "permutation_test": EFFECTS
    | MODERATORS
    | {"intercept": True, "draws": 9, "seed": 1, "tau2_method": "DL", "test": "wald"},
    "peters": TABLES | {"zero_policy": "only0", "level": 0.95, "labels": None},
    "peto": TABLES | {"level": 0.95, "labels": None},
    "poisson_normal": {"events": [3, 5, 1, 8], "time": [90.0, 80, 70, 60]} | DESIGN | COUNT_OPTIONS,
    "pool": EFFECTS
    | {"tau2_method": "DL", "test": "wald", "level": 0.95, "tau2": 0.1, "weights": [1, 2, 3, 4]}
    | {"labels": None, "measure": "GEN"},
    "predict_effects": {"fit": meta_regression(Y, V, {"x": X}), "rows": [[1.0, 2.0]]},
    "prediction_interval": {"pooled": pool(Y, V), "rule": "normal", "level": 0.95},
    "ratio_from_observed_minus_expected": {"observed_minus_expected": -5.0, "variance": 10.0},
    "ratio_from_p": {"estimate": 0.5, "p_value": 0.05, "measure": "HR", "labels": None},
    "ratio_from_p_and_events": {"p_value": 0.05, "first_arm_better": True}
    | {"events_1": 34, "events_2": 38, "events": None, "sizes": (20, 40), "measure": "HR"},
    "read_study_table": {"source": FRAME, "measure": "PLO"},
    "refuse_cases": {"frame": FRAME},
    "subgroups": EFFECTS | {"by": ["a", "a", "b", "b"], "tau2": "common", "tau2_method": "DL"},
    "tau2_interval": EFFECTS | {"method": "q_profile", "tau2_method": "DL", "level": 0.95},
    "trim_and_fill": RECORD | {"estimator": "L0", "side": "left", "tau2_method": "DL"},
    "unconditional_odds_ratio": TABLES | DESIGN | COUNT_OPTIONS,
    "unconditional_rate_ratio": RATES | COUNT_OPTIONS,
}
FUNCTIONS = {name: getattr(synthesis, name) for name in CALLS} | {"effect_sizes": effect_sizes}
CALLS["effect_sizes"] = TABLES | {"measure": "RR", "zero_policy": "only0", "correction": 0.5}

# no function can make anything of these
NEVER = {
    "date": date(2026, 11, 28),
    "datetime64": np.datetime64("2026-11-28"),
    "complex": 1 + 2j,
    "object": object(),
    "bytes": b"0.1",
    "beyond a float": 10**400,
    "set": {0.1},
    "ragged": [[0.1, 0.2], [0.3]],
    "dates": np.array(["2026-11-28"] * 4, "datetime64[D]"),
    "complex numbers": np.array([1j, 2, 3, 4]),
    "one date among numbers": [date(2026, 11, 28), 0.1, 0.2, 0.3],
    "one beyond a float": [10**400, 0.1, 0.2, 0.3],
}
# some can: what comes is an answer or a refusal in our own words
SOMETIMES = {
    "text": "many",
    "empty text": "",
    "texts": ["0.1", "0.2", "0.3", "0.4"],
    "one text among numbers": [0.1, "many", 0.2, 0.3],
    "None": None,
    "Nones": [None] * 4,
    "NA": pd.NA,
    "masked": np.ma.masked,
    "all masked": np.ma.array([1.0, 2, 3, 4], mask=True),
    "NaN": float("nan"),
    "NaNs": [float("nan")] * 4,
    "inf": float("inf"),
    "infs": [-np.inf, np.inf, np.inf, np.inf],
    "minus one": -1,
    "half": 0.5,
    "huge": 1e300,
    "empty": [],
    "one": [1.0],
    "no dimension": np.array(1.0),
    "four dimensions": np.ones((1, 1, 1, 4)),
    "mapping": {"a": 1},
    "mapping of numbers": {"xi": 1, "ni": 2},
    "yes": True,
    "booleans": [True, False, True, True],
    "iterator": iter([0.1, 0.2]),
}


STUDIES = (
    "yi",
    "vi",
    "ai",
    "n1i",
    "ci",
    "n2i",
    "x1i",
    "t1i",
    "x2i",
    "t2i",
    "events",
    "totals",
    "time",
)


def test_every_public_function_is_tried():
    public = {name for name in synthesis.__all__ if isfunction(getattr(synthesis, name))}
    assert public | {"effect_sizes"} == set(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_the_call_that_is_varied_is_answered(name):
    FUNCTIONS[name](**CALLS[name])


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", CALLS)
def test_what_can_never_be_is_refused_with_the_name_of_the_argument(name):
    for argument in CALLS[name]:
        for kind, value in NEVER.items():
            if argument in ("labels", "by") and np.ndim(np.asarray(value, object)):
                continue  # any list names studies
            with pytest.raises(EvidenceError) as refusal:
                FUNCTIONS[name](**(CALLS[name] | {argument: value}))
            assert argument in str(refusal.value), (argument, kind, str(refusal.value))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", CALLS)
def test_nothing_but_an_answer_or_a_refusal_of_our_own_comes_back(name):
    for argument in CALLS[name]:
        for kind, value in SOMETIMES.items():
            try:
                FUNCTIONS[name](**(CALLS[name] | {argument: value}))
            except EvidenceError as refusal:
                assert str(refusal)
            except Exception as error:
                pytest.fail(f"{argument} = {kind}: {type(error).__name__}: {error}")


def without_second(values):
    return [value if place != 1 else np.nan for place, value in enumerate(values)]


def answer(name, arguments):
    """What is reported of an answer, or the refusal."""
    try:
        found = FUNCTIONS[name](**arguments)
    except EvidenceError as refusal:
        return str(refusal)
    return found.to_csv() if isinstance(found, pd.DataFrame) else repr(found)


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        (name, argument)
        for name, call in CALLS.items()
        for argument in call
        if argument in STUDIES and np.ndim(call[argument]) and name != "check_studies"
    ],
)
def test_a_masked_value_is_a_missing_one(name, argument):
    values = CALLS[name][argument]
    mask = [place == 1 for place in range(len(values))]
    masked = np.ma.array(values, mask=mask)
    holding_none = [value if place != 1 else None for place, value in enumerate(values)]
    missing = answer(name, CALLS[name] | {argument: without_second(values)})
    assert answer(name, CALLS[name] | {argument: masked}) == missing
    assert answer(name, CALLS[name] | {argument: holding_none}) == missing
    assert missing != answer(name, CALLS[name])


def test_masks_of_every_form_are_seen():
    row = np.ma.array([1.0, 7.0], mask=[False, True])
    matrix = np.ma.array([row, [3, 4]])
    for values in (
        [row, [3.0, 4.0]],
        [[1.0, np.ma.masked], [3.0, 4.0]],
        matrix,
    ):
        np.testing.assert_array_equal(numbers(values, "yi"), [[1.0, np.nan], [3.0, 4.0]])
    nullable = pd.Series([1, None], dtype="Int64")
    np.testing.assert_array_equal(numbers(nullable, "yi"), [1.0, np.nan])


def test_exact_numbers_of_other_types_are_numbers():
    assert numbers([Decimal("0.1"), Fraction(1, 2), np.int8(3)], "yi").tolist() == [0.1, 0.5, 3.0]


def test_all_arguments_that_cannot_be_are_named_at_once():
    with pytest.raises(SynthesisError, match="3 problem") as refusal:
        pool(["0.1", 0.2], [0.1, 0.2], level=95, test=7)
    assert all(said in str(refusal.value) for said in ("yi must hold", "level 95", "test 7"))


def test_variances_come_with_numbers_and_not_with_effects():
    with pytest.raises(SynthesisError, match="vi is missing"):
        pool(Y)
    with pytest.raises(SynthesisError, match="not to be given beside Effects"):
        pool(RECORD["effects"], V)


@pytest.mark.parametrize("level", [0.0, 1.0, -0.5, 95])
def test_a_level_is_strictly_between_0_and_1(level):
    with pytest.raises(SynthesisError, match="level"):
        pool(Y, V, level=level)
    pool(Y, V, level=np.nextafter(0.5, 1))
