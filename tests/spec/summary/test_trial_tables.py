"""Tables of trial results: which results are in them, and what stands beside each.

88 of 109 has the exact 95% limits 72.1 and 87.7% and 28 of 48 the 90% Wilson limits 46.5 and 69.3%,
as reported in the reports of INO-VATE.
"""

import math

import pandas as pd
import pytest

from evidence.summary.results.trials import (
    at_level,
    counted,
    hazard_ratios,
    reported_intervals,
    single_arm,
)

OUTCOME = {
    "outcome_id": "o",
    "study_id": "s",
    "family_id": "f",
    "study_label": "S",
    "arm_id": "a",
    "arm_label": "A",
    "arm_kind": "arm",
    "agent": "inotuzumab_ozogamicin",
    "design": "single_arm",
    "population": "adult",
    "treatment": "index_single_agent",
    "measure": "mrd_negative_of_responders",
    "analysis_set": "responders",
    "time_point_as_reported": "",
    "events": 88,
    "n": 109,
    "numerator_basis": "reported",
    "percent_as_reported": "80.7",
    "low_as_reported": "72.1",
    "high_as_reported": "87.7",
    "level_percent": 95.0,
    "mrd_threshold_as_reported": "",
    "mrd_method": "",
    "only_in_a_report": "no",
    "sources": "outcomes:o",
}


def outcomes(*cells: dict) -> pd.DataFrame:
    frame = pd.DataFrame([OUTCOME | row for row in cells])
    return frame.astype({"events": "Int64", "n": "Int64"})


@pytest.mark.parametrize(
    ("cells", "rows"), [({}, 1), ({"events": None}, 0), ({"n": None}, 0), ({"events": 0}, 1)]
)
def test_a_proportion_has_both_numbers(cells: dict, rows: int) -> None:
    assert len(counted(outcomes({}, cells))) == 1 + rows


def test_columns_that_a_review_shows_beside_a_proportion() -> None:
    rows = outcomes({"mrd_method": "flow_cytometry"})
    assert "mrd_method" not in counted(rows)
    assert counted(rows, ["mrd_method"])["mrd_method"].tolist() == ["flow_cytometry"]


def test_a_proportion_has_both_intervals_and_its_sources_last() -> None:
    row = counted(outcomes({})).iloc[0]
    limits = ["clopper_pearson_low", "clopper_pearson_high", "wilson_low", "wilson_high"]
    assert row["proportion"] == pytest.approx(88 / 109)
    assert (100 * row[limits].astype(float)).round(1).tolist() == [72.1, 87.7, 72.3, 87.0]
    assert row.index[-1] == "sources"


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        ({}, 1),
        ({"low_as_reported": ""}, 0),
        ({"percent_as_reported": ""}, 0),  # the limits are of something else
        ({"events": None}, 0),
    ],
)
def test_only_limits_of_a_proportion_are_reproduced(cells: dict, rows: int) -> None:
    assert len(reported_intervals(outcomes({}, cells))) == 1 + rows


@pytest.mark.parametrize(
    ("cells", "method", "level"),
    [
        ({}, "clopper_pearson", 95),
        (
            {"events": 28, "n": 48, "low_as_reported": "46.5", "high_as_reported": "69.3"},
            "wilson",
            90,
        ),
        ({"high_as_reported": "99.9"}, "", None),
    ],
)
def test_the_method_that_gives_the_limits(cells: dict, method: str, level: float | None) -> None:
    row = reported_intervals(outcomes(cells)).iloc[0]
    assert (row["method"], row["sources"]) == (method, "outcomes:o")
    found = row["level_found_percent"]
    assert math.isnan(found) if level is None else found == pytest.approx(level)


# z is 1.959964 at 95% and 2.241403 at 97.5%
@pytest.mark.parametrize(
    ("low", "high", "level", "low_95", "high_95"),
    [
        (0.5, 2.0, 95.0, 0.5, 2.0),
        (
            0.5,
            2.0,
            97.5,
            math.exp(-math.log(2) * 1.959964 / 2.241403),
            math.exp(math.log(2) * 1.959964 / 2.241403),
        ),
        # centre 1/sqrt(2), half a width of ln sqrt(2)
        (0.5, 1.0, 97.5, 0.5 ** (0.5 + 0.5 * 0.874436), 0.5 ** (0.5 - 0.5 * 0.874436)),
    ],
)
def test_limits_of_a_ratio_at_95_percent(
    low: float, high: float, level: float, low_95: float, high_95: float
) -> None:
    effects = pd.DataFrame(
        {
            "effect_id": ["e", "x"],
            "effect_measure": ["hazard_ratio", "odds_ratio"],
            "low": low,
            "high": high,
            "level_percent": level,
            "sources": ["effects:e", "effects:x"],
        }
    ).reindex(
        columns=[
            *("effect_id", "effect_measure", "family_id", "study_id", "study_label", "arm_id"),
            *("comparator_arm_id", "outcome", "analysis_set", "estimate_as_reported", "estimate"),
            *("low", "high", "level_percent", "p_as_reported", "p_sides", "sources"),
        ]
    )
    found = hazard_ratios(effects)
    assert found["effect_id"].tolist() == ["e"]
    assert found[["low_95", "high_95"]].iloc[0].tolist() == pytest.approx(
        [low_95, high_95], rel=1e-5
    )
    assert found[["low", "high", "sources"]].iloc[0].tolist() == [low, high, "effects:e"]


def test_limits_at_another_level() -> None:
    # 1.644854 over 1.959964 of the width at 95%
    found = at_level(pd.Series([0.5]), pd.Series([2.0]), pd.Series([0.95]), 0.90).iloc[0]
    assert found.tolist() == pytest.approx([2**-0.839227, 2**0.839227], rel=1e-5)


def test_populations_with_the_result_that_each_counts() -> None:
    pool = pd.DataFrame(
        {
            "pool_row_id": ["r1", "r2"],
            "outcome_id": ["o", "p"],
            "measure": "cr_or_cri",
            "family_id": "f",
            "population": "adult",
            "primary": "yes",
            "exclusion": "none",
            "reason": "",
        }
    )
    found = single_arm(pool, outcomes({}, {"outcome_id": "p", "events": None}))
    row = found.iloc[0]
    assert found["pool_row_id"].tolist() == ["r1"]  # without a numerator there is nothing to count
    assert row[["outcome", "counted_as", "design", "sources"]].tolist() == [
        "cr_or_cri",
        "mrd_negative_of_responders",
        "single_arm",
        "pool_rows:r1 outcomes:o",
    ]
    assert row["proportion"] == pytest.approx(88 / 109)
