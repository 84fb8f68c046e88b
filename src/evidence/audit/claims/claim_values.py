"""Claims as values of the same kinds as coded results.

Kinds: percent (of patients), count, time (a median), ratio. A claim's value is good to half a
unit of its own last decimal.
"""

import re

import numpy as np
import pandas as pd

from evidence.audit.core.findings import Frames
from evidence.audit.core.printed_numbers import FIGURE, count_of, half_unit, numbers, percent_text
from evidence.harmonise.memoise import read_each

LOWER_BOUND = r"\b(?:more than|over|at least|exceeds?)\b|^\s*[>≥]"
RANGE = re.compile(r"\d\s*%?\s*[–-]\s*\d")
RATIO_MEASURES = (
    "overall_survival",
    "progression_free_survival",
    "mortality",
    "duration_of_response",
    "recovery",
)


def first_number(text: str) -> str:
    """The first number of a text as reported; empty for a range or for none.

    >>> first_number("7.7 months"), first_number("18%–44%"), first_number("lower")
    ('7.7', '', '')
    """
    found = FIGURE.search(text)
    return "" if found is None or RANGE.search(text) else found.group()


def _counts(texts: pd.Series) -> pd.Series:
    return read_each(texts, count_of).astype(float)


def _all_of(rows: pd.DataFrame) -> pd.Series:
    """Counts stated as "all" or "all but one" of a denominator."""
    n = _counts(rows["denominator_as_printed"])
    text = rows["value_as_printed"].str.lower()
    return (n - 1).where(
        text.str.startswith("all but one"), n.where(text.str.startswith("all "), np.nan)
    )


def _events(rows: pd.DataFrame) -> pd.Series:
    """Patients with the outcome: the numerator, or what the words of the value say."""
    counted = _counts(rows["value_as_printed"]).where(rows["measure"] == "number_of_patients")
    return _counts(rows["numerator_as_printed"]).fillna(_all_of(rows)).fillna(counted)


def claim_values(coded: Frames) -> pd.DataFrame:
    """Claims with their values.

    Parameters
    ----------
    coded : ``claims`` is used.

    Returns
    -------
    The coded columns, then kind (empty where the claim has no value), value, rounding (what
    rounding can hide), is_bound (more than the value, not the value), events, n (the counts),
    comparator (value of the other arm), comparator_rounding.
    """
    rows = coded["claims"]
    percent = read_each(rows["value_as_printed"], percent_text, "").astype(str)
    number = read_each(rows["value_as_printed"], first_number, "").astype(str)
    comparator = read_each(rows["comparator_value_as_printed"], first_number, "").astype(str)
    events = _events(rows)
    kind = np.select(
        [
            percent != "",
            events.notna(),
            rows["measure"].str.endswith("_median"),
            rows["measure"].isin(RATIO_MEASURES),
        ],
        ["percent", "count", "time", "ratio"],
        "",
    )
    text = percent.where(percent != "", number)
    return rows.assign(
        kind=np.where(rows["has_figure"] == "yes", kind, ""),
        value=numbers(text).where(kind != "count", np.nan),
        rounding=half_unit(text),
        is_bound=rows["value_as_printed"].str.contains(LOWER_BOUND, case=False, regex=True),
        events=events,
        n=_counts(rows["denominator_as_printed"]),
        comparator=numbers(comparator),
        comparator_rounding=half_unit(comparator),
    )
