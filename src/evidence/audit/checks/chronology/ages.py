"""Ages against dates."""

import re

import pandas as pd

from evidence.audit.checks.chronology.dates import entries
from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted, shown
from evidence.coded.settings import settings_of
from evidence.harmonise.times.intervals import YEAR_DAYS


def _years(text: str) -> tuple[float, float]:
    """Lowest and highest age in years that a harmonised age means.

    >>> _years("17"), _years("18 to 19")
    ((17.0, 18.0), (18.0, 20.0))
    """
    parts = [float(part) for part in re.findall(r"\d+(?:\.\d+)?", text)]
    whole = parts[-1] == int(parts[-1])
    return parts[0], parts[-1] + (1.0 if whole else 0.1)


def _age(coded: Frames, timing: str) -> pd.DataFrame:
    """Lowest and highest age of each patient at a time, with the row that reports it."""
    rows = coded["characteristics"]
    rows = rows[
        (rows["item"] == "age") & (rows["timing"] == timing) & (rows["value"] != "not_reported")
    ].drop_duplicates("patient_id")
    ages = [_years(text) for text in rows["value"]]
    limits = pd.DataFrame(ages, rows.index, columns=["low", "high"], dtype=float)
    return rows.assign(low=limits["low"], high=limits["high"])


def _years_between(coded: Frames, derived: Frames, first: str, second: str) -> pd.DataFrame:
    """Fewest and most years from one event to another of each patient."""
    timeline = entries(coded, derived)
    starts, ends = (
        timeline[timeline["event"] == event].drop_duplicates("patient_id")[
            ["patient_id", "earliest", "latest", "sources"]
        ]
        for event in (first, second)
    )
    both = starts.merge(ends, on="patient_id", suffixes=("_start", "_end"), validate="one_to_one")
    return both.assign(
        fewest=(both["earliest_end"] - both["latest_start"]) / YEAR_DAYS,
        most=(both["latest_end"] - both["earliest_start"]) / YEAR_DAYS,
    )


@check(
    "chronology",
    severity="error",
    says="Ages at two times are as far apart as their dates.",
    threshold="completed years",
)
def age_against_dates(coded: Frames, derived: Frames) -> pd.DataFrame:
    before = _age(coded, "at_diagnosis")[
        ["patient_id", "value", "characteristic_id", "low", "high"]
    ]
    rows = (
        _age(coded, "at_index")
        .merge(before, on="patient_id", suffixes=("", "_before"), validate="one_to_one")
        .merge(
            _years_between(coded, derived, "diagnosis", settings_of(coded).index.event),
            on="patient_id",
            validate="one_to_one",
        )
    )
    lowest, highest = rows["low_before"] + rows["fewest"], rows["high_before"] + rows["most"]
    impossible = (rows["high"] < lowest) | (rows["low"] > highest)
    rows, lowest, highest = rows[impossible], lowest[impossible], highest[impossible]
    return noted(
        "characteristics",
        rows,
        "value",
        expected=shown(lowest, "{:.1f}") + " to " + shown(highest, "{:.1f} years"),
        how="age at diagnosis ({value_before}) and the time from diagnosis to the first dose",
        sources="characteristics:{characteristic_id} characteristics:{characteristic_id_before} "
        "{sources_start} {sources_end}",
    )
