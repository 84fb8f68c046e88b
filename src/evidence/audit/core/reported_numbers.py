"""Numbers inside reported texts, as checks need them: counts, percentages, bounds, rounding.

How digits and marks make a number is decided in :mod:`evidence.harmonise.numbers` alone.
"""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from evidence.harmonise.memoise import read_each
from evidence.harmonise.numbers import (
    DIGITS,
    GROUPING_COMMA,
    NO_GROUPING,
    WHOLE_COUNT,
    parse_digits,
    plain_typography,
    split_number,
)
from evidence.harmonise.quantities import convert
from evidence.harmonise.readers import read_p
from evidence.harmonise.times.intervals import WORDS

FLOAT_NOISE = 1e-9  # what double precision may add to a difference or a quotient
SMALLEST_P = 1e-300  # stands for 0, whose normal quantile is infinite
LARGER_WORDS = dict(
    zip(
        ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
        range(13, 20),
        strict=True,
    )
) | {"twenty": 20}
PERCENT = re.compile(r"(?<![\d.,·])(\d+(?:[.,·]\d+)?|[.·]\d+)\s*(?:%|per ?cent\b)", re.I)
# "95% CI" states a level; an interval in brackets is not the value before it.
INTERVAL = re.compile(
    r"[(\[].*|;.*|\b\d+(?:[.,·]\d+)?\s*%\s*(?:CI|confidence|credible|prediction)\b.*", re.I | re.S
)
RANGE = re.compile(r"\d\s*%?\s*(?:-|\bto\b)\s*\d")
BOUNDS = {  # before the number; "no more than" is looked for before "more than"
    "≥": r"\b(?:at least|not? (?:less|fewer) than)|≥|>=",
    "≤": r"\b(?:at most|up to|not? more than)|≤|<=",
    ">": r"\b(?:more than|greater than|over|above|exceed(?:s|ing)?)|>",
    "<": r"\b(?:less than|fewer than|lower than|under|below)|<",
}
ENDS_WITH_BOUND = {
    sign: re.compile(rf"(?:{words})\s*(?:about |approximately )?$", re.I)
    for sign, words in BOUNDS.items()
}


class ReportedValue(NamedTuple):
    """The number of a text as reported, how it is bounded, and whether it is a percentage."""

    number: str
    sign: str
    is_percent: bool


def count_of(text: str) -> float:
    """A count in digits or in a word, NaN where there is none.

    >>> count_of("17 patients"), count_of("five"), count_of("All patients")
    (17.0, 5.0, nan)
    >>> count_of("1,240"), count_of("1 240"), count_of("40.000"), count_of("17%")
    (1240.0, 1240.0, 40000.0, nan)
    """
    try:
        value, rest = split_number(text, WHOLE_COUNT)
    except ValueError:
        word = text.strip().lower().split(" ")[0]
        return float({**WORDS, **LARGER_WORDS}.get(word, np.nan))
    is_count = value >= 0 and value.is_integer() and not re.match(r"[.,%]|-\s*\d", rest)
    return value if is_count else np.nan


def counts(texts: pd.Series) -> pd.Series:
    """Counts, missing where a text is none."""
    return read_each(texts, count_of).astype(float)


def _before_interval(text: str) -> str:
    """The text up to an interval or a remark; empty where it is a range and so not a value."""
    value = INTERVAL.sub("", plain_typography(text))
    return "" if RANGE.search(value) else value


def read_value(text: str) -> ReportedValue:
    """The value that a text reports: its first percentage or, without one, its first number.

    Returns
    -------
    number (as reported; empty for a range or for none), sign (``<``, ``≤``, ``≥`` or ``>`` where
    the value is a bound, else ``=``), is_percent.

    >>> read_value("over 12 months, about 20%")
    ReportedValue(number='20', sign='=', is_percent=True)
    >>> read_value("more than 0,77 (95% CI 0,58–1,03)")
    ReportedValue(number='0,77', sign='>', is_percent=False)
    >>> read_value("900/1,240").number, read_value("18%–44%").number, read_value("lower").number
    ('900', '', '')
    """
    value = _before_interval(text)
    percent = PERCENT.search(value)
    found = percent or re.search(DIGITS, value)
    if found is None:
        return ReportedValue("", "=", False)
    before = value[: found.start()]
    sign = next((sign for sign, bound in ENDS_WITH_BOUND.items() if bound.search(before)), "=")
    number = found.group(1) if percent else found.group()
    return ReportedValue(number, sign, percent is not None)


def decimals_of(text: str, grouped_by: str = GROUPING_COMMA) -> int:
    """Number of decimals of the number that a text begins with.

    >>> decimals_of("73.80"), decimals_of("12,5"), decimals_of("1,240"), decimals_of("0,000")
    (2, 1, 0, 3)
    """
    found = re.match(DIGITS, plain_typography(text).strip())
    if found is None:
        return 0
    digits = found.group()
    without_marks = re.sub(r"\D", "", digits)
    marks_only_group = int(without_marks) != 0 and parse_digits(digits, grouped_by) == int(
        without_marks
    )
    if marks_only_group:
        return 0
    return len(re.split(r"[.,·]", digits)[-1]) if re.search(r"[.,·]", digits) else 0


def decimals(texts: pd.Series, grouped_by: str = GROUPING_COMMA) -> pd.Series:
    """Number of decimals of each reported number."""
    return read_each(texts, lambda text: decimals_of(text, grouped_by), 0).astype(float)


def half_unit(texts: pd.Series, grouped_by: str = GROUPING_COMMA) -> pd.Series:
    """Half a unit of the last reported decimal: what rounding can hide."""
    return 0.5 * 10.0 ** -decimals(texts, grouped_by) + FLOAT_NOISE


def numbers(texts: pd.Series, grouped_by: str = GROUPING_COMMA) -> pd.Series:
    """Reported numbers, missing where a text is none."""
    return read_each(texts, lambda text: split_number(text, grouped_by)[0]).astype(float)


def reported_values(texts: pd.Series) -> pd.DataFrame:
    """The value in each text, as :func:`read_value` finds it.

    Returns
    -------
    number (as reported, empty where there is none), value, rounding (what rounding can hide),
    sign, is_percent.

    >>> reported_values(pd.Series(["<12,5%", "7.7 months"]))[["value", "sign", "is_percent"]]
       value sign  is_percent
    0   12.5    <        True
    1    7.7    =       False
    """
    read = {text: read_value(text) for text in texts.unique()}
    found = pd.DataFrame(
        [read[text] for text in texts], index=texts.index, columns=ReportedValue._fields
    ).astype({"number": "str", "sign": "str", "is_percent": bool})
    number, is_percent = found["number"], found["is_percent"]
    return found.assign(
        value=numbers(number, NO_GROUPING).where(is_percent, numbers(number)),
        rounding=half_unit(number, NO_GROUPING).where(is_percent, half_unit(number)),
    )


def percentages(texts: pd.Series) -> pd.Series:
    """The first percentage of each text, missing where there is none."""
    found = reported_values(texts)
    return found["value"].where(found["is_percent"])


def share(text: str) -> float:
    """The share of cells that a text states, from its first percentage or power of ten.

    >>> share("30% of blasts"), share("minimal residual disease of 1%"), share("10-3")
    (0.3, 0.01, 0.001)
    """
    try:
        return convert(text, "")
    except ValueError:
        found = read_value(text)
        return split_number(found.number, NO_GROUPING)[0] / 100 if found.is_percent else np.nan


def shares(texts: pd.Series) -> pd.Series:
    """Shares of cells, missing where a text states none."""
    return read_each(texts, share).astype(float)


def p_values(texts: pd.Series) -> pd.DataFrame:
    """Reported p values with what they can mean.

    Returns
    -------
    sign (empty where there is no p value), value, and least and most: the lowest and the highest
    p that rounding and bound allow.

    >>> p_values(pd.Series(["p = 0.04", "<0.001", "p > 0.05"]))[["least", "most"]].round(3)
       least   most
    0  0.035  0.045
    1  0.000  0.001
    2  0.050  1.000
    """
    read = {text: _p_value(text) for text in texts.unique()}
    columns = ["sign", "value", "least", "most"]
    frame = pd.DataFrame([read[text] for text in texts], index=texts.index, columns=columns)
    return frame.astype(dict.fromkeys(columns[1:], float))


def _p_value(text: str) -> tuple[str, float, float, float]:
    try:
        sign, value = read_p(text)
    except ValueError:
        return "", np.nan, np.nan, np.nan
    if sign in "<≤":
        return sign, value, SMALLEST_P, value
    if sign in ">≥":
        return sign, value, value, 1.0
    half = _half_unit_with_power(text, value)
    return sign, value, max(value - half, SMALLEST_P), min(value + half, 1.0)


def _half_unit_with_power(text: str, value: float) -> float:
    """Half a unit of the last decimal of a number that may have a power of ten."""
    found = re.search(DIGITS, plain_typography(text))
    if found is None:
        return 0.0
    mantissa = parse_digits(found.group(), NO_GROUPING)
    power = value / mantissa if mantissa else 1.0
    return 0.5 * 10.0 ** -decimals_of(found.group(), NO_GROUPING) * power
