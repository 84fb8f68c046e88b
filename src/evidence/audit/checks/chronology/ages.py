"""Ages against dates."""

import re

import pandas as pd

from evidence.audit.checks.chronology.dates import entries
from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, both_sources, noted, shown
from evidence.harmonise.dates import YEAR_DAYS
from evidence.harmonise.timeline import START


def _years(text: str) -> tuple[float, float]:
    """Lowest and highest age in years that a harmonised age means.

    >>> _years("17"), _years("18 to 19")
    ((17.0, 18.0), (18.0, 20.0))
    """
    parts = [float(part) for part in re.findall(r"\d+(?:\.\d+)?", text)]
    whole = parts[-1] == int(parts[-1])
    return parts[0], parts[-1] + (1.0 if whole else 0.1)


@check(
    "chronology",
    severity="error",
    says="Ages at two times are as far apart as their dates.",
    threshold="completed years",
)
def age_against_dates(coded: Frames, derived: Frames) -> pd.DataFrame:
    ages = coded["characteristics"]
    ages = ages[(ages["item"] == "age") & (ages["value"] != "not_reported")]
    sides = [
        ages[ages["timing"] == timing].drop_duplicates("patient_id").set_index("patient_id")
        for timing in ("at_diagnosis", "at_inotuzumab")
    ]
    rows = (
        sides[1]
        .reset_index()
        .merge(sides[0][["value", "characteristic_id"]], on="patient_id", suffixes=("", "_before"))
    )
    timeline = entries(coded, derived)
    when = [
        timeline[timeline["event"] == event]
        .drop_duplicates("patient_id")
        .set_index("patient_id")[["earliest", "latest", "sources"]]
        for event in ("diagnosis", START)
    ]
    rows = rows.merge(
        when[0].merge(when[1], on="patient_id", suffixes=("_0", "_1")), on="patient_id"
    )
    low, high = (
        (rows["earliest_1"] - rows["latest_0"]) / YEAR_DAYS,
        (rows["latest_1"] - rows["earliest_0"]) / YEAR_DAYS,
    )
    before, after = (
        pd.DataFrame(
            list(map(_years, rows[name])), rows.index, columns=["low", "high"], dtype=float
        )
        for name in ("value_before", "value")
    )
    bad = (after["high"] < before["low"] + low) | (after["low"] > before["high"] + high)
    rows, low, high, before = rows[bad], low[bad], high[bad], before[bad]
    expected = (
        shown(before["low"] + low, "{:.1f}") + " to " + shown(before["high"] + high, "{:.1f} years")
    )
    return noted(
        "characteristics",
        rows,
        "value",
        printed=rows["value"],
        expected=expected,
        how="age at diagnosis ("
        + rows["value_before"]
        + ") and the time from diagnosis to inotuzumab",
        sources=both_sources(
            "characteristics", rows["characteristic_id"], rows["characteristic_id_before"]
        )
        + " "
        + rows["sources_0"]
        + " "
        + rows["sources_1"],
    )
