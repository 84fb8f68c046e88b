"""Numbers as they are shown: the one place where anything is rounded.

A true minus, an en dash between limits (``to`` where one is negative), and no break inside a
result.
"""

import math
import re
from typing import Any

import pandas as pd

MINUS, EN_DASH, NO_BREAK = "−", "–", "\u00a0"
NOT_REPORTED, NOT_APPLICABLE, NOTHING = "NR", "NA", "—"
STATES = {
    "yes": "Yes",
    "no": "No",
    "not_reported": NOT_REPORTED,
    "not_applicable": NOT_APPLICABLE,
    "": NOT_REPORTED,
}
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
ABBREVIATED = f"{NOT_REPORTED}, not reported, which does not mean no"


def missing(value: Any) -> bool:
    """Is there nothing to print?"""
    return bool(pd.isna(value)) or value == ""


def state(code: str) -> str:
    """One of three states as a word, so that silence cannot be read as no.

    >>> state("no"), state("not_reported"), state("first_relapse")
    ('No', 'NR', 'First relapse')
    """
    return STATES.get(code) or code.replace("_", " ").capitalize()


def number(value: float, decimals: int) -> str:
    """The value rounded, with a true minus; what rounds to zero has no sign.

    >>> number(-0.456, 1), number(-0.04, 1)
    ('−0.5', '0.0')
    """
    if missing(value):
        return NOT_REPORTED
    if math.isinf(value):
        return "∞" if value > 0 else MINUS + "∞"
    text = f"{abs(value):.{decimals}f}"
    return (MINUS if value < 0 and float(text) else "") + text


def interval(low: float, high: float, decimals: int) -> str:
    """Both limits in square brackets.

    >>> interval(0.57, 0.99, 2), interval(-0.1, 0.2, 1)
    ('[0.57–0.99]', '[−0.1\\xa0to\\xa00.2]')
    """
    if missing(low) or missing(high):
        return f"[{NOT_REPORTED}]"
    between = f"{NO_BREAK}to{NO_BREAK}" if low < 0 else EN_DASH
    return f"[{number(low, decimals)}{between}{number(high, decimals)}]"


def with_interval(value: float, low: float, high: float, decimals: int) -> str:
    """An estimate and its limits, not broken across lines."""
    return (
        NOT_REPORTED
        if missing(value)
        else f"{number(value, decimals)}{NO_BREAK}{interval(low, high, decimals)}"
    )


def fraction(events: float, n: float) -> str:
    """Events over n as whole numbers.

    >>> fraction(121, 164.0)
    '121/164'
    """
    return NOT_REPORTED if missing(events) or missing(n) else f"{int(events)}/{int(n)}"


def proportion(events: float, n: float, low: float, high: float) -> str:
    """``n/N (%) [interval]``; the limits come as proportions, from 0 to 1.

    >>> proportion(121, 164, 0.66364, 0.80343)
    '121/164\\xa0(73.8)\\xa0[66.4–80.3]'
    """
    if missing(events) or missing(n):
        return NOT_REPORTED
    percent = f"({number(100 * events / n, 1)})"
    return NO_BREAK.join([fraction(events, n), percent, interval(100 * low, 100 * high, 1)])


def as_coded(text: Any) -> str:
    """Text as coded; NR where nothing is coded.

    >>> as_coded("20-21 (derived)"), as_coded("not_reported"), as_coded("mg/m^2")
    ('20–21 (derived)', 'NR', 'mg/m²')
    """
    if missing(text) or text == "not_reported":
        return NOT_REPORTED
    if text == "not_applicable":
        return NOT_APPLICABLE
    return spaced(raised(str(text)))


def raised(text: str) -> str:
    """Powers set as such.

    >>> raised("2.68×10^-5"), raised("mg/m^2"), raised("10^6")
    ('2.68×10⁻⁵', 'mg/m²', '10⁶')
    """
    return re.sub(r"\^(-?\d+)", lambda found: found.group(1).translate(SUPERSCRIPT), text)


def power(text: str) -> str:
    """A reported level whose exponent lost its place, set as one: ``10-3`` is no range here.

    >>> power("10-3"), power("<10^-6"), power("1%")
    ('10⁻³', '<10⁻⁶', '1%')
    """
    return raised(re.sub(r"\b10-(\d)", r"10^-\1", text))


def spaced(text: str) -> str:
    """En dashes between digits, and no break between a figure and its unit or before a paragraph's
    number.

    >>> spaced("20-21 months, 0.8 mg")
    '20–21\\xa0months, 0.8\\xa0mg'
    """
    dashed = text.replace(" ¶", f"{NO_BREAK}¶")
    dashed = re.sub(r"(?<![\d-])(\d+)-(\d+)(?![\d-])", rf"\1{EN_DASH}\2", dashed)
    return re.sub(r"(?<=\d) (?=(?:mg|months?|years?|days?|Gy|cGy|mL|%)\b)", NO_BREAK, dashed)
