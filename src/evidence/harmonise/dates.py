"""Reported dates and intervals as days.

A date is kept as the earliest and the latest day that it can mean: "August 2022"
is 1 to 31 August. Day comes before month in dotted dates (11.12.2018 is 11 December).
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from evidence.harmonise.numbers import (
    DIGITS,
    GROUPING_COMMA,
    parse_digits,
    plain_typography,
)

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
WORDS = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
}
MONTH_DAYS, YEAR_DAYS = 30.4375, 365.25  # Julian year: four calendar years and their leap day
UNIT_DAYS = {"day": 1.0, "week": 7.0, "month": MONTH_DAYS, "year": YEAR_DAYS}
MONTH_NAME = "|".join(sorted([*MONTHS, *(name[:3] for name in MONTHS), "sept"], key=len)[::-1])
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
SLASHED = re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b")
NAMED = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th|\.)?[\s-]*(?:of\s+)?)?\b({MONTH_NAME})\b\.?"
    rf"[\s-]*(?:(\d{{1,2}})(?:st|nd|rd|th)?\b,?)?,?[\s-]+(\d{{4}})\b",
    re.I,
)
# "20–23 April 2021", "April 20–April 23 2021", "20 April to 2 May 2021"
DAYS_OF_MONTH = re.compile(
    rf"\b(?:(\d{{1,2}})\s*({MONTH_NAME})?|({MONTH_NAME})\.?\s*(\d{{1,2}}))\s*(?:-|–|to)\s*"
    rf"(?:(\d{{1,2}})\s*({MONTH_NAME})|({MONTH_NAME})?\.?\s*(\d{{1,2}}))\b,?\s+(\d{{4}})\b",
    re.I,
)
YEAR_FIRST = re.compile(
    rf"\b(\d{{4}})\s+({'|'.join(name[:3] for name in MONTHS)})[a-z]*\.?\s+(\d{{1,2}})\b", re.I
)
YEARS = re.compile(r"\b((?:19|20)\d{2})\s*[-–/]\s*((?:19|20)\d{2})\b")
YEAR = re.compile(r"\b((?:19|20)\d{2})\b")
JOINED = re.compile(r"[^\W_][./-](?:19|20)\d{2}\b")  # a year with a part before it, "03.Okt.2019"
DAY_NUMBER = re.compile(r"\b(?:days?|d)[\s…]*\+?\s*(\d+)\b", re.I)
COUNT = rf"{DIGITS}|{'|'.join(WORDS)}|an?"
INTERVAL = re.compile(
    rf"(?<![\w.,·])({COUNT})(?:\s*(?:-|to)\s*({COUNT}))?"
    r"[\s-]+(?:more\s+)?(day|week|month|year)s?\b",
    re.I,
)
HALF = re.compile(r"\b(\d+)\s+years?\s+and\s+a\s+half\b", re.I)


@dataclass(frozen=True)
class Span:
    """The earliest and latest day that a reported time can mean.

    >>> Span(date(2022, 8, 1), date(2022, 8, 31)).middle
    datetime.date(2022, 8, 16)
    """

    earliest: date
    latest: date

    @property
    def middle(self) -> date:
        """The day halfway."""
        return self.earliest + (self.latest - self.earliest) / 2

    @property
    def days(self) -> int:
        """Days between the two."""
        return (self.latest - self.earliest).days

    @property
    def precision(self) -> str:
        """``day``, ``month``, ``year`` or ``approximate``."""
        days = self.days
        return (
            "day"
            if days == 0
            else "month"
            if days in range(27, 31)
            else "year"
            if days in (364, 365)
            else "approximate"
        )

    def shifted(self, low_days: float, high_days: float) -> "Span":
        """The span so many days later."""
        return Span(
            self.earliest + timedelta(round(low_days)), self.latest + timedelta(round(high_days))
        )


def _month(name: str) -> int:
    """Number of a month from its name or the first three letters."""
    return next(number for full, number in MONTHS.items() if full.startswith(name.lower()[:3]))


def read_date(text: str) -> Span | None:
    """The date in a reported text, or None where there is none.

    Raises
    ------
    ValueError : a date that no calendar has, or one that can mean two days ("05/09/2019").

    >>> read_date("11.12.2018.").earliest
    datetime.date(2018, 12, 11)
    >>> read_date("April 20–April 23 2021").days, read_date("20-23 April 2021").days
    (3, 3)
    >>> read_date("10 Mar 2019").earliest, read_date("2021-01-05").earliest
    (datetime.date(2019, 3, 10), datetime.date(2021, 1, 5))
    >>> (
    ...     read_date("5 January 2021").precision,
    ...     read_date("August 2022").precision,
    ...     read_date("2015").precision,
    ... )
    ('day', 'month', 'year')
    """
    days = DAYS_OF_MONTH.search(text)
    if days:
        return _days_of_month(*days.groups())
    iso, dotted, year_first = ISO.search(text), DOTTED.search(text), YEAR_FIRST.search(text)
    named, years, year_alone = NAMED.search(text), YEARS.search(text), YEAR.search(text)
    if iso:
        year, month, day = map(int, iso.groups())
    elif dotted:
        day, month, year = map(int, dotted.groups())
    elif SLASHED.search(text):
        raise ValueError(f"{text!r}: day and month of a date with slashes cannot be distinguished")
    elif year_first:
        year, day = int(year_first.group(1)), int(year_first.group(3))
        month = _month(year_first.group(2))
    elif named:
        month, year = _month(named.group(2)), int(named.group(4))
        day = int(named.group(1) or named.group(3) or 0)
    elif years:
        first, last = int(years.group(1)), int(years.group(2))
        return Span(date(first, 1, 1), date(last, 12, 31)) if first <= last else None
    elif JOINED.search(text):
        raise ValueError(f"{text!r}: the part before the year is no month in English")
    elif year_alone:
        year = int(year_alone.group(1))
        return Span(date(year, 1, 1), date(year, 12, 31))
    else:
        return None
    if day:
        return Span(date(year, month, day), date(year, month, day))
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _days_of_month(*parts: str | None) -> Span:
    """The span from the first to the last day of a reported range of days."""
    first_day, first_month = parts[0] or parts[3], parts[1] or parts[2]
    last_day, last_month = parts[4] or parts[7], parts[5] or parts[6]
    year = int(str(parts[8]))
    months = (first_month or last_month, last_month or first_month)
    first, last = (
        date(year, _month(str(month)), int(str(day)))
        for month, day in zip(months, (first_day, last_day), strict=True)
    )
    return Span(first, last)


def read_day_number(text: str) -> int | None:
    """The number in "day +67", "D+100" or "day 17"; None where there is none.

    >>> read_day_number("day +67"), read_day_number("by D+100"), read_day_number("8 months later")
    (67, 100, None)
    """
    found = DAY_NUMBER.search(text)
    return int(found.group(1)) if found else None


def read_interval(text: str) -> tuple[float, float] | None:
    """Shortest and longest number of days of "8 months later", "four weeks"; None where there is
    none.

    An interval in weeks, months or years is good to half of that unit either way
    ("8 months" is 7.5 to 8.5 months); one in days is exact.

    >>> read_interval("10 days"), read_interval("four weeks"), read_interval("10 to 14 days")
    ((10.0, 10.0), (24.5, 31.5), (10.0, 14.0))
    """
    plain = plain_typography(text)
    half = HALF.search(plain)
    if half:
        middle, unit = (int(half.group(1)) + 0.5) * YEAR_DAYS, MONTH_DAYS * 3
        return middle - unit, middle + unit
    found = INTERVAL.search(plain)
    if not found:
        return None
    low, high = _count(found.group(1)), _count(found.group(2) or found.group(1))
    unit = UNIT_DAYS[found.group(3).lower()]
    slack = 0.0 if unit == 1.0 else unit / 2
    return low * unit - slack, high * unit + slack


def _count(text: str) -> float:
    """A number of days, weeks, months or years in digits or as a word."""
    word = text.lower()
    if word in ("a", "an"):
        return 1.0
    return float(WORDS[word]) if word in WORDS else parse_digits(text, GROUPING_COMMA)


# Relations to an anchor that place an entry in the order of the events.
IN_ORDER = ("on", "after", "before", "through")


@dataclass(frozen=True)
class Step:
    """How many days lie between two entries, at least and at most, and whether
    that was inferred.
    """

    low: float
    high: float
    inferred: bool = False

    def reversed(self) -> "Step":
        return Step(-self.high, -self.low, self.inferred)

    def then(self, other: "Step") -> "Step":
        return Step(self.low + other.low, self.high + other.high, self.inferred or other.inferred)


def read_step(text: str, relation: str, day_convention: str) -> Step | None:
    """Days from the anchor to an entry, or None where the text has no number of days.

    >>> read_step("day 17", "after", "day_0")
    Step(low=17, high=17, inferred=False)
    >>> read_step("day 8", "after", "day_1")
    Step(low=7, high=7, inferred=False)
    >>> read_step("10 days", "before", "")
    Step(low=-10.0, high=-10.0, inferred=False)
    >>> read_step("day 30", "after", "")
    Step(low=29, high=30, inferred=False)
    >>> read_step("for ten days", "through", "")  # the last of ten days from the anchor on
    Step(low=9.0, high=9.0, inferred=False)
    """
    if relation == "on":
        return Step(0, 0)
    if relation not in IN_ORDER:
        return None
    number = read_day_number(text)
    if number is not None:
        # Where the convention is not reported the day can be either of two.
        step = Step(number - (day_convention != "day_0"), number - (day_convention == "day_1"))
    else:
        interval = read_interval(text)
        if interval is None:
            return None
        included = float(relation == "through")
        step = Step(interval[0] - included, interval[1] - included)
    return step.reversed() if relation == "before" else step
