"""Do an estimate, its interval and its p value agree at the level stated, and can an interval be reproduced?

Ratios on the log scale: standard error = (ln high - ln low) / (2 z) with z of the printed level
(Cochrane Handbook 6.3.2). Tolerances widen with the rounding of what is printed.
"""

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from evidence.audit.core.findings import Check, noted, shown, with_documents
from evidence.audit.core.printed_numbers import half_unit, numbers
from evidence.synthesis.effect_sizes.from_reported import ASYMMETRY
from evidence.synthesis.proportions.intervals import intervals
from evidence.synthesis.proportions.reproduce_reported import LEVELS, TRIED

RATIOS = ("hazard_ratio", "odds_ratio", "risk_ratio", "rate_ratio")
OFF_CENTRE = 0.03  # of the half-width, beyond rounding; a threshold of this project
Z_TOLERANCE = 0.2  # a log-rank or stratified test is not the Wald test of the interval; a threshold of this project
SIGNIFICANT = 0.05


def _limits(rows: pd.DataFrame, *names: str) -> pd.DataFrame:
    return rows.assign(**{name: numbers(rows[f"{name}_as_printed"]) for name in names})


def _ratios(coded) -> pd.DataFrame:
    rows = _limits(with_documents(coded, "effects"), "estimate", "low", "high")
    rows = rows[
        rows["effect_measure"].isin(RATIOS)
        & (rows["low"] > 0)
        & (rows["high"] > rows["low"])
        & (rows["estimate"] > 0)
    ]
    z = pd.Series(ndtri(0.5 + rows["level_percent"].astype(float).to_numpy() / 200), rows.index)
    return rows.assign(z_level=z, half_width=(np.log(rows["high"]) - np.log(rows["low"])) / 2)


def _interval_text(rows: pd.DataFrame) -> pd.Series:
    return rows["low_as_printed"] + " to " + rows["high_as_printed"]


def ratio_off_centre(coded, derived):
    rows = _ratios(coded)
    middle = (np.log(rows["low"]) + np.log(rows["high"])) / 2
    rounding = sum(
        half_unit(rows[f"{name}_as_printed"]) / rows[name] for name in ("estimate", "low", "high")
    )
    off = (np.log(rows["estimate"]) - middle).abs() - rounding
    bad = off > OFF_CENTRE * rows["half_width"]
    # Beyond what reading a ratio allows it is an error; a little off may be an interval of another form.
    severity = np.where(off[bad] > ASYMMETRY * rows["half_width"][bad], "error", "warning")
    rows, middle = rows[bad], np.exp(middle[bad])
    return noted(
        "effects",
        rows,
        "estimate_as_printed",
        printed=rows["estimate_as_printed"] + " (" + _interval_text(rows) + ")",
        expected=shown(middle, "{:.3f}"),
        how="square root of the product of the limits",
        likely_intended=shown(middle, "{:.2f}"),
        severity=severity,
    )


def estimate_outside_interval(coded, derived):
    parts = []
    for table in ("effects", "outcomes"):
        rows = with_documents(coded, table)
        text = (
            rows["estimate_as_printed"]
            if table == "effects"
            else rows["estimate_as_printed"].where(
                rows["estimate_as_printed"] != "", rows["percent_as_printed"]
            )
        )
        rows = _limits(rows.assign(text=text), "low", "high").assign(estimate=numbers(text))
        rows = rows[
            (rows["low"] > rows["high"])
            | (rows["estimate"] < rows["low"])
            | (rows["estimate"] > rows["high"])
        ]
        parts.append(
            noted(
                table,
                rows,
                "estimate_as_printed",
                printed=rows["text"] + " (" + _interval_text(rows) + ")",
                expected="an estimate between its limits",
                how="low, estimate and high in order",
            )
        )
    return pd.concat(parts)


def _printed_p(rows: pd.DataFrame) -> pd.DataFrame:
    """Lowest and highest p that the printed text can mean; missing where there is none."""
    text = rows["p_as_printed"].str.replace(r"[Pp=\s]", "", regex=True)
    bound = text.str.startswith("<")
    text = text.str.lstrip("<").str.replace(r"^\.", "0.", regex=True)
    value, half = numbers(text), half_unit(text)
    return pd.DataFrame(
        {
            "least": (value - half).where(~bound, 1e-300).clip(lower=1e-300),
            "most": (value + half).where(~bound, value),
        }
    )


def ratio_against_p(coded, derived):
    rows = _ratios(coded)
    rows = rows[(rows["p_as_printed"] != "") & rows["z_level"].notna()]
    z = np.log(rows["estimate"]).abs() / (rows["half_width"] / rows["z_level"])
    p = _printed_p(rows)
    # One- or two-sided as stated; either where the sides are not printed.
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
        "p_as_printed",
        printed="p "
        + rows["p_as_printed"]
        + " for "
        + rows["estimate_as_printed"]
        + " ("
        + _interval_text(rows)
        + ")",
        expected=expected,
        how="z from the interval at " + level + " is " + shown(z, "{:.2f}"),
    )


def outcome_intervals(coded) -> pd.DataFrame:
    """Outcomes with a printed interval of a proportion, with the ``levels`` at which some method reproduces it."""
    rows = with_documents(coded, "outcomes")
    rows = _limits(
        rows[
            (rows["low_as_printed"] != "")
            & (rows["percent_as_printed"] != "")
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
    """Levels (percent, separated by spaces) at which some method reproduces each printed interval of a proportion.

    Parameters
    ----------
    rows : events, n, low, high (percent) and the limits as printed, for their decimals.
    """
    events, n = rows["events"].to_numpy(float), rows["n"].to_numpy(float)
    half = [half_unit(rows[f"{name}_as_printed"]).to_numpy() for name in ("low", "high")]
    levels = pd.Series("", rows.index)
    for level in LEVELS:
        found = np.zeros(len(rows), bool)
        for method in TRIED:
            left = ~found
            if left.any():
                limits = intervals(events[left], n[left], method=method, level=level)
                agrees = [
                    np.abs(100 * limit - rows[name].to_numpy()[left]) <= h[left]
                    for limit, name, h in zip(limits, ("low", "high"), half)
                ]
                found[left] = agrees[0] & agrees[1]
        levels = levels.where(~found, levels + f" {100 * level:g}")
    return levels.str.strip()


def proportion_interval(coded, derived):
    rows = derived["outcome_intervals"]
    rows = rows[rows["levels"] == ""]
    exact = intervals(rows["events"].to_numpy(float), rows["n"].to_numpy(float), level=0.95)
    expected = [
        f"{100 * low:.1f} to {100 * high:.1f} (Clopper-Pearson, 95%)"
        for low, high in zip(np.atleast_1d(exact.low), np.atleast_1d(exact.high))
    ]
    fraction = rows["events"].astype(str) + "/" + rows["n"].astype(str)
    return noted(
        "outcomes",
        rows,
        "low_as_printed",
        printed=_interval_text(rows) + " for " + fraction,
        expected=expected,
        how=f"none of {', '.join(TRIED)} at {', '.join(f'{100 * level:g}' for level in LEVELS)}% gives it",
    )


def proportion_level(coded, derived):
    rows = derived["outcome_intervals"]
    levels = rows["levels"]
    stated = shown(rows["level_percent"].astype(float), "{:g}")
    other = pd.Series(
        [
            bool(found) and text != "nan" and text not in found.split()
            for found, text in zip(levels, stated)
        ],
        rows.index,
        dtype=bool,
    )
    rows, levels = rows[other], levels[other]
    return noted(
        "outcomes",
        rows,
        "level_percent",
        printed=_interval_text(rows) + " at " + stated[rows.index] + "%",
        expected="level of " + levels + "%",
        how="no method gives it at the level stated, one does at another",
    )


def prediction_within_interval(coded, derived):
    rows = _limits(coded["published_pools"], "low", "high", "prediction_low", "prediction_high")
    rows = rows[(rows["prediction_low"] > rows["low"]) | (rows["prediction_high"] < rows["high"])]
    return noted(
        "published_pools",
        rows,
        "prediction_high_as_printed",
        printed="prediction "
        + rows["prediction_low_as_printed"]
        + " to "
        + rows["prediction_high_as_printed"],
        expected="an interval that holds " + _interval_text(rows),
        how="what a new study may show varies more than the mean of studies does",
        likely_intended="limits computed on two different scales",
    )


def significance_at_boundary(coded, derived):
    rows = _ratios(coded)
    p = _printed_p(rows)["most"]
    holds_one = (rows["low"] <= 1) & (rows["high"] >= 1)
    rows = rows[(p < SIGNIFICANT) & holds_one & (rows["level_percent"].astype(float) > 95)]
    level = shown(rows["level_percent"].astype(float), "{:g}%")
    return noted(
        "effects",
        rows,
        "p_as_printed",
        printed="p " + rows["p_as_printed"] + ", " + _interval_text(rows) + " at " + level,
        expected="not called significant",
        how="the interval at its prespecified level holds 1 although p is below 0.05",
    )


def _called_significant(coded) -> pd.DataFrame:
    rows = coded["claims"]
    p = _printed_p(rows)["most"]
    return rows[
        rows["claim_id"].isin(coded["claims_of_significance"]["claim_id"]) | (p < SIGNIFICANT)
    ]


def claim_of_significance(coded, derived):
    verdicts = derived["claim_verdicts"][["claim_id", "matched", "sources"]]
    claims = _called_significant(coded).merge(verdicts, on="claim_id")
    claims = claims[claims["matched"].str.startswith("effects:")].assign(
        effect_id=lambda f: f["matched"].str.removeprefix("effects:")
    )
    effects = _ratios(coded)[
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
        expected=_interval_text(rows) + " at " + level + " holds 1",
        how="the interval of the study itself, at the level it prespecified",
        sources=rows["sources"],
    )


CHECKS = (
    Check(
        "ratio_off_centre",
        "intervals",
        "error",
        "A ratio is the geometric mean of its limits.",
        f"{OFF_CENTRE:g} of the half-width beyond rounding, a threshold of this project; from {ASYMMETRY:g} on an error",
        ratio_off_centre,
    ),
    Check(
        "estimate_outside_interval",
        "intervals",
        "error",
        "An estimate lies between its limits.",
        "none",
        estimate_outside_interval,
    ),
    Check(
        "ratio_against_p",
        "intervals",
        "error",
        "A p value is that of its ratio and interval, at the level printed.",
        f"{Z_TOLERANCE} in z beyond rounding, a threshold of this project",
        ratio_against_p,
    ),
    Check(
        "proportion_interval",
        "intervals",
        "warning",
        "Some method and level reproduce a printed interval of a proportion.",
        "rounding only",
        proportion_interval,
    ),
    Check(
        "proportion_level",
        "intervals",
        "warning",
        "A printed interval of a proportion is reproduced at the level it states.",
        "rounding only",
        proportion_level,
    ),
    Check(
        "prediction_within_interval",
        "intervals",
        "error",
        "A prediction interval holds its confidence interval.",
        "none",
        prediction_within_interval,
    ),
    Check(
        "significance_at_boundary",
        "intervals",
        "note",
        "A p value below 0.05 goes with an interval, at the prespecified level, without 1.",
        "0.05 and the level printed",
        significance_at_boundary,
    ),
    Check(
        "claim_of_significance",
        "intervals",
        "error",
        "What is called significant is so at the level that the study prespecified.",
        "the level printed",
        claim_of_significance,
    ),
)
