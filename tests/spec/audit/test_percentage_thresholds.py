"""A percentage against its count: what rounding can hide is no finding, the next step beyond is."""

import pandas as pd
import pytest

from evidence.audit.checks.arithmetic.percentages import (
    events_within_n,
    percent_has_count,
    percent_of_count,
)


def tables(percent: str) -> dict[str, pd.DataFrame]:
    """One outcome with 25 events in 50 patients, that is 50%, reported as ``percent``."""
    outcome = {
        "outcome_id": "s.o1",
        "study_id": "s",
        "percent_as_reported": percent,
        "value_as_reported": f"25 of 50 ({percent}%)",
        "events": 25,
        "n": 50,
        "unit": "",
        "numerator_basis": "reported",
        "locator": "Results ¶1",
    }
    study = {"study_id": "s", "document_id": "report"}
    return {"outcomes": pd.DataFrame([outcome]), "studies": pd.DataFrame([study])}


@pytest.mark.parametrize(
    ("percent", "found"),
    [
        ("50", 0),
        ("50.0", 0),
        ("50.1", 1),  # one step of the last decimal
        ("50.5", 1),
        ("51", 1),
        ("45", 1),
        ("55", 1),
    ],
)
def test_a_percentage_is_held_to_its_decimals(percent: str, found: int) -> None:
    assert len(percent_of_count(tables(percent), {})) == found


@pytest.mark.parametrize(
    ("percent", "severity"),
    [
        ("50.4", "warning"),
        ("50.5", "warning"),
        ("49.5", "warning"),
        ("50.6", "error"),
        ("49.4", "error"),
        ("45.0", "error"),
        ("55.0", "error"),
    ],
)
def test_half_a_point_off_is_the_last_warning(percent: str, severity: str) -> None:
    assert percent_of_count(tables(percent), {})["severity"].item() == severity


@pytest.mark.parametrize(
    ("percent", "n", "found"),
    [
        # without decimals some count gives every percentage from n = 100 on
        ("34", 50, 0),  # 17 of 50
        ("33", 50, 1),  # 16 of 50 is 32%, 17 of 50 is 34%
        ("64", 34, 1),  # 21 of 34 is 61.8%, 22 of 34 is 64.7%
        ("65", 34, 0),
        ("33", 99, 0),
        ("33", 100, 0),
        # with a decimal from n = 1000 on
        ("33.4", 999, 0),
        ("33.4", 500, 0),
        ("33.3", 500, 1),  # 166 of 500 is 33.2%, 167 of 500 is 33.4%
        ("33.3", 1000, 0),
        ("33.31", 1000, 1),  # with two, from n = 10 000 on
        ("33.31", 10000, 0),
    ],
)
def test_some_count_gives_a_percentage(percent: str, n: int, found: int) -> None:
    coded = tables(percent)
    coded["outcomes"] = coded["outcomes"].assign(numerator_basis="inferred", n=n)
    assert len(percent_has_count(coded, {})) == found


@pytest.mark.parametrize(("events", "found"), [(0, 0), (49, 0), (50, 0), (51, 1)])
def test_a_numerator_is_within_its_denominator(events: int, found: int) -> None:
    coded = tables("50")
    coded["outcomes"] = coded["outcomes"].assign(events=events)
    assert len(events_within_n(coded, {})) == found
