"""Absolute effects and numbers needed to treat."""

import numpy as np
import pytest

from evidence.synthesis.effect_sizes.absolute_effect import absolute_effect, number_needed
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.pooling.pool import pool


@pytest.mark.parametrize(
    ("measure", "effect", "risk"),
    [
        ("RR", np.log(0.8), 0.16),
        ("OR", np.log(0.5), 1 / 9),
        ("HR", np.log(0.5), 1 - 0.8**0.5),
        ("RD", -0.05, 0.15),
        ("RR", np.log(9), 1.0),
        ("RD", -0.4, 0.0),
    ],
)
def test_risks_by_hand(measure, effect, risk):
    found = absolute_effect(pool([effect], [0.01], measure=measure), 0.2)
    assert found.risk[0] == pytest.approx(risk)
    assert found.difference[0] == pytest.approx(risk - 0.2)
    assert found.risk[1] <= found.risk[0] <= found.risk[2]


def test_the_text_names_the_assumed_risk():
    text = str(absolute_effect(pool([np.log(0.5)], [0.04], measure="RR"), 0.2))
    assert text.startswith("-100 per 1000 [-132, -52]")
    assert "assumed risk of 0.2" in text


def test_number_needed_when_the_difference_may_be_zero():
    found = number_needed(-0.04, -0.10, 0.02)
    assert found.through_infinity and found.reduces_events
    assert (found.number, found.low, found.high) == pytest.approx((25, 10, 50))
    assert "through infinity" in str(found)


def test_number_needed_to_harm():
    found = number_needed(0.1, 0.05, 0.2)
    assert str(found) == "10.0 to cause one more event [5.0, 20.0]"


@pytest.mark.parametrize(
    "call",
    [
        lambda: number_needed(0, -1, 1),
        lambda: number_needed(0.5, 0.6, 0.7),
        lambda: absolute_effect(pool([0.1], [0.1], measure="PLO"), 0.1),
        lambda: absolute_effect(pool([0.1], [0.1], measure="RR"), 1.0),
    ],
)
def test_refusals(call):
    with pytest.raises(SynthesisError):
        call()
