"""Doses beyond what is possible or usual."""

import numpy as np
import pandas as pd

from evidence.audit.checks.units.thresholds import (
    FAR_OVER_LIMIT,
    OVER_LIMIT,
)
from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted, short_text, shown, sources_of
from evidence.audit.core.index_doses import doses_of_index
from evidence.coded.settings import settings_of


def _likely_dose(value: float, unit: str, limits: dict[str, float]) -> str:
    """Other units in which the same number would be possible."""
    others = [other for other, highest in limits.items() if other != unit and value <= highest]
    return "; ".join(f"{short_text(value)} {other}" for other in others)


@check(
    "units",
    severity="error",
    says="A dose is within the highest of its reference, in its unit.",
    threshold="code list dose_limits, each with its source",
)
def dose_above_limit(coded: Frames, derived: Frames) -> pd.DataFrame:
    limits = coded["dose_limits"][["agent", "unit", "highest", "source"]]
    columns = ["dose_id", "value", "unit", "comparator"]
    rows = (
        coded["doses"]
        .merge(derived["doses"][columns], on="dose_id", validate="one_to_one")
        .merge(limits, on=["agent", "unit"], validate="many_to_many")
    )
    over = rows["value"] > OVER_LIMIT * rows["highest"].astype(float)
    rows = rows[over & (rows["comparator"] != "below")]
    by_agent = {
        agent: dict(zip(group["unit"], group["highest"].astype(float), strict=True))
        for agent, group in limits[limits["agent"].isin(rows["agent"])].groupby("agent")
    }
    likely = [
        _likely_dose(value, unit, by_agent[agent])
        for value, unit, agent in zip(rows["value"], rows["unit"], rows["agent"], strict=True)
    ]
    severity = np.where(
        rows["value"] > FAR_OVER_LIMIT * rows["highest"].astype(float), "error", "warning"
    )
    expected = shown(rows["highest"].astype(float), "at most {:g} ") + rows["unit"]
    return noted(
        "doses",
        rows,
        "dose_as_reported",
        reported="{dose_as_reported} of {agent}",
        expected=expected,
        how="highest dose of the reference: {source}",
        likely_intended=likely,
        severity=severity,
    )


@check("units", severity="note", says="Each series of the index therapy has its amounts.")
def dose_not_reported(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = doses_of_index(coded)
    rows = rows[(rows["given"] == "given") & (rows["dose_as_reported"] == "")]
    groups = rows.groupby("therapy_id", sort=False)["dose_id"].agg(" ".join)
    rows = rows.drop_duplicates("therapy_id")
    return noted(
        "doses",
        rows,
        "dose_as_reported",
        reported="",
        expected="an amount",
        how=f"{settings_of(coded).index.short} was given and no amount is reported",
        sources=sources_of("doses", rows["therapy_id"].map(groups)),
    )
