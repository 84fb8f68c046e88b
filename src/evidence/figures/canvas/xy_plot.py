"""A plot of two measured axes: margins follow the labels, nothing is
clipped, ticks are readable.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from evidence.figures.canvas.legend import LegendEntry, draw_legend, legend_height
from evidence.figures.canvas.measures import Measure
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import width_pt, wrapped
from evidence.figures.canvas.ticks import (
    linear_ticks,
    percent_label,
    plain_label,
    ratio_label,
    ratio_ticks,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import ArrayLike

EDGE_PT = 3.0
TICK_PT = 6.0
LINE = 1.25
# Between a legend and the plot below it.
SPACE_PT = 4.0
STUDY_AREA = 16.0  # square points of the circle of a study


@dataclass(frozen=True, slots=True)
class Scale:
    """One axis: its label, its limits and how values are placed and written.

    ``kind`` is ``linear``; ``log`` (values are ratios on a logarithmic axis); or
    ``logged`` (values are logarithms, written as the ratios they stand for).
    """

    label: str
    low: float
    high: float
    kind: str = "linear"
    written: Callable[[float], str] = plain_label
    reverse: bool = False

    def ticks(
        self, axis_pt: float, size_pt: float, across: bool = True
    ) -> tuple[list[float], list[str]]:
        """Return tick positions and labels for an axis of this length in points."""
        if self.kind == "linear":
            # Upwards it is the height of a label that must fit, about that of one figure's width.
            label = self.written if across else lambda value: "0"
            ticks = linear_ticks(self.low, self.high, axis_pt, size_pt, label)
            return ticks, [self.written(tick) for tick in ticks]
        low, high = (math.exp(v) if self.kind == "logged" else v for v in (self.low, self.high))
        ticks = ratio_ticks(low, high, axis_pt, size_pt)
        return [math.log(t) if self.kind == "logged" else t for t in ticks], list(
            map(ratio_label, ticks)
        )


def scale(
    label: str,
    values: Iterable[float],
    include: Sequence[float] = (),
    pad: float = 0.06,
    least: float = 0.0,
    **options: Any,
) -> Scale:
    """Return a scale that holds all values with a little air, and is at least ``least`` wide.

    >>> scale("Weight", [1.0, 3.0], pad=0.0).high
    3.0
    """
    known = [
        float(value) for value in [*values, *include] if value is not None and math.isfinite(value)
    ]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    spread = max(high - low, least) or max(abs(high), 1.0)
    air = max(pad * spread, (spread - (high - low)) / 2 if high - low < spread else 0.0)
    return replace(Scale(label, low - air, high + air), **options)


def from_zero(label: str, values: Iterable[float]) -> Scale:
    """Return a scale of values that cannot be negative: it begins at 0.

    >>> from_zero("Q", [0.0]).low, from_zero("Q", [2.0]).high > 2
    (0.0, True)
    """
    made = scale(label, values, [0.0])
    return replace(made, low=0.0)


def effect_scale(
    measure: Measure, values: Iterable[float], include: Sequence[float] = (), label: str = ""
) -> Scale:
    """Return the scale of an effect given on the scale of analysis (ratios as logarithms)."""
    name = label or measure.name.capitalize()
    if measure.log:
        return scale(label or f"{name} (log scale)", values, include, kind="logged", least=0.4)
    unit = "%" if measure.reference is None else "percentage points"
    written = percent_label if measure.percent else plain_label
    return scale(
        label or (f"{name} ({unit})" if measure.percent else name), values, include, written=written
    )


def legend_depth(entries: Sequence[LegendEntry], width: float) -> float:
    """Return the height of a legend above a plot with the space below it; 0 without entries."""
    height = legend_height([("", entries)], width)
    return height + SPACE_PT if height else 0.0


def plane(
    figure: Figure,
    x: Scale,
    y: Scale,
    *,
    legend: Sequence[LegendEntry] = (),
    box: tuple[float, float, float, float] | None = None,
    right_labels: float = 0.0,
) -> Axes:
    """Return axes with both scales set and labelled, filling the figure or a box of it (points).

    ``legend`` is set above the plot; ``right_labels`` is the width left free right of it.
    """
    page, style = Page(figure), current()
    left, bottom, right, top = box or (
        EDGE_PT,
        EDGE_PT,
        page.width_pt - EDGE_PT,
        page.height_pt - EDGE_PT,
    )
    draw_legend(page, left, top, right - left, [("", legend)])
    top -= legend_depth(legend, right - left) + 0.5 * style.small_pt
    y_words = wrapped(y.label, top - bottom, style.text_pt, 2)
    x_words = wrapped(x.label, right - left, style.text_pt, 2)
    floor = bottom + LINE * style.text_pt * len(x_words) + style.small_pt + TICK_PT + 1
    y_ticks, y_labels = y.ticks(top - floor, style.small_pt, across=False)
    wall = (
        left
        + LINE * style.text_pt * len(y_words)
        + max(width_pt(w, style.small_pt) for w in y_labels)
        + TICK_PT
        + 2
    )
    end = right - max(8.0, right_labels)
    axes = page.axes(wall, floor, end, top)
    x_ticks, x_labels = x.ticks(end - wall, style.small_pt)
    _set_axis(axes, x, y, (x_ticks, x_labels), (y_ticks, y_labels))
    _set_words(page, x_words, y_words, (wall + end) / 2, (floor + top) / 2, left, bottom)
    return axes


def mark_studies(
    axes: Axes, x: ArrayLike, y: ArrayLike, area: Any = STUDY_AREA, **changes: Any
) -> None:
    """Draw a circle for each study at ``x``, ``y``; ``area`` in square points, one or one each."""
    style = current()
    circle = {"facecolors": [style.colour("blue")], "edgecolors": style.ink, "gid": "studies"}
    axes.scatter(x, y, s=area, **circle | changes, linewidths=0.5, zorder=3, clip_on=False)


def _set_axis(
    axes: Axes,
    x: Scale,
    y: Scale,
    x_marks: tuple[list[float], list[str]],
    y_marks: tuple[list[float], list[str]],
) -> None:
    from matplotlib.ticker import NullLocator

    for axis, marks, name in ((x, x_marks, "x"), (y, y_marks, "y")):
        if axis.kind == "log":
            getattr(axes, f"set_{name}scale")("log")
        limits = (axis.high, axis.low) if axis.reverse else (axis.low, axis.high)
        getattr(axes, f"set_{name}lim")(*limits)
        getattr(axes, f"set_{name}ticks")(*marks, fontsize=current().small_pt)
        getattr(axes, f"{name}axis").set_minor_locator(NullLocator())


def _set_words(
    page: Page,
    x_words: list[str],
    y_words: list[str],
    middle: float,
    height: float,
    left: float,
    bottom: float,
) -> None:
    size = current().text_pt
    for i, line in enumerate(reversed(x_words)):
        half = width_pt(line, size) / 2
        centre = min(max(middle, EDGE_PT + half), page.width_pt - EDGE_PT - half)
        page.text(centre, bottom + (0.5 + LINE * i) * size, line, size, "center", gid="x label")
    for i, line in enumerate(y_words):
        half = width_pt(line, size) / 2
        centre = min(max(height, EDGE_PT + half), page.height_pt - EDGE_PT - half)
        page.figure.text(
            left + (0.8 + LINE * i) * size,
            centre,
            line,
            fontsize=size,
            rotation=90,
            ha="right",
            va="center",
            rotation_mode="default",
            transform=page.transform,
            gid="y label",
            color=current().ink,
        )
