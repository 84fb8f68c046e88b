"""Is a value possible in its unit, is the unit there, and what was likely meant?

Ranges are thresholds of this project, wide on purpose: analytes in data/vocabulary/analytes.csv,
doses in data/vocabulary/dose_limits.csv.
"""

import pandas as pd

from evidence.audit.checks.units.thresholds import BILIRUBIN_SLIPS, GROUPED_BY_DOT, PROJECT, SLIPS
from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted, short_text
from evidence.harmonise.laboratory import CELLS, canonical_of, reported_ends
from evidence.harmonise.memoise import read_each
from evidence.harmonise.numbers import plain_typography
from evidence.harmonise.quantities import read_quantity


def likely_slip(value: float, low: float, high: float, analyte: str = "") -> str:
    """Which slips of unit would bring a value into its range.

    >>> likely_slip(79.0, 2, 25)
    '7.9 (g/L for g/dL)'
    """
    slips = SLIPS | (BILIRUBIN_SLIPS if analyte == "bilirubin" else {})
    return "; ".join(
        f"{short_text(float(value * factor))} ({words})"
        for factor, words in slips.items()
        if low <= value * factor <= high
    )


@check(
    "units",
    severity="error",
    says="A laboratory value is possible in its unit.",
    threshold=f"code list analytes, {PROJECT}",
)
def laboratory_implausible(coded: Frames, derived: Frames) -> pd.DataFrame:
    harmonised = derived["laboratory"]
    harmonised = harmonised[harmonised["plausible"] == "no"][
        ["laboratory_id", "low", "high", "unit"]
    ]
    limits = coded["analytes"][["code", "plausible_low", "plausible_high"]]
    rows = (
        coded["laboratory"]
        .merge(harmonised, on="laboratory_id", validate="one_to_one")
        .merge(limits, left_on="analyte", right_on="code", validate="many_to_one")
    )
    likely = [
        likely_slip(*cells)
        for cells in zip(
            rows["low"].fillna(rows["high"]),
            rows["plausible_low"].astype(float),
            rows["plausible_high"].astype(float),
            rows["analyte"],
            strict=True,
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
        "value_as_reported",
        expected=expected,
        how="range of {analyte}",
        likely_intended=likely,
    )


def _has_unit(text: str) -> bool:
    return bool(read_quantity(reported_ends(text)[0])[1])


@check("units", severity="warning", says="A laboratory value has a whole unit.")
def unit_missing(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["laboratory"].merge(
        coded["analytes"][["code", "canonical_unit"]],
        left_on="analyte",
        right_on="code",
        validate="many_to_one",
    )
    rows = rows[
        ~rows["canonical_unit"].isin(["", "fraction"])
        & rows["value_as_reported"].str.contains(r"\d")
    ]
    rows = rows[~read_each(rows["value_as_reported"], _has_unit, True).astype(bool)]
    return noted(
        "laboratory",
        rows,
        "value_as_reported",
        expected="a unit",
        how="the number has no unit, or only part of it",
        likely_intended=rows["canonical_unit"].replace("1/nL", "10^9/L or per µL"),
    )


@check("units", severity="warning", says="Thousands of cells are not grouped by a dot.")
def thousands_by_dot(coded: Frames, derived: Frames) -> pd.DataFrame:
    analytes = coded["analytes"]
    counted = analytes.loc[analytes["canonical_unit"].map(canonical_of) == CELLS, "code"]
    rows = coded["laboratory"]
    rows = rows[
        rows["analyte"].isin(counted)
        & rows["value_as_reported"].str.contains(GROUPED_BY_DOT, regex=True)
    ]
    plain = rows["value_as_reported"].str.replace(".", "", regex=False)
    return noted(
        "laboratory",
        rows,
        "value_as_reported",
        expected=plain,
        how="a dot that groups thousands can be read as a decimal point",
        likely_intended=plain,
    )


@check("units", severity="note", says="A document uses a single decimal mark.")
def decimal_marks_mixed(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["doses"]
    comma = rows["dose_as_reported"].str.contains(r"^\d+,\d{1,2}(?!\d)", regex=True)
    point = set(
        rows.loc[rows["dose_as_reported"].str.contains(r"^\d+\.\d", regex=True), "document_id"]
    )
    rows = rows[comma & rows["document_id"].isin(point)].drop_duplicates("document_id")
    return noted(
        "doses",
        rows,
        "dose_as_reported",
        expected="a single decimal mark in a document",
        how="decimal comma here, decimal point in other doses",
    )


@check("units", severity="note", says="A power of ten keeps its superscript.")
def superscript_lost(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["assessments"]
    rows = rows[rows["result_as_reported"].str.contains(r"^10[-−–]\d\b", regex=True)]
    return noted(
        "assessments",
        rows,
        "result_as_reported",
        expected=rows["result_as_reported"].str.replace(r"^10[-−–](\d)", r"10^-\1", regex=True),
        how="a power of ten without its superscript",
    )


@check("units", severity="note", says="A number per kg names what it counts.")
def cells_not_named(coded: Frames, derived: Frames) -> pd.DataFrame:
    rows = coded["doses"]
    rows = rows[
        rows["dose_as_reported"]
        .map(plain_typography)
        .str.contains(r"10\^?\s?\d+\s*/\s*kg", regex=True)
    ]
    return noted(
        "doses",
        rows,
        "dose_as_reported",
        expected="what is counted, per kg",
        how="a number per kg without what it counts",
        likely_intended="cells/kg",
    )
