"""Numbers inside reported texts, as checks need them: counts, percentages, bounds, rounding.

How digits and marks make a number is decided in :mod:`evidence.harmonise.numbers` alone.
"""

import re

import numpy as np
import pandas as pd

from evidence.harmonise.dates import WORDS
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
BOUNDS = {  # the first that matches: "no more than" before "more than"
    "≥": r"\b(?:at least|not? (?:less|fewer) than)|≥|>=",
    "≤": r"\b(?:at most|up to|not? more than)|≤|<=",
    ">": r"\b(?:more than|greater than|over|above|exceed(?:s|ing)?)|>",
    "<": r"\b(?:less than|fewer than|lower than|under|below)|<",
}


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


def percent_text(text: str) -> str:
    """The first percentage of a text as reported, without its sign; empty for a range or for none.

    >>> percent_text("about 20%"), percent_text("12,5%"), percent_text("76 of 164")
    ('20', '12,5', '')
    >>> percent_text("0.77 (95% CI 0.58–1.03)"), percent_text("18%–44%")
    ('', '')
    """
    found = PERCENT.search(_before_interval(text))
    return found.group(1) if found else ""


def number_text(text: str) -> str:
    """The first number of a text as reported; empty for a range or for none.

    >>> number_text("7.7 months"), number_text("18%–44%"), number_text("lower")
    ('7.7', '', '')
    >>> number_text("0,77 (0,58–1,03)"), number_text("900/1,240"), number_text("40 000")
    ('0,77', '900', '40 000')
    """
    found = re.search(DIGITS, _before_interval(text))
    return found.group() if found else ""


def sign_of(text: str, number: str) -> str:
    """How a reported number is bounded: one of ``<``, ``≤``, ``≥``, ``>``, or ``=`` for a value.

    Parameters
    ----------
    text : as reported. number : the number in it, of :func:`percent_text` or
        :func:`number_text`.

    >>> sign_of("<1%", "1"), sign_of("more than 90%", "90"), sign_of("at least 17", "17")
    ('<', '>', '≥')
    >>> sign_of("7.7 months", "7.7"), sign_of("over 12 months, 77%", "77")
    ('=', '=')
    """
    plain = plain_typography(text)
    for sign, words in BOUNDS.items():
        before = rf"(?:{words})\s*(?:about |approximately )?{re.escape(number)}(?!\d)"
        if number and re.search(before, plain, re.I):
            return sign
    return "="


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


def percentages(texts: pd.Series) -> pd.DataFrame:
    """The percentage in each text: text, value and rounding, missing where there is none."""
    text = read_each(texts, percent_text, "").astype(str)
    return pd.DataFrame(
        {
            "text": text,
            "value": numbers(text, NO_GROUPING),
            "rounding": half_unit(text, NO_GROUPING),
        }
    )


def reported_values(texts: pd.Series) -> pd.DataFrame:
    """The value in each text: its percentage or, where there is none, its first number.

    Returns
    -------
    text (the number as reported, empty where there is none), value, rounding (what rounding can
    hide), sign (of :func:`sign_of`), is_percent.

    >>> reported_values(pd.Series(["<12,5%", "7.7 months"]))[["value", "sign", "is_percent"]]
       value sign  is_percent
    0   12.5    <        True
    1    7.7    =       False
    """
    percent = percentages(texts)
    is_percent = percent["text"] != ""
    number = read_each(texts, number_text, "").astype(str)
    text = percent["text"].where(is_percent, number)
    signs = [sign_of(*cells) for cells in zip(texts, text, strict=True)]
    return pd.DataFrame(
        {
            "text": text,
            "value": percent["value"].where(is_percent, numbers(number)),
            "rounding": percent["rounding"].where(is_percent, half_unit(number)),
            "sign": pd.Series(signs, texts.index, dtype=object),
            "is_percent": is_percent,
        }
    )


def share(text: str) -> float:
    """The share of cells that a text states, from its first percentage or power of ten.

    >>> share("30% of blasts"), share("minimal residual disease of 1%"), share("10-3")
    (0.3, 0.01, 0.001)
    """
    try:
        return convert(text, "")
    except ValueError:
        percent = percent_text(text)
        return split_number(percent, NO_GROUPING)[0] / 100 if percent else np.nan


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
