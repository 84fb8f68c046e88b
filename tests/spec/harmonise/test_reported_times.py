"""Reported dates, intervals and ages: what each can mean, and what is refused."""

from datetime import date, timedelta

import pytest

from evidence.harmonise.ages import read_age
from evidence.harmonise.dates import Span, read_date, read_day_number, read_interval


@pytest.mark.parametrize(
    ("reported", "earliest", "latest"),
    [
        ("10 Mar 2019", date(2019, 3, 10), date(2019, 3, 10)),
        ("10-Mar-2019", date(2019, 3, 10), date(2019, 3, 10)),
        ("Mar 10, 2019", date(2019, 3, 10), date(2019, 3, 10)),
        ("10th of March 2019", date(2019, 3, 10), date(2019, 3, 10)),
        ("2019-03-10", date(2019, 3, 10), date(2019, 3, 10)),
        ("10.03.2019", date(2019, 3, 10), date(2019, 3, 10)),
        ("Sept. 2019", date(2019, 9, 1), date(2019, 9, 30)),
        ("February 2020", date(2020, 2, 1), date(2020, 2, 29)),
        ("2015–2017", date(2015, 1, 1), date(2017, 12, 31)),
        ("in 2015", date(2015, 1, 1), date(2015, 12, 31)),
        ("11.12.2018", date(2018, 12, 11), date(2018, 12, 11)),
        ("05.09.2019.", date(2019, 9, 5), date(2019, 9, 5)),
        ("5 January 2021", date(2021, 1, 5), date(2021, 1, 5)),
        ("9 July 2021", date(2021, 7, 9), date(2021, 7, 9)),
        ("May 1, 2022", date(2022, 5, 1), date(2022, 5, 1)),
        ("September, 2015", date(2015, 9, 1), date(2015, 9, 30)),
        ("February 2019", date(2019, 2, 1), date(2019, 2, 28)),
        ("2018 Nov 15", date(2018, 11, 15), date(2018, 11, 15)),
        ("April 20–April 23 2021", date(2021, 4, 20), date(2021, 4, 23)),
        ("in 2015", date(2015, 1, 1), date(2015, 12, 31)),
    ],
)
def test_dates(reported, earliest, latest):
    found = read_date(reported)
    assert (found.earliest, found.latest) == (earliest, latest)


@pytest.mark.parametrize(
    "reported",
    ["05/09/2019", "03.Okt.2019", "30.02.2021", "29 February 2021", "13.13.2020", "2021-02-30"],
)
def test_dates_that_can_mean_two_days_or_none_are_refused(reported):
    with pytest.raises(ValueError):
        read_date(reported)


@pytest.mark.parametrize("reported", ["10-Mar", "03.Okt", "05.09.19", "Mayo Clinic", "day 17"])
def test_what_has_no_year_is_no_date(reported):
    assert read_date(reported) is None


@pytest.mark.parametrize(
    ("reported", "low", "high"),
    [
        ("10 days", 10, 10),
        ("1,5 days", 1.5, 1.5),  # not five days
        ("1·5 days", 1.5, 1.5),
        ("1 000 days", 1000, 1000),  # not no days
        ("1,000 days", 1000, 1000),
        ("10 to 14 days", 10, 14),  # not fourteen days
        ("10–14 days", 10, 14),
        ("two to three weeks", 10.5, 24.5),
        ("a week", 3.5, 10.5),
    ],
)
def test_intervals(reported, low, high):
    assert read_interval(reported) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    ("reported", "low", "high"),
    [
        ("17 years", 17, 18),
        ("17.5 years", 17.5, 17.6),  # not five years
        ("17,5 years", 17.5, 17.6),
        ("15–17 years", 15, 18),
        ("9-month-old", 9 / 12, 10 / 12),
        ("a 64-year-old woman", 64, 65),
    ],
)
def test_ages(reported, low, high):
    assert read_age(reported) == (pytest.approx(low), pytest.approx(high))


def test_a_date_that_no_calendar_has_is_refused():
    with pytest.raises(ValueError):
        read_date("31.02.2020")


@pytest.mark.parametrize(
    ("reported", "number"),
    [("day 17", 17), ("day +67", 67), ("D+100", 100), ("By day 15", 15), ("8 months later", None)],
)
def test_day_numbers(reported, number):
    assert read_day_number(reported) == number


@pytest.mark.parametrize(
    ("reported", "days"),
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
def test_intervals_hold_their_nominal_length(reported, days):
    low, high = read_interval(reported)
    assert (low + high) / 2 == pytest.approx(days)
    assert low == high if "day" in reported else low < days < high


@pytest.mark.parametrize(
    ("reported", "precision"),
    [
        ("5 January 2021", "day"),
        ("February 2021", "month"),  # 28 days
        ("February 2020", "month"),
        ("January 2021", "month"),  # 31 days
        ("in 2015", "year"),
        ("in 2016", "year"),  # a leap year
        ("2015–2016", "approximate"),
    ],
)
def test_how_exact_a_date_is(reported, precision):
    assert read_date(reported).precision == precision


@pytest.mark.parametrize(
    ("days", "precision"),
    [
        *((0, "day"), (1, "approximate"), (26, "approximate"), (27, "month"), (30, "month")),
        *((31, "approximate"), (363, "approximate"), (364, "year"), (365, "year")),
        (366, "approximate"),
    ],
)
def test_how_exact_a_span_is(days, precision):
    first = date(2021, 1, 1)
    assert Span(first, first + timedelta(days)).precision == precision


@pytest.mark.parametrize(
    ("reported", "low", "high"),
    [
        # two and a half years of 365.25 days, a quarter of a year of three months either way
        ("2 years and a half", 913.125 - 91.3125, 913.125 + 91.3125),
        ("1 year and a half", 547.875 - 91.3125, 547.875 + 91.3125),
        ("8 months", 7.5 * 30.4375, 8.5 * 30.4375),
        ("2 years", 1.5 * 365.25, 2.5 * 365.25),
        ("an additional week", None, None),
        ("two more weeks", 10.5, 17.5),
        ("zero days", 0, 0),
        ("twelve days", 12, 12),
        ("soon", None, None),
    ],
)
def test_how_exact_an_interval_is(reported, low, high):
    expected = None if low is None else (pytest.approx(low), pytest.approx(high))
    assert read_interval(reported) == expected


def test_years_in_the_wrong_order_are_no_date():
    assert read_date("2017–2015") is None
