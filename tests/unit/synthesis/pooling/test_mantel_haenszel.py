"""The weights of Mantel and Haenszel and of Peto, by hand and by what they must do."""

import numpy as np
import pytest

from evidence.synthesis.pooling.mantel_haenszel import mantel_haenszel, peto

TABLES = {"ai": [4, 6, 3], "n1i": [100, 50, 40], "ci": [8, 10, 0], "n2i": [100, 150, 60]}
RATES = {"x1i": [4, 6, 3], "t1i": [100, 50, 40], "x2i": [8, 10, 2], "t2i": [100, 150, 60]}
# c n1 / N, b c / N, n1 n2 / N; x2 t1 / T, t1 t2 / T: term by term
BY_HAND = {
    "RR": [8 * 100 / 200, 10 * 50 / 200, 0.0],
    "OR": [96 * 8 / 200, 44 * 10 / 200, 0.0],
    "RD": [100 * 100 / 200, 50 * 150 / 200, 40 * 60 / 100],
    "IRR": [8 * 100 / 200, 10 * 50 / 200, 2 * 40 / 100],
    "IRD": [100 * 100 / 200, 50 * 150 / 200, 40 * 60 / 100],
}


@pytest.mark.parametrize("measure", BY_HAND)
def test_the_weights_are_the_terms_of_the_denominator(measure):
    fit = mantel_haenszel(measure, **(TABLES if measure in ("RR", "OR", "RD") else RATES))
    expected = 100 * np.array(BY_HAND[measure]) / np.sum(BY_HAND[measure])
    np.testing.assert_allclose(fit.weights, expected)


def test_the_pooled_risk_ratio_is_the_weighted_mean_of_the_risk_ratios():
    cells = {name: np.array(values[:2], float) for name, values in TABLES.items()}
    fit = mantel_haenszel("RR", **cells)
    ratios = (cells["ai"] / cells["n1i"]) / (cells["ci"] / cells["n2i"])
    assert np.exp(fit.estimate) == pytest.approx(np.average(ratios, weights=fit.weights))


def test_petos_weights_are_the_variances_of_the_events():
    """V = n1 n2 m (N - m) / (N^2 (N - 1)); Yusuf et al. 1985."""
    variances = [
        100 * 100 * 12 * 188 / (200**2 * 199),
        50 * 150 * 16 * 184 / (200**2 * 199),
        40 * 60 * 3 * 97 / (100**2 * 99),
    ]
    expected = 100 * np.array(variances) / np.sum(variances)
    np.testing.assert_allclose(peto(**TABLES).weights, expected)


@pytest.mark.parametrize("fitted", [lambda **t: mantel_haenszel("OR", **t), peto])
def test_an_absent_study_has_no_weight_and_one_without_events_has_weight_0(fitted):
    weights = fitted(
        ai=[4, np.nan, 0, 6], n1i=[100, 50, 40, 50], ci=[8, 10, 0, 5], n2i=[100, 150, 60, 50]
    ).weights
    np.testing.assert_array_equal(np.isnan(weights), [False, True, False, False])
    assert weights[2] == 0 and np.nansum(weights) == pytest.approx(100)


def test_weights_of_many_sets_are_those_of_each():
    many = {name: np.array([values, values[::-1]]) for name, values in TABLES.items()}
    weights = mantel_haenszel("RD", **many).weights
    weights_of_set = mantel_haenszel("RD", **TABLES).weights
    np.testing.assert_allclose(weights, [weights_of_set, weights_of_set[::-1]])
