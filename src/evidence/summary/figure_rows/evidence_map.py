"""Rows of the maps: which report or kind of study says anything on which outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from evidence.coded.settings import section, settings_of
from evidence.coded.source_keys import joined_sources, source_keys
from evidence.summary.results.evidence_map import EvidenceMap


@dataclass(frozen=True)
class StudyMap:
    """The section ``study_map`` of review.toml: what the map of studies counts.

    Attributes
    ----------
    outcomes : its columns, in order; names in ``group`` of outcome_measures.csv, all without any.
    treatments : codes of the treatment of a study. agents : codes of the agent of an arm, of which
        the results count; the index therapy without any.
    """

    outcomes: tuple[str, ...] = ()
    treatments: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()


def report_labels(coded: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Each report's short name: that of its patients, without the number of the case."""
    patients = coded["patients"].drop_duplicates("document_id")
    return {row.document_id: row.label.split(", case")[0] for row in patients.itertuples()}


def reporting_map_rows(
    coded: dict[str, pd.DataFrame], derived: dict[str, pd.DataFrame]
) -> pd.DataFrame:
    """What ``figures.reporting_map.draw`` needs for outcome × patient.

    Parameters
    ----------
    coded : patients are used, and the headings of the review. derived : evidence_map is used.

    Returns
    -------
    group, row (outcome), column (patient), state, sources.
    """
    cells, settings = derived["evidence_map"], settings_of(coded)
    group = {
        outcome.format(index=settings.index.short): heading
        for heading, outcomes in section(settings, "evidence_map", EvidenceMap).groups.items()
        for outcome in outcomes
    }
    return pd.DataFrame(
        {
            "group": [group.get(outcome, "Other") for outcome in cells["outcome"]],
            "row": cells["outcome"],
            "column": cells["patient_id"].map(coded["patients"].set_index("patient_id")["label"]),
            "state": cells["state"],
            "sources": cells["sources"],
        }
    )


def study_map_rows(coded: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """What ``figures.evidence_map.draw`` needs for design × population × outcome of the studies of
    the index therapy.

    Studies of one family are the same patients: a family counts once in a cell.

    Parameters
    ----------
    coded : studies, arms, outcomes, outcome_measures (groups) and populations (labels) are used;
        only arms on the index therapy, alone, combined or among others, count.

    Returns
    -------
    group (design), row (population, in one design), column (outcome), count (families), size
    (patients in the largest group analysed of each family, added; missing where no report says),
    sources. Every combination of a row that has results and an outcome is there, empty ones with 0.
    """
    settings = settings_of(coded)
    choice = section(settings, "study_map", StudyMap)
    measures = coded["outcome_measures"].set_index("code")["group"]
    columns = choice.outcomes or tuple(measures[measures != ""].unique())
    studies = coded["studies"]
    if choice.treatments:
        studies = studies[studies["treatment"].isin(choice.treatments)]
    labels = coded["populations"].set_index("code")["label"]
    studies = _in_order(studies, labels.index)
    outcomes = _results(coded, studies, choice.agents or (settings.index.agent,), measures)
    rows = []
    for (design, population), of_row in studies.groupby(["design", "population"], sort=False):
        results = outcomes[(outcomes["design"] == design) & (outcomes["population"] == population)]
        if not results["column"].isin(columns).any():
            continue
        rows += [
            {
                "group": design.replace("_", " ").capitalize(),
                "row": labels.get(population, population),
                **_cell(results[results["column"] == column], column, of_row["study_id"]),
            }
            for column in columns
        ]
    return pd.DataFrame(rows, columns=["group", "row", "column", "count", "size", "sources"])


def _results(
    coded: Mapping[str, pd.DataFrame],
    studies: pd.DataFrame,
    agents: Iterable[str],
    measures: pd.Series,
) -> pd.DataFrame:
    """Results of the arms on these agents, with the column of the map and the study's kind."""
    arms = coded["arms"]
    treated = arms.loc[arms["agent"].isin([*agents]), "arm_id"]
    outcomes = coded["outcomes"][coded["outcomes"]["arm_id"].isin(treated)]
    return outcomes.assign(column=outcomes["measure"].map(measures)).merge(
        studies[["study_id", "family_id", "design", "population"]],
        on="study_id",
        validate="many_to_one",
    )


def _in_order(studies: pd.DataFrame, populations: Iterable[str]) -> pd.DataFrame:
    """Designs as the table has them, in each the populations in the order of their vocabulary."""
    populations_order = {code: place for place, code in enumerate(populations)}
    designs = {design: place for place, design in enumerate(studies["design"].unique())}
    return studies.sort_values(
        ["design", "population"],
        key=lambda codes: codes.map({**populations_order, **designs}),
        kind="stable",
    )


def _cell(rows: pd.DataFrame, column: str, studies: pd.Series) -> dict:
    """One cell; an empty one rests on the studies that were asked."""
    largest = rows.groupby("family_id")["n"].max()
    patients, families = int(largest.fillna(0).sum()), rows["family_id"].nunique()
    return {
        "column": column,
        "count": families,
        "size": patients or None,
        "sources": joined_sources(source_keys("outcomes", rows["outcome_id"]))
        or joined_sources(source_keys("studies", studies)),
    }
