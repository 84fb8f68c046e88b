"""Comparisons and pools as CSVs in the columns of metafor's ``escalc``.

Names of columns: Viechtbauer, J Stat Softw 2010;36(3), doi:10.18637/jss.v036.i03.
"""

import re
from collections.abc import Mapping

import pandas as pd

from evidence.files.csv_text import csv_text

COMPARED = {
    "study_label": "study",
    "events": "ai",
    "n": "n1i",
    "events_comparator": "ci",
    "n_comparator": "n2i",
    "sources": "sources",
}
POOLED = {
    "study_label": "study",
    "events": "xi",
    "n": "ni",
    "population": "population",
    "primary": "primary",
    "exclusion": "exclusion",
    "sources": "sources",
}


def metafor_files(derived: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """A CSV for every comparison of two arms and for every pool of single arms.

    Parameters
    ----------
    derived : derived tables; ``arms_compared`` and ``single_arm`` are read.

    Returns
    -------
    Text by name of the file: ``ai, n1i, ci, n2i`` for ``escalc(measure="RR")``, ``xi, ni`` for
    ``escalc(measure="PLO")``; ``primary`` marks the rows of the main analysis.
    """
    compared = derived["arms_compared"].drop_duplicates(["study_id", "outcome", "analysis_set"])
    return {
        **_files("comparison", compared, ["outcome", "analysis_set"], COMPARED),
        **_files("pool", derived["single_arm"], ["outcome"], POOLED),
    }


def _files(
    kind: str, frame: pd.DataFrame, by: list[str], columns: Mapping[str, str]
) -> dict[str, str]:
    return {
        f"{kind}-{'-'.join(map(_part, names))}.csv": csv_text(
            rows[list(columns)].rename(columns=columns)
        )
        for names, rows in frame.groupby(by, sort=False)
    }


def _part(code: object) -> str:
    """A code as a part of a file's name."""
    return re.sub(r"[^\w.]+", "_", str(code))
