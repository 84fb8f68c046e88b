"""Specification curve: every analysis that could have been made, in order of its result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evidence.figures.canvas.legend import LegendEntry, draw_legend, line_entry, marker_entry
from evidence.figures.canvas.measures import Measure
from evidence.figures.canvas.page import POINTS_PER_MM, Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import one_line, shortened, width_pt
from evidence.figures.canvas.ticks import linear_limits, percent_label, plain_label, ratio_limits
from evidence.figures.canvas.xy_plot import Scale, legend_depth
from evidence.figures.diagnostics.specification_curve.check import check, in_order, main_analysis

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# A row of the lower part: its column, the value chosen (None: a heading) and its words.
Lines = list[tuple[str, object, str]]
EDGE_PT, CURVE_PT, SPACE_PT = 3.0, 130.0, 10.0


def draw(
    figure: Figure, frame: pd.DataFrame, *, measure: str, choices: dict[str, str]
) -> tuple[Axes, Axes]:
    """Draw the curve above the choices, make the figure as high as needed, return both axes.

    Columns of ``frame``, one row per specification: ``estimate``, ``low``, ``high`` on the
    scale of reading; the columns named in ``choices`` (column to heading), which say
    what was chosen; if known ``main``, true for the main analysis. Rows
    are ordered by estimate here; those without an estimate are left out and
    counted in the description (Simonsohn et al. 2020, doi:10.1038/s41562-020-0912-z).

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` for missing columns or rows,
    an unknown measure, values it cannot have and estimates outside their limits.
    """
    measured = check(frame, measure, choices)
    ordered, lines, page = in_order(frame), _lines(frame, choices), Page(figure)
    legend, pitch = _legend(ordered), _pitch(len(lines))
    foot = EDGE_PT + pitch * len(lines)
    page.set_height(foot + SPACE_PT + CURVE_PT + legend_depth(legend, page.width_pt) + EDGE_PT)
    top, legend_width = page.height_pt - EDGE_PT, page.width_pt - 2 * EDGE_PT
    draw_legend(page, EDGE_PT, top, legend_width, [("", legend)])
    names = _name_width(lines, page)
    left, right = EDGE_PT + names + 8, page.width_pt - EDGE_PT - 6
    upper = page.axes(left, foot + SPACE_PT, right, foot + SPACE_PT + CURVE_PT)
    lower = page.axes(left, EDGE_PT, right, foot)
    _draw_curve(upper, ordered, measured)
    _set_axis_name(page, measured, left, foot + SPACE_PT)
    _draw_choices(lower, ordered, lines)
    _set_names(page, lines, foot, pitch, names)
    for axes in (upper, lower):
        count = max(len(ordered), 1)
        axes.set_xlim(-0.5 - 0.01 * count, count - 0.5 + 0.01 * count)
    return upper, lower


def _lines(frame: pd.DataFrame, choices: dict[str, str]) -> Lines:
    """Return the rows of the lower part: a heading (no value), then each value in order of
    appearance.
    """
    lines: Lines = []
    for column, heading in choices.items():
        lines.append((column, None, one_line(heading)))
        values = frame[column].dropna().unique()
        lines += [(column, value, one_line(value)) for value in values]
    return lines


def _pitch(lines: int) -> float:
    style = current()
    limit = (style.preset.height_limit_mm or 1e9) * POINTS_PER_MM - CURVE_PT - SPACE_PT - 30
    return min(1.5 * style.small_pt, max(1.2 * style.small_pt, limit / lines))


def _name_width(lines: Lines, page: Page) -> float:
    widest = max(width_pt(words, current().small_pt, "bold") for _, _, words in lines)
    return min(widest + 8, 0.34 * page.width_pt)


def _legend(ordered: pd.DataFrame) -> list[LegendEntry]:
    style = current()
    entries = [
        marker_entry("one analysis", "o", style.colour("blue"), style.colour("blue")),
        line_entry("its interval", "-", "0.75", 2.0),
    ]
    if main_analysis(ordered).any():
        main = marker_entry("the main analysis", "D", style.colour("vermillion"), style.ink)
        entries.append(main)
    return entries


def _draw_curve(axes: Axes, ordered: pd.DataFrame, kind: Measure) -> None:
    style, places, main = current(), np.arange(len(ordered)), main_analysis(ordered)
    limits = _limits(ordered, kind)
    _set_scale(axes, kind, limits)
    if kind.reference is not None:
        axes.axhline(kind.reference, color=style.muted, linewidth=0.6, zorder=1, gid="reference")
    axes.vlines(
        places,
        np.clip(ordered["low"], *limits),
        np.clip(ordered["high"], *limits),
        color="0.75",
        linewidth=_weight(len(ordered)),
        zorder=2,
        gid="intervals",
    )
    area = min(16.0, max(3.0, 900.0 / max(len(ordered), 1)))
    axes.scatter(
        places[~main],
        ordered["estimate"][~main],
        s=area,
        color=style.colour("blue"),
        linewidths=0,
        zorder=3,
        gid="analyses",
    )
    axes.scatter(
        places[main],
        ordered["estimate"][main],
        s=22,
        marker="D",
        edgecolors=style.ink,
        linewidths=0.6,
        facecolors=[style.colour("vermillion")],
        zorder=4,
        gid="main analysis",
    )


def _set_scale(axes: Axes, kind: Measure, limits: tuple[float, float]) -> None:
    size = current().small_pt
    up = Scale(
        "",
        *limits,
        kind="log" if kind.log else "linear",
        written=percent_label if kind.percent else plain_label,
    )
    ticks, labels = up.ticks(2 * CURVE_PT if kind.log else CURVE_PT, size, across=kind.log)
    if kind.log:
        axes.set_yscale("log")
    axes.set_ylim(*limits)
    axes.yaxis.minorticks_off()
    axes.set_yticks(ticks, labels, fontsize=size)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)


def _limits(ordered: pd.DataFrame, kind: Measure) -> tuple[float, float]:
    """Return limits that hold the estimates and, unless they are huge, the intervals."""
    null = [] if kind.reference is None else [kind.reference]
    if ordered.empty:
        return (0.5, 2.0) if kind.log else (0.0, 1.0)
    lows, highs = ordered["low"].dropna(), ordered["high"].dropna()
    low, high = (ratio_limits if kind.log else linear_limits)(
        ordered["estimate"], lows, highs, *null
    )
    reach = [*ordered["estimate"], *lows, *highs, *null]
    if kind.log:
        return max(low, min(reach) / 1.08), min(high, max(reach) * 1.08)
    air = 0.04 * (high - low)
    return max(low, min(reach)) - air, min(high, max(reach)) + air


def _weight(count: int) -> float:
    return float(np.clip(250.0 / max(count, 1), 0.5, 2.0))


def _draw_choices(axes: Axes, ordered: pd.DataFrame, lines: Lines) -> None:
    style, main = current(), main_analysis(ordered)
    axes.set_ylim(len(lines), 0)
    axes.axis("off")
    for row, (column, value, _) in enumerate(lines):
        if value is None:
            continue
        made = (ordered[column] == value).to_numpy(dtype=bool, na_value=False)
        axes.axhline(row + 0.5, color=style.faint, linewidth=0.5, zorder=0)
        # The main analysis has taller bars, so that they are found without colour.
        for rows, colour, half in (
            (made & ~main, style.ink, 0.28),
            (made & main, style.colour("vermillion"), 0.48),
        ):
            axes.vlines(
                np.flatnonzero(rows),
                row + 0.5 - half,
                row + 0.5 + half,
                color=colour,
                linewidth=_weight(len(ordered)) + 0.3,
                zorder=3,
                gid=f"choice {column} {value}",
            )


def _set_names(page: Page, lines: Lines, foot: float, pitch: float, width: float) -> None:
    size = current().small_pt
    for row, (_, value, words) in enumerate(lines):
        heading = value is None
        indent, weight = (0.0, "bold") if heading else (8.0, "normal")
        page.text(
            EDGE_PT + indent,
            foot - (row + 0.5) * pitch,
            shortened(words, width - indent, size, weight),
            size,
            weight=weight,
            gid="choice name",
        )


def _set_axis_name(page: Page, kind: Measure, left: float, bottom: float) -> None:
    style = current()
    name = kind.name.capitalize() + (" (log scale)" if kind.log else " (%)" if kind.percent else "")
    page.figure.text(
        left - 30,
        bottom + CURVE_PT / 2,
        name,
        rotation=90,
        ha="right",
        va="center",
        fontsize=style.text_pt,
        color=style.ink,
        transform=page.transform,
        gid="y label",
    )
