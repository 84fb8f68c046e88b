"""Do counts, percentages, parts and wholes agree, and is a quantity reported with a single value?

A percentage is compared with its count at the number of decimals reported. Where the count is
not reported, some whole number must give it: GRIM (Brown & Heathers 2017,
doi:10.1177/1948550616673876), carried over to proportions.
"""

import numpy as np
import pandas as pd

from evidence.audit.checks.arithmetic.thresholds import (
    ABOUT,
    ABOUT_POINTS,
    COUNTS,
    GRIM_DECIMALS,
    ROUNDED_TO_WHOLE_POINTS,
)
from evidence.audit.core.check import check
from evidence.audit.core.findings import (
    Frames,
    noted,
    shown,
    with_documents,
)
from evidence.audit.core.reported_numbers import (
    FLOAT_NOISE,
    counts,
    decimals,
    half_unit,
    numbers,
    reported_values,
)
from evidence.harmonise.numbers import NO_GROUPING


def _percentages(coded: Frames) -> pd.DataFrame:
    """Outcomes with a percentage of patients; estimates over time (which carry a unit) are no
    counts.
    """
    rows = with_documents(coded, "outcomes")
    rows = rows[(rows["percent_as_reported"] != "") & rows["n"].notna() & (rows["unit"] == "")]
    return rows.assign(
        percent=numbers(rows["percent_as_reported"], NO_GROUPING),
        half=half_unit(rows["percent_as_reported"], NO_GROUPING),
    )


def _intended(percent: pd.Series, events: pd.Series, n: pd.Series) -> list[str]:
    nearest = (percent * n / 100).round().astype(int)
    return [
        f"{100 * e / m:.1f}%" + (f", or {k} of {m}" if k != e else "")
        for e, m, k in zip(events.astype(int), n.astype(int), nearest, strict=True)
    ]


@check(
    "arithmetic",
    severity="error",
    says="A percentage is what its count and denominator give, at the decimals reported.",
    threshold=COUNTS,
)
def percent_of_count(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = _percentages(coded)
    rows = rows[rows["events"].notna() & (rows["numerator_basis"] == "reported")]
    share = (100 * rows["events"] / rows["n"]).astype(float)
    gap = (rows["percent"] - share).abs()
    bad = gap > rows["half"]
    rows, share, gap = rows[bad], share[bad], gap[bad]
    fraction = rows["events"].astype(str) + "/" + rows["n"].astype(str)
    how = (
        fraction
        + " = "
        + shown(share, "{:.2f}%")
        + ", reported with "
        + shown(decimals(rows["percent_as_reported"], NO_GROUPING), "{:.0f}")
        + " decimals"
    )
    # A percentage rounded to whole per cent and reported with a decimal is a lesser fault.
    severity = np.where(gap <= ROUNDED_TO_WHOLE_POINTS + FLOAT_NOISE, "warning", "error")
    return noted(
        "outcomes",
        rows,
        "percent_as_reported",
        reported=rows["percent_as_reported"].str.rstrip("% ") + "% for " + fraction,
        expected=shown(share, "{:.1f}%"),
        how=how,
        likely_intended=_intended(rows["percent"], rows["events"], rows["n"]),
        severity=severity,
    )


def _contradicts(reported: pd.DataFrame, share: pd.Series, texts: pd.Series) -> pd.Series:
    """Percentages that are not, and bounds that do not hold, the share of the counts."""
    percent, sign = reported["value"].where(reported["is_percent"]), reported["sign"]
    is_about = texts.str.contains(ABOUT, regex=True)
    allowed = reported["rounding"].where(~is_about, ABOUT_POINTS)
    return (
        (sign.eq("=") & ((percent - share).abs() > allowed))
        | (sign.eq("<") & (share >= percent))
        | (sign.eq("≤") & (share > percent))
        | (sign.eq(">") & (share <= percent))
        | (sign.eq("≥") & (share < percent))
    )


@check(
    "arithmetic",
    severity="error",
    says="A percentage in a claim is what the count beside it gives.",
    threshold=f"{COUNTS}; {ABOUT_POINTS:g} points for 'about', a threshold of this project",
)
def claim_percent_of_count(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["claims"]
    share = 100 * counts(rows["numerator_as_reported"]) / counts(rows["denominator_as_reported"])
    bad = _contradicts(reported_values(rows["value_as_reported"]), share, rows["value_as_reported"])
    rows, share = rows[bad], share[bad]
    fraction = rows["numerator_as_reported"] + "/" + rows["denominator_as_reported"]
    return noted(
        "claims",
        rows,
        "value_as_reported",
        reported=rows["value_as_reported"] + " (" + fraction + ")",
        expected=shown(share, "{:.1f}%"),
        how=fraction + " = " + shown(share, "{:.2f}%"),
        likely_intended=shown(share, "{:.1f}%"),
    )


@check(
    "arithmetic",
    severity="warning",
    says="Some whole number of patients gives the reported percentage (GRIM).",
    threshold="applied where n is below 100 times ten to the decimals: "
    "doi:10.1177/1948550616673876",
)
def percent_has_count(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = _percentages(coded)
    places = decimals(rows["percent_as_reported"], NO_GROUPING)
    rows = rows[
        (rows["numerator_basis"] != "reported")
        & (rows["n"].astype(float) < 10.0 ** (places + GRIM_DECIMALS))
    ]
    nearest = (rows["percent"] * rows["n"] / 100).round()
    bad = ((100 * nearest / rows["n"] - rows["percent"]).abs() > rows["half"]).astype(bool)
    rows, nearest = rows[bad], nearest[bad].astype(int)
    around = [
        " or ".join(
            f"{k}/{n} = {100 * k / n:.2f}%" for k in sorted({k - 1, k, k + 1}) if 0 <= k <= n
        )
        for k, n in zip(nearest, rows["n"], strict=True)
    ]
    return noted(
        "outcomes",
        rows,
        "percent_as_reported",
        reported=rows["percent_as_reported"].str.rstrip("% ") + "% of " + rows["n"].astype(str),
        expected="a percentage that some whole number of patients gives",
        how=around,
    )


@check("arithmetic", severity="error", says="A numerator does not exceed its denominator.")
def events_within_n(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = with_documents(coded, "outcomes")
    rows = rows[(rows["events"] > rows["n"]).fillna(False)]
    return noted(
        "outcomes",
        rows,
        "events",
        reported="{events}/{n}",
        expected="at most {n}",
        how="a numerator is part of its denominator",
    )


@check("arithmetic", severity="error", says="A claimed numerator does not exceed its denominator.")
def claim_events_within_n(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["claims"]
    rows = rows[counts(rows["numerator_as_reported"]) > counts(rows["denominator_as_reported"])]
    return noted(
        "claims",
        rows,
        "numerator_as_reported",
        reported="{numerator_as_reported}/{denominator_as_reported}",
        expected="at most {denominator_as_reported}",
        how="a numerator is part of its denominator",
    )
