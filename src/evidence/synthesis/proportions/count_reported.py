"""What may be said of a handful of case reports: counts of what was reported, medians, and a
warning.

Silence is never a no, nor is a result that cannot answer: every count is x of n reported, with
the numbers not reported, not assessable and not applicable beside it. The exact interval is there
to show how little a few patients tell.
"""

import numpy as np
import pandas as pd

from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.proportions.intervals import clopper_pearson

YES, NO = "yes", "no"
# Neither a no nor silence: a result that cannot answer, a question that does not arise.
APART = ("not_assessable", "not_applicable")


def count_reported(states: pd.Series, *, yes: str = YES, no: str = NO, level: float = 0.95) -> dict:
    """How many of those for whom it is reported, and how many are not reported.

    Parameters
    ----------
    states : one of yes, no, not_assessable, not_applicable, or anything else (not reported) for
        each patient.

    Returns
    -------
    yes, reported (yes or no), not_reported, not_assessable, not_applicable : counts, which add up
    to the patients with reported in place of yes; low, high : Clopper-Pearson limits of yes over
    reported, from 0 to 1 (missing when nothing is reported), level.

    >>> count_reported(pd.Series(["yes", "no", "not_reported", "not_assessable"]))["reported"]
    2
    """
    if not isinstance(states, pd.Series):
        raise SynthesisError(f"states: {type(states).__name__} found; a pandas Series is needed")
    happened, reported = int((states == yes).sum()), int(states.isin([yes, no]).sum())
    apart = {state: int((states == state).sum()) for state in APART}
    low, high = clopper_pearson(happened, reported, level=level) if reported else (np.nan, np.nan)
    return {
        "yes": happened,
        "reported": reported,
        "not_reported": len(states) - reported - sum(map(int, apart.values())),
        **apart,
        "low": float(low),
        "high": float(high),
        "level": level,
    }


def median_with_range(values: pd.Series) -> dict:
    """Median, lowest and highest of the figures that there are, and how many are missing.

    >>> median_with_range(pd.Series([17, 40, None]))
    {'median': 28.5, 'lowest': 17.0, 'highest': 40.0, 'reported': 2, 'not_reported': 1}
    """
    known = values.dropna().astype(float)
    middle = float(known.median()) if len(known) else np.nan
    return {
        "median": middle,
        "lowest": float(known.min()) if len(known) else np.nan,
        "highest": float(known.max()) if len(known) else np.nan,
        "reported": len(known),
        "not_reported": len(values) - len(known),
    }
