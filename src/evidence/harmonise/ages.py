"""Age at the first dose of inotuzumab: reported, or derived from a reported age and the dates
between.
"""

import re
from dataclasses import dataclass
from math import floor

import pandas as pd

from evidence.harmonise.dates import YEAR_DAYS
from evidence.harmonise.numbers import NO_GROUPING, parse_digits, plain_typography

AGE = re.compile(
    r"(?<![\w.,·])(\d+(?:[.,·]\d+)?)(?:\s*(?:-|to)\s*(\d+(?:[.,·]\d+)?))?[\s-]*(year|month)s?", re.I
)


@dataclass(frozen=True)
class Age:
    """Completed years, at least and at most, and whether that is reported or derived.

    >>> str(Age(20, 21, "derived"))
    '20-21 (derived)'
    """

    low_years: int
    high_years: int
    basis: str

    def __str__(self) -> str:
        years = (
            str(self.low_years)
            if self.low_years == self.high_years
            else f"{self.low_years}-{self.high_years}"
        )
        return years if self.basis == "printed" else f"{years} ({self.basis})"


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
    printed: tuple[float, float], low_days: float, high_days: float, timing: str
) -> Age:
    """Age after so many days, in completed years.

    >>> age_at_first_dose((17.0, 18.0), 1255, 1313, "at_diagnosis")
    Age(low_years=20, high_years=21, basis='derived')
    """
    if timing == "at_inotuzumab":
        return Age(floor(printed[0]), floor(printed[0]), "printed")
    # The upper end is open: someone of 17 is not yet 18.
    low, high = (
        printed[0] + low_days / YEAR_DAYS,
        printed[1] + high_days / YEAR_DAYS - 1 / YEAR_DAYS,
    )
    return Age(floor(low), floor(high), "derived")


def ages(characteristics: pd.DataFrame, timeline: pd.DataFrame) -> pd.DataFrame:
    """One row a patient for whom an age can be given.

    Parameters
    ----------
    characteristics : coded. timeline : harmonised; its ``diagnosis`` entry dates an age at
    diagnosis.

    Returns
    -------
    patient_id, age_low_years, age_high_years, age (as shown), age_basis, age_sources.
    """
    rows = []
    for row in characteristics[characteristics["item"] == "age"].itertuples():
        printed = read_age(row.as_printed)
        start = timeline[
            (timeline["patient_id"] == row.patient_id)
            & (timeline["event"] == "diagnosis")
            & timeline["day_low"].notna()
        ]
        if printed is None or (row.timing != "at_inotuzumab" and start.empty):
            continue
        low, high = (
            (0.0, 0.0) if start.empty else (-start["day_high"].iloc[0], -start["day_low"].iloc[0])
        )
        age = age_at_first_dose(printed, low, high, row.timing)
        used = f"characteristics:{row.characteristic_id}" + (
            f" {start['sources'].iloc[0]}" if age.basis == "derived" else ""
        )
        rows.append((row.patient_id, age.low_years, age.high_years, str(age), age.basis, used))
    found = pd.DataFrame(
        rows,
        columns=[
            "patient_id",
            "age_low_years",
            "age_high_years",
            "age",
            "age_basis",
            "age_sources",
        ],
    )
    return found.sort_values(
        "age_basis", key=lambda basis: basis != "printed", kind="stable"
    ).drop_duplicates("patient_id")
