"""Bars of rates: lengths are patients on one scale, the numerator inside the denominator."""

import pandas as pd
import pytest
from matplotlib.patches import Patch

from evidence.figures.canvas.check_frame import FrameError
from evidence.figures.canvas.style import style
from evidence.figures.overview.rate_bars import describe, draw

FRAME = pd.DataFrame(
    [
        ("First report", "All", 69, 109, 0.633, 0.535, 0.723),
        ("First report", "Responders", 69, 88, 0.784, 0.684, 0.865),
        ("Last report", "All", 0, 40, 0.0, 0.0, 0.088),
    ],
    columns=["group", "label", "events", "n", "estimate", "low", "high"],
)


def drawn(frame=FRAME, **options):
    with style() as figure_style:
        return draw(figure_style.figure("double", 60), frame, **options)


def widths(figure, gid):
    found = [patch for patch in figure.findobj(Patch) if patch.get_gid() == gid]
    boxes = [patch.get_path().get_extents(patch.get_patch_transform()) for patch in found]
    return [box.width for box in boxes]


def words(figure, gid):
    return [text.get_text() for text in figure.texts if text.get_gid() == gid]


def test_bars_are_as_long_as_their_patients():
    figure = drawn()
    whole, part = widths(figure, "whole"), widths(figure, "counted")
    patient = whole[0] / 109
    assert whole == pytest.approx([patient * n for n in (109, 88, 40)])
    assert part == pytest.approx([patient * 69, patient * 69])


def test_no_dark_part_is_drawn_for_nobody():
    assert len(widths(drawn(), "counted")) == 2


def test_each_row_says_its_rate_and_its_counts():
    assert words(drawn(), "rate") == [
        "63.3% (53.5 to 72.3)  69/109",
        "78.4% (68.4 to 86.5)  69/88",
        "0.0% (0.0 to 8.8)  0/40",
    ]
    assert words(drawn(), "group") == ["First report", "Last report"]
    assert words(drawn(), "count") == ["69", "40", "69", "19", "40"]


def test_nothing_leaves_the_figure():
    figure = drawn(
        FRAME.assign(label="a denominator that takes very many words to be said in full")
    )
    page = figure.bbox
    figure.canvas.draw()
    for text in figure.texts:
        box = text.get_window_extent()
        assert page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [("events", 110, "at most n 109"), ("estimate", 63.3, "63.3"), ("low", 0.64, "below low 0.64")],
)
def test_an_impossible_row_is_refused_with_its_place(column, value, found):
    frame = FRAME.astype({"events": float})
    frame.loc[0, column] = value
    with pytest.raises(FrameError, match=rf"row 0 \(All\).*{found}"):
        drawn(frame)


def test_the_words_name_the_lowest_and_the_highest_rate():
    said = describe(FRAME, outcome="response")
    assert said.finding == (
        "The rate of response runs from 0.0% to 78.4%: 69 patients over several denominators."
    )
    assert said.finding in said.alt and "69 of 88, 78.4%" in said.long
