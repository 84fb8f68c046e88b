"""Patterns that could take for ever are refused."""

import time
from pathlib import Path

import pytest

from evidence.coded.dictionary import read_dictionary
from evidence.coded.patterns import check_pattern

DATA = Path(__file__).parents[3] / "data"


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "(x+x+)+y",
        "(.*a){20}",
        "(a|a)*b",
        "(a|ab)*c",
        "(a*)*",
        "(a?){30}a{30}",
        r"(\w+\s?)*$",
        r"(a)\1*",
        "(?=(a+)+b)",
        ".*.*.*=",
        r"\s*\d*\s*\d*\s*x",
        "(",
    ],
)
def test_patterns_that_can_run_away_are_refused(pattern):
    with pytest.raises(ValueError):
        check_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\d+([.]\d+)?",
        r"([^¶]+ ¶\d+(; [^¶]+ ¶\d+)*|whole text)",
        r"[a-z0-9_]+:[a-z_]+:[a-z0-9_.]+:[a-z0-9_]+",
        r"(?i)\bautologous\b",
        ".*x.*",
    ],
)
def test_patterns_that_cannot_are_accepted(pattern):
    check_pattern(pattern)


def test_the_pattern_of_locators_stays_quick():
    started = time.perf_counter()
    locators = read_dictionary(DATA)["doses"].fields[-2]
    import re

    assert locators.name == "locator"
    assert not re.fullmatch(locators.pattern, "Results ¶1; " * 2000 + "x")
    assert time.perf_counter() - started < 1
