"""Counted outcomes, reported intervals, hazard ratios on one level, single-arm studies."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import ndtri

from evidence.coded.source_keys import source_keys
from evidence.synthesis.proportions.compare_arms import arm_intervals
from evidence.synthesis.proportions.reproduce_reported import reproduce

IDENTITY = [
    "study_id",
    "family_id",
    "study_label",
    "arm_id",
    "arm_label",
    "measure",
    "analysis_set",
    "time_point_as_reported",
    "events",
    "n",
    "numerator_basis",
    "percent_as_reported",
]


def counted(outcomes: pd.DataFrame, further: Sequence[str] = ()) -> pd.DataFrame:
    """Rows with a numerator and a denominator, with both intervals of the proportion.

    Parameters
    ----------
    outcomes : harmonised. further : columns of it that are shown too.

    Returns
    -------
    its identifying columns, the limits as reported, ``further``, proportion, clopper_pearson_low
    and _high, wilson_low and _high (0 to 1, 95%), sources.
    """
    rows = outcomes[outcomes["events"].notna() & outcomes["n"].notna()].reset_index(drop=True)
    columns = rows[
        [
            "outcome_id",
            *IDENTITY,
            "population",
            "treatment",
            "low_as_reported",
            "high_as_reported",
            "level_percent",
            *further,
            "sources",
        ]
    ]
    frame = arm_intervals(columns)
    return frame[[*[name for name in frame if name != "sources"], "sources"]]


def reported_intervals(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Every reported interval of a proportion, with the method and level that reproduce it.

    Returns
    -------
    outcome_id, study_label, arm_label, measure, events, n, numerator_basis, low_as_reported,
    high_as_reported, level_percent (as reported), method and level_found_percent (empty where no
    method tried reproduces the limits), sources.
    """
    reported = outcomes[
        (outcomes["low_as_reported"] != "")
        & (outcomes["percent_as_reported"] != "")
        & outcomes["events"].notna()
    ]
    found = [
        reproduce(int(row.events), int(row.n), row.low_as_reported, row.high_as_reported)
        for row in reported.itertuples()
    ]
    columns = reported[
        [
            "outcome_id",
            "study_id",
            "study_label",
            "arm_label",
            "measure",
            "events",
            "n",
            "numerator_basis",
            "low_as_reported",
            "high_as_reported",
            "level_percent",
        ]
    ]
    return columns.assign(
        method=[fit.method for fit in found],
        level_found_percent=[100 * fit.level for fit in found],
        sources=reported["sources"],
    ).reset_index(drop=True)


def at_level(
    low: pd.Series, high: pd.Series, level: pd.Series, new_level: float = 0.95
) -> pd.DataFrame:
    """Limits of a ratio at another level, from its reported limits, on the log scale.

    Equation: standard error = (ln high - ln low) / (2 z) with z of the reported level
    (Cochrane Handbook 6.3.2); the centre is the geometric mean of the reported limits.

    >>> at_level(pd.Series([0.57]), pd.Series([0.99]), pd.Series([0.975])).round(3).iloc[0].tolist()
    [0.59, 0.956]
    """
    centre, half = (np.log(low) + np.log(high)) / 2, (np.log(high) - np.log(low)) / 2
    half = half * ndtri(0.5 + new_level / 2) / ndtri(0.5 + level / 2)
    return pd.DataFrame({"low": np.exp(centre - half), "high": np.exp(centre + half)})


def hazard_ratios(effects: pd.DataFrame) -> pd.DataFrame:
    """Reported hazard ratios with their own level and, beside it, the 95% equivalent.

    Returns
    -------
    effect_id, family_id, study_label, outcome, analysis_set, estimate, low, high, level_percent,
    p_as_reported, p_sides, low_95, high_95, sources.
    """
    rows = effects[(effects["effect_measure"] == "hazard_ratio")].reset_index(drop=True)
    limits = at_level(rows["low"], rows["high"], rows["level_percent"].astype(float) / 100)
    columns = [
        "effect_id",
        "family_id",
        "study_id",
        "study_label",
        "arm_id",
        "comparator_arm_id",
        "outcome",
        "analysis_set",
        "estimate_as_reported",
        "estimate",
        "low",
        "high",
        "level_percent",
        "p_as_reported",
        "p_sides",
    ]
    return rows[columns].assign(
        low_95=limits["low"], high_95=limits["high"], sources=rows["sources"]
    )


def single_arm(pool_rows: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """One row per population and outcome, with its exact interval and whether it is primary.

    Returns
    -------
    pool_row_id, outcome (code), study_label, family_id, population, treatment, primary, exclusion,
    reason, counted_as (the outcome as the study counts it, which may be wider), design,
    time_point_as_reported, events, n, numerator_basis, proportion, clopper_pearson_low, _high,
    wilson_low, _high, sources.
    """
    results = outcomes[
        [
            "outcome_id",
            "study_label",
            "treatment",
            "design",
            "events",
            "n",
            "numerator_basis",
            "analysis_set",
            "time_point_as_reported",
            "measure",
            "only_in_a_report",
            "sources",
        ]
    ].rename(columns={"measure": "counted_as"})
    frame = pool_rows.rename(columns={"measure": "outcome"}).merge(
        results, on="outcome_id", how="left", validate="many_to_one"
    )
    frame = frame[frame["events"].notna()].reset_index(drop=True)
    frame = frame.assign(
        sources=source_keys("pool_rows", frame["pool_row_id"]) + " " + frame["sources"]
    )
    return arm_intervals(frame)
