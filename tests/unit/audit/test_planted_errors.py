"""Planted errors are found, and nothing else is."""

import numpy as np
import pytest

from bench.planted_errors import sensitivity as planted
from bench.planted_errors.plant import swapped
from bench.planted_errors.planters import planters

# One or two of every kind; the full run is a command, its summary docs/audit_planted.md.
CHECKS = frozenset(
    {
        "unit_missing",
        "radiation_impossible",
        "dose_above_limit",
        "proportion_interval",
        "order_of_events",
        "percent_of_count",
        "claim_not_supported",
        "reference_twice",
        "statement_without_answer",
        "same_patient",
    }
)


@pytest.fixture(scope="module")
def outcomes(coded):
    return planted.plant_all(coded, copies=1, seed=7, checks=CHECKS)


def test_at_least_nineteen_in_twenty_are_found(outcomes):
    assert len(outcomes) >= 12
    assert outcomes["found"].mean() >= 0.95


def test_nothing_else_is_found(outcomes):
    assert list(outcomes.loc[outcomes["false_alarms"] != "", "false_alarms"]) == []


def test_the_page_counts_what_was_planted(outcomes):
    table = planted.summary(outcomes, "kind")
    assert table["copies"].sum() == len(outcomes)
    assert f"{len(outcomes)} copies" in planted.page(outcomes)


def test_swapped_digits_are_the_same_digits():
    rng = np.random.default_rng(3)
    assert sorted(swapped("97.5", rng)) == sorted("97.5") and swapped("97.5", rng) != "97.5"


def test_every_kind_of_the_plan_is_planted():
    assert {planter.kind for planter in planters(frozenset())} >= {
        "unit slip",
        "swapped digits",
        "shifted dates",
        "changed denominators",
        "swapped citations",
        "dropped negations",
        "duplicated patients",
    }
