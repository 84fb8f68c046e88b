"""An estimate, its interval and its p value: what rounding can hide is no finding.

The intervals are chosen so that their middle and half-width are known by hand: 0.5 to 2 has its
middle at 1 and the half-width ln 2 = 0.6931; of 2 (1 to 4) at 95% z is 1.96, so p is 0.05.
"""

import pandas as pd
import pytest

from evidence.audit.checks.intervals.proportions import (
    outcome_intervals,
    proportion_interval,
    proportion_level,
)
from evidence.audit.checks.intervals.ratios import (
    estimate_outside_interval,
    prediction_within_interval,
    ratio_against_p,
    ratio_off_centre,
)
from evidence.audit.checks.intervals.significance import significance_at_boundary
from tests.spec.audit.small_tables import empty, rows

STUDIES = rows({"study_id": "s", "document_id": "report"})


def effects(estimate: str, low: str, high: str, **cells: object) -> dict[str, pd.DataFrame]:
    """A reported effect with its interval."""
    effect = {
        "effect_id": "s.e1",
        "study_id": "s",
        "effect_measure": "odds_ratio",
        "estimate_as_reported": estimate,
        "low_as_reported": low,
        "high_as_reported": high,
        "level_percent": 95.0,
        "p_as_reported": "",
        "p_sides": float("nan"),
        "locator": "Results ¶1",
    }
    outcomes = empty(
        *("outcome_id", "study_id", "percent_as_reported", "estimate_as_reported"),
        *("low_as_reported", "high_as_reported", "locator"),
    )
    return {"effects": rows({**effect, **cells}), "studies": STUDIES, "outcomes": outcomes}


@pytest.mark.parametrize(
    ("estimate", "severity"),
    [
        ("1.0000", None),
        ("1.0211", None),  # ln 1.0211 is 0.0301 half-widths, of which rounding hides 0.0003
        ("1.0213", "warning"),  # 0.0304 half-widths
        ("0.9793", None),
        ("0.9790", "warning"),
        ("1.0719", "warning"),  # 0.1002 half-widths
        ("1.0720", "error"),  # 0.1003 half-widths
    ],
)
def test_a_ratio_is_off_its_middle_by_3_percent_of_the_half_width(
    estimate: str, severity: str | None
) -> None:
    found = ratio_off_centre(effects(estimate, "0.5000", "2.0000"), {})
    assert found["severity"].tolist() == ([] if severity is None else [severity])


def test_coarse_rounding_hides_more() -> None:
    assert ratio_off_centre(effects("1.1", "0.5", "2.0"), {}).empty
    assert len(ratio_off_centre(effects("1.10", "0.50", "2.00"), {})) == 1


def test_decimal_commas_are_read_with_their_decimals() -> None:
    assert ratio_off_centre(effects("1,0211", "0,5000", "2,0000"), {}).empty
    assert len(ratio_off_centre(effects("1,0213", "0,5000", "2,0000"), {})) == 1
    assert ratio_off_centre(effects("0,985", "0,943", "1,029"), {}).empty  # no thousands


@pytest.mark.parametrize(
    ("p", "sides", "found"),
    [
        ("0.0500", 2, 0),
        ("0.0309", 2, 0),  # z 2.158, 0.198 away
        ("0.0306", 2, 1),  # z 2.162, 0.202 away
        ("0.0780", 2, 0),  # z 1.762, 0.197 away
        ("0.0790", 2, 1),  # z 1.757, 0.203 away
        ("0.025", 2, 1),
        ("0.025", 1, 0),  # one-sided, half of 0.05
        ("0.025", float("nan"), 0),  # sides not reported: either
        ("<0.05", 2, 0),
        ("<0.001", 2, 1),
        ("≤0.05", 2, 0),
        (">0.05", 2, 0),
        (">0.2", 2, 1),
        ("NS", 2, 0),
    ],
)
def test_a_p_value_is_0_2_in_z_from_its_interval(p: str, sides: float, found: int) -> None:
    tables = effects("2.0000", "1.0000", "4.0000", p_as_reported=p, p_sides=sides)
    assert len(ratio_against_p(tables, {})) == found


@pytest.mark.parametrize(
    ("level", "p", "low", "found"),
    [
        (97.5, "0.04", "0.98", 1),
        (95.1, "0.04", "0.98", 1),
        (95.0, "0.04", "0.98", 0),  # the usual level is for other checks
        (97.5, "0.05", "0.98", 0),
        (97.5, "<0.05", "0.98", 1),
        (97.5, "0.04", "1.00", 1),
        (97.5, "0.04", "1.01", 0),
    ],
)
def test_significance_at_a_wider_level(level: float, p: str, low: str, found: int) -> None:
    tables = effects("1.50", low, "2.20", level_percent=level, p_as_reported=p)
    assert len(significance_at_boundary(tables, {})) == found


@pytest.mark.parametrize(
    ("estimate", "low", "high", "found"),
    [
        ("+40", "-10", "90", 0),  # a difference
        ("+40", "−10", "+90", 0),
        ("+90", "-10", "90", 0),
        ("+91", "-10", "90", 1),
        ("-10", "-10", "90", 0),
        ("-11", "-10", "90", 1),
        ("40", "90", "-10", 1),  # limits the wrong way round
        ("0,77", "0,58", "1,03", 0),
        ("0,57", "0,58", "1,03", 1),
    ],
)
def test_an_estimate_is_between_its_limits(estimate: str, low: str, high: str, found: int) -> None:
    tables = effects(estimate, low, high, effect_measure="risk_difference")
    assert len(estimate_outside_interval(tables, {})) == found


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        ("58.6", "82.5", 0),
        ("58.5", "82.6", 0),
        ("58.7", "82.5", 1),
        ("58.6", "82.4", 1),
        ("58,7", "82,5", 1),
    ],
)
def test_a_prediction_interval_contains_the_confidence_interval(
    low: str, high: str, found: int
) -> None:
    pool = rows(
        {"published_pool_id": "m", "document_id": "review", "locator": "abstract"},
        low_as_reported="58.6",
        high_as_reported="82.5",
        prediction_low_as_reported=low,
        prediction_high_as_reported=high,
    )
    assert len(prediction_within_interval({"published_pools": pool}, {})) == found


def proportion(low: str, high: str, level: float) -> dict[str, pd.DataFrame]:
    """5 of 50 patients with an interval."""
    outcome = {
        "outcome_id": "s.o1",
        "study_id": "s",
        "events": 5,
        "n": 50,
        "percent_as_reported": "10.0",
        "unit": "",
        "low_as_reported": low,
        "high_as_reported": high,
        "level_percent": level,
        "locator": "Results ¶1",
    }
    tables = {"outcomes": rows(outcome), "studies": STUDIES}
    return {"outcome_intervals": outcome_intervals(tables)}


# R: binom.test(5, 50)$conf.int is 0.0333 to 0.2181, at 90% 0.0402 to 0.1988.
@pytest.mark.parametrize(
    ("low", "high", "found"),
    [("3.3", "21.8", 0), ("3,3", "21,8", 0), ("3.2", "21.8", 1), ("3.3", "21.9", 1)],
)
def test_an_interval_of_a_proportion_is_that_of_some_method(
    low: str, high: str, found: int
) -> None:
    assert len(proportion_interval({}, proportion(low, high, 95.0))) == found


@pytest.mark.parametrize(("level", "found"), [(95.0, 0), (90.0, 1), (97.5, 1)])
def test_an_interval_of_a_proportion_is_at_its_level(level: float, found: int) -> None:
    assert len(proportion_level({}, proportion("3.3", "21.8", level))) == found
