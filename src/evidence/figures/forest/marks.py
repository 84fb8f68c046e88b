"""What a forest plot draws beside its words: squares, lines, arrows, diamonds, bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from evidence.figures.canvas.check_frame import missing
from evidence.figures.canvas.style import current
from evidence.figures.canvas.ticks import (
    linear_limits,
    linear_ticks,
    percent_label,
    plain_label,
    ratio_label,
    ratio_limits,
    ratio_ticks,
)
from evidence.figures.forest.columns import ForestOptions

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.ticker import FixedLocator, NullLocator

ARROW_PT = 4.5


def axis_limits(frame: pd.DataFrame, options: ForestOptions) -> tuple[float, float]:
    """Return the limits asked for, else the measure's own, else limits that show the data."""
    chosen = options.limits or options.measure.limits
    if chosen:
        return chosen
    lows, highs = (_numbers(frame, name) for name in ("low", "high"))
    centre = np.concatenate(
        [
            _numbers(frame, "estimate"),
            *(_numbers(_summaries(frame), end) for end in ("low", "high")),
        ]
    )
    if options.measure.log:
        return ratio_limits(centre, lows, highs, options.measure.reference or 1.0)
    return linear_limits(centre, lows, highs, options.measure.reference)


def _summaries(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["row_type"] == "summary"]


def _numbers(frame: pd.DataFrame, column: str) -> np.ndarray:
    values = frame[column].to_numpy(dtype=float, na_value=np.nan)
    return values[np.isfinite(values)]


def draw_axis(
    axes: Axes, options: ForestOptions, limits: tuple[float, float], axis_pt: float
) -> None:
    """Set scale, limits and ticks; only the lower spine remains."""
    size = current().small_pt
    if options.measure.log:
        axes.set_xscale("log")
        ticks, label = ratio_ticks(*limits, axis_pt, size), ratio_label
    else:
        label = percent_label if options.measure.percent else plain_label
        ticks = linear_ticks(*limits, axis_pt, size, label)
    axes.set_xlim(*limits)
    axes.xaxis.set_major_locator(_fixed(ticks))
    axes.xaxis.set_minor_locator(_nowhere())
    axes.set_xticks(ticks, [label(tick) for tick in ticks], fontsize=size)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.patch.set_visible(False)


def _fixed(ticks: list[float]) -> FixedLocator:
    from matplotlib.ticker import FixedLocator

    return FixedLocator(ticks)


def _nowhere() -> NullLocator:
    from matplotlib.ticker import NullLocator

    return NullLocator()


def draw_lines(
    axes: Axes, frame: pd.DataFrame, heights: np.ndarray, options: ForestOptions
) -> None:
    """Draw the reference line and, dotted, the overall summary."""
    style = current()
    if options.measure.reference is not None:
        axes.axvline(
            options.measure.reference, color=style.muted, linewidth=0.7, zorder=1, gid="reference"
        )
    overall = frame[
        (frame["row_type"] == "summary") & ~_has_group(frame) & frame["estimate"].notna()
    ]
    if len(overall) == 1:
        row = frame.index.get_loc(overall.index[0])
        axes.plot(
            [overall["estimate"].iloc[0]] * 2,
            [heights[row], axes.get_ylim()[1]],
            color=style.muted,
            linewidth=0.7,
            linestyle=(0, (1.5, 2)),
            zorder=1,
            gid="summary line",
        )


def _has_group(frame: pd.DataFrame) -> np.ndarray | pd.Series:
    if "group" not in frame:
        return np.zeros(len(frame), dtype=bool)
    return frame["group"].notna() & (frame["group"] != "")


def draw_studies(
    axes: Axes,
    frame: pd.DataFrame,
    heights: np.ndarray,
    options: ForestOptions,
    limits: tuple[float, float],
    side_pt: float,
) -> None:
    """Draw each study's interval as a line and its estimate as a square, area by weight."""
    rows = (frame["row_type"] == "study").to_numpy()
    estimate, low, high = (
        frame[name].to_numpy(dtype=float, na_value=np.nan) for name in ("estimate", "low", "high")
    )
    draw_intervals(axes, low[rows], high[rows], heights[rows], limits)
    inside = rows & (estimate >= limits[0]) & (estimate <= limits[1])
    colour = current().colour(options.layout.square)
    areas = square_areas(frame, rows, side_pt)
    hollow = ~np.isfinite(areas) | of_comparator(frame)
    weighted = inside & ~hollow
    axes.scatter(
        estimate[weighted],
        heights[weighted],
        s=areas[weighted],
        marker="s",
        color=colour,
        linewidths=0,
        zorder=3,
        clip_on=False,
        gid="squares",
    )
    hollow &= inside
    if hollow.any():
        axes.scatter(
            estimate[hollow],
            heights[hollow],
            s=(0.5 * side_pt) ** 2,
            marker="s",
            facecolors="white",
            edgecolors=[colour],
            linewidths=0.8,
            zorder=3,
            clip_on=False,
            gid="open squares",
        )


def of_comparator(frame: pd.DataFrame) -> np.ndarray:
    """Return which rows are of the comparator."""
    if "comparator" not in frame:
        return np.zeros(len(frame), dtype=bool)
    return frame["comparator"].eq(True).to_numpy(dtype=bool)


def square_areas(frame: pd.DataFrame, rows: np.ndarray, side_pt: float) -> np.ndarray:
    """Return square areas in square points, proportional to weight; NaN where a weight is missing.

    When no study has a weight, all squares are alike.
    """
    if "weight" not in frame or not frame["weight"][rows].notna().any():
        return np.full(len(frame), (0.55 * side_pt) ** 2)
    weights = frame["weight"].to_numpy(dtype=float, na_value=np.nan)
    return side_pt**2 * weights / np.nanmax(weights[rows])


def draw_intervals(
    axes: Axes, low: np.ndarray, high: np.ndarray, heights: np.ndarray, limits: tuple[float, float]
) -> None:
    """Draw intervals clipped to the axis, with an arrow where one goes on beyond it."""
    from matplotlib.collections import LineCollection

    known = np.isfinite(low) | np.isfinite(high)
    low, high = np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), np.inf, high)
    start, end = np.clip(low, *limits), np.clip(high, *limits)
    segments = [
        [(a, y), (b, y)] for a, b, y in zip(start[known], end[known], heights[known], strict=True)
    ]
    axes.add_collection(
        LineCollection(
            segments,
            colors=current().ink,
            linewidths=0.9,
            zorder=2,
            clip_on=False,
            gid="intervals",
            capstyle="butt",
        ),
        autolim=False,
    )
    draw_arrows(axes, heights[known & (low < limits[0])], limits[0], "left")
    draw_arrows(axes, heights[known & (high > limits[1])], limits[1], "right")


def draw_arrows(axes: Axes, heights: Sequence[float] | np.ndarray, edge: float, side: str) -> None:
    """Draw an arrow head with its tip on the edge of the axis, one for each height."""
    from matplotlib.path import Path

    if len(heights) == 0:
        return
    back = 1 if side == "left" else -1
    head = Path([(0, 0), (back, 0.55), (back, -0.55), (0, 0)], closed=True)
    axes.scatter(
        np.full(len(heights), edge),
        heights,
        s=(2 * ARROW_PT) ** 2,
        marker=head,
        color=current().ink,
        linewidths=0,
        zorder=4,
        clip_on=False,
        gid=f"arrows {side}",
    )


def draw_diamonds(
    axes: Axes,
    frame: pd.DataFrame,
    heights: np.ndarray,
    options: ForestOptions,
    limits: tuple[float, float],
    half_pt: float,
) -> None:
    """Draw each summary as a diamond from the lower to the upper end of its interval."""
    from matplotlib.patches import Polygon

    colour = current().colour(options.layout.diamond)
    for row, y in zip(frame.itertuples(), heights, strict=True):
        if row.row_type != "summary" or not np.isfinite(_float(row.estimate)):
            continue
        corners = [
            (row.low, y),
            (row.estimate, y + half_pt),
            (row.high, y),
            (row.estimate, y - half_pt),
        ]
        axes.add_patch(
            Polygon(
                corners, closed=True, facecolor=colour, edgecolor="none", zorder=3, gid="diamond"
            )
        )
        draw_arrows(axes, [y] if row.low < limits[0] else [], limits[0], "left")
        draw_arrows(axes, [y] if row.high > limits[1] else [], limits[1], "right")


def draw_predictions(
    axes: Axes,
    frame: pd.DataFrame,
    heights: np.ndarray,
    limits: tuple[float, float],
    thick_pt: float,
) -> None:
    """Draw each prediction interval as a pale bar with an outline, never as a diamond."""
    from matplotlib.patches import Rectangle

    style = current()
    for row, y in zip(frame.itertuples(), heights, strict=True):
        if (
            row.row_type != "prediction"
            or not np.isfinite([_float(row.low), _float(row.high)]).all()
        ):
            continue
        start, end = np.clip([row.low, row.high], *limits)
        axes.add_patch(
            Rectangle(
                (start, y - thick_pt / 2),
                end - start,
                thick_pt,
                facecolor=style.faint,
                edgecolor=style.ink,
                linewidth=0.6,
                zorder=3,
                clip_on=False,
                gid="prediction interval",
            )
        )
        draw_arrows(axes, [y] if row.low < limits[0] else [], limits[0], "left")
        draw_arrows(axes, [y] if row.high > limits[1] else [], limits[1], "right")


def _float(value: Any) -> float:
    return float("nan") if missing(value) else float(value)
