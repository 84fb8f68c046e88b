"""Do an estimate, its interval and its p value agree at the level stated, and can an interval be
reproduced?

Ratios on the log scale: standard error = (ln high - ln low) / (2 z) with z of the reported level
(Cochrane Handbook 6.3.2). Tolerances widen with the rounding of what is reported.
"""

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from evidence.audit.checks.intervals.thresholds import OFF_CENTRE, RATIOS, Z_TOLERANCE
from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted, shown, with_documents
from evidence.audit.core.reported_numbers import half_unit, numbers, p_values
from evidence.harmonise.numbers import GROUPING_COMMA, NO_GROUPING
from evidence.synthesis.effect_sizes.from_interval import ASYMMETRY


def limits(rows: pd.DataFrame, *names: str, grouped_by: str = NO_GROUPING) -> pd.DataFrame:
    """Rows with the numbers of ``..._as_reported``; no ratio or percentage has thousands."""
    return rows.assign(**{name: numbers(rows[f"{name}_as_reported"], grouped_by) for name in names})


def ratios(coded: Frames) -> pd.DataFrame:
    rows = limits(with_documents(coded, "effects"), "estimate", "low", "high")
    rows = rows[
        rows["effect_measure"].isin(RATIOS)
        & (rows["low"] > 0)
        & (rows["high"] > rows["low"])
        & (rows["estimate"] > 0)
    ]
    z = pd.Series(ndtri(0.5 + rows["level_percent"].astype(float).to_numpy() / 200), rows.index)
    return rows.assign(z_level=z, half_width=(np.log(rows["high"]) - np.log(rows["low"])) / 2)


def interval_text(rows: pd.DataFrame) -> pd.Series:
    return rows["low_as_reported"] + " to " + rows["high_as_reported"]


@check(
    "intervals",
    severity="error",
    says="A ratio is the geometric mean of its limits.",
    threshold=f"{OFF_CENTRE:g} of the half-width beyond rounding, a threshold of this project; "
    f"from {ASYMMETRY:g} on an error",
)
def ratio_off_centre(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = ratios(coded)
    middle = (np.log(rows["low"]) + np.log(rows["high"])) / 2
    rounding = pd.Series(0.0, rows.index)
    for name in ("estimate", "low", "high"):
        rounding += half_unit(rows[f"{name}_as_reported"], NO_GROUPING) / rows[name]
    off = (np.log(rows["estimate"]) - middle).abs() - rounding
    bad = off > OFF_CENTRE * rows["half_width"]
    # Beyond what reading a ratio allows it is an error; a little off may be an interval of another
    # form.
    severity = np.where(off[bad] > ASYMMETRY * rows["half_width"][bad], "error", "warning")
    rows, middle = rows[bad], np.exp(middle[bad])
    return noted(
        "effects",
        rows,
        "estimate_as_reported",
        reported=rows["estimate_as_reported"] + " (" + interval_text(rows) + ")",
        expected=shown(middle, "{:.3f}"),
        how="square root of the product of the limits",
        likely_intended=shown(middle, "{:.2f}"),
        severity=severity,
    )


@check("intervals", severity="error", says="An estimate lies between its limits.")
def estimate_outside_interval(coded: Frames, derived: Frames) -> pd.DataFrame:
    parts = []
    # A median may count more than a thousand days.
    for table, grouped_by in (("effects", NO_GROUPING), ("outcomes", GROUPING_COMMA)):
        rows = with_documents(coded, table)
        text = (
            rows["estimate_as_reported"]
            if table == "effects"
            else rows["estimate_as_reported"].where(
                rows["estimate_as_reported"] != "", rows["percent_as_reported"]
            )
        )
        rows = limits(rows.assign(text=text), "low", "high", grouped_by=grouped_by).assign(
            estimate=numbers(text, grouped_by)
        )
        rows = rows[
            (rows["low"] > rows["high"])
            | (rows["estimate"] < rows["low"])
            | (rows["estimate"] > rows["high"])
        ]
        parts.append(
            noted(
                table,
                rows,
                "estimate_as_reported",
                reported=rows["text"] + " (" + interval_text(rows) + ")",
                expected="an estimate between its limits",
                how="low, estimate and high in order",
            )
        )
    return pd.concat(parts)


@check(
    "intervals",
    severity="error",
    says="A p value is that of its ratio and interval, at the level reported.",
    threshold=f"{Z_TOLERANCE} in z beyond rounding, a threshold of this project",
)
def ratio_against_p(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = ratios(coded)
    rows = rows[(rows["p_as_reported"] != "") & rows["z_level"].notna()]
    z = np.log(rows["estimate"]).abs() / (rows["half_width"] / rows["z_level"])
    p = p_values(rows["p_as_reported"])
    # One- or two-sided as stated; either where the sides are not reported.
    off = pd.DataFrame(
        {
            sides: np.maximum(-ndtri(p["most"] / sides) - z, z + ndtri(p["least"] / sides))
            for sides in (1, 2)
        },
        rows.index,
    )
    sides = rows["p_sides"].astype(float)
    gap = off[2].where(sides != 1, off[1]).where(sides.notna(), off.min(axis=1))
    bad = gap > Z_TOLERANCE
    rows, z = rows[bad], z[bad]
    expected = [f"{p_two / 2:.2g} one-sided, {p_two:.2g} two-sided" for p_two in 2 * ndtr(-z)]
    level = shown(rows["level_percent"].astype(float), "{:g}%")
    return noted(
        "effects",
        rows,
        "p_as_reported",
        reported="p "
        + rows["p_as_reported"]
        + " for "
        + rows["estimate_as_reported"]
        + " ("
        + interval_text(rows)
        + ")",
        expected=expected,
        how="z from the interval at " + level + " is " + shown(z, "{:.2f}"),
    )


@check(
    "intervals", severity="error", says="A prediction interval contains its confidence interval."
)
def prediction_within_interval(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = limits(coded["published_pools"], "low", "high", "prediction_low", "prediction_high")
    rows = rows[(rows["prediction_low"] > rows["low"]) | (rows["prediction_high"] < rows["high"])]
    return noted(
        "published_pools",
        rows,
        "prediction_high_as_reported",
        reported="prediction {prediction_low_as_reported} to {prediction_high_as_reported}",
        expected="an interval that contains " + interval_text(rows),
        how="what a new study may show varies more than the mean of studies does",
        likely_intended="limits computed on two different scales",
    )
