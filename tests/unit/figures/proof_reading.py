"""Proof-reading a drawn figure: text that overlaps, leaves the page or is too small."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.figure import Figure

POINTS_PER_INCH = 72
# Boxes may touch by the space that ascenders leave, which no letter fills.
TOLERANCE_PT = 0.75


def drawn_as(figure: Figure, gid: str) -> list:
    """What was drawn under a name, from first to last."""
    return [artist for artist in figure.get_children() if artist.get_gid() == gid]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text as drawn: its words, size and box (left, bottom, right, top), in points."""

    words: str
    size_pt: float
    left: float
    bottom: float
    right: float
    top: float


def lines(figure: Figure) -> list[Line]:
    """Return every line of text that drawing the figure puts on page.

    >>> from evidence.figures.canvas.style import style
    >>> with style() as figure_style:
    ...     figure = figure_style.figure("single", 40)
    ...     _ = figure.text(0.5, 0.5, "words")
    ...     [line.words for line in lines(figure)]
    ['words']
    """
    from matplotlib.backends.backend_agg import RendererAgg

    drawn = []

    class Recorder(RendererAgg):
        def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
            width, height, descent = self.get_text_width_height_descent(s, prop, ismath)
            corners = np.array(
                [[0, -descent], [width, -descent], [0, height - descent], [width, height - descent]]
            )
            turn = np.deg2rad(angle)
            rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
            placed = (corners @ rotation + [x, self.height - y]) * POINTS_PER_INCH / self.dpi
            if s.strip():
                drawn.append(
                    Line(s, prop.get_size_in_points(), *placed.min(axis=0), *placed.max(axis=0))
                )

    width, height = figure.get_size_inches() * figure.dpi
    figure.draw(Recorder(width, height, figure.dpi))
    return drawn


def problems(figure: Figure, smallest_pt: float = 7.0) -> list[str]:
    """Return one sentence for each text that overlaps another, leaves the page or is too small.

    >>> from evidence.figures.canvas.style import style
    >>> with style() as figure_style:
    ...     figure = figure_style.figure("single", 40)
    ...     for word in ("one", "two"):
    ...         _ = figure.text(0.5, 0.5, word)
    ...     problems(figure)
    ["'one' overlaps 'two'"]
    """
    drawn = lines(figure)
    width, height = figure.get_size_inches() * POINTS_PER_INCH
    small = [
        f"{line.words!r} is {line.size_pt:g} pt, under {smallest_pt:g} pt"
        for line in drawn
        if line.size_pt < smallest_pt - 1e-9
    ]
    outside = [
        f"{line.words!r} leaves the page"
        for line in drawn
        if line.left < -0.2
        or line.bottom < -0.2
        or line.right > width + 0.2
        or line.top > height + 0.2
    ]
    overlapping = [
        f"{a.words!r} overlaps {b.words!r}" for a, b in combinations(drawn, 2) if _overlap(a, b)
    ]
    return small + outside + overlapping


def _overlap(a: Line, b: Line) -> bool:
    return (
        min(a.right, b.right) - max(a.left, b.left) > TOLERANCE_PT
        and min(a.top, b.top) - max(a.bottom, b.bottom) > TOLERANCE_PT
    )
