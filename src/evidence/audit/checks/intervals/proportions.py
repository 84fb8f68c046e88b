"""Which method and level give the reported interval of a proportion?"""

import numpy as np
import pandas as pd

from evidence.audit.checks.intervals.ratios import interval_text, limits
from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted, shown, with_documents
from evidence.audit.core.reported_numbers import half_unit
from evidence.harmonise.numbers import NO_GROUPING
from evidence.synthesis.proportions.intervals import intervals
from evidence.synthesis.proportions.reproduce_reported import LEVELS, TRIED


def outcome_intervals(coded: Frames) -> pd.DataFrame:
    """Outcomes with a reported interval of a proportion, with the ``levels`` at which some method
    reproduces it.
    """
    rows = with_documents(coded, "outcomes")
    rows = limits(
        rows[
            (rows["low_as_reported"] != "")
            & (rows["percent_as_reported"] != "")
            & rows["events"].notna()
            & rows["n"].notna()
            & (rows["unit"] == "")
        ],
        "low",
        "high",
    )
    rows = rows[(rows["events"] <= rows["n"]).astype(bool)].reset_index(drop=True)
    return rows.assign(levels=reproducing_levels(rows))


def reproducing_levels(rows: pd.DataFrame) -> pd.Series:
    """Levels (percent, separated by spaces) at which some method reproduces each reported interval
    of a proportion.

    Parameters
    ----------
    rows : events, n, low, high (percent) and the limits as reported, for their decimals.
    """
    events, n = rows["events"].to_numpy(float), rows["n"].to_numpy(float)
    half = [
        half_unit(rows[f"{name}_as_reported"], NO_GROUPING).to_numpy() for name in ("low", "high")
    ]
    levels = pd.Series("", rows.index)
    for level in LEVELS:
        found = np.zeros(len(rows), bool)
        for method in TRIED:
            left = ~found
            if left.any():
                limits = intervals(events[left], n[left], method=method, level=level)
                agrees = [
                    np.abs(100 * limit - rows[name].to_numpy()[left]) <= h[left]
                    for limit, name, h in zip(limits, ("low", "high"), half, strict=True)
                ]
                found[left] = agrees[0] & agrees[1]
        levels = levels.where(~found, levels + f" {100 * level:g}")
    return levels.str.strip()


@check(
    "intervals",
    severity="warning",
    says="Some method and level reproduce a reported interval of a proportion.",
    threshold="rounding only",
)
def proportion_interval(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = derived["outcome_intervals"]
    rows = rows[rows["levels"] == ""]
    exact = intervals(rows["events"].to_numpy(float), rows["n"].to_numpy(float), level=0.95)
    expected = [
        f"{100 * low:.1f} to {100 * high:.1f} (Clopper-Pearson, 95%)"
        for low, high in zip(np.atleast_1d(exact.low), np.atleast_1d(exact.high), strict=True)
    ]
    fraction = rows["events"].astype(str) + "/" + rows["n"].astype(str)
    return noted(
        "outcomes",
        rows,
        "low_as_reported",
        reported=interval_text(rows) + " for " + fraction,
        expected=expected,
        how=f"none of {', '.join(TRIED)} at "
        f"{', '.join(f'{100 * level:g}' for level in LEVELS)}% gives it",
    )


@check(
    "intervals",
    severity="warning",
    says="A reported interval of a proportion is reproduced at the level it states.",
    threshold="rounding only",
)
def proportion_level(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = derived["outcome_intervals"]
    levels = rows["levels"]
    stated = shown(rows["level_percent"].astype(float), "{:g}")
    other = pd.Series(
        [
            bool(found) and text != "nan" and text not in found.split()
            for found, text in zip(levels, stated, strict=True)
        ],
        rows.index,
        dtype=bool,
    )
    rows, levels = rows[other], levels[other]
    return noted(
        "outcomes",
        rows,
        "level_percent",
        reported=interval_text(rows) + " at " + stated[rows.index] + "%",
        expected="level of " + levels + "%",
        how="no method gives it at the level stated, some method does at another",
    )
