"""Reported numbers as numbers.

The same characters mean different things in different reports: "168.000/μL" counts
whole cells, so its dot groups thousands; in "10.3 g/dL" the dot is decimal; "1,3 mg"
has a decimal comma and "40,000" a grouping one. The rules:

* spaces and apostrophes before every group of exactly three digits group thousands;
* so do commas, and dots in counts of whole things (``grouped_by=".,"``), but never after
  a leading zero ("0,125 mg"), in a percentage or before a power of ten ("1,250 × 10^-4");
* any other single comma, dot or raised point ("0·005%", the style of The Lancet) is decimal;
* "× 10^9", "x 10⁹", "×10-5" and "E-5" multiply; a bare "10-3" or "10⁻³" is a power of ten.
"""

import math
import re

GROUPING_COMMA, WHOLE_COUNT, NO_GROUPING = ",", ".,", ""
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
TYPOGRAPHY = str.maketrans(
    dict.fromkeys("−–—‐‑‒", "-")  # the minus sign, dashes and hyphens
    | dict.fromkeys("\u00a0\u202f\u2009\u2007\u2002\u2003", " ")
    | dict.fromkeys("•‧∙⋅\u0387", "·")  # raised points
    | {"\u00b5": "\u03bc", "’": "'"}  # the micro sign, an apostrophe
)
SPACED = r"[1-9]\d{0,2}(?:[ ']\d{3})+(?!\d)(?:[.,·]\d+)?"
DIGITS = rf"(?:{SPACED}|\d+(?:[.,·]\d+)*|[.·]\d+)"
EXPONENT = re.compile(rf"\s*({DIGITS})[eE]([-+]?\d+)(?![\d.,])")
# A point without spaces is decimal unless a power follows with its caret.
TIMES_TEN = re.compile(
    rf"\s*({DIGITS})(?:\s*[×xX*]\s*10\s*\^?\s*|\s+·\s*10\s*\^?\s*|\s*·\s*10\s*\^\s*)([-+]?\d+)"
)
# Without its caret "10-3" is a power, "10-15" a range.
POWER = re.compile(r"\s*10\s*(?:\^\s*([-+]?\d+)|([-+]\d))(?![\d.,])")
PLAIN = re.compile(rf"\s*({DIGITS})")
SIGN = re.compile(r"\s*([-+])\s*(?=[\d.·])")
BELOW = r"<=|=<|<|≤|⩽|≦|less than|fewer than|below|under|at most|up to"
ABOVE = r">=|=>|>|≥|⩾|≧|more than|over|above|at least"
BOUND = re.compile(rf"\s*(?:(?P<below>{BELOW})|{ABOVE})\s*(?=[.·]?\d)", re.I)
MANTISSA_GROUPED = re.compile(r"[1-9]\d{1,2},\d{3}")


def plain_typography(text: str) -> str:
    """The text with one sort of minus, space, raised point and micro sign.

    Superscripts become ``^`` and digits; pieces that are apart in the document (" … ") are
    joined.

    >>> plain_typography("2.68×10⁻⁵"), plain_typography("1.8 … mg/m²")
    ('2.68×10^-5', '1.8 mg/m^2')
    """
    raised = re.sub(
        r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+", lambda found: "^" + found.group().translate(SUPERSCRIPTS), text
    )
    return raised.replace(" … ", " ").translate(TYPOGRAPHY)


def parse_digits(digits: str, grouped_by: str) -> float:
    """One run of digits and marks as a number.

    Parameters
    ----------
    digits : as reported, after :func:`plain_typography`.
    grouped_by : the marks that group thousands before three digits; any other is decimal.

    Raises
    ------
    ValueError : more than one mark would be decimal.

    >>> parse_digits("168.000", WHOLE_COUNT), parse_digits("1,3", GROUPING_COMMA)
    (168000.0, 1.3)
    >>> parse_digits("40,000", GROUPING_COMMA), parse_digits("0,005", GROUPING_COMMA)
    (40000.0, 0.005)
    >>> parse_digits("1.240,5", GROUPING_COMMA), parse_digits("1 240", NO_GROUPING)
    (1240.5, 1240.0)
    """
    plain = digits.replace("'", "").replace(" ", "")
    for mark in ".,":
        group, other = re.escape(mark), {".": ",", ",": "."}[mark]
        grouped = rf"[1-9]\d{{0,2}}(?:{group}\d{{3}})+"
        mixed = re.fullmatch(rf"({grouped}){re.escape(other)}(\d+)", plain)
        if mixed:
            return float(f"{mixed.group(1).replace(mark, '')}.{mixed.group(2)}")
        # Two groups leave no other reading.
        if re.fullmatch(grouped, plain) and (mark in grouped_by or plain.count(mark) > 1):
            return float(plain.replace(mark, ""))
    if len(re.findall(r"[.,·]", plain)) > 1:
        raise ValueError(f"{digits!r} has more than one decimal mark")
    return float(re.sub(r"[,·]", ".", plain))


def _mantissa(digits: str) -> float:
    """The digits before a power of ten."""
    if MANTISSA_GROUPED.fullmatch(digits):
        raise ValueError(f"the comma of {digits!r} before a power of ten may be decimal or group")
    return parse_digits(digits, NO_GROUPING)


def _power(mantissa: str, exponent: str) -> float:
    value = float(f"{mantissa}e{int(exponent)}")
    if math.isinf(value):
        raise ValueError(f"{mantissa}e{exponent} is beyond every number that can be held")
    return value


def split_number(text: str, grouped_by: str = GROUPING_COMMA) -> tuple[float, str]:
    """The number that the text begins with, and what follows it.

    Parameters
    ----------
    text : as reported, e.g. ``"26.98 × 10^9/L"``.
    grouped_by : see :func:`parse_digits`.

    Raises
    ------
    ValueError : the text does not begin with a number that can be read.

    >>> split_number("10-3"), split_number("5E-5"), split_number("1,250 × 10^-4")
    ((0.001, ''), (5e-05, ''), (0.000125, ''))
    >>> split_number("1 × 10^6 /kg"), split_number("4000 cGy"), split_number("−3·2%")
    ((1000000.0, '/kg'), (4000.0, 'cGy'), (-3.2, '%'))
    """
    text = plain_typography(text)
    sign = SIGN.match(text)
    if sign:
        number, rest = split_number(text[sign.end() :], grouped_by)
        return (-number if sign.group(1) == "-" else number), rest
    for pattern in (EXPONENT, TIMES_TEN):
        found = pattern.match(text)
        if found:
            value = _power(f"{_mantissa(found.group(1)):.15g}", found.group(2))
            return value, text[found.end() :].strip()
    found = POWER.match(text)
    if found:
        return _power("1", found.group(1) or found.group(2)), text[found.end() :].strip()
    found = PLAIN.match(text)
    if not found:
        raise ValueError(f"{text!r} does not begin with a number")
    return parse_digits(found.group(1), grouped_by), text[found.end() :].strip()


def split_bound(text: str) -> tuple[str, str]:
    """Whether a reported value is equal to, below or above the number, and what follows the sign.

    >>> split_bound(">1000 pg/mL"), split_bound("at most 2 mg"), split_bound("0.5 mg")
    (('above', '1000 pg/mL'), ('below', '2 mg'), ('equal', '0.5 mg'))
    """
    found = BOUND.match(text)
    if not found:
        return "equal", text
    return "below" if found["below"] else "above", text[found.end() :].strip()
