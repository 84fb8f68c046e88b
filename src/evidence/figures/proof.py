"""Proof-reading a drawn figure: text that overlaps, leaves the paper or is too small."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

# Boxes may touch by the leading of a line (ascender room no letter fills), not more.
TOLERANCE_PT = 0.75


def visible_texts(figure: Figure) -> list[tuple[Text, Bbox]]:
    """Return every visible, non-empty text of a figure with its box in points.

    >>> from evidence.figures.style import style
    >>> with style() as look:
    ...     figure = look.figure("single", 40)
    ...     _ = figure.text(0.5, 0.5, "words")
    ...     [text.get_text() for text, box in visible_texts(figure)]
    ['words']
    """
    from matplotlib.backends.backend_agg import RendererAgg
    from matplotlib.text import Text

    figure.draw_without_rendering()
    pixels_per_point = figure.dpi / 72
    renderer = RendererAgg(*(figure.get_size_inches() * figure.dpi), figure.dpi)
    found = []
    for text in figure.findobj(Text):
        if _shown(text):
            box = text.get_window_extent(renderer)
            found.append((text, box.transformed(_scale(1 / pixels_per_point))))
    return found


def problems(figure: Figure, smallest_pt: float = 7.0) -> list[str]:
    """Return one sentence for each text that overlaps another, leaves the paper or is too small.

    >>> from evidence.figures.style import style
    >>> with style() as look:
    ...     figure = look.figure("single", 40)
    ...     for word in ("one", "two"):
    ...         _ = figure.text(0.5, 0.5, word)
    ...     problems(figure)
    ["'one' overlaps 'two'"]
    """
    texts = visible_texts(figure)
    width, height = figure.get_size_inches() * 72
    found = []
    for text, box in texts:
        words = text.get_text()
        if text.get_fontsize() < smallest_pt - 1e-9:
            found.append(f"{words!r} is {text.get_fontsize():g} pt, under {smallest_pt:g} pt")
        if box.x0 < -0.01 or box.y0 < -0.01 or box.x1 > width + 0.01 or box.y1 > height + 0.01:
            found.append(f"{words!r} leaves the paper")
    for (first, a), (second, b) in combinations(texts, 2):
        if _overlap(a, b):
            found.append(f"{first.get_text()!r} overlaps {second.get_text()!r}")
    return found


def _shown(text: Text) -> bool:
    """Return whether a text is drawn: matplotlib keeps labels of ticks that it never draws."""
    if not text.get_visible() or not text.get_text().strip() or text.get_alpha() == 0:
        return False
    axes = text.axes
    if axes is None:
        return True
    if not axes.get_visible():
        return False
    return _is_axis_text(text, axes) if _belongs_to_an_axis(text, axes) else True


def _belongs_to_an_axis(text: Text, axes) -> bool:
    return any(text in axis.findobj(type(text)) for axis in (axes.xaxis, axes.yaxis))


def _is_axis_text(text: Text, axes) -> bool:
    for axis in (axes.xaxis, axes.yaxis):
        if text is axis.label or text is axis.offsetText:
            return axes.axison and axis.get_visible()
        ticks = axis._update_ticks() if axes.axison and axis.get_visible() else []
        if any(text in (tick.label1, tick.label2) for tick in ticks):
            return True
    return False


def _scale(factor: float):
    from matplotlib.transforms import Affine2D

    return Affine2D().scale(factor)


def _overlap(a: Bbox, b: Bbox) -> bool:
    return (min(a.x1, b.x1) - max(a.x0, b.x0) > TOLERANCE_PT
            and min(a.y1, b.y1) - max(a.y0, b.y0) > TOLERANCE_PT)
