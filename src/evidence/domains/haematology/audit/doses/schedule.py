"""Inotuzumab against its label: dose by day, total of a cycle, number of doses and cycles,
intervals.

The schedule is coded in data/vocabulary/dose_schedule.csv, the limits in label_limits.csv.
"""

import math

import pandas as pd

from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted, short_text
from evidence.audit.core.reported_numbers import FLOAT_NOISE
from evidence.domains.haematology.audit.doses.thresholds import LABEL
from evidence.harmonise.doses import TOLERANCE


def label_limit(coded: Frames, name: str) -> float:
    """One limit of the label, by its code in ``label_limits``; no number where it is not there."""
    limits = coded["label_limits"].set_index("code")["value"]
    return float(limits.get(name, math.nan))


def _schedule_text(rows: pd.DataFrame) -> list[str]:
    return [
        short_text(low) if low == high else f"{short_text(low)} or {short_text(high)}"
        for low, high in zip(rows["label_low"], rows["label_high"], strict=True)
    ]


@check(
    "doses",
    severity="error",
    says="A dose of inotuzumab per m² is the label's for its day.",
    threshold=f"{LABEL}, {TOLERANCE:.0%} either way",
)
def dose_off_label(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["doses"].merge(
        derived["doses"][["dose_id", "compared_with_label", "value", "label_low", "label_high"]],
        on="dose_id",
        validate="one_to_one",
    )
    rows = rows[(rows["compared_with_label"] == "off_schedule") & rows["label_high"].notna()]
    totals = label_totals(coded)
    likely = [
        "the total of a cycle, for the dose of a day"
        if any(abs(value - total) < FLOAT_NOISE for total in totals)
        else ""
        for value in rows["value"]
    ]
    expected = (
        pd.Series(_schedule_text(rows), rows.index, dtype=object)
        + " mg/m² on day "
        + rows["day_of_cycle"].astype(str)
    )
    return noted(
        "doses",
        rows,
        "dose_as_reported",
        expected=expected,
        how=f"the label's schedule, {TOLERANCE:.0%} either way",
        likely_intended=likely,
    )


def label_totals(coded: Frames) -> list[float]:
    schedule = coded["dose_schedule"]
    return sorted(
        round(float(total), 10) for total in schedule.groupby("cycle_kind")["dose_mg_per_m2"].sum()
    )


@check(
    "doses",
    severity="warning",
    says="A dose of the first cycle is given on a day of the label.",
    threshold=LABEL,
)
def day_off_label(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["doses"].merge(
        derived["doses"][["dose_id", "compared_with_label", "label_high"]],
        on="dose_id",
        validate="one_to_one",
    )
    rows = rows[
        (rows["compared_with_label"] == "off_schedule")
        & rows["label_high"].isna()
        & (rows["cycle"] == 1).fillna(False)
    ]
    days = ", ".join(map(str, sorted(set(coded["dose_schedule"]["day_of_cycle"]))))
    return noted(
        "doses",
        rows,
        "day_as_reported",
        reported="{day_as_reported} (day {day_of_cycle} of the cycle)",
        expected=f"day {days}",
        how="a day of the cycle for which the label has no dose",
    )
