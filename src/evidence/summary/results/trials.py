"""INO-VATE by analysis set, printed intervals recomputed, hazard ratios on one level, single-arm
studies.
"""

from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtri

from evidence.coded.source_keys import source_keys
from evidence.synthesis.proportions.compare_arms import arm_intervals, compare_arms
from evidence.synthesis.proportions.reproduce_reported import reproduce

IDENTITY = [
    "study_id",
    "family_id",
    "study_label",
    "arm_id",
    "arm_label",
    "measure",
    "analysis_set",
    "time_point_as_printed",
    "events",
    "n",
    "numerator_basis",
    "percent_as_printed",
]


def counted(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Rows with a numerator and a denominator, with both intervals of the proportion.

    Parameters
    ----------
    outcomes : harmonised. Returns its identifying columns, proportion, clopper_pearson_low and
    _high, wilson_low and _high (0 to 1, 95%), the limits as reported, sources.
    """
    rows = outcomes[outcomes["events"].notna() & outcomes["n"].notna()].reset_index(drop=True)
    columns = rows[
        [
            "outcome_id",
            *IDENTITY,
            "population",
            "treatment",
            "low_as_printed",
            "high_as_printed",
            "level_percent",
            "mrd_threshold_as_printed",
            "mrd_method",
            "sources",
        ]
    ]
    frame = arm_intervals(columns)
    return frame[[*[name for name in frame if name != "sources"], "sources"]]


def reported_intervals(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Every printed interval of a proportion, with the method and level that reproduce it.

    Returns
    -------
    outcome_id, study_label, arm_label, measure, events, n, numerator_basis, low_as_printed,
    high_as_printed, level_percent (as reported), method and level_found_percent (empty where no
    method tried reproduces the limits), sources.
    """
    printed = outcomes[
        (outcomes["low_as_printed"] != "")
        & (outcomes["percent_as_printed"] != "")
        & outcomes["events"].notna()
    ]
    found = [
        reproduce(int(row.events), int(row.n), row.low_as_printed, row.high_as_printed)
        for row in printed.itertuples()
    ]
    columns = printed[
        [
            "outcome_id",
            "study_id",
            "study_label",
            "arm_label",
            "measure",
            "events",
            "n",
            "numerator_basis",
            "low_as_printed",
            "high_as_printed",
            "level_percent",
        ]
    ]
    return columns.assign(
        method=[fit.method for fit in found],
        level_found_percent=[100 * fit.level for fit in found],
        sources=printed["sources"],
    ).reset_index(drop=True)


HARMS = (
    "vod_sos",
    "serious_",
    "adverse_event",
    "death",
)  # beginnings of the codes of what nobody wants


def _named(measures: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """The measures, with the number needed to treat called one to harm where
    the outcome is a harm.
    """
    harm = {"number_needed_to_treat": "number_needed_to_harm"} if outcome.startswith(HARMS) else {}
    return measures.assign(measure=measures["measure"].replace(harm))


def _sides(outcomes: pd.DataFrame, family: str) -> pd.DataFrame:
    """Each result of an inotuzumab arm beside the same result of the standard arm of the same
    study.
    """
    rows = outcomes[
        (outcomes["family_id"] == family)
        & outcomes["events"].notna()
        & (outcomes["arm_kind"] == "arm")
    ]
    keys = ["study_id", "study_label", "measure", "analysis_set", "analysis_set_as_printed"]
    sides = [
        rows[rows["agent"] == agent][[*keys, "arm_id", "events", "n", "numerator_basis", "sources"]]
        for agent in ("inotuzumab_ozogamicin", "standard_chemotherapy")
    ]
    return sides[0].merge(sides[1], on=keys, suffixes=("", "_comparator"), validate="one_to_one")


COMPARED = [
    *("study_id", "study_label", "outcome", "analysis_set", "analysis_set_as_printed"),
    *("events", "n", "events_comparator", "n_comparator", "numerator_basis"),
    *("measure", "method", "estimate", "low", "high", "level", "sources"),
]


def _is_finite(row: Any) -> bool:
    """Has every cell of the 2x2 table a patient?"""
    without = row.n - row.events, row.n_comparator - row.events_comparator
    return min(row.events, row.events_comparator, *without) > 0


def _comparison(row: Any) -> pd.DataFrame:
    """The measures of one result of both arms, one row per measure."""
    counts = (row.events, row.n, row.events_comparator, row.n_comparator)
    bases = (row.numerator_basis, row.numerator_basis_comparator)
    return _named(compare_arms(*map(int, counts)), row.measure).assign(
        study_id=row.study_id,
        study_label=row.study_label,
        outcome=row.measure,
        analysis_set=row.analysis_set,
        analysis_set_as_printed=row.analysis_set_as_printed,
        events=row.events,
        n=row.n,
        events_comparator=row.events_comparator,
        n_comparator=row.n_comparator,
        numerator_basis="inferred" if "inferred" in bases else "printed",
        sources=f"{row.sources} {row.sources_comparator}",
    )


def compared(outcomes: pd.DataFrame, family: str) -> pd.DataFrame:
    """Both arms of a family's trials compared, one row per outcome and measure.

    Parameters
    ----------
    outcomes : harmonised results of arms. family : whose trials are compared.

    Returns
    -------
    study_id, study_label, outcome (code), analysis_set, events and n of both arms, numerator_basis
    (inferred if either is), measure (risk_ratio, odds_ratio, risk_difference,
    number_needed_to_treat or _to_harm), method, estimate, low, high, level, sources. Outcomes with
    an empty cell in the 2x2 table have no finite ratio and are left out here.
    """
    rows = filter(_is_finite, _sides(outcomes, family).itertuples())
    comparisons = [*map(_comparison, rows)] or [pd.DataFrame(columns=COMPARED)]
    return pd.concat(comparisons, ignore_index=True)[COMPARED]


def at_level(
    low: pd.Series, high: pd.Series, level: pd.Series, new_level: float = 0.95
) -> pd.DataFrame:
    """Limits of a ratio at another level, from its printed limits, on the log scale.

    Equation: standard error = (ln high - ln low) / (2 z) with z of the printed level
    (Cochrane Handbook 6.3.2); the centre is the geometric mean of the printed limits.

    >>> at_level(pd.Series([0.57]), pd.Series([0.99]), pd.Series([0.975])).round(3).iloc[0].tolist()
    [0.59, 0.956]
    """
    centre, half = (np.log(low) + np.log(high)) / 2, (np.log(high) - np.log(low)) / 2
    half = half * ndtri(0.5 + new_level / 2) / ndtri(0.5 + level / 2)
    return pd.DataFrame({"low": np.exp(centre - half), "high": np.exp(centre + half)})


def hazard_ratios(effects: pd.DataFrame) -> pd.DataFrame:
    """Printed hazard ratios with their own level and, beside it, the 95% equivalent.

    Returns
    -------
    effect_id, family_id, study_label, outcome, analysis_set, estimate, low, high, level_percent,
    p_as_printed, p_sides, low_95, high_95, sources.
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
        "estimate_as_printed",
        "estimate",
        "low",
        "high",
        "level_percent",
        "p_as_printed",
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
    time_point_as_printed, events, n, numerator_basis, proportion, clopper_pearson_low, _high,
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
            "time_point_as_printed",
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
