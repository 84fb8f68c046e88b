"""Rows of the flow diagram: what was counted from search to inclusion, and what was not done."""

from __future__ import annotations

import pandas as pd

from evidence.coded.source_keys import joined_sources, source_keys

Tables = dict[str, pd.DataFrame]


def flow_rows(coded: Tables, single_arm: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """What ``figures.prisma.draw`` needs: what was counted, and what was not done.

    Parameters
    ----------
    coded : screening and families are used. What does not apply is left out, and totals that only
        repeat the new studies, since there is no earlier version.
    single_arm : derived. The studies pooled for ``outcome`` in the main analysis are those in the
        meta-analysis, beside what screening counts.

    Returns
    -------
    variable (of the reference implementation), n (missing where nothing was done), text, sources.
    """
    rows = coded["screening"]
    first = not (rows["variable"].str.startswith("previous") & (rows["status"] == "counted")).any()
    repeated = rows["variable"].isin(["total_studies", "total_reports", "total_patients"]) & first
    rows = rows[(rows["status"] != "not_applicable") & ~repeated]
    flow = pd.DataFrame(
        {
            "variable": rows["variable"],
            "n": rows["n"].astype(float),
            "text": rows["status"].map({"not_done": "not searched"}).fillna(""),
            "sources": "screening:" + rows["variable"],
        }
    )
    pooled = _main_pool(single_arm, outcome)
    return pd.concat([_with_pool(flow, pooled), _looked_up(coded, pooled)], ignore_index=True)


def _main_pool(single_arm: pd.DataFrame, outcome: str) -> pd.DataFrame:
    return single_arm[(single_arm["outcome"] == outcome) & (single_arm["primary"] == "yes")]


def _with_pool(flow: pd.DataFrame, pooled: pd.DataFrame) -> pd.DataFrame:
    """The studies of the main pool join those of the meta-analysis that screening counts."""
    in_pool = flow["variable"] == "total_studies_ma"
    screened = flow["n"].where(in_pool)
    parts = screened.map(
        lambda number: f"Case reports, {number:.0f}; Looked up by name, {len(pooled)}",
        na_action="ignore",
    )
    with_pool = flow.assign(
        n=flow["n"].mask(in_pool, screened + len(pooled)),
        text=flow["text"].mask(in_pool, parts),
        sources=flow["sources"].mask(
            in_pool, flow["sources"] + " " + joined_sources(pooled["sources"])
        ),
    )
    # Studies looked up were read in one or several reports each: only studies are counted there.
    return with_pool[with_pool["variable"] != "total_reports_ma"]


def _looked_up(coded: Tables, pooled: pd.DataFrame) -> pd.DataFrame:
    """The families of studies looked up by name, those of them that are left out and pooled, and
    the study populations that the pooled hold.
    """
    families = coded["families"]
    if families.empty:
        return pd.DataFrame()
    sources = joined_sources(source_keys("families", families["family_id"]))
    number = pooled["family_id"].nunique()
    rows = [{"variable": "named_results", "n": len(families), "text": "", "sources": sources}]
    if number:
        left_out = {"variable": "named_left_out", "n": len(families) - number}
        counts = {"named_pooled": number, "named_populations": len(pooled)}
        rows.append({**left_out, "text": "", "sources": sources})
        rows += [
            {"variable": name, "n": n, "text": "", "sources": joined_sources(pooled["sources"])}
            for name, n in counts.items()
        ]
    return pd.DataFrame(rows)
