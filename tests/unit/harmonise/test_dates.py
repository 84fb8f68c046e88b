"""Dates, day numbers and intervals as printed in five ways of writing them."""

from datetime import date

import pytest

from evidence.harmonise.dates import read_date, read_day_number, read_interval


@pytest.mark.parametrize(
    ("printed", "earliest", "latest"),
    [
        ("11.12.2018", date(2018, 12, 11), date(2018, 12, 11)),
        ("05.09.2019.", date(2019, 9, 5), date(2019, 9, 5)),
        ("5 January 2021", date(2021, 1, 5), date(2021, 1, 5)),
        ("9 July 2021", date(2021, 7, 9), date(2021, 7, 9)),
        ("May 1, 2022", date(2022, 5, 1), date(2022, 5, 1)),
        ("September, 2015", date(2015, 9, 1), date(2015, 9, 30)),
        ("February 2019", date(2019, 2, 1), date(2019, 2, 28)),
        ("2018 Nov 15", date(2018, 11, 15), date(2018, 11, 15)),
        ("April 20–April 23 2021", date(2021, 4, 23), date(2021, 4, 23)),
        ("in 2015", date(2015, 1, 1), date(2015, 12, 31)),
    ],
)
def test_dates(printed, earliest, latest):
    span = read_date(printed)
    assert (span.earliest, span.latest) == (earliest, latest)


def test_a_date_that_no_calendar_has_is_refused():
    with pytest.raises(ValueError):
        read_date("31.02.2020")


@pytest.mark.parametrize(
    ("printed", "number"),
    [("day 17", 17), ("day +67", 67), ("D+100", 100), ("By day 15", 15), ("8 months later", None)],
)
def test_day_numbers(printed, number):
    assert read_day_number(printed) == number


@pytest.mark.parametrize(
    ("printed", "days"),
    [
        ("10 days", 10),
        ("7-day", 7),
        ("four weeks", 28),
        ("20 days", 20),
        ("a month", 30.4375),
        ("18 months", 18 * 30.4375),
        ("8 months later", 8 * 30.4375),
    ],
)
def test_intervals_hold_their_nominal_length(printed, days):
    low, high = read_interval(printed)
    assert (low + high) / 2 == pytest.approx(days)
    assert low == high if "day" in printed else low < days < high
