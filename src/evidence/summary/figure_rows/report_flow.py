"""Rows of the flow diagram: what was counted from search to inclusion, and what was not done."""

from __future__ import annotations

import pandas as pd

Tables = dict[str, pd.DataFrame]


def flow_rows(coded: Tables) -> pd.DataFrame:
    """What ``figures.prisma.draw`` needs: what was counted, and what was not done.

    Parameters
    ----------
    coded : screening and documents are used. What does not apply is left out, and totals that only
        repeat the new studies, since there is no earlier version.

    Returns
    -------
    variable (of the reference implementation), n (missing where nothing was done), text, sources.
    """
    rows = coded["screening"]
    first = not (rows["variable"].str.startswith("previous") & (rows["status"] == "counted")).any()
    repeated = rows["variable"].isin(["total_studies", "total_reports", "total_patients"]) & first
    rows = rows[(rows["status"] != "not_applicable") & ~repeated]
    return pd.DataFrame(
        {
            "variable": rows["variable"],
            "n": rows["n"].astype(float),
            "text": rows["status"].map({"not_done": "not searched"}).fillna(""),
            "sources": "screening:" + rows["variable"],
        }
    ).reset_index(drop=True)
