"""Reported day numbers and lengths of time, as days."""

import re

from evidence.harmonise.numbers import DIGITS, GROUPING_COMMA, parse_digits, plain_typography

WORDS = {
    **{"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6},
    **{"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12},
}
MONTH_DAYS, YEAR_DAYS = 30.4375, 365.25  # Julian year: four calendar years and their leap day
WEEK_DAYS, HOURS = 7.0, 24
UNIT_DAYS = {
    **dict.fromkeys(("hour", "hr", "h"), 1 / HOURS),
    **dict.fromkeys(("day", "d"), 1.0),
    **dict.fromkeys(("week", "wk"), WEEK_DAYS),
    **dict.fromkeys(("month", "mo"), MONTH_DAYS),
    **dict.fromkeys(("year", "yr"), YEAR_DAYS),
}
# "day 17", "D+100", "day -5", "day minus 5", "POD 11", "HD#3", "days 5-7"
DAY_NUMBER = re.compile(
    r"\b(?P<name>days?|POD|HD|d)(?P<space>[\s…]*)(?:no\.?|number|#)?\s*"
    rf"(?:(?P<sign>[-+])\s*|(?P<minus>minus)\s+)?(?P<first>\d+|{'|'.join(WORDS)})\b(?![.,·]\d)"
    r"(?:\s*(?:-|to|through|and|or)\s*(?:days?\s*)?\+?(?P<last>\d+)\b(?![.,·]\d))?"
    r"(?P<noun>[\s-]+[a-z])?",
    re.I,
)
WEEK_NUMBER = re.compile(r"\b(?:weeks?|wk)\s+(?:no\.?\s*|number\s*|#)?(\d+)\b(?![.,·]\d)", re.I)
COUNT = rf"{DIGITS}|{'|'.join(WORDS)}|an?"
UNIT = "|".join(sorted(UNIT_DAYS, key=len)[::-1])
INTERVAL = re.compile(
    rf"(?<![\w.,·])({COUNT})(?:\s*(?:-|to|or)\s*({COUNT}))?"
    rf"(?:(?<=\d)[\s-]*|[\s-]+)(?:more\s+)?({UNIT})s?\b\.?",
    re.I,
)
# Words that leave one end of a length of time open: it has no longest, or no shortest, day.
OPEN_BEFORE = re.compile(
    r"(?:\b(?:(?:more|greater|longer|less|fewer|shorter)\s+than|at\s+(?:least|most)|up\s+to)|[<>≤≥])"
    r"\s*$",
    re.I,
)
OPEN_AFTER = re.compile(rf"\s*(?:\+|or\s+(?:more|longer|less|fewer))(?:\s+(?:{UNIT})s?)?\b", re.I)
AND = re.compile(r"\s*(?:,|and|,\s*and)?\s*", re.I)
TO = re.compile(r"\s*(?:-|to)\s*", re.I)
HALF = re.compile(r"\b(\d+)\s+years?\s+and\s+a\s+half\b", re.I)

Days = tuple[float, float]


def read_day_numbers(text: str) -> tuple[int, int] | None:
    """First and last number of "day 17", "POD 11", "HD 3", "day -5", "days 5-7"; None if none.

    Raises
    ------
    ValueError : a hyphen that may be a minus ("day-5" alone); a range that runs backwards.

    >>> read_day_numbers("day +67"), read_day_numbers("POD 11"), read_day_numbers("days 5–7")
    ((67, 67), (11, 11), (5, 7))
    >>> read_day_numbers("day −5"), read_day_numbers("the day-28 marrow")
    ((-5, -5), (28, 28))
    """
    found = DAY_NUMBER.search(plain_typography(text))
    if not found:
        return None
    first = int(_count(found["first"]))
    last = int(found["last"] or first)
    if found["minus"] or (found["sign"] == "-" and _is_minus(text, found)):
        return -first, last if found["last"] else -first
    if last < first:
        raise ValueError(f"{text!r}: the range runs backwards")
    return first, last


def _is_minus(text: str, found: re.Match[str]) -> bool:
    """Whether the sign is a minus and not the hyphen of "day-28 marrow"."""
    if found["space"] or found["name"] in ("D", "d") or "−" in text:
        return True
    if found["noun"]:
        return False
    raise ValueError(f"{text!r}: the hyphen may be a minus; a space before it would say so")


def read_day_number(text: str) -> int | None:
    """The number in "day +67", "D+100" or "day 17"; None where there is none, or a range.

    >>> read_day_number("day +67"), read_day_number("by D+100"), read_day_number("8 months later")
    (67, 100, None)
    """
    found = read_day_numbers(text)
    return found[0] if found and found[0] == found[1] else None


def read_week(text: str) -> Days | None:
    """Days from the start to the week of "week 2", which can be its second week or two weeks after.

    >>> read_week("at week 2"), read_week("2 weeks")
    ((7.0, 17.5), None)
    """
    found = WEEK_NUMBER.search(plain_typography(text))
    if not found:
        return None
    number = int(found.group(1))
    return max(number - 1, 0) * WEEK_DAYS, (number + 0.5) * WEEK_DAYS


def read_interval(text: str) -> Days | None:
    """Shortest and longest number of days of "8 months later", "four weeks"; None where there is
    none.

    An interval in hours, weeks, months or years is good to half of that unit either way
    ("8 months" is 7.5 to 8.5 months), one of several units to half of the last; one in days is
    exact.

    Raises
    ------
    ValueError : one end is open ("more than 3 weeks", "at least 10 days"): no day stands for it.

    >>> read_interval("10 days"), read_interval("four weeks"), read_interval("10 to 14 days")
    ((10.0, 10.0), (24.5, 31.5), (10.0, 14.0))
    >>> read_interval("2 weeks and 3 days"), read_interval("48 h")
    ((17.0, 17.0), (1.9791666666666667, 2.0208333333333335))
    >>> read_interval("2 weeks to 2 months")
    (10.5, 76.09375)
    """
    plain = plain_typography(text)
    half = HALF.search(plain)
    if half:
        middle, unit = (int(half.group(1)) + 0.5) * YEAR_DAYS, MONTH_DAYS * 3
        return middle - unit, middle + unit
    found = INTERVAL.search(plain)
    if _is_open(plain, found):
        raise ValueError(f"{text!r}: one end is open, so that no days stand for it")
    if not found:
        return None
    shortest, longest, after = _parts(plain, found)
    joined = TO.match(plain, after)
    other = INTERVAL.match(plain, joined.end()) if joined else None
    return shortest, _parts(plain, other)[1] if other else longest


def _is_open(text: str, found: re.Match[str] | None) -> bool:
    """Whether the length has an open end: "more than 3 weeks", "3 or more weeks", "3+ weeks"."""
    if found is None:
        count = re.search(rf"\b(?:{COUNT})", text, re.I)
        return bool(count and OPEN_AFTER.match(text, count.end()))
    return bool(OPEN_BEFORE.search(text[: found.start()]) or OPEN_AFTER.match(text, found.end()))


def _parts(text: str, found: re.Match[str]) -> tuple[float, float, int]:
    """Least and most days of "1 year and 9 months", and where it ends."""
    low, high, unit = _length(found)
    following = _next_part(text, found)
    while following and UNIT_DAYS[following.group(3).lower()] < unit:
        found = following
        more_low, more_high, unit = _length(found)
        low, high = low + more_low, high + more_high
        following = _next_part(text, found)
    slack = 0.0 if unit == UNIT_DAYS["day"] else unit / 2
    return low - slack, high + slack, found.end()


def _next_part(text: str, found: re.Match[str]) -> re.Match[str] | None:
    joined = AND.match(text, found.end())
    return INTERVAL.match(text, joined.end() if joined else found.end())


def _length(found: re.Match[str]) -> tuple[float, float, float]:
    """Least and most days of one part of an interval, and the days of its unit."""
    unit = UNIT_DAYS[found.group(3).lower()]
    low, high = _count(found.group(1)), _count(found.group(2) or found.group(1))
    return low * unit, high * unit, unit


def _count(text: str) -> float:
    """A number of days, weeks, months or years in digits or as a word."""
    word = text.lower()
    if word in ("a", "an"):
        return 1.0
    return float(WORDS[word]) if word in WORDS else parse_digits(text, GROUPING_COMMA)
