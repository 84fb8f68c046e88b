"""Treatment sequence: one row per patient, one box per line of therapy, aligned at the first line
of the index therapy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from evidence.figures.canvas.check_frame import (
    FrameRules,
    check_frame,
    missing,
    place,
    without_words,
)
from evidence.figures.canvas.domain import AT_LEAST_1, WHOLE
from evidence.figures.canvas.grid import LEADING, MARGIN, Matrix, draw_matrix, plan
from evidence.figures.canvas.legend import LegendEntry, draw_legend, legend_height
from evidence.figures.canvas.page import POINTS_PER_MM, Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import box, line, symbol
from evidence.figures.canvas.text import one_line, shortened

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

# result -> how its circle is filled, and its words in the legend
RESULTS = {
    "absent": ("open", "no disease found"),
    "reduced": ("half", "less disease, or residual disease detected"),
    "present": ("full", "disease found"),
    "not_reported": (None, ""),
}
RULES = FrameRules(
    "a treatment sequence",
    ("patient", "position", "therapy", "response", "result", "index", "sources"),
    codes={"result": RESULTS},
    numbers={"position": WHOLE, "courses": AT_LEAST_1},
    flags=("index",),
    name="patient",
)
NOT_REPORTED = "NR"
# In points: words from the edge of a box; a symbol, and its middle from the edge; a tick of a
# course and its place; the widest box.
INSET_PT, SYMBOL_PT, SYMBOL_INSET_PT, TICK_PT, TICK_STEP_PT, WIDEST_PT = 3.0, 4.4, 5.0, 3.2, 3.4, 62
AXIS = 1.5  # height of the name of the axis, in text sizes


def check(frame: pd.DataFrame) -> None:
    """Raise :class:`FrameError` for missing columns, unknown codes or two lines in one place."""
    check_frame(frame, RULES, _positions)


def _positions(frame: pd.DataFrame) -> Iterator[str]:
    for column in ("position", "therapy", "index"):
        yield from without_words(frame, column, "patient")
    for i in np.flatnonzero(frame.duplicated(["patient", "position"])):
        cell = place(frame, i, "position", "patient")
        yield f"{cell}: {frame['position'].iloc[i]}; another line of therapy has this position"


def draw(figure: Figure, frame: pd.DataFrame, *, index: str = "index therapy") -> Figure:
    """Draw the lines of therapy over the whole figure; its height is set to what the rows need.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    frame : pandas.DataFrame
        One row per line of therapy, patients in order of appearance: ``patient``; ``position``
        (whole number: 0 is the first line of the index therapy, negative before it); ``therapy``
        and ``response`` (short words; a response is missing where not reported); ``result``
        (absent, reduced, present, not_reported); ``index`` (whether it is the index therapy);
        ``courses`` (optional: how many are reported); ``sources``.
    index : str
        The name of the index therapy.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    FrameError
        For missing columns, codes that are not allowed and two lines with one position.

    Examples
    --------
    >>> import pandas as pd
    >>> from evidence.figures.canvas.style import style
    >>> lines = pd.DataFrame(
    ...     {
    ...         "patient": ["A", "A"],
    ...         "position": [-1, 0],
    ...         "therapy": ["Chemo", "Index"],
    ...         "response": ["CR", None],
    ...         "result": ["absent", "not_reported"],
    ...         "index": [False, True],
    ...         "courses": [6, 2],
    ...         "sources": "",
    ...     }
    ... )
    >>> with style() as figure_style:
    ...     len(draw(figure_style.figure(), lines).texts) > 5
    True
    """
    check(frame)
    page, style = Page(figure), current()
    patients = {patient: patient for patient in dict.fromkeys(frame["patient"])}
    first, last = int(frame["position"].min()), int(frame["position"].max())
    legend = _legend(frame, index)
    foot = legend_height(legend, page.width_pt - 2 * MARGIN) + 8 + MARGIN
    axis = AXIS * style.small_pt
    tall = 2 * LEADING * style.small_pt + TICK_PT + 9
    low = 1.2 * style.small_pt
    limit = (style.preset.height_limit_mm or 1e9) * POINTS_PER_MM
    spacious = len(patients) * tall + foot + axis + 40 <= limit
    wide = plan(
        page,
        patients,
        {position: _heading(position) for position in range(first, last + 1)},
        row_height=tall if spacious else low,
        widest_label=0.15 if spacious else 0.25,
        widest_column=WIDEST_PT,
    )
    page.set_height(MARGIN + axis + wide.head + wide.body + foot)
    matrix = draw_matrix(page, wide, page.height_pt - MARGIN - axis)
    _axis(page, matrix, index, page.height_pt - MARGIN - axis / 2)
    for row in frame.itertuples():
        _box(page, matrix, row, spacious)
    draw_legend(page, MARGIN, matrix.bottom - 8, page.width_pt - 2 * MARGIN, legend)
    return figure


def _heading(position: int) -> str:
    return "first" if position == 0 else f"{'−' if position < 0 else '+'}{abs(position)}"


def _axis(page: Page, matrix: Matrix, index: str, y: float) -> None:
    """Name the axis above its headings, and shade the column in which all patients are aligned."""
    size = current().small_pt
    words = f"Line of therapy, counted from the first with {index}"
    width = page.width_pt - MARGIN - matrix.left
    page.text(matrix.left, y, shortened(words, width, size), size, weight="bold", gid="axis")
    if 0 in matrix.columns:
        half, x = matrix.column_width / 2, matrix.columns[0]
        box(
            page,
            x - half,
            matrix.bottom,
            x + half,
            matrix.top,
            "0.94",
            "0.94",
            layer=0.05,
            gid="first index line",
        )


def _box(page: Page, matrix: Matrix, row: Any, spacious: bool) -> None:
    """One line of therapy: its word with the symbol of the result, the word of the response under
    it, and a tick for each course on the lower edge.
    """
    style = current()
    size, ink = style.small_pt, "white" if row.index else style.ink
    x, y = matrix.centre(row.patient, row.position)
    left, right = x - matrix.column_width / 2 + 1, x + matrix.column_width / 2 - 1
    half = matrix.row_height / 2 - (2.0 if spacious else 0.5)
    gid = "line index" if row.index else "line"
    face = style.colour("blue") if row.index else "white"
    box(page, left, y - half, right, y + half, face, style.muted, width=0.6, gid=gid, layer=0.6)
    top = y + half - 0.5 * LEADING * size - 1.5 if spacious else y
    limit = right - left - INSET_PT - 2 * SYMBOL_INSET_PT
    words = shortened(one_line(row.therapy), limit, size)
    page.text(left + INSET_PT, top, words, size, gid="therapy", colour=ink)
    _result(page, right - SYMBOL_INSET_PT, top, row.result, row.index)
    if spacious:
        _response(page, left, top - LEADING * size, right, row, ink)
        _courses(page, left, y - half, right, row, ink)


def _result(page: Page, x: float, y: float, result: str, index: bool) -> None:
    fill, _ = RESULTS[result]
    if fill:
        mark = symbol(page, x, y, "o", SYMBOL_PT, fill, gid=f"result {result}")
        # a white rim sets a dark circle apart from the dark box of the index therapy; on a white
        # box it would hide the open half
        mark.set_markeredgecolor("white" if fill != "open" and index else current().ink)


def _response(page: Page, left: float, y: float, right: float, row: Any, ink: str) -> None:
    silent, size = missing(row.response), current().small_pt
    words = NOT_REPORTED if silent else one_line(row.response)
    colour = current().muted if silent and not row.index else ink
    words = shortened(words, right - left - 2 * INSET_PT, size)
    page.text(left + INSET_PT, y, words, size, colour=colour, gid="response")


def _courses(page: Page, left: float, bottom: float, right: float, row: Any, ink: str) -> None:
    """Draw a tick for each course, from the left, closer together where they are many."""
    courses: Any = getattr(row, "courses", None)
    if missing(courses):
        return
    step = min(TICK_STEP_PT, (right - left - 2 * INSET_PT) / int(courses))
    for i in range(int(courses)):
        x = left + INSET_PT + 0.5 + i * step
        line(page, [x, x], [bottom, bottom + TICK_PT], 0.8, ink, gid="course", layer=3)


def _legend(frame: pd.DataFrame, index: str) -> list[tuple[str, list[LegendEntry]]]:
    results = [_result_entry(code) for code in RESULTS if code in set(frame["result"])]
    boxes = [LegendEntry(f"dark box: {index}", _dark_box)] if frame["index"].any() else []
    if "courses" in frame and frame["courses"].notna().any():
        boxes.append(LegendEntry("tick: a course of treatment", _ticks))
    return [("", [entry for entry in results if entry.words] + boxes)]


def _result_entry(code: str) -> LegendEntry:
    fill, words = RESULTS[code]
    return LegendEntry(words, lambda page, x, y: symbol(page, x, y, "o", 4.6, fill or "open"))


def _dark_box(page: Page, x: float, y: float) -> None:
    box(page, x - 5, y - 3.5, x + 4, y + 3.5, current().colour("blue"), current().muted, width=0.4)


def _ticks(page: Page, x: float, y: float) -> None:
    for step in (-3, 0, 3):
        line(page, [x + step, x + step], [y - 2, y + 2], 0.8, current().ink)
