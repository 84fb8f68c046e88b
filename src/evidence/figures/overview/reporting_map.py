"""Reporting map: whether an outcome is reported for a patient, and why where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import FrameRules, check_frame, place
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.grid import MARGIN, Matrix, draw_matrix, plan
from evidence.figures.canvas.legend import LegendEntry, draw_legend, legend_height
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import line, symbol
from evidence.figures.canvas.text import listed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["describe", "draw"]

REPORTED = ("reported", "not_assessable")
# state -> its words in the legend, in the order in which they say less and less
STATES = {
    "reported": "reported",
    "not_assessable": "reported, not assessable",
    "not_reported": "not reported",
    "not_applicable": "not applicable",
}
FILLS = {"reported": "full", "not_assessable": "half", "not_reported": "open"}
RULES = FrameRules(
    "a reporting map", ("row", "column", "state", "sources"), codes={"state": STATES}, name="row"
)
# In points: the widest column, the size of a symbol, half of the dash of "not applicable".
WIDEST_COLUMN_PT, SYMBOL_PT, DASH_PT = 62.0, 6.5, 3.5
TOTAL = "Reported"


def check(frame: pd.DataFrame) -> None:
    """Raise :class:`FrameError` for missing columns, unknown states and two cells in one place."""
    check_frame(frame, RULES, _cells_twice)


def _cells_twice(frame: pd.DataFrame) -> Iterator[str]:
    for i, again in enumerate(frame.duplicated(["row", "column"])):
        if again:
            yield f"{place(frame, i, 'column', 'row')}: {frame['column'].iloc[i]} stands twice"


def draw(figure: Figure, frame: pd.DataFrame) -> Figure:
    """Draw a symbol for each cell and, at the right, how many of the applicable are reported.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Its height is set to what the rows need.
    frame : pandas.DataFrame
        One row per cell, in the order of rows and columns: ``row`` (outcome), ``group`` (optional:
        a heading over the rows), ``column`` (patient), ``state`` (reported, not_assessable,
        not_reported, not_applicable), ``sources``. A pair that the frame lacks is not reported.

    Raises
    ------
    FrameError
        For missing columns, unknown states and a cell that stands twice.
    """
    check(frame)
    page = Page(figure)
    rows = {row: row for row in dict.fromkeys(frame["row"])}
    patients = list(dict.fromkeys(frame["column"]))
    groups = dict(zip(frame["row"], frame["group"], strict=True)) if "group" in frame else {}
    wide = plan(
        page,
        rows,
        {name: name for name in [*patients, TOTAL]},
        groups=groups,
        widest_column=WIDEST_COLUMN_PT,
    )
    states = {(row, column): state for row, column, state in _cells(frame)}
    legend = [("", [_entry(state) for state in STATES])]
    foot = legend_height(legend, page.width_pt - 2 * MARGIN) + 6 + MARGIN
    page.set_height(MARGIN + wide.head + wide.body + foot)
    matrix = draw_matrix(page, wide, page.height_pt - MARGIN)
    for row in rows:
        of_row = [states.get((row, column), "not_reported") for column in patients]
        for column, state in zip(patients, of_row, strict=True):
            _mark(page, *matrix.centre(row, column), state)
        _total(page, matrix, row, of_row)
    draw_legend(page, MARGIN, matrix.bottom - 6, page.width_pt - 2 * MARGIN, legend)
    return figure


def _cells(frame: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    return frame[["row", "column", "state"]].itertuples(index=False, name=None)


def _mark(page: Page, x: float, y: float, state: str) -> None:
    if state == "not_applicable":
        line(page, [x - DASH_PT, x + DASH_PT], [y, y], 0.9, current().muted, gid=f"cell {state}")
        return
    blue = current().colour("blue")
    symbol(page, x, y, "o", SYMBOL_PT, FILLS[state], blue, gid=f"cell {state}")


def _total(page: Page, matrix: Matrix, row: str, states: list[str]) -> None:
    words = "{} of {}".format(*reported_of(states))
    page.text(*matrix.centre(row, TOTAL), words, current().small_pt, align="center", gid="total")


def reported_of(states: list[str]) -> tuple[int, int]:
    """Return how many states are reported, and how many are applicable.

    >>> reported_of(["reported", "not_assessable", "not_reported", "not_applicable"])
    (2, 3)
    """
    applicable = [state for state in states if state != "not_applicable"]
    return sum(state in REPORTED for state in applicable), len(applicable)


def _entry(state: str) -> LegendEntry:
    return LegendEntry(STATES[state], lambda page, x, y: _mark(page, x, y, state))


def describe(
    frame: pd.DataFrame, *, title: str = "", rows: str = "outcomes", columns: str = "patients"
) -> Description:
    """Return title, caption and alt text of the map that ``draw`` makes of the same frame."""
    check(frame)
    by_row = {row: list(cells["state"]) for row, cells in frame.groupby("row", sort=False)}
    totals = {row: reported_of(states) for row, states in by_row.items()}
    complete = [row for row, (reported, asked) in totals.items() if asked and reported == asked]
    least = min(totals, key=lambda row: totals[row][0] / max(totals[row][1], 1))
    finding = (
        f"{len(complete)} of {len(totals)} {rows} are reported for all {columns} to whom they "
        f"apply; least reported: {least} ({totals[least][0]} of {totals[least][1]})."
    )
    each = "; ".join(f"{row}: {reported} of {asked}" for row, (reported, asked) in totals.items())
    every = f"Reported for all: {listed(complete)}. " if complete else ""
    return Description(
        title or f"What is reported: {rows} by {columns}",
        (
            "The map shows what is reported, not what was found: a full circle stands for any "
            "answer, yes or no. Full: reported; half full: reported, but not enough to be judged; "
            "open: not reported, which does not mean that it did not happen; a dash: not "
            f"applicable. The numbers at the right count the {columns} to whom the outcome applies."
        ),
        f"Map of {len(totals)} {rows} by {frame['column'].nunique()} {columns}. {finding}",
        f"{finding} {every}{each}.",
        finding,
    )
