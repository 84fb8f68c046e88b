"""Ages that cannot be."""

import re

import numpy as np
import pandas as pd

from evidence.audit.checks.units.thresholds import OLDEST_YEARS, PROJECT
from evidence.audit.core.check import check
from evidence.audit.core.findings import Frames, noted


@check(
    "units",
    severity="error",
    says="An age is possible.",
    threshold=f"{OLDEST_YEARS} years, {PROJECT}",
)
def age_implausible(coded: Frames, derived: Frames) -> pd.DataFrame:
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
        expected=f"at most {OLDEST_YEARS} years",
        how="age of a patient",
    )
