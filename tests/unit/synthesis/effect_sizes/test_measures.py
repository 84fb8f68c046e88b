"""The registry of measures: what is a ratio, and where there is no effect."""

import pytest

from evidence.figures.canvas.measures import MEASURES as DRAWN
from evidence.synthesis.effect_sizes.measures import MEASURES

RATIOS = {"RR", "OR", "PETO", "IRR", "ROM", "HR"}
ONE_GROUP = {"PR", "PLN", "PLO", "PAS", "PFT", "IR", "IRLN", "IRS", "IRFT", "MN"}


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.code)
def test_a_ratio_of_1_and_a_difference_of_0_are_no_effect(measure):
    expected = 1.0 if measure.code in RATIOS else None if measure.code in ONE_GROUP else 0.0
    assert measure.null == expected
    assert measure.is_ratio == (measure.code in RATIOS)


@pytest.mark.parametrize(
    ("drawn", "log", "reference"),
    [
        ("hazard_ratio", True, 1.0),
        ("ratio_of_means", True, 1.0),
        ("risk_difference", False, 0.0),
        ("generic", False, 0.0),
        ("proportion", False, None),
        ("rate", False, None),
        ("mean", False, None),
    ],
)
def test_figures_draw_what_the_registry_says(drawn, log, reference):
    assert (DRAWN[drawn].log, DRAWN[drawn].reference) == (log, reference)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.code)
def test_every_measure_is_drawn_as_it_is_read_and_as_it_is_analysed(measure):
    read = DRAWN[measure.read_as]
    assert (read.log, read.reference) == (measure.is_ratio, measure.null)
    assert DRAWN[measure.name].reference == measure.null
