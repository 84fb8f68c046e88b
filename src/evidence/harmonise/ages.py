"""Age at the first dose of the index therapy: reported, or derived from a reported age and the
dates between.
"""

import re
from dataclasses import dataclass
from datetime import date
from math import floor, inf, isfinite

import pandas as pd

from evidence.harmonise.numbers import NO_GROUPING, parse_digits, plain_typography
from evidence.harmonise.timeline import START
from evidence.harmonise.times.dates import read_date
from evidence.harmonise.times.intervals import YEAR_DAYS

AGE = re.compile(
    r"(?<![\w.,·])(\d+(?:[.,·]\d+)?)(?:\s*(?:-|to)\s*(\d+(?:[.,·]\d+)?))?[\s-]*(year|month)s?", re.I
)


@dataclass(frozen=True)
class Age:
    """Completed years, at least and at most (None: no limit), and whether reported or derived.

    >>> str(Age(20, 21, "derived")), str(Age(67, None, "derived"))
    ('20-21 (derived)', '67 or more (derived)')
    """

    low_years: int
    high_years: int | None
    basis: str

    def __str__(self) -> str:
        years = (
            str(self.low_years)
            if self.low_years == self.high_years
            else f"{self.low_years} or more"
            if self.high_years is None
            else f"{self.low_years}-{self.high_years}"
        )
        return years if self.basis == "reported" else f"{years} ({self.basis})"


def read_age(text: str) -> tuple[float, float] | None:
    """Lowest and highest exact age, in years, that a reported age in completed years or months can
    mean.

    >>> read_age("aged 15 years old"), read_age("9-month-old of age")
    ((15.0, 16.0), (0.75, 0.8333333333333334))
    >>> read_age("17.5 years"), read_age("15-17 years")
    ((17.5, 17.6), (15.0, 18.0))
    """
    found = AGE.search(plain_typography(text))
    if not found:
        return None
    low, high, unit = found.group(1), found.group(2) or found.group(1), found.group(3).lower()
    per_year = 1 if unit == "year" else 12
    decimals = len(re.split(r"[.,·]", high)[1]) if re.search(r"[.,·]", high) else 0
    most = round(parse_digits(high, NO_GROUPING) + 10**-decimals, decimals)
    return parse_digits(low, NO_GROUPING) / per_year, most / per_year


def age_at_first_dose(
    reported_age: tuple[float, float], low_days: float, high_days: float, timing: str
) -> Age:
    """Age after so many days, in completed years.

    >>> age_at_first_dose((17.0, 18.0), 1255, 1313, "at_diagnosis")
    Age(low_years=20, high_years=21, basis='derived')
    """
    if timing == "at_index":
        return Age(floor(reported_age[0]), floor(reported_age[0]), "reported")
    # The upper end is open: someone of 17 is not yet 18.
    low, high = (
        reported_age[0] + low_days / YEAR_DAYS,
        reported_age[1] + high_days / YEAR_DAYS - 1 / YEAR_DAYS,
    )
    return Age(floor(low), floor(high) if isfinite(high) else None, "derived")


def age_at_diagnosis(
    reported_age: tuple[float, float], low_days: float, high_days: float, timing: str
) -> Age:
    """Age so many days before the first dose, in completed years.

    >>> age_at_diagnosis((40.0, 41.0), 1832, 2196, "at_index")
    Age(low_years=33, high_years=35, basis='derived')
    """
    if timing == "at_diagnosis":
        return Age(floor(reported_age[0]), floor(reported_age[0]), "reported")
    return age_at_first_dose(reported_age, -high_days, -low_days, "at_diagnosis")


Elapsed = tuple[float, float, str]  # days at least and at most, and the rows that say so


def _since_diagnosis(
    patient: str, characteristics: pd.DataFrame, timeline: pd.DataFrame
) -> Elapsed | None:
    """Days from the diagnosis to the first dose, by the timeline or by both dates."""
    of_patient = timeline[timeline["patient_id"] == patient]
    diagnosis = of_patient[(of_patient["event"] == "diagnosis") & of_patient["day_high"].notna()]
    if len(diagnosis):
        entry = diagnosis.iloc[0]
        longest = inf if pd.isna(entry["day_low"]) else -entry["day_low"]
        return -entry["day_high"], longest, entry["sources"]
    dates = characteristics[
        (characteristics["patient_id"] == patient) & (characteristics["item"] == "diagnosis_date")
    ]
    span = read_date(dates["as_reported"].iloc[0]) if len(dates) else None
    first = of_patient[of_patient["event"] == START]
    if span is None or first.empty or first["date_earliest"].iloc[0] == "":
        return None
    low, high = (date.fromisoformat(first[f"date_{end}"].iloc[0]) for end in ("earliest", "latest"))
    sources = f"characteristics:{dates['characteristic_id'].iloc[0]} {first['sources'].iloc[0]}"
    return (low - span.latest).days, (high - span.earliest).days, sources


def _years(age: Age, reported_age: tuple[float, float]) -> str:
    """The age as shown; an infant's in months."""
    if age.basis == "reported" and reported_age[0] < 1:
        return f"{round(12 * reported_age[0])} months"
    return str(age)


def ages(characteristics: pd.DataFrame, timeline: pd.DataFrame) -> pd.DataFrame:
    """One row per patient for whom an age can be given.

    Parameters
    ----------
    characteristics : coded. timeline : harmonised; its ``diagnosis`` entry dates an age at
    diagnosis.

    Returns
    -------
    patient_id, age_low_years, age_high_years (missing where nothing limits it), age (as shown),
    age_basis, age_at_diagnosis (as shown), age_sources.
    """
    rows = []
    reported = characteristics[
        (characteristics["item"] == "age")
        & characteristics["timing"].isin(["at_index", "at_diagnosis"])
    ]
    for row in reported.itertuples():
        reported_age = read_age(row.as_reported)
        elapsed = _since_diagnosis(row.patient_id, characteristics, timeline)
        if reported_age is None or (row.timing != "at_index" and elapsed is None):
            continue
        low, high, sources = elapsed or (0.0, inf, "")
        age = age_at_first_dose(reported_age, low, high, row.timing)
        earlier = age_at_diagnosis(reported_age, low, high, row.timing) if elapsed else None
        rows.append(
            {
                "patient_id": row.patient_id,
                "age_low_years": age.low_years,
                "age_high_years": age.high_years,
                "age": str(age),
                "age_basis": age.basis,
                "age_at_diagnosis": _years(earlier, reported_age) if earlier else "not_reported",
                "age_sources": f"characteristics:{row.characteristic_id} {sources}".strip(),
            }
        )
    columns = ["patient_id", "age_low_years", "age_high_years", "age", "age_basis"]
    found = pd.DataFrame(rows, columns=[*columns, "age_at_diagnosis", "age_sources"])
    found["age_high_years"] = found["age_high_years"].astype("Int64")
    return found.sort_values(
        "age_basis", key=lambda basis: basis != "reported", kind="stable"
    ).drop_duplicates("patient_id")
