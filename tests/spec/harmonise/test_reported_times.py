"""Reported dates, intervals and ages: what each can mean, and what is refused."""

from datetime import date

import pytest

from evidence.harmonise.ages import read_age
from evidence.harmonise.dates import read_date, read_interval


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
