"""Reported dates, intervals and ages: what each can mean, and what is refused."""

from datetime import date, timedelta

import pytest

from evidence.harmonise.ages import read_age
from evidence.harmonise.times.dates import Span, read_date
from evidence.harmonise.times.intervals import read_day_number, read_day_numbers, read_interval
from evidence.harmonise.times.steps import read_step


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


@pytest.mark.parametrize(
    ("reported", "earliest", "latest"),
    [
        ("5 Jan 2021", date(2021, 1, 5), date(2021, 1, 5)),
        ("Jan 5, 2021", date(2021, 1, 5), date(2021, 1, 5)),
        ("5-Jan-2021", date(2021, 1, 5), date(2021, 1, 5)),
        ("2021-01-05", date(2021, 1, 5), date(2021, 1, 5)),
        ("2021/01/05", date(2021, 1, 5), date(2021, 1, 5)),
        ("4/24/2020", date(2020, 4, 24), date(2020, 4, 24)),  # no month has the number 24
        ("24/4/2020", date(2020, 4, 24), date(2020, 4, 24)),
        ("24-04-2020", date(2020, 4, 24), date(2020, 4, 24)),
        ("13/12/2020", date(2020, 12, 13), date(2020, 12, 13)),  # 13 is just above 12
        ("05/05/2019", date(2019, 5, 5), date(2019, 5, 5)),  # the same in either order
        ("1/5/2021 [5 January 2021]", date(2021, 1, 5), date(2021, 1, 5)),
        ("04/2020", date(2020, 4, 1), date(2020, 4, 30)),
        ("mid-2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("early 2021", date(2021, 1, 1), date(2021, 12, 31)),
    ],
)
def test_dates_as_people_print_them(reported, earliest, latest):
    found = read_date(reported)
    assert (found.earliest, found.latest) == (earliest, latest)


@pytest.mark.parametrize(
    "reported",
    [
        "1/5/2021",  # two months are possible
        "12/11/2020",
        "05-09-2019",
        "13/13/2020",  # no month
        "13/2020",
        "2021-13-01",
        "Januar 2021",  # a month, but in another language
        "enero de 2021",
        "5 Januar 2021",
        "2021 W05",
        "2021 Januar",
        "Q3 2021",
    ],
)
def test_what_cannot_be_read_is_no_whole_year(reported):
    with pytest.raises(ValueError):
        read_date(reported)


@pytest.mark.parametrize(
    ("reported", "numbers"),
    [
        ("POD 11", (11, 11)),
        ("on POD#11", (11, 11)),
        ("postoperative day 11", (11, 11)),
        ("hospital day 3", (3, 3)),
        ("HD 3", (3, 3)),
        ("day three", (3, 3)),
        ("day -5", (-5, -5)),
        ("day −5", (-5, -5)),  # a minus sign
        ("day−5", (-5, -5)),
        ("day minus 5", (-5, -5)),
        ("D-5", (-5, -5)),
        ("day 0", (0, 0)),
        ("day-28 marrow", (28, 28)),  # a hyphen
        ("days 5–7", (5, 7)),
        ("days -5 to 7", (-5, 7)),
        ("days 8 and 15", (8, 15)),
        ("by day 15", (15, 15)),
        ("week 2", None),
        ("day 1.5", None),
        ("today", None),
    ],
)
def test_day_numbers_and_their_ranges(reported, numbers):
    assert read_day_numbers(reported) == numbers


@pytest.mark.parametrize("reported", ["day-5", "days 7-5"])
def test_day_numbers_that_can_mean_two_things_are_refused(reported):
    with pytest.raises(ValueError):
        read_day_numbers(reported)


YEAR, MONTH, WEEK, HOUR = 365.25, 30.4375, 7, 1 / 24


@pytest.mark.parametrize(
    ("reported", "low", "high"),
    [
        ("48 h", 2 - HOUR / 2, 2 + HOUR / 2),
        ("48h", 2 - HOUR / 2, 2 + HOUR / 2),
        ("after 36 hours", 1.5 - HOUR / 2, 1.5 + HOUR / 2),
        ("1 year and 9 months", YEAR + 8.5 * MONTH, YEAR + 9.5 * MONTH),
        ("1 year, 9 months", YEAR + 8.5 * MONTH, YEAR + 9.5 * MONTH),
        ("2 weeks and 3 days", 17, 17),  # days are exact
        ("one month and two weeks", MONTH + 1.5 * WEEK, MONTH + 2.5 * WEEK),
        ("2-3 weeks", 1.5 * WEEK, 3.5 * WEEK),
        ("2 or 3 weeks", 1.5 * WEEK, 3.5 * WEEK),
        ("2 weeks to 2 months", 1.5 * WEEK, 2.5 * MONTH),
        ("6 mo", 5.5 * MONTH, 6.5 * MONTH),
        ("3 wks", 2.5 * WEEK, 3.5 * WEEK),
        ("17 d", 17, 17),
        ("the second and last course", None, None),  # no "an d"
        ("POD 11", None, None),
    ],
)
def test_intervals_in_hours_weeks_and_several_units(reported, low, high):
    expected = None if low is None else (pytest.approx(low), pytest.approx(high))
    assert read_interval(reported) == expected


@pytest.mark.parametrize(
    ("text", "relation", "convention", "low", "high"),
    [
        ("POD 11", "after", "day_0", 11, 11),
        ("HD 3", "after", "day_1", 2, 2),
        ("HD 3", "after", "", 2, 3),  # day 0 or day 1 is not stated
        ("days 5-7", "after", "day_0", 5, 7),
        ("day -5", "after", "day_0", -5, -5),
        ("day -5", "before", "day_0", -5, -5),  # the minus says so already
        ("5 days", "before", "", -5, -5),
        ("48 hours", "after", "", 2 - HOUR / 2, 2 + HOUR / 2),
        ("week 2", "after", "", 7, 17.5),  # in the second week, or two weeks after
    ],
)
def test_steps_between_entries(text, relation, convention, low, high):
    step = read_step(text, relation, convention)
    assert (step.low, step.high) == (pytest.approx(low), pytest.approx(high))
