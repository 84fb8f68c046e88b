"""The foot of a forest plot: what the axis measures, which side favours what, what lights mean."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from evidence.figures.canvas.legend import LegendEntry, draw_legend, legend_height
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import ELLIPSIS, NO_BREAK, one_line, shortened, width_pt, wrapped
from evidence.figures.canvas.traffic_lights import light_entries
from evidence.figures.forest.columns import ForestOptions
from evidence.figures.forest.head import light_letters
from evidence.figures.forest.rows import LEADING
from evidence.figures.forest.widths import MARGIN_PT, Plan

if TYPE_CHECKING:
    import pandas as pd


def foot_height(
    page: Page,
    frame: pd.DataFrame,
    options: ForestOptions,
    wide: Plan,
    limits: tuple[float, float],
) -> float:
    """Return the height of the foot in points."""
    small = current().small_pt
    favours = 0.0
    if options.favours:
        _, lines = favours_lines(options, reference_x(wide, options, limits), page.width_pt, small)
        favours = LEADING * small * lines + 2
    legend = 0.0
    if options.lights:
        lines = len(_letter_lines(page, options))
        legend = lines * LEADING * small + _lights_height(page, frame, options) + 0.5 * small
    return tick_depth() + favours + LEADING * small + legend + MARGIN_PT


def set_foot(
    page: Page, options: ForestOptions, wide: Plan, limits: tuple[float, float], axis_y: float
) -> None:
    """Set the labels of the sides and of the axis, below the ticks."""
    style, y = current(), axis_y - tick_depth()
    if options.favours:
        y = _set_favours(page, options, wide, limits, y)
    words = axis_words(options)
    half = width_pt(words, style.small_pt) / 2
    middle = (wide.plot_left + wide.plot_right) / 2
    x = min(max(middle, MARGIN_PT + half), page.width_pt - MARGIN_PT - half)
    page.text(x, y - 0.6 * style.small_pt, words, style.small_pt, align="center", gid="axis label")


def _set_favours(
    page: Page, options: ForestOptions, wide: Plan, limits: tuple[float, float], y: float
) -> float:
    """Set both labels; return the height below them."""
    size = current().small_pt
    placed, lines = favours_lines(options, reference_x(wide, options, limits), page.width_pt, size)
    for words, x, align, line in placed:
        page.text(x, y - (0.6 + LEADING * line) * size, words, size, align=align, gid="favours")
    return y - LEADING * size * lines - 2


def reference_x(wide: Plan, options: ForestOptions, limits: tuple[float, float]) -> float:
    """Return where the reference line stands, in points; the plot's middle if
    it is off the axis.
    """
    reference, part = options.measure.reference, 0.5
    if reference is not None and limits[0] <= reference <= limits[1]:
        low, high, position = (
            map(math.log, (*limits, reference)) if options.measure.log else (*limits, reference)
        )
        part = (position - low) / (high - low)
    return wide.plot_left + part * (wide.plot_right - wide.plot_left)


def favours_lines(
    options: ForestOptions, x: float, width: float, size: float
) -> tuple[list[tuple[str, float, str, int]], int]:
    """Return where the labels of both sides stand: (words, x, alignment, line), and how many lines.

    Each stands beside the reference line in at most two lines; one that needs
    more goes on a line of its own at the edge of the page, its arrow telling the side.
    """
    left, right = (one_line(words) for words in options.favours or ("", ""))
    sides = (
        (
            f"←{NO_BREAK}{left}" if left else "",
            x - 5 - MARGIN_PT,
            x - 5,
            "right",
            MARGIN_PT,
            "left",
        ),
        (
            f"{right}{NO_BREAK}→" if right else "",
            width - MARGIN_PT - x - 5,
            x + 5,
            "left",
            width - MARGIN_PT,
            "right",
        ),
    )
    placed, alone = [], []
    for words, free_width, anchor, align, edge, edge_align in sides:
        lines = wrapped(words, free_width, size) if words else []
        if any(line.endswith(ELLIPSIS) for line in lines):
            alone.append((shortened(words, width - 2 * MARGIN_PT, size), edge, edge_align))
        else:
            placed += [(line, anchor, align, i) for i, line in enumerate(lines)]
    first = max((line + 1 for *_, line in placed), default=0)
    placed += [(*label, first + i) for i, label in enumerate(alone)]
    return placed, first + len(alone)


def axis_words(options: ForestOptions) -> str:
    """Return the label of the axis: the caller's, or the measure with its unit or scale."""
    if options.axis_label:
        return one_line(options.axis_label)
    name = options.measure.name.capitalize()
    unit = "%" if options.measure.reference is None else "percentage points"
    return (
        f"{name} (log scale)"
        if options.measure.log
        else f"{name} ({unit})"
        if options.measure.percent
        else name
    )


def tick_depth() -> float:
    """Return the height that ticks and their labels take below the axis."""
    return 3.0 + 3.5 + current().small_pt


def set_lights_legend(page: Page, frame: pd.DataFrame, options: ForestOptions) -> None:
    """Set, at the bottom, what the letters and the lights mean."""
    small, lines = current().small_pt, _letter_lines(page, options)
    for k, line in enumerate(reversed(lines)):
        y = MARGIN_PT + (0.6 + LEADING * k) * small
        page.text(MARGIN_PT, y, line, small, gid="lights legend")
    top = MARGIN_PT + LEADING * small * len(lines) + _lights_height(page, frame, options)
    width = page.width_pt - 2 * MARGIN_PT
    draw_legend(page, MARGIN_PT, top + 0.15 * small, width, _lights_legend(frame, options))


def _lights_legend(
    frame: pd.DataFrame, options: ForestOptions
) -> list[tuple[str, list[LegendEntry]]]:
    studies = frame[frame["row_type"] == "study"]
    judgements = [value for column in options.lights for value in studies[column]]
    return [("", light_entries(judgements, 1.3 * current().small_pt))]


def _lights_height(page: Page, frame: pd.DataFrame, options: ForestOptions) -> float:
    return legend_height(_lights_legend(frame, options), page.width_pt - 2 * MARGIN_PT)


def _letter_lines(page: Page, options: ForestOptions) -> list[str]:
    words = "; ".join(
        f"{letter}{NO_BREAK}{one_line(meaning)}"
        for letter, meaning in zip(light_letters(options), options.lights.values(), strict=True)
    )
    return wrapped(words, page.width_pt - 2 * MARGIN_PT, current().small_pt, 6)
