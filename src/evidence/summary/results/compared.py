"""Both arms of trials compared, by outcome and analysis set."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from evidence.synthesis.proportions.compare_arms import compare_arms

BENEFIT, HARM = "benefit", "harm"  # codes of ``direction`` in outcome_measures.csv
TO_TREAT, TO_HARM = "number_needed_to_treat", "number_needed_to_harm"
COMPARED = [
    *("study_id", "study_label", "outcome", "analysis_set", "analysis_set_as_reported"),
    *("events", "n", "events_comparator", "n_comparator", "numerator_basis"),
    *("measure", "method", "estimate", "low", "high", "level", "sources"),
]


@dataclass(frozen=True)
class Comparison:
    """A section ``comparisons`` of review.toml: the arms of a family's trials that are compared.

    Attributes
    ----------
    family : code of families. agent, comparator : codes of agents.
    """

    family: str
    agent: str
    comparator: str


def numbers_needed(measures: pd.DataFrame, direction: str) -> pd.DataFrame:
    """The measures of a comparison with the number needed named by what happens to patients.

    Parameters
    ----------
    measures : of ``compare_arms``; the number needed is the reciprocal of the risk difference.
    direction : of the outcome: benefit, harm, or anything else, which has no number needed.

    Returns
    -------
    the measures; more of a benefit or less of a harm is a number needed to treat, less of a
    benefit or more of a harm one to harm. Both are positive.

    >>> measures = compare_arms(2, 10, 4, 10)  # a difference of -0.2
    >>> named = numbers_needed(measures, "harm").iloc[-1]
    >>> named["measure"], float(named["estimate"])
    ('number_needed_to_treat', 5.0)
    >>> numbers_needed(measures, "benefit").iloc[-1]["measure"]
    'number_needed_to_harm'
    """
    needed = measures["measure"] == TO_TREAT
    if direction not in (BENEFIT, HARM):
        return measures[~needed]
    row = measures[needed].iloc[0]
    fewer = row["estimate"] < 0
    limits = sorted(abs(float(row[end])) for end in ("low", "high"))
    name = TO_HARM if fewer == (direction == BENEFIT) and pd.notna(row["estimate"]) else TO_TREAT
    columns = ["measure", "estimate", "low", "high"]
    named = measures.copy()
    named.loc[needed, columns] = [name, abs(float(row["estimate"])), *limits]
    return named


def _sides(outcomes: pd.DataFrame, comparison: Comparison) -> pd.DataFrame:
    """Each result of the arm beside the same result of the comparator of the same study."""
    rows = outcomes[
        (outcomes["family_id"] == comparison.family)
        & outcomes["events"].notna()
        & (outcomes["arm_kind"] == "arm")
    ]
    keys = ["study_id", "study_label", "measure", "analysis_set", "analysis_set_as_reported"]
    sides = [
        rows[rows["agent"] == agent][[*keys, "arm_id", "events", "n", "numerator_basis", "sources"]]
        for agent in (comparison.agent, comparison.comparator)
    ]
    return sides[0].merge(sides[1], on=keys, suffixes=("", "_comparator"), validate="one_to_one")


def _is_finite(row: Any) -> bool:
    """Has every cell of the 2x2 table a patient?"""
    without = row.n - row.events, row.n_comparator - row.events_comparator
    return min(row.events, row.events_comparator, *without) > 0


def _measures(row: Any, direction: str) -> pd.DataFrame:
    """The measures of one result of both arms, one row per measure."""
    counts = (row.events, row.n, row.events_comparator, row.n_comparator)
    bases = (row.numerator_basis, row.numerator_basis_comparator)
    return numbers_needed(compare_arms(*map(int, counts)), direction).assign(
        study_id=row.study_id,
        study_label=row.study_label,
        outcome=row.measure,
        analysis_set=row.analysis_set,
        analysis_set_as_reported=row.analysis_set_as_reported,
        events=row.events,
        n=row.n,
        events_comparator=row.events_comparator,
        n_comparator=row.n_comparator,
        numerator_basis="inferred" if "inferred" in bases else "reported",
        sources=f"{row.sources} {row.sources_comparator}",
    )


def compared(
    outcomes: pd.DataFrame, directions: Mapping[str, str], comparisons: Iterable[Comparison]
) -> pd.DataFrame:
    """Both arms of trials compared, one row per outcome and measure.

    Parameters
    ----------
    outcomes : harmonised results of arms. directions : of each outcome, by its code.
    comparisons : whose arms are compared.

    Returns
    -------
    study_id, study_label, outcome (code), analysis_set, events and n of both arms, numerator_basis
    (inferred if either is), measure (risk_ratio, odds_ratio, risk_difference, and, of a benefit or
    a harm, number_needed_to_treat or _to_harm), method, estimate, low, high, level, sources.
    Outcomes with an empty cell in the 2x2 table have no finite ratio and are left out here.
    """
    rows = [
        row
        for comparison in comparisons
        for row in _sides(outcomes, comparison).itertuples()
        if _is_finite(row)
    ]
    found = [_measures(row, directions.get(row.measure, "")) for row in rows]
    return pd.concat(found or [pd.DataFrame(columns=COMPARED)], ignore_index=True)[COMPARED]
