"""Every analysis works on one meta-analysis and, along a leading axis, on many: a batch is the
loop.
"""

from dataclasses import fields, is_dataclass

import numpy as np
import pytest

from evidence.synthesis.effect_sizes.absolute_effect import absolute_effect, number_needed
from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes, generic_effects
from evidence.synthesis.effect_sizes.from_interval import effects_from_interval
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.pooling.tau2_interval import METHODS, tau2_interval
from evidence.synthesis.regression.meta_regression import meta_regression, predict_effects
from evidence.synthesis.regression.permutation_test import permutation_test
from evidence.synthesis.regression.subgroups import subgroups
from evidence.synthesis.sensitivity.influence import influence
from evidence.synthesis.sensitivity.leave_one_out import cumulative, leave_one_out
from evidence.synthesis.small_study.egger_begg import begg, egger, egger_meta_regression
from evidence.synthesis.small_study.harbord_peters import harbord, peters
from evidence.synthesis.small_study.trim_and_fill import trim_and_fill

RANDOM = np.random.default_rng(20)
Y, V = RANDOM.normal(0.2, 0.5, (2, 3, 9)), RANDOM.uniform(0.02, 0.3, (2, 3, 9))
COUNTS = {name: RANDOM.integers(3, 30, (2, 3, 9)) for name in ("ai", "ci")}
COUNTS |= {"n1i": COUNTS["ai"] + 25, "n2i": COUNTS["ci"] + 40}
DOSE = RANDOM.normal(size=9)
SIZES = RANDOM.uniform(1, 3, (2, 3, 9, 1))
MANY = [(), *[(i, j) for i in range(2) for j in range(3)]]

ANALYSES = {
    "leave one out": lambda s: leave_one_out(Y[s], V[s], tau2_method="DL", test="knapp_hartung"),
    "cumulative": lambda s: cumulative(Y[s], V[s], order=list(range(9))[::-1]),
    "influence": lambda s: influence(Y[s], V[s]),
    "influence of a regression": lambda s: influence(Y[s], V[s], {"dose": DOSE}),
    "subgroups": lambda s: subgroups(Y[s], V[s], ["a"] * 4 + ["b"] * 5),
    "subgroups of one tau2": lambda s: subgroups(Y[s], V[s], ["a"] * 4 + ["b"] * 5, tau2="common"),
    "Egger": lambda s: egger(generic_effects(Y[s], V[s])),
    "Egger, model-based": lambda s: egger_meta_regression(generic_effects(Y[s], V[s])),
    "Begg": lambda s: begg(generic_effects(Y[s], V[s])),
    "Peters": lambda s: peters(**counts(s)),
    "Harbord": lambda s: harbord(**counts(s)),
    "trim and fill": lambda s: trim_and_fill(effect_sizes("OR", **counts(s)), side="left"),
    "permutations": lambda s: permutation_test(Y[s], V[s], DOSE, draws=50),
    "influence of moderators of their own": lambda s: influence(Y[s], V[s], SIZES[s]),
    "permutations of moderators of their own": lambda s: permutation_test(
        Y[s], V[s], SIZES[s], draws=50
    ),
    "meta-regression": lambda s: meta_regression(Y[s], V[s], {"dose": DOSE}),
} | {
    f"tau2 by {method}": lambda s, method=method: tau2_interval(Y[s], V[s], method=method)
    for method in METHODS
}
SENTENCES = ("note", "fallback", "convention", "design")


def counts(place):
    return {name: values[place] for name, values in COUNTS.items()}


def same(many, single, place):
    """Compare every field of one record with its place in that of many."""
    for field in fields(single):
        found, expected = getattr(many, field.name), getattr(single, field.name)
        if is_dataclass(expected):
            same(found, expected, place)
        elif isinstance(expected, tuple) and expected and is_dataclass(expected[0]):
            for mine, other in zip(found, expected, strict=True):
                same(mine, other, place)
        elif isinstance(expected, dict):
            for name, parts in expected.items():
                mine = np.asarray(found[name])
                mine = mine if mine.ndim == np.ndim(parts) else mine[place]
                np.testing.assert_allclose(mine, parts, rtol=1e-9)
        elif (
            field.name not in SENTENCES
            and expected is not None
            and not isinstance(expected, (str, tuple))
        ):
            shared = np.ndim(found) == np.ndim(expected)
            mine = found if shared else np.asarray(found)[place]
            np.testing.assert_allclose(
                np.asarray(mine, float),
                np.asarray(expected, float),
                rtol=1e-9,
                atol=1e-12,
                err_msg=field.name,
            )


@pytest.mark.parametrize("name", ANALYSES)
def test_a_batch_is_the_loop(name):
    many = ANALYSES[name](())
    for place in MANY[1:]:
        same(many, ANALYSES[name](place), place)
    assert str(many) and getattr(many, "convention", "said")


def test_each_set_keeps_its_own_absent_studies():
    y = Y.copy()
    y[1, 2, 4] = np.nan
    many = influence(y, V)
    assert many.hat.shape == (2, 3) and [len(hat) for hat in many.hat.ravel()] == [9] * 5 + [8]
    np.testing.assert_array_equal(many.hat[1, 2], influence(y[1, 2], V[1, 2]).hat)


def test_every_refused_set_is_named():
    y = Y.copy()
    y[0, 1, 1:] = y[1, 0, 1:] = np.nan
    with pytest.raises(SynthesisError, match="2 problem") as refusal:
        tau2_interval(y, V)
    assert "set 0, 1: " in str(refusal.value) and "set 1, 0: " in str(refusal.value)


def test_progress_counts_the_sets():
    steps = []
    tau2_interval(Y, V, progress=lambda done, total: steps.append((done, total)))
    assert steps == [(i, 6) for i in range(1, 7)]


def test_predictions_along_a_leading_axis():
    rows = [[1, 0.0], [1, 2.0]]
    many = predict_effects(meta_regression(Y, V, {"dose": DOSE}, test="knapp_hartung"), rows)
    for place in MANY[1:]:
        fit = meta_regression(Y[place], V[place], {"dose": DOSE}, test="knapp_hartung")
        single = predict_effects(fit, rows)
        assert many.pop("pi_rule", "t_k_minus_p") == single.pop("pi_rule") == "t_k_minus_p"
        for name, value in single.items():
            np.testing.assert_allclose(many[name][place], value, rtol=1e-9)


def test_a_value_that_cannot_be_is_named_in_a_batch_too():
    low, high = np.exp(Y - 1), np.exp(Y + 1)
    low[1, 2, 3] = -1.0
    with pytest.raises(SynthesisError, match=r"study 4: limits must be above 0 \(found -1.0\)"):
        effects_from_interval(low, high, measure="HR")


def test_absolute_effects_of_many_poolings():
    fits = pool(Y, V, measure="RR")
    many = absolute_effect(fits, 0.2)
    single = absolute_effect(pool(Y[1, 2], V[1, 2], measure="RR"), 0.2)
    assert [risk[1, 2] for risk in many.risk] == pytest.approx(list(single.risk), rel=1e-12)
    assert "6 absolute effects" in str(many)
    needed = number_needed(*many.difference)
    assert needed.number[1, 2] == pytest.approx(
        number_needed(*(d[1, 2] for d in many.difference)).number
    )


def test_a_batch_takes_no_more_arguments_than_one_set():
    effects = generic_effects(Y, V)
    for call in (
        lambda: begg(effects, 1),
        lambda: egger(effects, "variance"),
        lambda: tau2_interval(Y, V, "jackson"),
    ):
        with pytest.raises(TypeError):
            call()


def test_sets_that_differ_are_said_to():
    y = np.array(
        [[0.4, 0.6, 0.9, np.nan, np.nan, np.nan, np.nan], [0.4, 0.6, 0.9, 0.3, -0.1, 0.2, 0.8]]
    )
    drawn = permutation_test(y, np.full(y.shape, 0.1), draws=50, seed=3, tau2_method="DL")
    assert drawn.seed.tolist() == [None, 3] and drawn.exact.tolist() == [True, False]
    levels = subgroups(
        [[0.4, 0.6, np.nan, np.nan, 0.1, 0.2], [0.4, 0.6, 0.9, 0.3, 0.1, 0.3]],
        np.full((2, 6), 0.1),
        list("aabbcc"),
    )
    assert "differ in their levels" in str(levels)
    assert str(leave_one_out(y, np.full(y.shape, 0.1))).startswith("leave one out, 10 fits")
    assert str(influence(Y, V)).startswith("influence in 6 sets")
