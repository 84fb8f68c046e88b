"""GOSH plot: the pooled estimate and the heterogeneity of every subset of the studies."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np

from evidence.figures.canvas.check_frame import FrameRules, check_frame
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.domain import PERCENTAGE
from evidence.figures.canvas.legend import LegendEntry, area_entry, line_entry
from evidence.figures.canvas.measures import Measure, measure_named
from evidence.figures.canvas.page import POINTS_PER_INCH, figure_of
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import number, one_line
from evidence.figures.canvas.xy_plot import Scale, effect_scale, plane

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KIND = "a GOSH plot"
CELLS = 48
MARGINAL_PT = 30.0
FEW, MANY = "0.85", "0.15"
# The edges of the cells across and upwards.
Bins = tuple[np.ndarray, np.ndarray]


def draw(figure: Figure, frame: pd.DataFrame, *, measure: str, study: str = "") -> Axes:
    """Draw a GOSH plot over the whole figure and return the axes of the density.

    Columns of ``frame``, one row per subset of the studies: ``estimate`` on the scale
    of analysis; ``i2_percent``; ``includes``, whether the subset holds the study
    named in ``study``. Grey cells say how many subsets fall there; above and at
    the right, two outlines show the subsets with and without that study
    (Olkin et al. 2012, doi:10.1002/jrsm.1053). Only counting is done here.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` for missing columns or rows,
    an unknown measure and I² outside 0 to 100.
    """
    kind = check(frame, measure, study)
    finite = frame[np.isfinite(frame["estimate"]) & np.isfinite(frame["i2_percent"])]
    x = effect_scale(kind, finite["estimate"])
    y = Scale("I² (%)", 0.0, 100.0)
    bins = np.linspace(x.low, x.high, CELLS + 1), np.linspace(0, 100, CELLS + 1)
    counts = np.histogram2d(finite["estimate"], finite["i2_percent"], bins=bins)[0]
    legend = _legend(study, int(counts.max()))
    axes = plane(figure, x, y, legend=legend, right_labels=MARGINAL_PT + 6)
    if study:
        _shorten(axes)
    _draw_density(axes, counts, bins)
    if study:
        _draw_margins(axes, finite, bins)
    return axes


def check(frame: pd.DataFrame, measure: str, study: str = "") -> Measure:
    """Return the measure, or raise :class:`FrameError` for what cannot be in a GOSH plot."""
    kind = measure_named(measure, KIND)
    rules = FrameRules(
        KIND,
        ("estimate", "i2_percent", *(("includes",) if study else ())),
        numbers={"estimate": kind.analysis_domain, "i2_percent": PERCENTAGE},
        flags=("includes",),
    )
    check_frame(frame, rules)
    return kind


def _legend(study: str, most: int) -> list[LegendEntry]:
    style = current()
    entries = [area_entry("1 subset", FEW, FEW)]
    if most > 1:
        entries.append(area_entry(f"{most} subsets", MANY, MANY))
    if study:
        name = one_line(study)
        entries += [
            line_entry(f"with {name}", "-", style.colour("vermillion"), width=1.2),
            line_entry(f"without {name}", (0, (4, 1.5)), style.colour("blue"), width=1.2),
        ]
    return entries


def _shorten(axes: Axes) -> None:
    """Leave a margin above the plot for the outline of the estimates."""
    left, bottom, width, height = axes.get_position().bounds
    margin = MARGINAL_PT / POINTS_PER_INCH / figure_of(axes).get_size_inches()[1]
    axes.set_position((left, bottom, width, height - margin))


def _draw_density(axes: Axes, counts: np.ndarray, bins: Bins) -> None:
    """Fill cells from light to dark by the square root of their counts, so that few still show."""
    from matplotlib.colors import LinearSegmentedColormap

    shade = np.sqrt(np.ma.masked_equal(counts, 0)).T
    greys = LinearSegmentedColormap.from_list("greys", [FEW, MANY])
    axes.pcolormesh(
        *bins,
        shade,
        cmap=greys,
        vmin=0.0,
        vmax=float(np.sqrt(counts.max())) or 1.0,
        linewidth=0,
        zorder=1,
        rasterized=True,
        gid="density",
    )


def _draw_margins(axes: Axes, frame: pd.DataFrame, bins: Bins) -> None:
    left, bottom, width, height = axes.get_position().bounds
    inches = figure_of(axes).get_size_inches() * POINTS_PER_INCH
    gap, size = 3 / inches, MARGINAL_PT / inches
    above = figure_of(axes).add_axes(
        (left, bottom + height + gap[1], width, size[1] - gap[1]), sharex=axes
    )
    beside = figure_of(axes).add_axes((left + width + gap[0], bottom, size[0], height), sharey=axes)
    style, includes = current(), frame["includes"].to_numpy(dtype=bool)
    halves = ((includes, "vermillion", "-", "with"), (~includes, "blue", (0, (4, 1.5)), "without"))
    for rows, colour, line, gid in halves:
        sides: tuple[tuple[Axes, str, np.ndarray, Literal["vertical", "horizontal"]], ...] = (
            (above, "estimate", bins[0], "vertical"),
            (beside, "i2_percent", bins[1], "horizontal"),
        )
        for side, column, edges, orientation in sides:
            counts, _ = np.histogram(frame[column][rows], bins=edges)
            side.stairs(
                counts,
                edges,
                orientation=orientation,
                color=style.colour(colour),
                linestyle=line,
                linewidth=0.9,
                baseline=None,
                gid=f"{gid} {column}",
            )
    for side in (above, beside):
        side.axis("off")


def describe(frame: pd.DataFrame, *, outcome: str, measure: str, study: str = "") -> Description:
    """Return the words of the GOSH plot, with the range of estimates and of I².

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"estimate": [0.0, 0.4], "i2_percent": [0.0, 62.0]})
    >>> describe(
    ...     frame, outcome="remission", measure="generic"
    ... ).alt  # doctest: +NORMALIZE_WHITESPACE
    'GOSH plot of remission (effect) in 2 subsets: pooled estimates from 0.00 to 0.40, I² from 0
    to 62%.'
    """
    kind = check(frame, measure)
    ends = [
        math.exp(v) if kind.log else v for v in (frame["estimate"].min(), frame["estimate"].max())
    ]
    alt = (
        f"GOSH plot of {outcome} ({kind.name}) in {len(frame)} subsets: pooled estimates from "
        f"{kind.written(ends[0])} to "
        f"{kind.written(ends[1])}{' percent' if kind.percent else ''}, I² from "
        f"{number(frame['i2_percent'].min(), 0)} to "
        f"{number(frame['i2_percent'].max(), 0)}%."
    )
    caption = "Each subset of the studies was pooled; darker cells hold more subsets."
    if study:
        caption += f" Outlines count the subsets with and without {one_line(study)}."
    return Description(f"Every subset of the studies of {outcome}", caption, alt)
