"""Score intervals: the constrained risks maximise the likelihood, the limits solve the test."""

import numpy as np
import pytest

from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.proportions.rate_interval import rate_interval
from evidence.synthesis.proportions.score_statistic import (
    _risks_of_difference,
    _risks_of_odds_ratio,
    _risks_of_ratio,
)
from evidence.synthesis.proportions.two_by_two import two_arm_interval

TABLES = [(3, 20, 8, 25), (0, 15, 4, 12), (7, 7, 2, 9), (1, 50, 1, 40), (0, 10, 0, 12)]


def log_likelihood(p1, p2, a, n1, c, n2):
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = [
            np.where(count > 0, count * np.log(p), 0.0)
            for count, p in ((a, p1), (n1 - a, 1 - p1), (c, p2), (n2 - c, 1 - p2))
        ]
    return sum(terms)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    ("risks", "partner", "effects"),
    [
        (_risks_of_difference, lambda p, e: p + e, (-0.6, -0.1, 0.001, 0.3)),
        (_risks_of_ratio, lambda p, e: p * e, (0.2, 0.9, 1.0, 3.0)),
        (_risks_of_odds_ratio, lambda p, e: e * p / (1 - p + e * p), (0.2, 0.9, 1.0, 3.0)),
    ],
)
def test_no_other_risks_with_that_effect_are_more_likely(table, risks, partner, effects):
    for effect in effects:
        p2 = np.linspace(0, 1, 20_001)
        p1 = partner(p2, effect)
        valid = (p1 >= 0) & (p1 <= 1)
        best = log_likelihood(p1[valid], p2[valid], *table).max()
        ours = log_likelihood(*(np.clip(p, 0, 1) for p in risks(effect, *table)), *table)
        assert ours >= best - 1e-6


@pytest.mark.parametrize("method", ["wald", "newcombe", "miettinen_nurminen", "mee"])
def test_relabelled_arms_turn_the_difference_round(method):
    there = two_arm_interval("RD", 3, 20, 8, 25, method=method)
    back = two_arm_interval("RD", 8, 25, 3, 20, method=method)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low), abs=1e-9)


@pytest.mark.parametrize(("measure", "method"), [("RR", "koopman"), ("OR", "score")])
def test_ratios_run_to_infinity_without_events(measure, method):
    low = two_arm_interval(measure, 0, 10, 3, 10, method=method)
    high = two_arm_interval(measure, 3, 10, 0, 10, method=method)
    assert low.low == 0 and np.isfinite(low.high)
    assert high.high == np.inf and high.low == pytest.approx(1 / low.high, rel=1e-6)


def test_intervals_nest_and_say_their_method():
    narrow, wide = (two_arm_interval("RD", 3, 20, 8, 25, level=level) for level in (0.8, 0.99))
    assert wide.low < narrow.low < narrow.estimate < narrow.high < wide.high
    assert "miettinen_nurminen 99% interval" in str(wide)


@pytest.mark.parametrize(
    "call",
    [
        lambda: two_arm_interval("RD", 3, 20, 8, 25, method="koopman"),
        lambda: two_arm_interval("RD", 30, 20, 8, 25),
        lambda: two_arm_interval("SMD", 3, 20, 8, 25),
        lambda: rate_interval(-1, 10),
        lambda: rate_interval(1, 10, method="score"),
    ],
)
def test_refusals(call):
    with pytest.raises(SynthesisError):
        call()
