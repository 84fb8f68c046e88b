"""What the strips of a multiverse analysis draw: points, bar, median, the main analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evidence.figures.canvas.measures import Measure
from evidence.figures.canvas.style import current
from evidence.figures.diagnostics.specification_curve.check import Strip, main_analysis
from evidence.figures.forest.marks import draw_arrows

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

BAR = 0.62  # of a row's height
# Points of a strip lie on so many heights in turn, in the order of their size, so that neighbours
# do not hide each other.
HEIGHTS = 7


def draw_strip(
    axes: Axes, strip: Strip, y: float, pitch: float, limits: tuple[float, float]
) -> None:
    """Draw a strip around height ``y``: its bar, its points, its median, its main analysis."""
    from matplotlib.patches import Rectangle

    style, half = current(), BAR * pitch / 2
    low, high = strip.ends
    axes.add_patch(
        Rectangle((low, y - half), high - low, 2 * half, color=style.faint, linewidth=0, gid="bar")
    )
    estimates = np.sort(strip.analyses["estimate"].to_numpy(dtype=float))
    levels = np.arange(len(estimates)) % HEIGHTS - (HEIGHTS - 1) / 2
    heights = y + levels * (1.5 * half / HEIGHTS) if len(estimates) > 1 else np.array([y])
    axes.scatter(
        estimates, heights, s=2.0, color=style.colour("blue"), linewidths=0, zorder=3, gid="points"
    )
    axes.vlines(strip.median, y - half, y + half, color=style.ink, linewidth=1.2, zorder=4,
                gid="median")  # fmt: skip
    if strip.alone is not None:
        _draw_alone(axes, strip, y, limits)


def _draw_alone(axes: Axes, strip: Strip, y: float, limits: tuple[float, float]) -> None:
    style, row = current(), strip.alone
    assert row is not None
    low, high = row["low"], row["high"]
    low = limits[0] if np.isnan(low) else low
    high = limits[1] if np.isnan(high) else high
    ends = np.clip([low, high], *limits)
    axes.plot(ends, [y, y], color=style.ink, linewidth=0.9, zorder=5, gid="interval")
    draw_arrows(axes, [y] if low < limits[0] else [], limits[0], "left")
    draw_arrows(axes, [y] if high > limits[1] else [], limits[1], "right")
    axes.scatter(
        [row["estimate"]],
        [y],
        s=24,
        marker="D",
        facecolors=[style.colour("vermillion") if strip.main else "white"],
        edgecolors=style.ink,
        linewidths=0.7,
        zorder=6,
        gid="main analysis" if strip.main else "main analysis, changed",
    )


def draw_main_line(axes: Axes, frame: pd.DataFrame, kind: Measure) -> None:
    """Draw a line through all strips at the main analysis, and one at no effect."""
    style = current()
    for estimate in frame.loc[main_analysis(frame), "estimate"].dropna():
        axes.axvline(
            estimate,
            color=style.colour("vermillion"),
            linewidth=0.7,
            linestyle=(0, (3, 2)),
            zorder=2,
            gid="main line",
        )
    if kind.reference is not None:
        axes.axvline(kind.reference, color=style.muted, linewidth=0.7, zorder=1, gid="reference")
