"""Strips of a multiverse analysis: one for each choice, the main analysis through all of them."""

import numpy as np
import pandas as pd
import pytest

from evidence.figures.canvas.check_frame import FrameError
from evidence.figures.diagnostics import specification_curve
from tests.unit.figures.diagnostics.invented_frames import CHOICES, analyses, drawn

MULTIVERSE = pd.DataFrame(
    {
        "estimate": [0.5, 0.6, 0.8, 0.9, np.nan],
        "low": [0.4, 0.5, 0.6, 0.7, np.nan],
        "high": [0.7, 0.8, 1.0, 1.2, np.nan],
        "model": ["fixed", "random", "fixed", "random", "random"],
        "zero": ["keep", "keep", "drop", "drop", "drop"],
        "k": [5, 5, 3, 3, 3],
        "main": [False, True, False, False, False],
    }
)


def test_each_choice_is_a_strip_of_its_analyses_from_lowest_to_highest(by_gid):
    figure, axes = drawn("specification_curve", MULTIVERSE)
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in by_gid(figure, "bar")]
    assert np.array(bars) == pytest.approx(
        np.array([(0.5, 0.8), (0.6, 0.9), (0.5, 0.6), (0.8, 0.9)])
    )
    points = [sorted(found.get_offsets()[:, 0]) for found in by_gid(figure, "points")]
    assert points == [[0.5, 0.8], [0.6, 0.9], [0.5, 0.6], [0.8, 0.9]]
    medians = [found.get_segments()[0][0][0] for found in by_gid(figure, "median")]
    assert medians == pytest.approx([0.65, 0.75, 0.55, 0.85])
    names = [name.get_text() for name in by_gid(figure, "choice name")]
    assert names == ["Model", "fixed", "random", "Zero cells", "keep", "drop"]
    assert axes.get_xscale() == "log"


def test_a_strip_is_beside_its_name_and_its_numbers(by_gid):
    figure, _ = drawn("specification_curve", MULTIVERSE)
    middles = [bar.get_y() + bar.get_height() / 2 for bar in by_gid(figure, "bar")]
    names = [name for name in by_gid(figure, "choice name") if name.get_weight() != "bold"]
    heights = [name.get_position()[1] + 0.36 * name.get_fontsize() for name in names]
    assert middles == pytest.approx(heights, abs=0.01)
    cells = {head: [c.get_text() for c in by_gid(figure, f"cell {head}")]
             for head in ("Studies", "Analyses", "Median (range)")}  # fmt: skip
    assert cells["Studies"] == ["3 to 5", "3 to 5", "5", "3"]
    assert cells["Analyses"] == ["2", "2", "2", "2"]
    assert cells["Median (range)"][3] == "0.85 (0.80 to 0.90)"


def test_the_main_analysis_runs_through_all_strips_and_is_changed_in_one_choice_at_a_time(by_gid):
    figure, _ = drawn("specification_curve", MULTIVERSE)
    [line] = by_gid(figure, "main line")
    assert list(line.get_xdata()) == [0.6, 0.6]
    unchanged = [found.get_offsets()[0][0] for found in by_gid(figure, "main analysis")]
    assert unchanged == [0.6, 0.6]
    changed = [found.get_offsets()[0][0] for found in by_gid(figure, "main analysis, changed")]
    assert changed == [0.5, 0.9]  # a fixed model; zero cells dropped
    fills = {found.get_facecolor()[0].tobytes() for found in by_gid(figure, "main analysis")}
    white = by_gid(figure, "main analysis, changed")[0].get_facecolor()[0]
    assert list(white[:3]) == [1, 1, 1] and white.tobytes() not in fills


def test_the_choice_that_moves_the_median_most_is_the_finding():
    words = specification_curve.describe(
        MULTIVERSE, outcome="x", measure="risk_ratio", choices=CHOICES
    )
    assert words.finding == (
        "The choice of zero cells moves the median most, from 0.55 to 0.85; that of model by less; "
        "the main analysis gives 0.60."
    )
    assert "with only this changed 0.50 [0.40, 0.70]" in words.long
    without = MULTIVERSE.drop(columns="main")
    words = specification_curve.describe(
        without, outcome="x", measure="risk_ratio", choices=CHOICES
    )
    assert "main" not in words.finding + words.caption


def test_two_main_analyses_are_refused():
    with pytest.raises(FrameError, match="2 analyses are true; allowed: at most 1"):
        drawn("specification_curve", MULTIVERSE.assign(main=[True, True, False, False, False]))


def test_specifications_without_an_estimate_are_counted():
    frame = analyses(5)
    frame.loc[2, "estimate"] = np.nan
    words = specification_curve.describe(frame, outcome="x", measure="risk_ratio", choices=CHOICES)
    assert "4 analyses" in words.alt and "1 analysis gave no estimate" in words.alt
