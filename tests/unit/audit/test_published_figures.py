"""Figures of published trials pass; the same figures misread or misprinted do not."""

import pandas as pd
import pytest

from evidence.audit.checks.arithmetic.percentages import percent_has_count, percent_of_count
from evidence.audit.checks.intervals.proportions import reproducing_levels
from evidence.audit.checks.intervals.ratios import ratio_against_p, ratio_off_centre


def _set(tables, table, **cells):
    frame = tables[table].iloc[[0]].copy()
    for name, value in cells.items():
        frame[name] = pd.array([value], dtype=frame[name].dtype)
    return {**tables, table: frame.reset_index(drop=True)}


@pytest.mark.parametrize(
    ("events", "n", "low", "high", "levels"),
    [
        (88, 109, "72.1", "87.7", "95"),  # INO-VATE 2016, Clopper-Pearson
        (65, 164, "32.1", "47.6", "95"),  # INO-VATE 2019
        (24, 30, "61.4", "92.3", "95"),  # ITCC-059, phase 1B
        (28, 48, "46.5", "69.3", "90"),  # AALL1621, Wilson at 90%
        (28, 48, "46.5", "96.3", ""),  # two digits swapped
    ],
)
def test_reported_intervals_are_reproduced_or_not(events, n, low, high, levels):
    row = pd.DataFrame(
        {
            "events": [events],
            "n": [n],
            "low": [float(low)],
            "high": [float(high)],
            "low_as_reported": [low],
            "high_as_reported": [high],
        }
    )
    assert reproducing_levels(row).item() == levels


# Counts that conventions of the field print with these percentages, all of which fit.
FITTING = [
    (121, 164, "73.8"),
    (50, 162, "30.9"),
    (88, 109, "80.7"),
    (32, 109, "29.4"),
    (69, 88, "78.4"),
    (65, 164, "39.6"),
    (23, 164, "14.0"),
    (3, 143, "2.1"),
    (18, 27, "66.7"),
    (38, 68, "56"),
    (10, 13, "77"),
]


@pytest.mark.parametrize(("events", "n", "percent"), FITTING)
def test_a_percentage_that_fits_is_no_finding(events, n, percent, clean):
    reported = _set(
        clean,
        "outcomes",
        events=events,
        n=n,
        percent_as_reported=percent,
        numerator_basis="reported",
    )
    unknown = _set(
        clean,
        "outcomes",
        events=None,
        n=n,
        percent_as_reported=percent,
        numerator_basis="not_stated",
    )
    assert percent_of_count(reported, {}).empty and percent_has_count(unknown, {}).empty


@pytest.mark.parametrize(("n", "percent"), [(34, "64"), (73, "69.8"), (17, "71.5")])
def test_a_percentage_that_no_count_gives_is_found(n, percent, clean):
    unknown = _set(
        clean,
        "outcomes",
        events=None,
        n=n,
        percent_as_reported=percent,
        numerator_basis="not_stated",
    )
    assert len(percent_has_count(unknown, {})) == 1


RATIOS = [  # estimate, limits, level, p, sides: as published
    ("0.75", "0.57", "0.99", 97.5, ".0105", 1),
    ("0.77", "0.58", "1.03", 97.5, "0.04", None),
    ("0.512", "0.313", "0.835", 97.5, "0.0009", None),
    ("0.71", "0.55", "0.93", 95.0, "0.01", None),
    ("1.29", "1.12", "1.49", 95.0, "<0.001", None),
]


@pytest.mark.parametrize(("estimate", "low", "high", "level", "p", "sides"), RATIOS)
def test_published_ratios_agree_with_their_p(estimate, low, high, level, p, sides, clean):
    tables = _set(
        clean,
        "effects",
        estimate_as_reported=estimate,
        low_as_reported=low,
        high_as_reported=high,
        level_percent=level,
        p_as_reported=p,
        p_sides=sides,
    )
    assert ratio_against_p(tables, {}).empty and ratio_off_centre(tables, {}).empty


def test_a_level_misread_is_found(clean):
    tables = _set(
        clean,
        "effects",
        estimate_as_reported="0.75",
        low_as_reported="0.57",
        high_as_reported="0.99",
        level_percent=95.0,
        p_as_reported=".0105",
        p_sides=1,
    )
    assert len(ratio_against_p(tables, {})) == 1


def test_a_swapped_limit_is_off_centre_and_graver_the_further(clean):
    for high, severity in (("0.69", ["error"]), ("1.05", ["warning"])):
        tables = _set(
            clean,
            "effects",
            estimate_as_reported="0.75",
            low_as_reported="0.57",
            high_as_reported=high,
        )
        assert list(ratio_off_centre(tables, {})["severity"]) == severity
