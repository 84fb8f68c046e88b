"""Radial (Galbraith) plot: standardised effects against precision, so that a slope is an effect."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from evidence.figures.canvas.check_frame import FrameRules, check_argument, check_frame
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.domain import NUMBER, POSITIVE
from evidence.figures.canvas.legend import area_entry, line_entry, marker_entry
from evidence.figures.canvas.measures import Measure, measure_named
from evidence.figures.canvas.page import POINTS_PER_INCH, Page, figure_of
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import counted, number, width_pt
from evidence.figures.canvas.ticks import (
    linear_ticks,
    percent_label,
    plain_label,
    ratio_label,
    ratio_ticks,
)
from evidence.figures.canvas.xy_plot import mark_studies, plane, scale

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KIND = "a radial plot"
HALF_BAND = 2.0
RULES = FrameRules(KIND, ("label", "precision", "z"), numbers={"precision": POSITIVE, "z": NUMBER})


def draw(figure: Figure, frame: pd.DataFrame, *, measure: str, summary: float) -> Axes:
    """Draw a radial plot over the whole figure and return its axes.

    Columns of ``frame``: ``label``; ``precision``, the inverse of the standard
    error; ``z``, the estimate over its standard error. ``summary`` is the pooled
    estimate on the scale of analysis: the slope of the line. The band holds
    points within two units of it; the scale at the right reads effects off
    lines from the origin (Galbraith 1988, doi:10.1002/sim.4780070807).

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` for missing columns or rows,
    an unknown measure and precisions not above 0.
    """
    kind, style = check(frame, measure, summary), current()
    end = float(np.nanmax([*frame["precision"], 0.0])) * 1.08 or 1.0
    x = scale("Precision (1 / standard error)", [0.0, end], pad=0.0)
    y = scale(
        "Standardised effect (z)",
        frame["z"],
        [-HALF_BAND, HALF_BAND, summary * end - HALF_BAND, summary * end + HALF_BAND],
    )
    legend = [
        marker_entry("study", "o", style.colour("blue"), style.ink),
        line_entry("pooled effect", "-", style.ink),
        area_entry("within 2 units", "0.92", style.faint),
    ]
    axes = plane(figure, x, y, legend=legend, right_labels=_right_margin(kind))
    axes.fill(
        [0, end, end, 0],
        [-HALF_BAND, summary * end - HALF_BAND, summary * end + HALF_BAND, HALF_BAND],
        color="0.92",
        linewidth=0,
        zorder=0,
        gid="band",
    )
    axes.plot(
        [0, end], [0, summary * end], color=style.ink, linewidth=0.9, zorder=1, gid="pooled effect"
    )
    mark_studies(axes, frame["precision"], frame["z"])
    _effect_axis(axes, kind, end, (y.low, y.high))
    return axes


def check(frame: pd.DataFrame, measure: str, summary: float) -> Measure:
    """Return the measure, or raise :class:`FrameError` for what cannot be in a radial plot."""
    kind = measure_named(measure, KIND)
    check_frame(frame, RULES)
    check_argument(summary, kind.analysis_domain, "summary", KIND)
    return kind


def _right_margin(kind: Measure) -> float:
    style = current()
    return 10 + width_pt("0.05", style.small_pt) + 1.6 * style.text_pt


def _effect_axis(axes: Axes, kind: Measure, end: float, limits: tuple[float, float]) -> None:
    """Draw, at the right, the scale on which a line from the origin shows its effect."""
    style, page = current(), Page(figure_of(axes))
    figure_of(axes).draw_without_rendering()
    to_points = POINTS_PER_INCH / figure_of(axes).dpi
    edge = axes.get_window_extent()
    right, bottom, top = edge.x1 * to_points, edge.y0 * to_points, edge.y1 * to_points
    page.rule(right, bottom, right, top)
    ticks, written = _effects(kind, limits[0] / end, limits[1] / end, top - bottom)
    for tick, words in zip(ticks, written, strict=True):
        height = bottom + (tick * end - limits[0]) / (limits[1] - limits[0]) * (top - bottom)
        page.rule(right, height, right + 3, height)
        page.text(right + 6, height, words, style.small_pt, gid="effect tick")
    figure_of(axes).text(
        page.width_pt - 3,
        (bottom + top) / 2,
        kind.name.capitalize(),
        rotation=90,
        ha="right",
        va="center",
        fontsize=style.text_pt,
        color=style.ink,
        transform=page.transform,
    )


def _effects(
    kind: Measure, low: float, high: float, axis_pt: float
) -> tuple[list[float], list[str]]:
    """Return tick positions (on the scale of analysis) and their labels."""
    size = current().small_pt
    if kind.log:
        # Labels stand above each other: they need half the length that they need side by side.
        ticks = ratio_ticks(math.exp(low), math.exp(high), 2 * axis_pt, size)
        return [math.log(tick) for tick in ticks], [ratio_label(tick) for tick in ticks]
    ticks = linear_ticks(low, high, axis_pt, size, lambda value: "0")
    return ticks, [(percent_label if kind.percent else plain_label)(tick) for tick in ticks]


def describe(frame: pd.DataFrame, *, outcome: str, measure: str, summary: float) -> Description:
    """Return the words of the radial plot, with how many studies lie outside the band.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"label": ["A", "B"], "precision": [2.0, 5.0], "z": [0.1, 6.0]})
    >>> words = describe(frame, outcome="remission", measure="risk_ratio", summary=0.1)
    >>> words.alt  # doctest: +NORMALIZE_WHITESPACE
    'Radial plot of remission (risk ratio) in 2 studies; 1 lies more than 2 units from the pooled
    line.'
    """
    kind = check(frame, measure, summary)
    far = int(((frame["z"] - summary * frame["precision"]).abs() > HALF_BAND).sum())
    alt = (
        f"Radial plot of {outcome} ({kind.name}) in {counted(len(frame))}; "
        f"{far} {'lies' if far == 1 else 'lie'} more than {HALF_BAND:g} units from the pooled line."
    )
    pooled = math.exp(summary) if kind.log else summary
    caption = (
        f"Each circle is a study, precise ones to the right. The slope of the line is the pooled "
        f"{kind.name} ({kind.written(pooled) or number(pooled)}); the band is two units "
        f"wide on each side. "
        "A line from the origin through a study meets its effect on the right-hand scale."
    )
    return Description(f"Radial plot of {outcome}", caption, alt)
