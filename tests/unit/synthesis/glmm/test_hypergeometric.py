"""The exact conditional likelihood of 2x2 tables."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nchypergeom_fisher

from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.glmm import hypergeometric
from evidence.synthesis.glmm.hypergeometric import ConditionalTables, longest_support
from evidence.synthesis.glmm.two_arm import conditional_odds_ratio

TABLES = [(3, 10, 2, 12), (600, 5000, 400, 6000), (0, 6, 1, 8), (4, 4, 1, 4), (9, 20, 0, 15)]


def table(*row):
    return ConditionalTables.of(*(np.array([[float(number)]]) for number in row))


@pytest.mark.parametrize("row", TABLES)
@pytest.mark.parametrize("log_odds_ratio", [-3.0, -0.4, 0.0, 1.7])
def test_probability_against_scipy(row, log_odds_ratio):
    a, n1, c, n2 = row
    reference = nchypergeom_fisher(n1 + n2, a + c, n1, np.exp(log_odds_ratio))
    log_p, slope, bend = (
        part[0, 0] for part in table(*row).derivatives(np.full((1, 1), log_odds_ratio), 2)
    )
    expected = reference.logpmf(a)
    if np.isinf(expected):  # scipy underflows where the log scale does not
        assert log_p < -700
    else:
        assert log_p == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert slope == pytest.approx(a - reference.mean(), rel=1e-8, abs=1e-7)
    assert -bend == pytest.approx(reference.var(), rel=1e-7)


@given(st.integers(1, 12), st.integers(1, 12), st.data())
@settings(max_examples=60, deadline=None)
def test_probability_in_whole_numbers(n1, n2, data):
    a, c = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))
    odds = data.draw(st.fractions(Fraction(1, 20), Fraction(20, 1)))
    m = a + c
    terms = {
        x: comb(n1, x) * comb(n2, m - x) * odds**x for x in range(max(0, m - n2), min(n1, m) + 1)
    }
    exact = terms[a] / sum(terms.values())
    found = table(a, n1, c, n2).derivatives(np.full((1, 1), np.log(float(odds))), 0)[0][0, 0]
    assert np.exp(found) == pytest.approx(float(exact), rel=1e-12)


def test_derivatives_follow_one_another():
    tables = ConditionalTables.of(*np.array(TABLES, float).T[:, None, :])
    predictor, h = np.full((1, len(TABLES)), 0.3), 1e-4
    here = tables.derivatives(predictor, 4)
    for order in range(4):
        up = tables.derivatives(predictor + h, order)[order]
        down = tables.derivatives(predictor - h, order)[order]
        np.testing.assert_allclose(here[order + 1], (up - down) / (2 * h), rtol=1e-5, atol=1e-6)


def test_window_and_whole_support_agree(monkeypatch):
    tables = ConditionalTables.of(*np.array(TABLES, float).T[:, None, :])
    predictor = np.array([[-6.0, 0.2, 3.0, 0.0, 12.0]])
    whole = tables.derivatives(predictor, 4)
    monkeypatch.setattr(hypergeometric, "SHORT", 0)
    for found, expected in zip(tables.derivatives(predictor, 4), whole, strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-12)


def test_tables_of_millions():
    big = table(30_000, 1_000_000, 31_000, 1_000_000)
    log_p, slope, bend = (part[0, 0] for part in big.derivatives(np.full((1, 1), -0.03), 2))
    reference = nchypergeom_fisher.logpmf(30_000, 2_000_000, 1_000_000, 61_000, np.exp(-0.03))
    assert log_p == pytest.approx(reference, rel=1e-9)
    assert abs(slope) < 200 and bend < -10_000


def test_own_estimate_solves_the_score_and_ends_are_ends():
    tables = ConditionalTables.of(*np.array(TABLES, float).T[:, None, :])
    log_odds = tables.study_log_odds_ratio()[0]
    assert log_odds[2] < -25 and log_odds[3] > 25 and log_odds[4] > 25
    np.testing.assert_allclose(tables.slopes(log_odds[None])[0][0, :2], 0, atol=1e-8)
    np.testing.assert_allclose(tables.derivatives(log_odds[None], 0)[0][0, 2:], 0, atol=1e-9)


def test_tables_that_would_fill_the_memory_are_refused_with_the_limit():
    half = 4_999_999.0  # events in all, among more subjects in each arm: 5,000,000 tables
    many = np.full((1, 2), 1e9)
    none, events, more = np.zeros((1, 2)), np.full((1, 2), half), np.array([[half, half + 1]])
    assert longest_support([none, many, events, many], ["A", "B"]) == 5_000_000
    with pytest.raises(SynthesisError, match=r"10,000,001 tables \(B: 5,000,001\).*10,000,000"):
        longest_support([none, many, more, many], ["A", "B"])
    with pytest.raises(SynthesisError, match="Use unconditional_odds_ratio"):
        conditional_odds_ratio([10**8, 10**8], [10**9] * 2, [10**8, 2 * 10**8], [10**9] * 2)
