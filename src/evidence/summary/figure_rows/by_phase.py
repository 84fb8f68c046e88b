"""Frame of a forest plot: a harm by phase, in the studies and in the comparator of a trial."""

from collections.abc import Mapping, Sequence

import pandas as pd

from evidence.coded.labels import labels
from evidence.summary.figure_rows.forest import Tables, grouped, of_whole_trial, proportion_row
from evidence.summary.figure_rows.nesting import nested_counts

MAIN, RANDOMISED = "yes", "randomised_arm"  # codes of the columns primary and exclusion


def harm_by_phase(
    coded: Tables,
    derived: Tables,
    whole: str,
    parts: Sequence[str],
    populations: Mapping[str, str],
    comparator: str,
) -> pd.DataFrame:
    """Proportions of a harm at any time and in each phase, one row per arm, and how they nest.

    The arms are those of the main analysis and of randomised trials, for the harm or any of its
    parts; the comparators of these trials follow, where they report the same result.

    Parameters
    ----------
    coded : outcome_measures (labels) is used.
    derived : single_arm, which says what counts, and trial_proportions.
    whole, parts : codes of outcome_measures.
    populations : code -> word shown beside the study. comparator : word for the other arm.
    """
    measures = labels(coded, "outcome_measures")
    results = of_whole_trial(derived["trial_proportions"])
    arms = _arms(derived["single_arm"], results, [whole, *parts])
    sides = results.assign(comparator=~results["arm_id"].isin(arms))
    sides = sides[~sides["comparator"] | sides["study_id"].isin(_trials(derived["single_arm"]))]
    sides = sides[sides["study_id"].isin(sides.loc[~sides["comparator"], "study_id"])]
    groups = []
    for outcome in (whole, *parts):
        rows = sides[sides["measure"] == outcome].sort_values(
            "population", kind="stable", key=lambda codes: codes.map(_order(populations))
        )
        lines = [_row(row, populations, comparator) for row in rows.itertuples()]
        if outcome == whole and lines:
            reports = dict(zip(sides["study_id"], sides["study_label"], strict=True))
            lines += nested_counts(sides, whole, parts, measures, reports)
        groups.append((measures[outcome], lines))
    return grouped(groups)


def _order(populations: Mapping[str, str]) -> dict[str, int]:
    return {code: i for i, code in enumerate(populations)}


def _counts(single_arm: pd.DataFrame) -> pd.DataFrame:
    """The results of the main analysis and of randomised trials."""
    trial = single_arm["exclusion"] == RANDOMISED
    return single_arm[(single_arm["primary"] == MAIN) | trial]


def _arms(single_arm: pd.DataFrame, results: pd.DataFrame, outcomes: Sequence[str]) -> set[str]:
    shown = _counts(single_arm)
    shown = shown[shown["outcome"].isin(outcomes)]
    return {*results.loc[results["outcome_id"].isin(shown["outcome_id"]), "arm_id"]}


def _trials(single_arm: pd.DataFrame) -> set[str]:
    return {*single_arm.loc[single_arm["exclusion"] == RANDOMISED, "study_id"]}


def _row(row: pd.Series, populations: Mapping[str, str], comparator: str) -> dict:
    label = f"{row.study_label}: {comparator}" if row.comparator else row.study_label
    return proportion_row(
        label,
        row,
        population=populations.get(row.population, ""),
        comparator=bool(row.comparator),
    )
