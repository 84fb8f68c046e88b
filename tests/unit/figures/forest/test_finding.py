"""The sentence at the head of a forest plot's caption, with values that are plain arithmetic."""

import numpy as np
import pandas as pd

from evidence.figures import forest


def shares(**cells: object) -> pd.DataFrame:
    rows = {
        "row_type": "study",
        "label": ["A", "B", "C"],
        "estimate": [0.2, 0.5, 0.05],
        "low": [0.1, 0.3, 0.0],
        "high": [0.3, 0.7, 0.1],
    }
    return pd.DataFrame(rows).assign(**cells)


def finding(frame: pd.DataFrame, **options: object) -> str:
    return forest.describe(frame, **{"outcome": "harm", "rows": ("arm", "arms"), **options}).finding


def test_proportions_range_by_group_and_the_comparator_is_named():
    frame = shares(group=["Any", "Late", "Any"], comparator=[False, False, True])
    assert finding(frame) == "Any: 20.0% in 1 arm; C: 5.0%; Late: 50.0% in 1 arm."
    assert finding(shares()) == "Harm: 5.0% to 50.0% in 3 arms."
    assert "Open squares are of the comparator." in forest.describe(frame, outcome="x").caption


def test_a_pooled_estimate_comes_with_its_interval_and_the_range_of_the_studies():
    whole = {"row_type": "summary", "label": "All", "estimate": 0.3, "low": 0.25, "high": 0.36}
    frame = pd.concat([shares(), pd.DataFrame([whole])], ignore_index=True)
    assert finding(frame) == (
        "Harm: 30.0% (95% confidence interval 25.0% to 36.0%), pooled from 3 arms with 5.0% to "
        "50.0%."
    )
    assert "90% confidence" in finding(frame, level=0.9)


def test_ratios_are_counted_by_whether_they_include_1():
    ratios = shares(estimate=[1.5, 2.0, 3.0], low=[1.0, 0.9, 1.0001], high=[2.0, 3.0, 4.0])
    sides = {"measure": "risk_ratio", "favours": ("favours old", "favours new")}
    assert finding(ratios, **sides) == (
        "Harm: risk ratio 1.50 to 3.00, favours new (2 of 3 intervals at 95% include 1)."
    )
    both = ratios.assign(estimate=[0.95, 2.0, 3.0], low=[0.9, 0.9, 1.0001])
    assert "favours" not in finding(both, **sides)


def test_without_any_estimate_nothing_is_found():
    assert finding(shares(estimate=np.nan)) == "No estimate of harm is known."


def test_the_method_of_the_intervals_is_in_the_caption():
    caption = forest.describe(shares(interval="exact"), outcome="x").caption
    assert "lines are 95% confidence intervals (exact)." in caption
