"""Dates and days as a timeline shows them: as short as they can be said, in brackets if derived."""

import pytest

from evidence.domains.haematology.summary.mrd import typeset
from evidence.summary.figure_rows.patient_timeline import date_words, day_words


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        ("2021-01-05", "2021-01-05", "5 Jan 2021"),
        ("2021-12-31", "2021-12-31", "31 Dec 2021"),
        ("2015-01-01", "2015-12-31", "2015"),
        ("2015-01-01", "2017-12-31", "2015–2017"),
        ("2020-12-01", "2020-12-31", "Dec 2020"),
        ("2020-12-03", "2020-12-09", "Dec 2020"),
        ("2021-11-23", "2021-12-23", "Nov–Dec 2021"),
        ("2021-01-01", "2021-11-30", "Jan–Nov 2021"),
        ("2021-01-02", "2021-12-31", "Jan–Dec 2021"),
        ("2021-02-01", "2021-12-31", "Feb–Dec 2021"),
        ("2020-12-23", "2021-01-23", "Dec 2020–Jan 2021"),
        ("2020-01-01", "2021-01-01", "Jan 2020–Jan 2021"),
    ],
)
def test_dates(earliest: str, latest: str, words: str) -> None:
    assert date_words(earliest, latest, "reported") == words
    assert date_words(earliest, latest, "derived") == f"({words})"


@pytest.mark.parametrize("basis", ["reported", "derived", "unknown"])
def test_no_date(basis: str) -> None:
    assert date_words("", "", basis) == ""


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (17.0, 17.0, "17"),
        (-35.0, -5.0, "−35 to −5"),
        (0.0, 7.4, "0 to 8"),
        (6.6, 7.4, "6 to 8"),  # outward: neither end is cut off
        (17.5, 24.5, "17 to 25"),
        (834.4, 902.3, "834 to 903"),
        (-398.3, -360.8, "−399 to −360"),
        (7.0, 7.001, "7 to 8"),
        (6.999, 7.0, "6 to 7"),
    ],
)
def test_days(low: float, high: float, words: str) -> None:
    assert day_words(low, high, "reported") == words
    assert day_words(low, high, "inferred") == f"({words})"


@pytest.mark.parametrize("unknown", [None, float("nan")])
def test_no_day(unknown: float | None) -> None:
    assert day_words(unknown, unknown, "unknown") == ""


@pytest.mark.parametrize(
    ("reported", "shown"),
    [
        ("2.68×10^-5", "2.68×10⁻⁵"),
        ("10-3", "10⁻³"),
        ("10−4", "10⁻⁴"),
        ("110-3", "110-3"),
        ("1.6%", "1.6%"),
    ],
)
def test_powers_of_ten(reported: str, shown: str) -> None:
    assert typeset(reported) == shown
