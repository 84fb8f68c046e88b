"""Lengths of time of which one end is open, and those that only seem so."""

import pytest

from evidence.harmonise.readers import READERS, unreadable
from evidence.harmonise.times.intervals import read_interval
from evidence.harmonise.times.steps import read_step


@pytest.mark.parametrize(
    "text",
    [
        *("more than 3 weeks", "> 3 weeks", "at least 10 days", "less than ten days"),
        *("up to 14 days", "3 or more weeks", "three weeks or longer", "10+ days"),
    ],
)
def test_a_length_with_an_open_end_is_a_problem_and_never_a_range(text):
    assert unreadable(text, READERS["time"])
    with pytest.raises(ValueError, match="one end is open"):
        read_step(text, "after", "")


def test_two_more_weeks_have_two_ends():
    assert not unreadable("two more weeks", READERS["time"])
    assert read_interval("two more weeks") == (10.5, 17.5)
