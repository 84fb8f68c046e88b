"""Forest plot in panels: ratios of several measures under one another, each on its own axis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import FrameError, missing, place, refuse
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.measures import LAYOUTS, Measure, measure_named
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.text import counted, one_line
from evidence.figures.forest.check import check as check_rows
from evidence.figures.forest.columns import ForestOptions
from evidence.figures.forest.describe import (
    interval_method,
    rows_in_words,
    text_sentences,
)
from evidence.figures.forest.draw import draw_panel
from evidence.figures.forest.finding import of_panel
from evidence.figures.forest.marks import axis_limits
from evidence.figures.forest.page import Panel, compose

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KIND = "a forest plot in panels"
# Numbers left of the plot, the risk difference right of it.
LAYOUT = replace(LAYOUTS["bmj"], name="panels", left=("counts", "effect"), right=("difference",))
Favours = Mapping[str, tuple[str, str]]
Part = tuple["pd.DataFrame", Measure, tuple[str, str] | None]


def check(frame: pd.DataFrame, favours: Favours) -> list[Part]:
    """Return the rows, the measure and the named sides of each panel.

    Raises
    ------
    FrameError
        For rows without a panel or a measure, a panel of two measures or in two places, measures
        that are no ratios, sides of a panel that there is not, and what a forest plot refuses.
    """
    for column in ("panel", "measure"):
        if column not in frame:
            raise FrameError(f"{KIND} needs column(s) {column}")
    refuse(KIND, list(_wrong_panels(frame, favours)))
    parts = []
    for name in dict.fromkeys(frame["panel"]):
        rows = frame[frame["panel"] == name].reset_index(drop=True)
        measure = measure_named(rows["measure"].iloc[0], KIND)
        if not measure.log:
            raise FrameError(f"{KIND}: panel {name!r}: {measure.name} is no ratio")
        check_rows(rows, {}, {}, rows["measure"].iloc[0], "compact")
        parts.append((rows, measure, favours.get(name)))
    return parts


def _wrong_panels(frame: pd.DataFrame, favours: Favours) -> Iterator[str]:
    for column in ("panel", "measure"):
        for i, value in enumerate(frame[column]):
            if missing(value):
                yield f"{place(frame, i, column)}: is missing"
    if frame[["panel", "measure"]].isna().any(axis=None):
        return
    for name, rows in frame.groupby("panel", sort=False):
        if rows["measure"].nunique() > 1:
            yield f"panel {name!r}: measures {', '.join(rows['measure'].unique())}; allowed: one"
    began = frame["panel"].ne(frame["panel"].shift())
    for name in frame.loc[began, "panel"][frame.loc[began, "panel"].duplicated()].unique():
        yield f"panel {name!r}: its rows stand apart; allowed: one after the other"
    for name in sorted(set(favours) - set(frame["panel"])):
        yield f"argument favours: {name!r}; allowed: {', '.join(frame['panel'].unique())}"


def draw(
    figure: Figure,
    frame: pd.DataFrame,
    *,
    arms: tuple[str, ...] = (),
    favours: Favours | None = None,
    label_heading: str = "Outcome",
    level: float = 0.95,
) -> list[Axes]:
    """Draw the panels over the whole figure, make it as high as its rows, return their axes.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    frame : pandas.DataFrame
        The columns of :func:`evidence.figures.forest.draw.draw`, with ``panel`` and ``measure``
        (one for each panel, a ratio); if known ``difference``, ``difference_low`` and
        ``difference_high``, the risk difference from -1 to 1, shown per 100.
    arms : tuple of str
        The names of both arms, over their counts.
    favours : mapping of str to tuple of str
        Panel -> the words left and right of its reference line.
    level : float
        That of all intervals.

    Raises
    ------
    FrameError
        For what :func:`check` refuses, and columns that do not fit the page.

    Examples
    --------
    >>> import pandas as pd
    >>> from evidence.figures.canvas.style import style
    >>> row = {"row_type": "study", "low": 0.4, "high": 0.9}
    >>> frame = pd.DataFrame(
    ...     [
    ...         row
    ...         | {"panel": "a", "measure": "risk_ratio", "label": "Remission", "estimate": 0.5},
    ...         row | {"panel": "b", "measure": "hazard_ratio", "label": "Death", "estimate": 0.7},
    ...     ]
    ... )
    >>> with style() as figure_style:
    ...     len(draw(figure_style.figure(), frame))
    2
    """
    parts = check(frame, favours or {})
    panels = [Panel(len(rows), *_axis(rows, measure, sides)) for rows, measure, sides in parts]
    measures = {measure for _, measure, _ in parts}
    shared = parts[0][1] if len(measures) == 1 else replace(parts[0][1], heading="Ratio")
    options = ForestOptions(shared, LAYOUT, tuple(arms), label_heading=label_heading, level=level)
    composed = compose(Page(figure), frame.reset_index(drop=True), options, panels)
    return [
        draw_panel(plot, rows, panel)
        for plot, (rows, _, _), panel in zip(composed, parts, panels, strict=True)
    ]


def _axis(
    rows: pd.DataFrame, measure: Measure, sides: tuple[str, str] | None
) -> tuple[ForestOptions, tuple[float, float]]:
    options = ForestOptions(measure, LAYOUT, favours=sides)
    return options, axis_limits(rows, options)


def describe(
    frame: pd.DataFrame,
    *,
    outcome: str,
    favours: Favours | None = None,
    rows: tuple[str, str] = ("row", "rows"),
    title: str = "",
    level: float = 0.95,
) -> Description:
    """Return title, finding, caption and alt text of the panels that ``draw`` makes.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` as ``draw`` does.
    """
    parts = check(frame, favours or {})
    studies = [part[part["row_type"] == "study"] for part, _, _ in parts]
    found = "; ".join(
        of_panel(part, measure, sides, str(part["panel"].iloc[0]), level)
        for part, measure, sides in parts
    )
    finding = f"{found}."
    drawn = counted(sum(map(len, studies)), *rows)
    among = counted(len(parts), "panel", "panels")
    measures = ", ".join(dict.fromkeys(measure.name for _, measure, _ in parts))
    alt = f"Forest plot of {outcome} ({measures}) in {drawn} and {among}. {finding}"
    caption = " ".join([*_marks(frame, parts, level), *text_sentences(frame)])
    values = "; ".join(rows_in_words(part, measure, LAYOUT) for part, measure, _ in parts)
    long = f"{alt} The rows, from top to bottom: {values}."
    return Description(title or f"{one_line(outcome)}: ratios", caption, alt, long, finding)


def _marks(frame: pd.DataFrame, parts: list[Part], level: float) -> Iterator[str]:
    yield (
        f"Squares are estimates, all of one size; lines are {100 * level:g}% confidence intervals."
    )
    method = interval_method(frame)
    if method:
        yield f"Intervals: {method}."
    yield (
        "Each panel has its own logarithmic axis, since a side may favour either arm."
        if len(parts) > 1
        else "The axis is logarithmic."
    )
    for rows, measure, _ in parts:
        edges = axis_limits(rows, ForestOptions(measure, LAYOUT))
        if (rows["low"] < edges[0]).any() or (rows["high"] > edges[1]).any():
            yield "An arrow marks an interval that goes on beyond the axis."
            break
    if "difference" in frame:
        yield "The difference is of risks, in percentage points: patients more or fewer per 100."
