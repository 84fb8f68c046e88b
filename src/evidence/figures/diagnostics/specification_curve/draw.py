"""Strips of a multiverse analysis: every analysis as a point, one strip for each choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from evidence.figures.canvas.legend import LegendEntry, area_entry, draw_legend, marker_entry
from evidence.figures.canvas.measures import LAYOUTS, Measure
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import one_line, shortened, width_pt
from evidence.figures.canvas.ticks import linear_limits, ratio_limits
from evidence.figures.canvas.xy_plot import legend_depth
from evidence.figures.diagnostics.specification_curve.check import (
    Strip,
    check,
    main_analysis,
    strips_of,
)
from evidence.figures.diagnostics.specification_curve.marks import draw_main_line, draw_strip
from evidence.figures.forest.columns import ForestOptions
from evidence.figures.forest.finding import ranging
from evidence.figures.forest.foot import axis_words, tick_depth
from evidence.figures.forest.marks import draw_axis
from evidence.figures.forest.page import height_limit

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# In points: the edge of the page, between columns, before the name of a strip, below the head.
EDGE_PT, GUTTER_PT, INDENT_PT, HEAD_GAP_PT = 3.0, 10.0, 7.0, 6.0
LINE = 1.2  # the height of a line in text sizes
PITCHES = (1.9, 1.7, 1.5, 1.35)  # of the rows, in text sizes: the widest that fits the page
WIDEST_NAME = 0.3  # of the page's width
HEADINGS = ("Studies", "Analyses", "Median (range)")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the figure: the heading of a choice, or a strip with its cells."""

    words: str
    strip: Strip | None = None
    cells: tuple[str, ...] = ("", "", "")


def draw(figure: Figure, frame: pd.DataFrame, *, measure: str, choices: Mapping[str, str]) -> Axes:
    """Draw the strips over the whole figure, make it as high as needed, return the axes.

    Columns of ``frame``, one row a specification: ``estimate``, ``low``, ``high`` on the
    scale of reading; the columns named in ``choices`` (column to heading), which say
    what was chosen; if known ``k``, the number of studies, and ``main``, true for the main
    analysis. Rows without an estimate are left out and counted in the description. This is a
    multiverse analysis (Steegen et al. 2016, doi:10.1177/1745691616658637) drawn by choice: in a
    curve in order of size (Simonsohn et al. 2020, doi:10.1038/s41562-020-0912-z) it is hard to
    see which choice moves the estimate.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` for missing columns or rows,
    an unknown measure, values it cannot have, estimates outside their limits and several main
    analyses.
    """
    kind = check(frame, measure, choices)
    lines, page = _lines(frame, kind, choices), Page(figure)
    legend, small = _legend(frame), current().small_pt
    width = page.width_pt - 2 * EDGE_PT
    head = EDGE_PT + legend_depth(legend, width) + LINE * small + HEAD_GAP_PT
    foot = tick_depth() + LINE * small + EDGE_PT
    pitch = _pitch(len(lines), head + foot)
    page.set_height(head + pitch * len(lines) + foot)
    draw_legend(page, EDGE_PT, page.height_pt - EDGE_PT, width, [("", legend)])
    top = page.height_pt - head
    heights = [top - (i + 0.5) * pitch for i in range(len(lines))]
    left, right = _set_words(page, lines, heights, top)
    axes = page.axes(left, foot, right, top)
    axes.set_ylim(foot, top)
    options = ForestOptions(kind, LAYOUTS["bmj"])
    limits = _limits(lines, kind)
    draw_axis(axes, options, limits, right - left)
    for line, y in zip(lines, heights, strict=True):
        if line.strip:
            draw_strip(axes, line.strip, y, pitch, limits)
    draw_main_line(axes, frame, kind)
    words = axis_words(options)
    page.text((left + right) / 2, EDGE_PT + LINE * small / 2, words, small, "center", gid="x label")
    return axes


def _lines(frame: pd.DataFrame, kind: Measure, choices: Mapping[str, str]) -> list[Line]:
    strips, lines = strips_of(frame, choices), []
    for column, heading in choices.items():
        lines.append(Line(one_line(heading)))
        for strip in strips:
            if strip.choice == column:
                median = ranging(strip.median, strip.median, kind).rstrip("%")
                ends = ranging(*strip.ends, kind).replace("%", "")
                cells = (strip.studies, f"{len(strip.analyses)}", f"{median} ({ends})")
                lines.append(Line(strip.value, strip, cells))
    return lines


def _pitch(lines: int, fixed: float) -> float:
    small = current().small_pt
    for pitch in PITCHES:
        if fixed + pitch * small * lines <= height_limit():
            break
    return pitch * small


def _legend(frame: pd.DataFrame) -> list[LegendEntry]:
    style = current()
    entries = [
        marker_entry("one analysis", "o", style.colour("blue"), style.colour("blue")),
        area_entry("lowest to highest", style.faint, style.faint),
        marker_entry("median", "|", style.ink, style.ink),
    ]
    if main_analysis(frame).any():
        orange = style.colour("vermillion")
        entries += [
            marker_entry("the main analysis", "D", orange, style.ink),
            marker_entry("the main analysis with only this changed", "D", "white", style.ink),
        ]
    return entries


def _set_words(
    page: Page, lines: list[Line], heights: list[float], top: float
) -> tuple[float, float]:
    """Set names left and numbers right of the plot; return its left and right edge."""
    small = current().small_pt
    longest = max(width_pt(line.words, small, "bold") for line in lines) + INDENT_PT
    names = min(longest, WIDEST_NAME * page.width_pt)
    right = page.width_pt - EDGE_PT
    head = top + HEAD_GAP_PT
    page.rule(EDGE_PT, head - 2.5, right, head - 2.5)
    for i in reversed(range(len(HEADINGS))):
        cells = [line.cells[i] for line in lines]
        if not any(cells):
            continue
        page.text(
            right, head + LINE * small / 2, HEADINGS[i], small, "right", "bold", gid="heading"
        )
        for cell, y in zip(cells, heights, strict=True):
            if cell:
                page.text(right, y, cell, small, "right", gid=f"cell {HEADINGS[i]}")
        widest = max(width_pt(cell, small) for cell in cells)
        right -= max(widest, width_pt(HEADINGS[i], small, "bold")) + GUTTER_PT
    for line, y in zip(lines, heights, strict=True):
        _set_name(page, line, y, names)
    return EDGE_PT + names + GUTTER_PT, right


def _set_name(page: Page, line: Line, y: float, width: float) -> None:
    small = current().small_pt
    indent, weight = (INDENT_PT, "normal") if line.strip else (0.0, "bold")
    words = shortened(line.words, width - indent, small, weight)
    page.text(EDGE_PT + indent, y, words, small, weight=weight, gid="choice name")


def _limits(lines: list[Line], kind: Measure) -> tuple[float, float]:
    """Return limits that hold all estimates, and the intervals drawn unless they are huge."""
    strips = [line.strip for line in lines if line.strip]
    if not strips:
        return (0.5, 2.0) if kind.log else (0.0, 1.0)
    alone = [strip.alone for strip in strips if strip.alone is not None]
    lows = [row["low"] for row in alone if np.isfinite(row["low"])]
    highs = [row["high"] for row in alone if np.isfinite(row["high"])]
    estimates = [value for strip in strips for value in strip.analyses["estimate"]]
    return (ratio_limits if kind.log else linear_limits)(estimates, lows, highs)
