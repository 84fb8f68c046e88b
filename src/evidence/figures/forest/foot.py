"""The foot of a forest plot: what the axis measures, which side favours what, what lights mean."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from evidence.figures.canvas.legend import LegendEntry, draw_legend, legend_height
from evidence.figures.canvas.page import Paper
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import ELLIPSIS, NO_BREAK, one_line, shortened, width_pt, wrapped
from evidence.figures.canvas.traffic_lights import light_entries
from evidence.figures.forest.columns import Wishes
from evidence.figures.forest.head import light_letters
from evidence.figures.forest.rows import LEADING
from evidence.figures.forest.widths import MARGIN_PT, Plan

if TYPE_CHECKING:
    import pandas as pd


def foot_height(
    paper: Paper,
    frame: pd.DataFrame,
    wishes: Wishes,
    wide: Plan,
    limits: tuple[float, float],
) -> float:
    """Return the height of the foot in points."""
    small = current().small_pt
    favours = 0.0
    if wishes.favours:
        _, lines = favours_lines(wishes, reference_x(wide, wishes, limits), paper.width_pt, small)
        favours = LEADING * small * lines + 2
    legend = 0.0
    if wishes.lights:
        lines = len(_letter_lines(paper, wishes))
        legend = lines * LEADING * small + _lights_height(paper, frame, wishes) + 0.5 * small
    return tick_room() + favours + LEADING * small + legend + MARGIN_PT


def set_foot(
    paper: Paper, wishes: Wishes, wide: Plan, limits: tuple[float, float], axis_y: float
) -> None:
    """Set the labels of the sides and of the axis, below the ticks."""
    look, y = current(), axis_y - tick_room()
    if wishes.favours:
        y = _set_favours(paper, wishes, wide, limits, y)
    words = axis_words(wishes)
    half = width_pt(words, look.small_pt) / 2
    middle = (wide.plot_left + wide.plot_right) / 2
    x = min(max(middle, MARGIN_PT + half), paper.width_pt - MARGIN_PT - half)
    paper.text(x, y - 0.6 * look.small_pt, words, look.small_pt, align="center", gid="axis label")


def _set_favours(
    paper: Paper, wishes: Wishes, wide: Plan, limits: tuple[float, float], y: float
) -> float:
    """Set both labels; return the height below them."""
    size = current().small_pt
    placed, lines = favours_lines(wishes, reference_x(wide, wishes, limits), paper.width_pt, size)
    for words, at, align, line in placed:
        paper.text(at, y - (0.6 + LEADING * line) * size, words, size, align=align, gid="favours")
    return y - LEADING * size * lines - 2


def reference_x(wide: Plan, wishes: Wishes, limits: tuple[float, float]) -> float:
    """Return where the reference line stands, in points; the plot's middle if
    it is off the axis.
    """
    reference, part = wishes.measure.reference, 0.5
    if reference is not None and limits[0] <= reference <= limits[1]:
        low, high, at = (
            map(math.log, (*limits, reference)) if wishes.measure.log else (*limits, reference)
        )
        part = (at - low) / (high - low)
    return wide.plot_left + part * (wide.plot_right - wide.plot_left)


def favours_lines(
    wishes: Wishes, x: float, width: float, size: float
) -> tuple[list[tuple[str, float, str, int]], int]:
    """Return where the labels of both sides stand: (words, x, alignment, line), and how many lines.

    Each stands beside the reference line in at most two lines; one that needs
    more goes on a line of its own at the edge of the page, its arrow telling the side.
    """
    left, right = (one_line(words) for words in wishes.favours or ("", ""))
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
    for words, room, at, align, edge, edge_align in sides:
        lines = wrapped(words, room, size) if words else []
        if any(line.endswith(ELLIPSIS) for line in lines):
            alone.append((shortened(words, width - 2 * MARGIN_PT, size), edge, edge_align))
        else:
            placed += [(line, at, align, i) for i, line in enumerate(lines)]
    first = max((line + 1 for *_, line in placed), default=0)
    placed += [(*label, first + i) for i, label in enumerate(alone)]
    return placed, first + len(alone)


def axis_words(wishes: Wishes) -> str:
    """Return the label of the axis: the caller's, or the measure with its unit or scale."""
    if wishes.axis_label:
        return one_line(wishes.axis_label)
    name = wishes.measure.name.capitalize()
    unit = "%" if wishes.measure.reference is None else "percentage points"
    return (
        f"{name} (log scale)"
        if wishes.measure.log
        else f"{name} ({unit})"
        if wishes.measure.percent
        else name
    )


def tick_room() -> float:
    """Return the height that ticks and their labels take below the axis."""
    return 3.0 + 3.5 + current().small_pt


def set_lights_legend(paper: Paper, frame: pd.DataFrame, wishes: Wishes) -> None:
    """Set, at the bottom, what the letters and the lights mean."""
    small, lines = current().small_pt, _letter_lines(paper, wishes)
    for k, line in enumerate(reversed(lines)):
        y = MARGIN_PT + (0.6 + LEADING * k) * small
        paper.text(MARGIN_PT, y, line, small, gid="lights legend")
    top = MARGIN_PT + LEADING * small * len(lines) + _lights_height(paper, frame, wishes)
    room = paper.width_pt - 2 * MARGIN_PT
    draw_legend(paper, MARGIN_PT, top + 0.15 * small, room, _lights_legend(frame, wishes))


def _lights_legend(frame: pd.DataFrame, wishes: Wishes) -> list[tuple[str, list[LegendEntry]]]:
    studies = frame[frame["row_type"] == "study"]
    judgements = [value for column in wishes.lights for value in studies[column]]
    return [("", light_entries(judgements, 1.3 * current().small_pt))]


def _lights_height(paper: Paper, frame: pd.DataFrame, wishes: Wishes) -> float:
    return legend_height(_lights_legend(frame, wishes), paper.width_pt - 2 * MARGIN_PT)


def _letter_lines(paper: Paper, wishes: Wishes) -> list[str]:
    words = "; ".join(
        f"{letter}{NO_BREAK}{one_line(meaning)}"
        for letter, meaning in zip(light_letters(wishes), wishes.lights.values(), strict=True)
    )
    return wrapped(words, paper.width_pt - 2 * MARGIN_PT, current().small_pt, 6)
