"""Numbers that a sentence about another study gives: groups, decimal commas, bounds, intervals."""

import math

import pandas as pd
import pytest

from evidence.audit.checks.arithmetic.percentages import (
    claim_events_within_n,
    claim_percent_of_count,
)
from evidence.audit.checks.intervals.significance import is_significant, p_reported_as_zero
from evidence.audit.core.reported_numbers import (
    count_of,
    decimals_of,
    half_unit,
    p_values,
    reported_values,
)


def claims(value: str, events: str, n: str, p: str = "") -> dict[str, pd.DataFrame]:
    """One claim with a value, its counts and its p value as reported."""
    claim = {
        "claim_id": "report.c1",
        "document_id": "report",
        "locator": "Discussion ¶1",
        "value_as_reported": value,
        "numerator_as_reported": events,
        "denominator_as_reported": n,
        "p_as_reported": p,
    }
    effects = ["effect_id", "study_id", "p_as_reported", "locator"]
    return {
        "claims": pd.DataFrame([claim]),
        "effects": pd.DataFrame(columns=effects, dtype=str),
        "studies": pd.DataFrame(columns=["study_id", "document_id"], dtype=str),
    }


@pytest.mark.parametrize(
    ("reported", "count"),
    [
        ("900", 900),
        ("1,240", 1240),
        ("1.240", 1240),  # patients are whole: the dot groups
        ("1 240", 1240),
        ("1\u202f240", 1240),
        ("40 000", 40000),
        ("40,000", 40000),
        ("17 patients", 17),
        ("twelve", 12),
        ("thirteen", 13),
        ("twenty", 20),
        ("12,5", math.nan),
        ("1.5", math.nan),
        ("17%", math.nan),
        ("9-10", math.nan),
        ("-3", math.nan),
        ("All patients", math.nan),
    ],
)
def test_counts(reported: str, count: float) -> None:
    assert count_of(reported) == pytest.approx(count, nan_ok=True)


@pytest.mark.parametrize(
    ("reported", "value", "rounding", "sign"),
    [
        ("12%", 12, 0.5, "="),
        ("12.5%", 12.5, 0.05, "="),
        ("12,5%", 12.5, 0.05, "="),
        ("12·5%", 12.5, 0.05, "="),
        ("12.50 %", 12.5, 0.005, "="),
        ("1,250%", 1.25, 0.0005, "="),  # no percentage has thousands
        ("12 per cent", 12, 0.5, "="),
        ("12 percent", 12, 0.5, "="),
        ("<1%", 1, 0.5, "<"),
        ("≤ 1%", 1, 0.5, "≤"),
        ("less than 1%", 1, 0.5, "<"),
        ("no more than 1%", 1, 0.5, "≤"),
        ("not more than 1%", 1, 0.5, "≤"),
        ("more than 90%", 90, 0.5, ">"),
        ("at least 90%", 90, 0.5, "≥"),
        ("over 12 months, 77%", 77, 0.5, "="),  # the bound is on the months
        ("73,8% (95% CI 66,4–80,3)", 73.8, 0.05, "="),
        ("73.8% [66.4; 80.3]", 73.8, 0.05, "="),
    ],
)
def test_percentages(reported: str, value: float, rounding: float, sign: str) -> None:
    found = reported_values(pd.Series([reported])).iloc[0]
    assert found["is_percent"]
    assert (found["value"], found["sign"]) == (value, sign)
    assert found["rounding"] == pytest.approx(rounding, abs=1e-8)


@pytest.mark.parametrize(
    ("reported", "value"),
    [
        ("0.77 (95% CI 0.58 to 1.03)", 0.77),  # 95% is a level
        ("0,77 (0,58–1,03)", 0.77),
        ("0.77; 97.5% CI 0.58-1.03", 0.77),
        ("7.7 months", 7.7),
        ("1,240 days", 1240),
        ("900/1,240", 900),
        ("40 000", 40000),
        ("18–44", math.nan),  # a range is no value
        ("18 to 44 days", math.nan),
        ("lower", math.nan),
        ("", math.nan),
    ],
)
def test_numbers_that_are_no_percentages(reported: str, value: float) -> None:
    found = reported_values(pd.Series([reported])).iloc[0]
    assert not found["is_percent"]
    assert found["value"] == pytest.approx(value, nan_ok=True)


@pytest.mark.parametrize("reported", ["18%–44%", "18-44%", "18% to 44%"])
def test_a_range_of_percentages_is_no_value(reported: str) -> None:
    assert math.isnan(reported_values(pd.Series([reported]))["value"].item())


@pytest.mark.parametrize(
    ("reported", "places"),
    [("73", 0), ("73.8", 1), ("73.80", 2), ("73,80", 2), ("1,240", 0), ("0,240", 3), (".0105", 4)],
)
def test_decimals(reported: str, places: int) -> None:
    assert decimals_of(reported) == places
    assert half_unit(pd.Series([reported])).item() == pytest.approx(0.5 / 10**places, abs=1e-8)


@pytest.mark.parametrize(
    ("value", "events", "n", "found"),
    [
        ("72.6%", "900", "1,240", 0),  # 72.58%
        ("72.5%", "900", "1,240", 1),
        ("72.6%", "900", "1 240", 0),
        ("72,6%", "900", "1.240", 0),
        ("12,5%", "2", "16", 0),
        ("12,6%", "2", "16", 1),
        ("25%", "40 000", "160 000", 0),
        ("<1%", "5", "1,240", 0),  # 0.40%
        ("<1%", "12", "1,240", 0),  # 0.97%
        ("<1%", "1", "100", 1),
        ("≤1%", "1", "100", 0),
        ("≤1%", "2", "100", 1),
        (">50%", "25", "50", 1),
        ("≥50%", "25", "50", 0),
        ("at least 50%", "24", "50", 1),
        ("more than 50%", "26", "50", 0),
        # "about" is good to 2.5 points
        ("about 20%", "9", "40", 0),  # 22.5%
        ("about 20%", "91", "400", 1),  # 22.75%
        ("about 20%", "7", "40", 0),  # 17.5%
        ("about 20%", "69", "400", 1),  # 17.25%
    ],
)
def test_a_claimed_percentage_is_that_of_its_counts(
    value: str, events: str, n: str, found: int
) -> None:
    assert len(claim_percent_of_count(claims(value, events, n), {})) == found


@pytest.mark.parametrize(
    ("events", "n", "found"),
    [("900", "1,240", 0), ("1,240", "1,240", 0), ("1,241", "1,240", 1), ("2", "1 240", 0)],
)
def test_a_claimed_numerator_is_within_its_denominator(events: str, n: str, found: int) -> None:
    assert len(claim_events_within_n(claims("", events, n), {})) == found


@pytest.mark.parametrize(
    ("reported", "least", "most"),
    [
        ("p = 0.04", 0.035, 0.045),
        ("0,04", 0.035, 0.045),
        (".0105", 0.01045, 0.01055),
        ("5E-5", 4.5e-5, 5.5e-5),
        ("p < 0.001", 0, 0.001),
        ("p ≤ 0.001", 0, 0.001),
        ("p > 0.05", 0.05, 1),
        ("p ≥ 0.05", 0.05, 1),
        ("0.000", 0, 0.0005),
        ("1.0", 0.95, 1),
        ("NS", math.nan, math.nan),
        ("", math.nan, math.nan),
    ],
)
def test_what_a_p_value_can_mean(reported: str, least: float, most: float) -> None:
    found = p_values(pd.Series([reported])).iloc[0]
    expected = pytest.approx([least, most], abs=1e-9, nan_ok=True)
    assert [found["least"], found["most"]] == expected


@pytest.mark.parametrize(
    ("reported", "significant"),
    [
        ("0.04", True),
        ("0.05", False),
        ("0.049", True),
        ("p < 0.05", True),
        ("p ≤ 0.05", False),
        ("p < 0.06", False),
        ("p > 0.04", False),
        ("p > 0.05", False),
        ("NS", False),
    ],
)
def test_significance_is_below_0_05(reported: str, significant: bool) -> None:
    assert is_significant(pd.Series([reported])).item() == significant


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        ("0.000", "<0.001"),
        ("p = 0,000", "<0.001"),
        ("P=.0000", "<0.0001"),
        ("0", "above 0"),
        ("<0.000", "<0.001"),
        ("0.001", None),
        ("<0.001", None),
        ("", None),
    ],
)
def test_a_p_value_of_0_is_a_bound(reported: str, expected: str | None) -> None:
    found = p_reported_as_zero(claims("", "", "", p=reported), {})
    assert found["expected"].tolist() == ([] if expected is None else [expected])
