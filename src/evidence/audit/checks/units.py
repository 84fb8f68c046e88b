"""Is a value possible in its unit, is the unit there, and what was likely meant?

Ranges are thresholds of this project, wide on purpose: analytes in data/vocabulary/analytes.csv,
doses in data/vocabulary/dose_limits.csv.
"""

import re

import numpy as np
import pandas as pd

from evidence.audit.core.findings import Check, noted, shown, sources_of, told
from evidence.harmonise.doses import HIGHEST_RADIATION_GY, INOTUZUMAB
from evidence.harmonise.laboratory import ends
from evidence.harmonise.memoise import read_each
from evidence.harmonise.numbers import plain_typography
from evidence.harmonise.quantities import read_quantity

SLIPS = {
    1e-3: "a thousands separator or a factor of 1000",
    1e3: "a thousands separator or a factor of 1000",
    1e-1: "g/L for g/dL",
    1e1: "g/dL for g/L",
    1e-2: "percent for a fraction",
    1e2: "a fraction for percent",
    1e-6: "per litre for per microlitre",
}
BILIRUBIN_SLIPS = {17.1: "mg/dL for umol/L", 1 / 17.1: "umol/L for mg/dL"}
BODY_SURFACE_M2 = (0.2, 3.0)  # infant to very large adult; a threshold of this project
GROUPED_BY_DOT = r"^\d{1,3}(?:\.\d{3})+(?!\d)"
LARGEST_OVER_LIMIT = 2.0  # from here on a dose over its limit is an error, not a warning
OLDEST_YEARS = 110


def likely_slip(value: float, low: float, high: float, analyte: str = "") -> str:
    """Which slips of unit would bring a value into its range.

    >>> likely_slip(79.0, 2, 25)
    '7.9 (g/L for g/dL)'
    """
    slips = SLIPS | (BILIRUBIN_SLIPS if analyte == "bilirubin" else {})
    return "; ".join(
        f"{told(float(value * factor))} ({words})"
        for factor, words in slips.items()
        if low <= value * factor <= high
    )


def laboratory_implausible(coded, derived):
    harmonised = derived["laboratory"]
    harmonised = harmonised[harmonised["plausible"] == "no"][
        ["laboratory_id", "low", "high", "unit"]
    ]
    limits = coded["analytes"][["code", "plausible_low", "plausible_high"]]
    rows = (
        coded["laboratory"]
        .merge(harmonised, on="laboratory_id")
        .merge(limits, left_on="analyte", right_on="code")
    )
    likely = [
        likely_slip(*cells)
        for cells in zip(
            rows["low"],
            rows["plausible_low"].astype(float),
            rows["plausible_high"].astype(float),
            rows["analyte"],
        )
    ]
    expected = (
        rows["plausible_low"].astype(str)
        + " to "
        + rows["plausible_high"].astype(str)
        + " "
        + rows["unit"]
    )
    return noted(
        "laboratory",
        rows,
        "value_as_printed",
        printed=rows["value_as_printed"],
        expected=expected,
        how="range of " + rows["analyte"],
        likely_intended=likely,
    )


def _has_unit(text: str) -> bool:
    return bool(read_quantity(ends(text)[0])[1])


def unit_missing(coded, derived):
    rows = coded["laboratory"].merge(
        coded["analytes"][["code", "canonical_unit"]], left_on="analyte", right_on="code"
    )
    rows = rows[
        ~rows["canonical_unit"].isin(["", "fraction"])
        & rows["value_as_printed"].str.contains(r"\d")
    ]
    rows = rows[~read_each(rows["value_as_printed"], _has_unit, True).astype(bool)]
    return noted(
        "laboratory",
        rows,
        "value_as_printed",
        printed=rows["value_as_printed"],
        expected="a unit",
        how="the figure has no unit, or not all of it",
        likely_intended=rows["canonical_unit"].replace("1/nL", "10^9/L or per µL"),
    )


def thousands_by_dot(coded, derived):
    rows = coded["laboratory"]
    rows = rows[rows["value_as_printed"].str.contains(GROUPED_BY_DOT, regex=True)]
    plain = rows["value_as_printed"].str.replace(".", "", regex=False)
    return noted(
        "laboratory",
        rows,
        "value_as_printed",
        printed=rows["value_as_printed"],
        expected=plain,
        how="a dot that groups thousands can be read as a decimal point",
        likely_intended=plain,
    )


def decimal_marks_mixed(coded, derived):
    rows = coded["doses"]
    comma = rows["dose_as_printed"].str.contains(r"^\d+,\d{1,2}(?!\d)", regex=True)
    point = set(
        rows.loc[rows["dose_as_printed"].str.contains(r"^\d+\.\d", regex=True), "document_id"]
    )
    rows = rows[comma & rows["document_id"].isin(point)].drop_duplicates("document_id")
    return noted(
        "doses",
        rows,
        "dose_as_printed",
        printed=rows["dose_as_printed"],
        expected="one decimal mark in a document",
        how="decimal comma here, decimal point in other doses",
    )


def ratio_in_copies(coded, derived):
    rows = coded["assessments"]
    rows = rows[
        (rows["method"] == "bcr_abl1_pcr") & rows["result_as_printed"].str.contains("copies")
    ]
    return noted(
        "assessments",
        rows,
        "result_as_printed",
        printed=rows["result_as_printed"],
        expected="a ratio or a percentage, with its scale",
        how="a ratio of transcripts has no unit of copies; international scale or not is not told",
    )


def superscript_lost(coded, derived):
    rows = coded["assessments"]
    rows = rows[rows["result_as_printed"].str.contains(r"^10[-−–]\d\b", regex=True)]
    return noted(
        "assessments",
        rows,
        "result_as_printed",
        printed=rows["result_as_printed"],
        expected=rows["result_as_printed"].str.replace(r"^10[-−–](\d)", r"10^-\1", regex=True),
        how="a power of ten without its superscript",
    )


def share_above_one(coded, derived):
    rows = coded["assessments"]
    percent = pd.to_numeric(
        rows["result_as_printed"].str.extract(r"^\s*(\d+(?:\.\d+)?)\s*%")[0]
    ).astype(float)
    rows = rows[percent > 100]
    return noted(
        "assessments",
        rows,
        "result_as_printed",
        printed=rows["result_as_printed"],
        expected="at most 100%",
        how="a share of cells",
    )


def radiation_impossible(coded, derived):
    values = derived["doses"][["dose_id", "value", "unit"]]
    rows = coded["doses"].merge(values, on="dose_id")
    rows = rows[(rows["unit"] == "Gy") & (rows["value"] > HIGHEST_RADIATION_GY)]
    likely = [
        f"{told(value / 100)} Gy ({told(value)} cGy)" if value / 100 <= HIGHEST_RADIATION_GY else ""
        for value in rows["value"]
    ]
    return noted(
        "doses",
        rows,
        "dose_as_printed",
        printed=rows["dose_as_printed"],
        expected=f"at most {HIGHEST_RADIATION_GY:g} Gy",
        how="more than any course of radiotherapy in leukaemia",
        likely_intended=likely,
    )


def _likely_dose(value: float, unit: str, limits: dict[str, float]) -> str:
    """Other units in which the same figure would be possible."""
    others = [other for other, highest in limits.items() if other != unit and value <= highest]
    return "; ".join(f"{told(value)} {other}" for other in others)


def dose_above_limit(coded, derived):
    limits = coded["dose_limits"][["agent", "unit", "highest", "source"]]
    rows = (
        coded["doses"]
        .merge(derived["doses"][["dose_id", "value", "unit"]], on="dose_id")
        .merge(limits, on=["agent", "unit"])
    )
    rows = rows[rows["value"] > 1.1 * rows["highest"].astype(float)]
    by_agent = {
        agent: dict(zip(group["unit"], group["highest"].astype(float)))
        for agent, group in limits[limits["agent"].isin(rows["agent"])].groupby("agent")
    }
    likely = [
        _likely_dose(value, unit, by_agent[agent])
        for value, unit, agent in zip(rows["value"], rows["unit"], rows["agent"])
    ]
    severity = np.where(
        rows["value"] > LARGEST_OVER_LIMIT * rows["highest"].astype(float), "error", "warning"
    )
    expected = shown(rows["highest"].astype(float), "at most {:g} ") + rows["unit"]
    return noted(
        "doses",
        rows,
        "dose_as_printed",
        printed=rows["dose_as_printed"] + " of " + rows["agent"],
        expected=expected,
        how="highest dose of the reference: " + rows["source"],
        likely_intended=likely,
        severity=severity,
    )


def absolute_dose(coded, derived):
    columns = ["dose_id", "standing", "value", "implied_body_surface_m2"]
    rows = coded["doses"].merge(derived["doses"][columns], on="dose_id")
    rows = rows[rows["standing"] == "absolute_dose"]
    surface = rows["implied_body_surface_m2"]
    how = np.where(
        surface.notna(),
        "the label's dose implies a body surface of " + shown(surface, "{:.2f} m²"),
        "no label dose for its day, so no body surface follows",
    )
    impossible = surface.notna() & ~surface.between(*BODY_SURFACE_M2)
    return noted(
        "doses",
        rows,
        "dose_as_printed",
        printed=rows["dose_as_printed"],
        expected="mg/m²",
        how=how,
        likely_intended=np.where(impossible, "mg/m²", ""),
        severity=np.where(impossible, "error", "warning"),
    )


def cells_not_named(coded, derived):
    rows = coded["doses"]
    rows = rows[
        rows["dose_as_printed"]
        .map(plain_typography)
        .str.contains(r"10\^?\s?\d+\s*/\s*kg", regex=True)
    ]
    return noted(
        "doses",
        rows,
        "dose_as_printed",
        printed=rows["dose_as_printed"],
        expected="what is counted, per kg",
        how="a number per kg without its thing",
        likely_intended="cells/kg",
    )


def dose_not_printed(coded, derived):
    rows = coded["doses"]
    rows = rows[
        (rows["agent"] == INOTUZUMAB) & (rows["given"] == "given") & (rows["dose_as_printed"] == "")
    ]
    groups = rows.groupby("therapy_id", sort=False)["dose_id"].agg(" ".join)
    rows = rows.drop_duplicates("therapy_id")
    return noted(
        "doses",
        rows,
        "dose_as_printed",
        printed="",
        expected="an amount",
        how="inotuzumab was given and no amount stands with it",
        sources=sources_of("doses", rows["therapy_id"].map(groups)),
    )


def age_implausible(coded, derived):
    rows = coded["characteristics"]
    rows = rows[(rows["item"] == "age") & (rows["value"] != "not_reported")]
    years = (
        rows["value"]
        .map(lambda text: max(map(float, re.findall(r"\d+(?:\.\d+)?", text)), default=np.nan))
        .astype(float)
    )
    rows = rows[years > OLDEST_YEARS]
    return noted(
        "characteristics",
        rows,
        "value",
        printed=rows["value"],
        expected=f"at most {OLDEST_YEARS} years",
        how="age of a patient",
    )


PROJECT = "a threshold of this project"
CHECKS = (
    Check(
        "laboratory_implausible",
        "units",
        "error",
        "A laboratory value is possible in its unit.",
        f"code list analytes, {PROJECT}",
        laboratory_implausible,
    ),
    Check(
        "unit_missing",
        "units",
        "warning",
        "A laboratory value has a whole unit.",
        "none",
        unit_missing,
    ),
    Check(
        "thousands_by_dot",
        "units",
        "warning",
        "Thousands are not grouped by a dot.",
        "none",
        thousands_by_dot,
    ),
    Check(
        "decimal_marks_mixed",
        "units",
        "note",
        "A document has one decimal mark.",
        "none",
        decimal_marks_mixed,
    ),
    Check(
        "ratio_in_copies",
        "units",
        "error",
        "A ratio of transcripts is not given in copies.",
        "none",
        ratio_in_copies,
    ),
    Check(
        "superscript_lost",
        "units",
        "note",
        "A power of ten keeps its superscript.",
        "none",
        superscript_lost,
    ),
    Check(
        "share_above_one",
        "units",
        "error",
        "A share of cells is at most 100%.",
        "none",
        share_above_one,
    ),
    Check(
        "radiation_impossible",
        "units",
        "error",
        "A dose of radiation is possible in Gy.",
        f"{HIGHEST_RADIATION_GY:g} Gy, {PROJECT}",
        radiation_impossible,
    ),
    Check(
        "dose_above_limit",
        "units",
        "error",
        "A dose is within the highest of its reference, in its unit.",
        "code list dose_limits, each with its source",
        dose_above_limit,
    ),
    Check(
        "absolute_dose",
        "units",
        "warning",
        "Inotuzumab is given by body surface.",
        f"body surface of {BODY_SURFACE_M2[0]:g} to {BODY_SURFACE_M2[1]:g} m², {PROJECT}",
        absolute_dose,
    ),
    Check(
        "cells_not_named",
        "units",
        "note",
        "A number per kg names what it counts.",
        "none",
        cells_not_named,
    ),
    Check(
        "dose_not_printed",
        "units",
        "note",
        "Each series of inotuzumab has its amounts.",
        "none",
        dose_not_printed,
    ),
    Check(
        "age_implausible",
        "units",
        "error",
        "An age is possible.",
        f"{OLDEST_YEARS} years, {PROJECT}",
        age_implausible,
    ),
)
