"""Numbers inside printed texts, as checks need them: words, percentages, shares, counts of
decimals.
"""

import re

import numpy as np
import pandas as pd

from evidence.harmonise.dates import WORDS
from evidence.harmonise.memoise import read_each
from evidence.harmonise.numbers import split_number
from evidence.harmonise.quantities import convert

PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
LARGER_WORDS = {
    w: n
    for n, w in enumerate(
        [
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        13,
    )
}


def count_of(text: str) -> float:
    """A count in digits or in a word, NaN where there is none.

    >>> count_of("17 patients"), count_of("five"), count_of("All patients")
    (17.0, 5.0, nan)
    """
    found = re.match(r"\s*(\d+)\b", text)
    if found:
        return float(found.group(1))
    word = text.strip().lower().split(" ")[0] if text.strip() else ""
    return float({**WORDS, **LARGER_WORDS}.get(word, np.nan))


def percent_text(text: str) -> str:
    """The first percentage in a text, as printed, without its sign; empty where there is none.

    >>> percent_text("about 20%"), percent_text("76 of 164")
    ('20', '')
    """
    found = PERCENT.search(text)
    return found.group(1) if found else ""


def decimals(texts: pd.Series) -> pd.Series:
    """Number of decimals of each printed figure."""
    return (
        (texts.str.len() - texts.str.find(".") - 1)
        .where(texts.str.contains(".", regex=False), 0)
        .astype(float)
    )


def half_unit(texts: pd.Series) -> pd.Series:
    """Half a unit of the last printed decimal: what rounding can hide."""
    return 0.5 * 10.0 ** -decimals(texts) + 1e-9


def numbers(texts: pd.Series) -> pd.Series:
    """Printed figures as numbers, missing where a text is none."""
    return read_each(texts, lambda text: split_number(text)[0]).astype(float)


def share(text: str) -> float:
    """The share of cells that a text prints, from its first percentage or power of ten.

    >>> share("30% of blasts"), share("minimal residual disease of 1%"), share("10-3")
    (0.3, 0.01, 0.001)
    """
    try:
        return convert(text, "")
    except ValueError:
        percent = percent_text(text)
        return float(percent) / 100 if percent else np.nan


def shares(texts: pd.Series) -> pd.Series:
    """Shares of cells, missing where a text prints none."""
    return read_each(texts, share).astype(float)
