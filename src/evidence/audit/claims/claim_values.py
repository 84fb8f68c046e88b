"""Claims as values of the same kinds as coded results.

Kinds: percent (of patients), count, time (a median), ratio. A claim's value is good to half a
unit of its own last decimal.
"""

import numpy as np
import pandas as pd

from evidence.audit.core.findings import Frames
from evidence.audit.core.reported_numbers import counts, reported_values

RATIO_MEASURES = (
    "overall_survival",
    "progression_free_survival",
    "mortality",
    "duration_of_response",
    "recovery",
)


def _all_of(rows: pd.DataFrame) -> pd.Series:
    """Counts stated as "all" or "all but one" of a denominator."""
    n = counts(rows["denominator_as_reported"])
    text = rows["value_as_reported"].str.lower()
    return (n - 1).where(
        text.str.startswith("all but one"), n.where(text.str.startswith("all "), np.nan)
    )


def _events(rows: pd.DataFrame) -> pd.Series:
    """Patients with the outcome: the numerator, or what the words of the value say."""
    counted = counts(rows["value_as_reported"]).where(rows["measure"] == "number_of_patients")
    return counts(rows["numerator_as_reported"]).fillna(_all_of(rows)).fillna(counted)


def claim_values(coded: Frames) -> pd.DataFrame:
    """Claims with their values.

    Parameters
    ----------
    coded : ``claims`` is used.

    Returns
    -------
    The coded columns, then kind (empty where the claim has no value), value, rounding (what
    rounding can hide), sign (``=``, or how the value is bounded), events, n (the counts),
    comparator (value of the other arm), comparator_rounding.
    """
    rows = coded["claims"]
    reported = reported_values(rows["value_as_reported"])
    comparator = reported_values(rows["comparator_value_as_reported"])
    events = _events(rows)
    kind = np.select(
        [
            reported["is_percent"],
            events.notna(),
            rows["measure"].str.endswith("_median"),
            rows["measure"].isin(RATIO_MEASURES),
        ],
        ["percent", "count", "time", "ratio"],
        "",
    )
    return rows.assign(
        kind=np.where(rows["has_figure"] == "yes", kind, ""),
        value=reported["value"].where(kind != "count", np.nan),
        rounding=reported["rounding"],
        sign=reported["sign"],
        events=events,
        n=counts(rows["denominator_as_reported"]),
        comparator=comparator["value"],
        comparator_rounding=comparator["rounding"],
    )
