"""What is called significant, and what its interval says."""

import re

import pandas as pd

from evidence.audit.checks.intervals.ratios import interval_text, ratios
from evidence.audit.checks.intervals.thresholds import SIGNIFICANT, USUAL_LEVEL_PERCENT
from evidence.audit.core.check import check
from evidence.audit.core.findings import NONE, Frames, noted, shown, with_documents
from evidence.audit.core.reported_numbers import p_values

DECIMALS_OF_ZERO = re.compile(r"[.,·](0+)")


def is_significant(texts: pd.Series) -> pd.Series:
    """Whether each reported p value is below :data:`SIGNIFICANT` whatever its rounding hides."""
    p = p_values(texts)
    return (p["most"] < SIGNIFICANT) | ((p["sign"] == "<") & (p["most"] <= SIGNIFICANT))


@check(
    "intervals",
    severity="note",
    says="A p value below 0.05 goes with an interval, at the prespecified level, without 1.",
    threshold="0.05 and the level reported",
)
def significance_at_boundary(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = ratios(coded)
    holds_one = (rows["low"] <= 1) & (rows["high"] >= 1)
    rows = rows[
        is_significant(rows["p_as_reported"])
        & holds_one
        & (rows["level_percent"].astype(float) > USUAL_LEVEL_PERCENT)
    ]
    level = shown(rows["level_percent"].astype(float), "{:g}%")
    return noted(
        "effects",
        rows,
        "p_as_reported",
        reported="p " + rows["p_as_reported"] + ", " + interval_text(rows) + " at " + level,
        expected="not called significant",
        how="the interval at its prespecified level includes 1 although p is below 0.05",
    )


def _called_significant(coded: Frames) -> pd.DataFrame:
    """Claims that a word or a p value calls significant."""
    rows = coded["claims"]
    in_words = rows["claim_id"].isin(coded["claims_of_significance"]["claim_id"])
    return rows[in_words | is_significant(rows["p_as_reported"])]


@check(
    "intervals",
    severity="error",
    says="What is called significant is so at the level that the study prespecified.",
    threshold="the level reported",
)
def claim_of_significance(coded: Frames, derived: Frames) -> pd.DataFrame:
    verdicts = derived["claim_verdicts"][["claim_id", "matched", "sources"]]
    claims = _called_significant(coded).merge(verdicts, on="claim_id", validate="one_to_one")
    claims = claims[claims["matched"].str.startswith("effects:")].assign(
        effect_id=lambda f: f["matched"].str.removeprefix("effects:")
    )
    effects = ratios(coded)[
        [
            "effect_id",
            "estimate_as_reported",
            "low_as_reported",
            "high_as_reported",
            "low",
            "high",
            "level_percent",
        ]
    ]
    rows = claims.merge(effects, on="effect_id", validate="many_to_one")
    rows = rows[(rows["low"] <= 1) & (rows["high"] >= 1)]
    level = shown(rows["level_percent"].astype(float), "{:g}%")
    return noted(
        "claims",
        rows,
        "value_as_reported",
        reported="{value_as_reported}, called significant",
        expected=interval_text(rows) + " at " + level + " includes 1",
        how="the interval of the study itself, at the level it prespecified",
        sources=rows["sources"],
    )


@check(
    "intervals",
    severity="note",
    says="A p value is above 0: what rounds to 0 is reported as a bound, such as <0.001.",
)
def p_reported_as_zero(coded: Frames, derived: Frames) -> pd.DataFrame:
    parts = [NONE]
    for table, frame in (
        ("effects", with_documents(coded, "effects")),
        ("claims", coded["claims"]),
    ):
        rows = frame[p_values(frame["p_as_reported"])["value"] == 0]
        bounds = [_smallest_bound(text) for text in rows["p_as_reported"]]
        parts.append(
            noted(
                table,
                rows,
                "p_as_reported",
                reported="p {p_as_reported}",
                expected=bounds,
                how="no test gives a p value of 0: the value was rounded",
                likely_intended=bounds,
            )
        )
    return pd.concat(parts, ignore_index=True)


def _smallest_bound(text: str) -> str:
    """The bound that a p value rounded to 0 can be reported as: ``<0.001`` for ``0.000``."""
    digits = DECIMALS_OF_ZERO.search(text)
    return f"<{10.0 ** -len(digits.group(1)):g}" if digits else "above 0"
