"""Rows of the maps: which report or kind of study says anything on which outcome."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from evidence.coded.source_keys import joined_sources, source_keys

OUTCOMES = {  # what a column of the map is called -> how the measures that belong to it begin
    "CR or CRi": ("cr_", "cri", "crp", "marrow_cr", "overall_response", "response_in"),
    "CR": ("cr",),
    "MRD": ("mrd", "complete_mrd"),
    "Transplant": ("hsct",),
    "VOD/SOS": ("vod_sos", "serious_vod_sos"),
    "Survival": (
        "overall_survival",
        "progression_free",
        "event_free",
        "relapse_free",
        "death",
        "early_death",
    ),
    "Other harms": (
        "adverse_event",
        "serious_",
        "neutropenia",
        "thrombocytopenia",
        "febrile",
        "infection",
        "neurologic",
        "cytokine",
        "transaminases",
        "platelet",
    ),
}


def report_labels(coded: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Each report's short name: that of its patients, without the number of the case."""
    patients = coded["patients"].drop_duplicates("document_id")
    return {row.document_id: row.label.split(", case")[0] for row in patients.itertuples()}


def report_map_rows(
    coded: dict[str, pd.DataFrame], derived: dict[str, pd.DataFrame]
) -> pd.DataFrame:
    """What ``figures.evidence_map.draw`` needs for outcome × report.

    Parameters
    ----------
    coded : patients are used. derived : evidence_map is used.

    Returns
    -------
    row (outcome), column (report), count (patients for whom anything is reported), of, label,
    sources.
    """
    cells = derived["evidence_map"]
    label = cells["patients"].astype(str) + " of " + cells["of"].astype(str)
    return pd.DataFrame(
        {
            "row": cells["outcome"],
            "column": cells["document_id"].map(report_labels(coded)),
            "count": cells["patients"],
            "of": cells["of"],
            "label": label,
            "sources": cells["sources"],
        }
    )


def outcome_group(measure: str) -> str | None:
    """The column of the study map that a measure belongs to, or None.

    >>> (
    ...     outcome_group("cr"),
    ...     outcome_group("cr_or_cri"),
    ...     outcome_group("vod_sos_after_hsct"),
    ...     outcome_group("cd19_dim"),
    ... )
    ('CR', 'CR or CRi', 'VOD/SOS', None)
    """
    if measure == "cr":
        return "CR"
    return next(
        (
            group
            for group, starts in OUTCOMES.items()
            if group != "CR" and measure.startswith(starts)
        ),
        None,
    )


def study_map_rows(coded: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """What ``figures.evidence_map.draw`` needs for design × population × outcome of the inotuzumab
    studies.

    Studies of one family are the same patients: a family counts once in a cell.

    Parameters
    ----------
    coded : studies, arms, outcomes and populations (labels) are used; only arms on inotuzumab,
        alone, combined or among others, count.

    Returns
    -------
    group (design), row (population, in one design), column (outcome), count (families), patients
    (the largest group analysed of each family, added), label, sources. Every combination of a row
    that has studies and an outcome is there, empty ones with 0.
    """
    studies = coded["studies"][coded["studies"]["treatment"].str.startswith("inotuzumab")]
    labels = coded["populations"].set_index("code")["label"]
    studies = _in_order(studies, labels.index)
    agents = coded["arms"]["agent"]
    treated = coded["arms"].loc[
        agents.str.contains("inotuzumab") | (agents == "mixed_agents"), "arm_id"
    ]
    outcomes = coded["outcomes"][coded["outcomes"]["arm_id"].isin(treated)]
    outcomes = outcomes.assign(column=outcomes["measure"].map(outcome_group)).merge(
        studies[["study_id", "family_id", "design", "population"]],
        on="study_id",
        validate="many_to_one",
    )
    rows = []
    for (design, population), of_row in studies.groupby(["design", "population"], sort=False):
        results = outcomes[(outcomes["design"] == design) & (outcomes["population"] == population)]
        rows += [
            {
                "group": design.replace("_", " ").capitalize(),
                "row": labels.get(population, population),
                **_cell(results[results["column"] == column], column, of_row["study_id"]),
            }
            for column in OUTCOMES
        ]
    return pd.DataFrame(rows)


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
        "patients": patients,
        "label": f"{families} ({patients})" if patients else f"{families}",
        "sources": joined_sources(source_keys("outcomes", rows["outcome_id"]))
        or joined_sources(source_keys("studies", studies)),
    }
