"""Permutation tests: arrangements counted by hand, statistics against regression one by one."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.synthesis.effect_sizes.effect_sizes import generic_effects
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.regression.batch import BatchRegression
from evidence.synthesis.regression.permutation_test import permutation_test
from evidence.synthesis.regression.permutations import (
    arrangements,
    count_of,
    drawn_orders,
    drawn_signs,
    every_order,
    every_sign,
)


def studies(k, seed=4):
    random = np.random.default_rng(seed)
    v = random.uniform(0.02, 0.5, k)
    return random.normal(0.3, np.sqrt(v + 0.1)), v, random.normal(size=k)


@pytest.mark.parametrize("counts", [[1, 1, 1, 1], [2, 1, 1], [3, 2], [4], [1, 2, 3]])
def test_arrangements_are_the_distinct_orders_in_lexicographic_order(counts):
    labels = np.repeat(np.arange(len(counts)), counts)
    expected = sorted(set(permutations(labels.tolist())))
    found = arrangements(np.arange(count_of(counts)), counts)
    assert [tuple(row) for row in found.tolist()] == expected


def test_the_last_of_many_orders_is_the_reversed_one():
    last = arrangements(np.array([count_of([1] * 20) - 1]), [1] * 20)
    np.testing.assert_array_equal(last[0], np.arange(20)[::-1])


def test_orders_of_tied_moderators_are_distinct_designs():
    labels = np.array([1, 0, 1, 2, 0])
    orders = np.concatenate(list(every_order(labels, np.bincount(labels))))
    assert (np.sort(orders, axis=1) == np.arange(5)).all()
    # a study placed at row j meets moderator label j; distinct designs only, each once
    designs = np.empty_like(orders)
    np.put_along_axis(designs, orders, np.broadcast_to(labels, orders.shape), axis=1)
    assert len(np.unique(designs, axis=0)) == len(designs) == count_of([2, 2, 1]) == 30


def test_signs_are_all_and_samples_begin_with_the_data():
    assert len(np.unique(np.concatenate(list(every_sign(13))), axis=0)) == 2**13
    np.testing.assert_array_equal(next(drawn_orders(6, 10, 1))[0], np.arange(6))
    np.testing.assert_array_equal(next(drawn_signs(6, 10, 1))[0], np.ones(6))


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.sampled_from(["EE", "DL", "ML", "REML"]))
def test_the_batch_of_means_equals_pooling_each(seed, method):
    random = np.random.default_rng(seed)
    y, v = random.normal(0, 1, (6, 5)), random.uniform(0.01, 2, (6, 5))
    found = BatchRegression(np.ones((6, 1)), method, "knapp_hartung", True)(y, v)
    each = pool(y.T, v.T, tau2_method=method, test="knapp_hartung")
    np.testing.assert_allclose(found.statistics[0], each.statistic, rtol=1e-6)
    np.testing.assert_allclose(found.omnibus, found.statistics[0] ** 2, rtol=1e-12)


def weighted_statistics(x, y, v, tau2):
    """z of each coefficient and Q_M by plain linear algebra."""
    w = np.diag(1 / (v + tau2))
    covariance = np.linalg.inv(x.T @ w @ x)
    b = covariance @ x.T @ w @ y
    omnibus = b[1:] @ np.linalg.inv(covariance[1:, 1:]) @ b[1:]
    return b / np.sqrt(np.diag(covariance)), omnibus


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("method", ["EE", "DL", "ML", "REML"])
def test_statistics_follow_from_tau2_and_tau2_maximises_the_likelihood(columns, method):
    y, v, _ = studies(12)
    x = np.column_stack([np.ones(12), np.random.default_rng(9).normal(1990, 5, (12, columns))])
    found = BatchRegression(x, method, "wald", True)(y[:, None], v[:, None])
    z, omnibus = weighted_statistics(x, y, v, found.tau2[0])
    np.testing.assert_allclose(found.statistics[:, 0], z, rtol=1e-6)
    assert found.omnibus[0] == pytest.approx(omnibus, rel=1e-6)

    def likelihood(tau2):
        w = np.diag(1 / (v + tau2))
        gram = x.T @ w @ x
        p = w - w @ x @ np.linalg.solve(gram, x.T @ w)
        restricted = np.linalg.slogdet(gram)[1] if method == "REML" else 0.0
        return -0.5 * (np.log(v + tau2).sum() + restricted + y @ p @ y)

    if method in ("ML", "REML"):
        best, rivals = likelihood(found.tau2[0]), np.linspace(0, 2, 400)
        assert all(likelihood(t) <= best + 1e-8 for t in rivals)


def test_exact_p_of_a_regression_equals_a_loop_over_all_orders():
    y, v, x = studies(5)
    x[3] = x[1]
    design = np.column_stack([np.ones(5), x])
    model = BatchRegression(design, "REML", "wald", True)
    observed = abs(model(y[:, None], v[:, None]).statistics[1, 0])
    loop = [
        abs(
            BatchRegression(design[list(order)], "REML", "wald", True)(
                y[:, None], v[:, None]
            ).statistics[1, 0]
        )
        for order in permutations(range(5))
    ]
    found = permutation_test(y, v, x)
    assert found.arrangements == 60 and found.exact
    assert found.p_values[1] == pytest.approx(np.mean(np.array(loop) >= observed - 1e-8), abs=1e-12)


def test_a_sample_is_seeded_and_close_to_the_exact_answer():
    y, v, x = studies(7)
    exact = permutation_test(y, v, x)
    drawn = permutation_test(y, v, x, draws=4000, seed=5)
    again = permutation_test(y, v, x, draws=4000, seed=5)
    assert exact.arrangements == 5040 and not drawn.exact
    np.testing.assert_array_equal(drawn.greater, again.greater)
    np.testing.assert_allclose(drawn.p_values, exact.p_values, atol=0.03)
    assert "seed 5" in drawn.convention and "every" in exact.convention


def test_shifting_effects_moves_the_intercept_only():
    y, v, x = studies(8)
    plain, moved = permutation_test(y, v, x, draws=500), permutation_test(y + 100, v, x, draws=500)
    assert moved.greater[1] == plain.greater[1]
    assert moved.statistics[1] == pytest.approx(plain.statistics[1], rel=1e-8)
    assert abs(moved.statistics[0]) > abs(plain.statistics[0])


def test_the_smallest_p_value_is_two_of_all_signs():
    found = permutation_test(np.full(6, 1.0), np.full(6, 0.01))
    assert found.greater[0] == 2 and found.p_values[0] == 2 / 64


def test_the_estimate_itself_is_compared_too():
    """With a common effect and equal variances z is proportional to the estimate."""
    y, _, x = studies(6)
    found = permutation_test(y, np.full(6, 0.1), x, tau2_method="EE")
    np.testing.assert_array_equal(found.estimate_p_values[1], found.p_values[1])
    assert permutation_test(y, studies(6)[1], x).estimate_p_values[1] != found.p_values[1]


def test_progress_reaches_the_total():
    y, v, x = studies(9)
    seen = []
    permutation_test(y, v, x, draws=9000, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(4096, 9000), (8192, 9000), (9000, 9000)]


@pytest.mark.parametrize(
    "options, words",
    [({"tau2_method": "PM"}, "allowed: EE, DL, REML, ML"), ({"test": "t"}, "knapp_hartung"),
     ({"intercept": False}, "needs its intercept")],
)  # fmt: skip
def test_unknown_options_are_refused(options, words):
    y, v, _ = studies(5)
    with pytest.raises(SynthesisError, match=words):
        permutation_test(y, v, **options)


def test_unusable_designs_are_refused():
    y, v, x = studies(14)
    with pytest.raises(SynthesisError, match="give draws"):
        permutation_test(y, v, x)
    with pytest.raises(SynthesisError, match="cannot be distinguished"):
        permutation_test(y, v, np.ones(14))
    with pytest.raises(SynthesisError, match="needed"):
        permutation_test(y, v, x[:3])
    with pytest.raises(SynthesisError, match="study 1: sampling variance"):
        permutation_test(y, -v)


def test_a_record_of_effects_may_stand_for_both():
    y, v, x = studies(5)
    record = permutation_test(generic_effects(y, v), moderators=x)
    np.testing.assert_array_equal(record.greater, permutation_test(y, v, x).greater)
