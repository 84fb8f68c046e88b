"""Reported dates as days.

A date is kept as the earliest and the latest day that it can mean: "August 2022"
is 1 to 31 August. Day comes before month in dotted dates (11.12.2018 is 11 December). Where
slashes or hyphens separate numbers, one above 12 is the day; where none is, the order has to be
stated for the review or the report (:mod:`evidence.harmonise.times.date_order`). What cannot be
read is refused, never taken for its whole year.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTH_NAME = "|".join(sorted([*MONTHS, *(name[:3] for name in MONTHS), "sept"], key=len)[::-1])
STATED = re.compile(rf"\[(\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}})\]", re.I)  # by the order
ISO = re.compile(r"\b(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\b")
DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
NUMERIC = re.compile(r"(?<![\d/-])(\d{1,2})([/-])(\d{1,2})\2(\d{4})\b")
MONTH_OF_YEAR = re.compile(r"(?<![\d/.-])(\d{1,2})/(\d{4})\b")
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
# A year stands for all its days only behind nothing or one of these words, and before no number
# and no name: "Januar 2021" and "2021 W05" say more than is read.
BEFORE_YEAR = (
    *("in", "since", "until", "till", "by", "from", "of", "to", "before", "after", "during", "the"),
    *("about", "around", "approximately", "circa", "ca", "early", "late", "mid", "year", "and"),
    *("spring", "summer", "autumn", "fall", "winter", "published", "through", "between"),
)
WORD_BEFORE = re.compile(r"([^\W_]+)[\s,./()-]*$")
AFTER_YEAR = re.compile(r"[\s,./-]*(?:\d|[^\W\d_a-z])")


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
    stated = STATED.search(text)
    if stated:
        return read_date(stated.group(1))
    for pattern, read in READINGS:
        found = pattern.search(text)
        if found:
            return read(found)
    return None


def _day(year: int, month: int, day: int) -> Span:
    return Span(date(year, month, day), date(year, month, day))


def _days_of(year: int, month: int) -> Span:
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _numeric(found: re.Match[str]) -> Span:
    """A date of three numbers: one above 12, or the same twice, is the day in either order."""
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if second > 12 or first == second:
        return _day(year, first, second)
    if first > 12:
        return _day(year, second, first)
    raise ValueError(f"{found[0]!r}: which of the two is the month is not stated")


def _named(found: re.Match[str]) -> Span:
    year, month, day = int(found[4]), _month(found[2]), int(found[1] or found[3] or 0)
    return _day(year, month, day) if day else _days_of(year, month)


def _years(found: re.Match[str]) -> Span | None:
    first, last = int(found[1]), int(found[2])
    return Span(date(first, 1, 1), date(last, 12, 31)) if first <= last else None


def _year(found: re.Match[str]) -> Span:
    before = WORD_BEFORE.search(found.string[: found.start()])
    read = before is None or before[1].lower() in BEFORE_YEAR
    if not read or AFTER_YEAR.match(found.string[found.end() :]):
        raise ValueError(f"{found.string!r}: only the year can be read")
    return Span(date(int(found[1]), 1, 1), date(int(found[1]), 12, 31))


def _days_of_month(found: re.Match[str]) -> Span:
    """The span from the first to the last day of a reported range of days."""
    parts = found.groups()
    first_day, first_month = parts[0] or parts[3], parts[1] or parts[2]
    last_day, last_month = parts[4] or parts[7], parts[5] or parts[6]
    year = int(str(parts[8]))
    months = (first_month or last_month, last_month or first_month)
    first, last = (
        date(year, _month(str(month)), int(str(day)))
        for month, day in zip(months, (first_day, last_day), strict=True)
    )
    return Span(first, last)


# What is asked first says most: a range of days before its last day, a month before its year.
READINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Span | None]], ...] = (
    (DAYS_OF_MONTH, _days_of_month),
    (ISO, lambda found: _day(int(found[1]), int(found[3]), int(found[4]))),
    (DOTTED, lambda found: _day(int(found[3]), int(found[2]), int(found[1]))),
    (NUMERIC, _numeric),
    (YEAR_FIRST, lambda found: _day(int(found[1]), _month(found[2]), int(found[3]))),
    (NAMED, _named),
    (YEARS, _years),
    (MONTH_OF_YEAR, lambda found: _days_of(int(found[2]), int(found[1]))),
    (YEAR, _year),
)
