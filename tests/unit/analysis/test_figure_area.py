"""A figure drawn into axes of a reader's figure is the figure that it is on its own, elsewhere."""

import numpy as np
import pytest
from matplotlib.figure import Figure

import evidence as ev
from evidence.figures.canvas.check_frame import FrameError

TRIALS = {
    "study": ["Alder 2014", "Birch 2016", "Cedar 2017", "Elm 2019", "Fir 2021"],
    "ai": [12, 9, 40, 22, 7],
    "n1i": [60, 45, 180, 110, 30],
    "ci": [20, 10, 61, 41, 14],
    "n2i": [61, 44, 178, 112, 31],
}
DPI = 100


@pytest.fixture(scope="module")
def fit():
    return ev.pool(TRIALS, "RR")


def _texts(figure):
    """Words and place of every text that is set on a figure, in inches."""
    texts = [text for text in figure.texts if text.get_text()]
    placed = [text.get_transform().transform(text.get_position()) / DPI for text in texts]
    return [text.get_text() for text in texts], np.array(placed)


def test_a_forest_in_the_right_part_of_a_figure_keeps_its_layout(fit):
    alone = ev.forest(fit)
    width, height = alone.get_size_inches()
    whole = Figure(figsize=(3 + width, 2 + height), dpi=DPI)
    _, right = whole.subfigures(1, 2, width_ratios=[3, width])
    assert ev.forest(fit, ax=right) is whole
    (words, places), (words_alone, places_alone) = _texts(whole), _texts(alone)
    assert words == words_alone
    # It begins at the upper edge of the part, three inches from the left.
    np.testing.assert_allclose(places, np.add(places_alone, [3, 2]), atol=1e-9)
    moved, fixed = whole.axes[0].get_position(), alone.axes[0].get_position()
    assert moved.width * (3 + width) == pytest.approx(fixed.width * width)
    assert moved.x0 * (3 + width) == pytest.approx(3 + fixed.x0 * width)


@pytest.mark.parametrize("draw", [ev.funnel, ev.baujat, ev.labbe, ev.radial, ev.influence_plot])
def test_axes_that_are_given_are_replaced_by_those_of_the_kind(draw, fit):
    whole = Figure(figsize=(16, 12), dpi=DPI)
    given = whole.subplots(2, 2)[1, 0]
    draw(fit, ax=given)
    box = given.get_position()
    added = [axes.get_position() for axes in whole.axes[4:]]
    assert not given.axison and added
    assert all(box.x0 <= axes.x0 and axes.x1 <= box.x1 for axes in added)
    assert all(box.y0 <= axes.y0 and axes.y1 <= box.y1 for axes in added)


def test_axes_that_are_too_small_are_refused_with_both_sizes(fit):
    axes = Figure(figsize=(8, 1)).subplots()
    with pytest.raises(FrameError, match=r"needs 157 x \d+ mm, and what ax names has 157 x 20 mm"):
        ev.forest(fit, ax=axes)
