"""A forest plot in panels: each panel has its axis, all share their columns."""

import pandas as pd
import pytest

from evidence.figures.canvas.check_frame import FrameError
from evidence.figures.canvas.style import style
from evidence.figures.forest import panels
from tests.unit.figures import proof_reading as proof

FAVOURS = {"harm": ("favours new", "favours old")}


def trial(**cells: object) -> pd.DataFrame:
    """Two outcomes of risk in two panels, and a hazard ratio in a third."""
    rows = [
        {"panel": "benefit", "row_type": "subgroup", "label": "Remission", "group": "Remission"},
        {
            "panel": "benefit",
            "label": "All, 1801",
            "group": "Remission",
            "events": 30,
            "n": 40,
            "events_comparator": 15,
            "n_comparator": 40,
            "estimate": 2.0,
            "low": 1.3,
            "high": 3.1,
            "difference": 0.375,
            "difference_low": 0.16,
            "difference_high": -0.05 + 0.6,
        },
        {"panel": "harm", "label": "All", "group": "Harm", "estimate": 4.0, "low": 0.9, "high": 9},
        {"panel": "harm", "row_type": "text", "label": "4 = 1 + 3", "group": "Harm"},
        {"panel": "time", "label": "All", "group": "Death", "estimate": 0.7, "low": 0.5, "high": 1},
    ]
    frame = pd.DataFrame(rows).fillna({"row_type": "study"})
    measures = {"benefit": "risk_ratio", "harm": "risk_ratio", "time": "hazard_ratio"}
    return frame.assign(measure=frame["panel"].map(measures)).assign(**cells)


def drawn(frame, width="double", journal="default", palette="colour", **options):
    with style(journal, palette) as figure_style:
        figure = figure_style.figure(width)
        axes = panels.draw(figure, frame, **{"arms": ("New", "Old"), **options})
    return figure, axes


def test_each_panel_has_its_axis_and_the_columns_run_through_all(by_gid):
    figure, axes = drawn(trial())
    boxes = [single.get_position() for single in axes]
    assert len({(round(box.x0, 6), round(box.x1, 6)) for box in boxes}) == 1
    assert boxes[0].y0 > boxes[1].y1 and boxes[1].y0 > boxes[2].y1
    assert [words.get_text() for words in by_gid(figure, "axis label")] == [
        "Risk ratio (log scale)",
        "Risk ratio (log scale)",
        "Hazard ratio (log scale)",
    ]
    names = [words.get_text() for words in by_gid(figure, "heading")]
    assert {"Ratio (95%\N{NO-BREAK SPACE}CI)", "n/N"} <= {*names}
    squares = by_gid(figure, "squares")
    assert [list(found.get_offsets()[:, 0]) for found in squares] == [[2.0], [4.0], [0.7]]


def test_a_square_is_beside_its_name(by_gid):
    figure, _ = drawn(trial())
    heights = [found.get_offsets()[0][1] for found in by_gid(figure, "squares")]
    names = [by_gid(figure, f"label {row}")[0] for row in (1, 2, 4)]
    middles = [name.get_position()[1] + 0.36 * name.get_fontsize() for name in names]
    assert heights == pytest.approx(middles, abs=0.01)


def test_the_difference_is_written_per_100_right_of_the_plot(by_gid):
    figure, axes = drawn(trial())
    [found] = [words for words in figure.texts if "37.5" in words.get_text()]
    assert found.get_text().replace("\N{NO-BREAK SPACE}", " ") == "37.5 (16.0 to 55.0)"
    right_edge = axes[0].get_position().x1 * figure.get_size_inches()[0] * 72
    assert found.get_position()[0] > right_edge


def test_words_of_a_group_are_indented_like_its_studies(by_gid):
    figure, _ = drawn(trial())
    study, words = by_gid(figure, "label 2")[0], by_gid(figure, "label 3")[0]
    assert words.get_position()[0] == study.get_position()[0]


def test_sides_are_named_in_their_panel_only(by_gid):
    figure, _ = drawn(trial(), favours=FAVOURS)
    assert [
        words.get_text().strip("←→\N{NO-BREAK SPACE}") for words in by_gid(figure, "favours")
    ] == [
        "favours new",
        "favours old",
    ]


def test_the_finding_names_range_side_and_intervals_that_include_no_effect():
    words = panels.describe(trial(), outcome="a trial", favours=FAVOURS)
    assert words.finding == (
        "Remission: risk ratio 2.00 (no interval at 95% includes 1); Harm: risk ratio 4.00, "
        "favours old (1 of 1 interval at 95% includes 1); Death: hazard ratio 0.70 "
        "(1 of 1 interval at 95% includes 1)."
    )
    assert words.finding in words.alt and "3 rows and 3 panels" in words.alt
    assert "Harm: 4 = 1 + 3." in words.caption and "All, 1801: 2.00 (1.30 to 3.10)" in words.long


def test_the_level_of_the_intervals_is_in_the_heading_and_the_caption(by_gid):
    figure, _ = drawn(trial(), level=0.975)
    assert any("97.5%" in words.get_text() for words in by_gid(figure, "heading"))
    row = trial().iloc[2:3]
    words = panels.describe(row, outcome="a trial", level=0.975)
    assert "97.5% confidence intervals" in words.caption and "1 row and 1 panel." in words.alt
    assert "The axis is logarithmic." in words.caption


@pytest.mark.parametrize(
    ("frame", "options", "said"),
    [
        (trial().drop(columns="panel"), {}, "needs column.s. panel"),
        (trial(measure="risk_ratio").assign(panel=None), {}, "column panel: is missing"),
        (trial().iloc[[1, 2, 1]], {}, "'benefit': its rows stand apart"),
        (trial(panel="one"), {}, "'one': measures risk_ratio, hazard_ratio; allowed: one"),
        (trial(panel="one", measure="risk_difference").iloc[1:2], {}, "is no ratio"),
        (trial(), {"favours": {"hram": ("a", "b")}}, "'hram'; allowed: benefit, harm, time"),
        (trial(estimate=-1.0), {}, "column estimate: -1"),
    ],
)
def test_what_cannot_be_drawn_is_said(frame, options, said):
    with pytest.raises(FrameError, match=said):
        drawn(frame.assign(low=None, high=None) if "estimate" in said else frame, **options)


@pytest.mark.parametrize("journal", ["default", "nature", "plos"])
@pytest.mark.parametrize("palette", ["colour", "grey"])
def test_text_is_whole_and_apart(journal, palette):
    figure, _ = drawn(trial(), journal=journal, palette=palette, favours=FAVOURS)
    with style(journal) as figure_style:
        assert proof.problems(figure, figure_style.small_pt) == []
