"""Forest plot: one row per study, its numbers in columns, its interval on a shared axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evidence.figures.canvas.measures import LAYOUTS
from evidence.figures.canvas.page import Page
from evidence.figures.forest.check import check
from evidence.figures.forest.columns import ForestOptions
from evidence.figures.forest.describe import describe
from evidence.figures.forest.marks import (
    axis_limits,
    draw_axis,
    draw_diamonds,
    draw_lines,
    draw_predictions,
    draw_studies,
)
from evidence.figures.forest.page import ComposedPlot, Panel, compose

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["describe", "draw"]


def draw(
    figure: Figure,
    frame: pd.DataFrame,
    *,
    measure: str = "proportion",
    layout: str = "revman",
    arms: tuple[str, ...] = (),
    columns: dict[str, str] | None = None,
    lights: dict[str, str] | None = None,
    favours: tuple[str, str] | None = None,
    limits: tuple[float, float] | None = None,
    label_heading: str = "Study",
    axis_label: str | None = None,
    level: float = 0.95,
) -> Axes:
    """Draw a forest plot over the whole figure, make it as high as its rows, return the plot's
    axes.

    Columns of ``frame``, one row per line of the plot, from top to bottom:

    - ``row_type``: ``study``, ``subgroup`` (a heading), ``summary`` (a diamond),
      ``prediction`` (a bar; its rule stands in ``note``), ``text`` (a line of words,
      such as heterogeneity or a test of subgroups);
    - ``label``; ``estimate``, ``low``, ``high`` on the scale of reading (ratios
      themselves, proportions from 0 to 1), missing where not estimable;
    - if known, of one arm or, with ``_comparator``, of the other: ``events`` and ``n``, ``events``
      and ``time``, or ``mean``, ``sd`` and ``n``;
    - if known: ``weight`` (percent; the squares' areas), ``group`` (of a subgroup's studies and
      summary), ``family`` (studies of the same patients), ``layer``, ``note``, ``sources``;
    - if known: ``comparator``, true for rows of the comparator, whose squares are open;
      ``interval``, the method of a row's interval, for the caption.

    ``measure`` is a key of ``MEASURES`` and ``layout`` of ``LAYOUTS`` (forest_layout);
    ``arms`` names the arms over their counts; ``columns`` adds columns of the frame
    (name to heading); ``lights`` adds judgements (column to what is judged);
    ``favours`` labels the sides of the reference line; ``limits`` of the axis
    are chosen from the data if not given; ``level`` is that of the intervals.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` for missing columns, unknown
    row types, values that cannot be (a proportion above 1, a ratio of 0, low above high, an
    estimate outside its limits, events above n),
    a summary of fewer than three populations or of single patients, a prediction
    interval without a rule, or columns that do not fit the page.

    >>> import pandas as pd
    >>> from evidence.figures.canvas.style import style
    >>> frame = pd.DataFrame(
    ...     {
    ...         "row_type": ["study"],
    ...         "label": ["Trial A"],
    ...         "events": [8],
    ...         "n": [10],
    ...         "estimate": [0.8],
    ...         "low": [0.44],
    ...         "high": [0.97],
    ...     }
    ... )
    >>> with style() as figure_style:
    ...     axes = draw(figure_style.figure(), frame)
    ...     [tick.get_text() for tick in axes.get_xticklabels()]
    ['0', '20', '40', '60', '80', '100']
    """
    measured = check(frame, columns or {}, lights or {}, measure, layout, limits, level)
    options = ForestOptions(
        measured,
        LAYOUTS[layout],
        tuple(arms),
        columns or {},
        lights or {},
        favours,
        limits,
        label_heading,
        axis_label,
        level,
    )
    panel = Panel(len(frame), options, axis_limits(frame, options))
    [composed] = compose(Page(figure), frame, options, [panel])
    return draw_panel(composed, frame, panel)


def draw_panel(composed: ComposedPlot, frame: pd.DataFrame, panel: Panel) -> Axes:
    """Draw the axis, squares, lines, diamonds and bars of the rows of one panel."""
    plan, options, limits = composed.plan, panel.options, panel.limits
    axes = composed.page.axes(plan.plot_left, composed.axis_y, plan.plot_right, composed.rows_top)
    axes.set_ylim(composed.axis_y, composed.rows_top)
    draw_axis(axes, options, limits, plan.plot_right - plan.plot_left)
    heights = np.array(composed.heights)
    draw_lines(axes, frame, heights, options)
    draw_studies(axes, frame, heights, options, limits, side_pt=0.95 * plan.size)
    draw_diamonds(axes, frame, heights, options, limits, half_pt=0.45 * plan.size)
    draw_predictions(axes, frame, heights, limits, thick_pt=0.36 * plan.size)
    return axes
