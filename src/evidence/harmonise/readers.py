"""What each ``readsAs`` of the dictionary asks of a reported text."""

import re
from collections.abc import Callable
from typing import NamedTuple

from evidence.coded.patterns import check_pattern
from evidence.harmonise.laboratory import canonical_of, reported_ends
from evidence.harmonise.numbers import (
    GROUPING_COMMA,
    NO_GROUPING,
    WHOLE_COUNT,
    plain_typography,
    split_bound,
    split_number,
)
from evidence.harmonise.quantities import UnknownUnit, is_unit, read_quantity
from evidence.harmonise.times.dates import read_date
from evidence.harmonise.times.intervals import read_day_numbers, read_interval, read_week

# A value is promised by a digit at the beginning, also behind a bound or "about".
QUALIFIERS = (
    r"about|approximately|approx\.?|around|circa|ca\.?|nearly|almost|over|under|up to|"
    r"at least|at most|more than|less than|fewer than|[<>≤≥=~≈±]|[-+]"
)
BEGINS_WITH_VALUE = re.compile(rf"\s*(?:(?:{QUALIFIERS})\s*)*[.·]?\d", re.I)
# A year anywhere promises a date, "Januar 2021" as well.
BEGINS_WITH_TIME = re.compile(
    BEGINS_WITH_VALUE.pattern
    + r"|\s*(?:days?|weeks?)\b|\s*D[+-]|.*\b(?:POD|HD|(?:hospital|postoperative) day)\b.*\d"
    + r"|.*\b(?:19|20)\d{2}\b"
    + r"|.*\b(?:(?:more|greater|longer|less|fewer|shorter)\s+than|at\s+(?:least|most)|up\s+to)\s"
    + r"|.*\bor\s+(?:more|longer|less|fewer)\b",
    re.I,
)
# Words of amount alone say neither a value nor on which side of normal it lies.
AMOUNT = r"(?:very|too|quite|rather|so)?\s*(?:high|low|much|many|few|little|some|several|lots?)"
VALUE_OR_AMOUNT = re.compile(rf"{BEGINS_WITH_VALUE.pattern}|\s*{AMOUNT}\s*$", re.I)
ANYTHING = re.compile(r".+", re.S)
ANY_DIGIT = re.compile(r".*\d", re.S)
# Number of chromosomes and sex chromosomes as ISCN writes them: "46,XX", "53XY".
CHROMOSOMES = re.compile(r"\s*\d{2}(?:[-~]\d{2})?\s*,?\s*[XY]{1,4}\b")
P_VALUE = re.compile(r"(?:p(?:[\s-]*value)?)?\s*(?:[:=<>≤≥]\s*)?", re.I)


def _dose(text: str) -> bool:
    return read_quantity(split_bound(text)[1])[0] >= 0


def _quantity_or_range(text: str) -> bool:
    return all(read_quantity(end) for end in reported_ends(text))


def _result(text: str) -> bool:
    if CHROMOSOMES.match(text):
        return True
    value, unit = read_quantity(text)
    return unit != "percent" or 0 <= value <= 100


def _time(text: str) -> bool:
    readers = (read_date, read_day_numbers, read_interval, read_week)
    return any(read(text) is not None for read in readers)


def _number(text: str) -> bool:
    return split_number(text)[1] == ""


def _percent(text: str) -> bool:
    value, rest = split_number(text, NO_GROUPING)
    return rest in ("", "%") and 0 <= value <= 100


def _count(text: str) -> bool:
    value, rest = split_number(text, WHOLE_COUNT)
    return value >= 0 and value.is_integer() and not re.match(r"[.,%]", rest)


def read_p(text: str) -> tuple[str, float]:
    """The sign (``=`` where none is reported) and the value of a reported p value.

    Raises
    ------
    ValueError : it is no number from 0 to 1.

    >>> read_p("P<0.001"), read_p("p = 0·04"), read_p(".0105"), read_p("p ≤ 0,05")
    (('<', 0.001), ('=', 0.04), ('=', 0.0105), ('≤', 0.05))
    """
    plain = plain_typography(text).strip().replace("<=", "≤").replace(">=", "≥")
    opening = P_VALUE.match(plain)
    head = opening.group() if opening else ""
    value, rest = split_number(plain[len(head) :], GROUPING_COMMA)
    if rest or not 0 <= value <= 1:
        raise ValueError(f"{text!r} is no p value")
    return next((sign for sign in "<>≤≥" if sign in head), "="), value


def _year(text: str) -> bool:
    return bool(re.fullmatch(r"(?:18|19|20)\d{2}", text.strip()))


def _unit(text: str) -> bool:
    return is_unit(canonical_of(text))


def _regular_expression(text: str) -> bool:
    check_pattern(text)
    return True


class Reader(NamedTuple):
    """When a text promises a value, whether that can be read, and what is allowed."""

    promises: re.Pattern[str]
    reads: Callable[[str], object]
    allowed: str


READERS = {
    "quantity": Reader(
        ANYTHING,
        _dose,
        "one value or bound with a known unit, e.g. 0.8 mg/m2 or <0.5 mg; a dose in words belongs "
        "in the note",
    ),
    "quantity_or_range": Reader(
        VALUE_OR_AMOUNT,
        _quantity_or_range,
        "a value, range or bound with a known unit, e.g. 10.3 g/dL, 25-35 s or <0.1 g/dL, or "
        "words that compare with the normal range",
    ),
    "result": Reader(
        BEGINS_WITH_VALUE,
        _result,
        "a value with a known unit, e.g. 1.6% or 2.68×10^-5, chromosomes as ISCN writes "
        "them, or words",
    ),
    "time": Reader(
        BEGINS_WITH_TIME,
        _time,
        "a date, a day number or an interval, e.g. 5 January 2021, 2021-01-05, day 17, POD 11, "
        "8 months (for one with an open end, as at least 8 months, a range in when_inferred "
        "and the words in the note); one such as 1/5/2021 where review.toml states the order "
        "under [dates]",
    ),
    "number": Reader(BEGINS_WITH_VALUE, _number, "a number, e.g. 0.75"),
    "percent": Reader(ANY_DIGIT, _percent, "a percentage from 0 to 100, e.g. 73.8 or 12,5%"),
    "count": Reader(ANY_DIGIT, _count, "a whole number, e.g. 17 or 1,240, or a word"),
    "p_value": Reader(ANY_DIGIT, read_p, "a p value from 0 to 1, e.g. 0.04, <0.001 or words"),
    "unit": Reader(ANYTHING, _unit, "a unit that pint knows, e.g. g/dL, 1/nL or fraction"),
    "regular_expression": Reader(
        ANYTHING, _regular_expression, "a regular expression that cannot run away"
    ),
    "year": Reader(ANY_DIGIT, _year, "a year, e.g. 2019"),
}


def what_is_allowed(text: str, reader: Reader) -> str:
    """What is allowed instead of a text; of a unit in no list also those that are near it.

    >>> what_is_allowed("5 mg/dcl", READERS["quantity"]).partition("; near it: ")[2]
    'mg/dl, mg/l, mg/d; a further unit is a row of data/vocabulary/units.csv)'
    """
    try:
        reader.reads(text)
    except UnknownUnit as unknown:
        return f"{reader.allowed} ({unknown.hint})" if unknown.reported else reader.allowed
    except (ValueError, OverflowError):
        pass
    return reader.allowed


def unreadable(text: str, reader: Reader) -> bool:
    """Does the text promise a value that cannot be read? Words need no reading.

    >>> [unreadable(text, READERS["quantity_or_range"]) for text in ("10.3 quux", "normal")]
    [True, False]
    """
    if not reader.promises.match(plain_typography(text)):
        return False
    try:
        return not reader.reads(text)
    except (ValueError, OverflowError):
        return True
