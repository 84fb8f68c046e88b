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

OUTCOME_GROUPS = {  # heading in the map -> the outcomes under it
    "Treatment": ("Dose",),
    "Response": ("Marrow response", "MRD", "Extramedullary response", "CNS response"),
    "Harms": (
        "VOD/SOS on inotuzumab",
        "VOD/SOS after transplant",
        "Cytopenias",
        "Other adverse events",
    ),
    "Transplant": ("Transplant afterwards", "Engraftment", "GVHD"),
    "Follow-up": ("Length of follow-up", "Last status"),
}


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
    coded : patients are used. derived : evidence_map is used.

    Returns
    -------
    group, row (outcome), column (patient), state, sources.
    """
    cells = derived["evidence_map"]
    group = {outcome: name for name, outcomes in OUTCOME_GROUPS.items() for outcome in outcomes}
    return pd.DataFrame(
        {
            "group": cells["outcome"].map(group).fillna("Other"),
            "row": cells["outcome"],
            "column": cells["patient_id"].map(coded["patients"].set_index("patient_id")["label"]),
            "state": cells["state"],
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
    group (design), row (population, in one design), column (outcome), count (families), size
    (patients in the largest group analysed of each family, added; missing where no report says),
    sources. Every combination of a row that has results and an outcome is there, empty ones with 0.
    """
    studies = coded["studies"][coded["studies"]["treatment"].str.startswith("index")]
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
        if results["column"].isna().all():
            continue
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
        "size": patients or None,
        "sources": joined_sources(source_keys("outcomes", rows["outcome_id"]))
        or joined_sources(source_keys("studies", studies)),
    }
