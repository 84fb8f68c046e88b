"""Printed figures as numbers.

The same characters mean different things in different papers: "168.000/μL" counts
whole cells, so its dot groups thousands; in "10.3 g/dL" the dot is decimal; "1,3 mg"
has a decimal comma and "40,000" a grouping one. The rules:

* commas or dots that stand before every group of exactly three digits group
  thousands if the figure must be whole (``whole=True``), and commas do so always;
* any other single comma or dot is decimal;
* "× 10^9", "x 10⁹" and "×10-5" multiply; a bare "10-3" or "10⁻³" is a power of ten.
"""

import re

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
MINUSES = str.maketrans(
    {"−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "\u00a0": " ", "\u202f": " ", "µ": "μ"}
)
DIGITS = r"\d+(?:[.,]\d+)*"
POWER = re.compile(
    rf"^\s*(?:({DIGITS})\s*[×x·*]\s*)?10\s*\^?\s*([-+]\d+|(?<=\^)\d+|(?<=\^ )\d+)(?![\d.,])"
)
TIMES_TEN = re.compile(rf"^\s*({DIGITS})\s*[×x·*]\s*10\s*\^?\s*([-+]?\d+)")
PLAIN = re.compile(rf"^\s*({DIGITS})")
GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")


def plain_typography(text: str) -> str:
    """The text with one sort of minus, space and micro sign, and superscripts as ``^`` and digits.

    Pieces that stand apart in the document (" … ") are joined.

    >>> plain_typography("2.68×10⁻⁵"), plain_typography("1.8 … mg/m²")
    ('2.68×10^-5', '1.8 mg/m^2')
    """
    raised = re.sub(
        r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+", lambda found: "^" + found.group().translate(SUPERSCRIPTS), text
    )
    return raised.replace(" … ", " ").translate(MINUSES)


def parse_digits(digits: str, whole: bool) -> float:
    """One run of digits, dots and commas as a number.

    >>> (
    ...     parse_digits("168.000", whole=True),
    ...     parse_digits("1,3", whole=False),
    ...     parse_digits("40,000", whole=False),
    ... )
    (168000.0, 1.3, 40000.0)
    """
    grouped = GROUPED.fullmatch(digits)
    if grouped and (whole or grouped.group(1) == ","):
        return float(digits.replace(grouped.group(1), ""))
    if digits.count(".") + digits.count(",") > 1:
        raise ValueError(f"{digits!r} has more than one decimal mark")
    return float(digits.replace(",", "."))


def split_number(text: str, whole: bool = False) -> tuple[float, str]:
    """The number that the text begins with, and what follows it.

    Parameters
    ----------
    text : as printed, e.g. ``"26.98 × 10^9/L"``.
    whole : the figure counts whole things, so dots before three digits group thousands.

    Raises
    ------
    ValueError : the text does not begin with a figure that can be read.

    >>> split_number("10-3")
    (0.001, '')
    >>> split_number("1 × 10^6 /kg")
    (1000000.0, '/kg')
    >>> split_number("4000 cGy")
    (4000.0, 'cGy')
    """
    text = plain_typography(text)
    for pattern in (TIMES_TEN, POWER):
        found = pattern.match(text)
        if found:
            factor = parse_digits(found.group(1), whole) if found.group(1) else 1.0
            return float(f"{factor:.15g}e{int(found.group(2))}"), text[found.end() :].strip()
    found = PLAIN.match(text)
    if not found:
        raise ValueError(f"{text!r} does not begin with a figure")
    return parse_digits(found.group(1), whole), text[found.end() :].strip()
