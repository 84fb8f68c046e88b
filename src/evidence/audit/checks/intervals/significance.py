"""What is called significant, and what its interval says."""

import pandas as pd

from evidence.audit.checks.intervals.ratios import interval_text, printed_p, ratios
from evidence.audit.checks.intervals.thresholds import SIGNIFICANT
from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted, shown


@check(
    "intervals",
    severity="note",
    says="A p value below 0.05 goes with an interval, at the prespecified level, without 1.",
    threshold="0.05 and the level printed",
)
def significance_at_boundary(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = ratios(coded)
    p = printed_p(rows)["most"]
    holds_one = (rows["low"] <= 1) & (rows["high"] >= 1)
    rows = rows[(p < SIGNIFICANT) & holds_one & (rows["level_percent"].astype(float) > 95)]
    level = shown(rows["level_percent"].astype(float), "{:g}%")
    return noted(
        "effects",
        rows,
        "p_as_printed",
        printed="p " + rows["p_as_printed"] + ", " + interval_text(rows) + " at " + level,
        expected="not called significant",
        how="the interval at its prespecified level holds 1 although p is below 0.05",
    )


def _called_significant(coded) -> pd.DataFrame:
    rows = coded["claims"]
    p = printed_p(rows)["most"]
    return rows[
        rows["claim_id"].isin(coded["claims_of_significance"]["claim_id"]) | (p < SIGNIFICANT)
    ]


@check(
    "intervals",
    severity="error",
    says="What is called significant is so at the level that the study prespecified.",
    threshold="the level printed",
)
def claim_of_significance(coded: Frames, derived: Frames) -> pd.DataFrame:
    verdicts = derived["claim_verdicts"][["claim_id", "matched", "sources"]]
    claims = _called_significant(coded).merge(verdicts, on="claim_id")
    claims = claims[claims["matched"].str.startswith("effects:")].assign(
        effect_id=lambda f: f["matched"].str.removeprefix("effects:")
    )
    effects = ratios(coded)[
        [
            "effect_id",
            "estimate_as_printed",
            "low_as_printed",
            "high_as_printed",
            "low",
            "high",
            "level_percent",
        ]
    ]
    rows = claims.merge(effects, on="effect_id")
    rows = rows[(rows["low"] <= 1) & (rows["high"] >= 1)]
    level = shown(rows["level_percent"].astype(float), "{:g}%")
    return noted(
        "claims",
        rows,
        "value_as_printed",
        printed=rows["value_as_printed"] + ", called significant",
        expected=interval_text(rows) + " at " + level + " holds 1",
        how="the interval of the study itself, at the level it prespecified",
        sources=rows["sources"],
    )
