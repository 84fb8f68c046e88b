"""Evidence map: how many patients or studies say anything on what; where none does, the cell says
so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from evidence.figures.canvas.check_frame import FrameRules, check_frame, missing, place
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.domain import COUNT
from evidence.figures.canvas.grid import MARGIN, Matrix, draw_matrix, plan
from evidence.figures.canvas.legend import LegendEntry, draw_legend, legend_height
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import box
from evidence.figures.canvas.text import listed, one_line, width_pt

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

RULES = FrameRules(
    "an evidence map",
    ("row", "column", "count", "sources"),
    numbers={"count": COUNT, "of": COUNT},
    parts=(("count", "of"),),
    name="row",
)
NONE = "none"
WIDEST_COLUMN = 96.0


def check(frame: pd.DataFrame) -> None:
    """Raise :class:`FrameError` for missing columns, no rows, counts that cannot be or two cells in
    one place.
    """
    check_frame(frame, RULES, _cells_without_count_or_twice)


def _cells_without_count_or_twice(frame: pd.DataFrame) -> Iterator[str]:
    twice = frame.duplicated([name for name in ("group", "row", "column") if name in frame])
    for i, (count, again) in enumerate(zip(frame["count"], twice, strict=True)):
        cell = f"{place(frame, i, 'count', 'row')}, {frame['column'].iloc[i]}"
        if missing(count):
            yield f"{cell}: count is missing; 0 says that there is none"
        if again:
            yield f"{cell}: this cell stands twice"


def draw(figure: Figure, frame: pd.DataFrame, *, unit: str = "patients") -> Figure:
    """Draw an evidence map over the whole figure, make it as high as its rows, return the figure.

    Columns of ``frame``, one row a cell, in the order of the rows and columns drawn:

    - ``row``, ``column``: words; ``group``, if given: of the rows, set above them;
    - ``count``: of what ``unit`` names; 0 is drawn as an explicit "none"; a pair that the
      frame lacks too; ``label``, if given, is set instead of the count (``"1 of 2"``)
      where the cell has room for it;
    - ``sources``.

    The bar behind a number is as long as the count is part of ``of``, if given, or of the largest.
    Raises :class:`~evidence.figures.canvas.check_frame.FrameError`.
    """
    check(frame)
    page = Page(figure)
    cells = {(_row_of(cell), cell["column"]): cell for cell in frame.to_dict("records")}
    rows = _rows(frame)
    wide = plan(
        page,
        {key: key[1] for key in rows},
        {column: column for column in dict.fromkeys(frame["column"])},
        groups={key: key[0] for key in rows},
        widest_column=WIDEST_COLUMN,
    )
    legend = [("", _legend(unit, "those in the report" if "of" in frame else "the largest number"))]
    foot = legend_height(legend, page.width_pt - 2 * MARGIN) + 6 + MARGIN
    page.set_height(MARGIN + wide.head + wide.body + foot)
    matrix = draw_matrix(page, wide, page.height_pt - MARGIN)
    most = max(frame["count"].max(), 1)
    for row in wide.rows:
        for column in wide.columns:
            _cell(page, matrix, row, column, cells.get((row, column)), most)
    draw_legend(page, MARGIN, matrix.bottom - 6, page.width_pt - 2 * MARGIN, legend)
    return figure


def _row_of(cell: dict) -> tuple[str, str]:
    """A row is known by its group and its name."""
    return one_line(cell.get("group")), cell["row"]


def _rows(frame: pd.DataFrame) -> list[tuple[str, str]]:
    """Rows in order of appearance, those of a group together."""
    keys = list(dict.fromkeys(_row_of(cell) for cell in frame.to_dict("records")))
    groups = list(dict.fromkeys(group for group, _ in keys))
    return sorted(keys, key=lambda key: groups.index(key[0]))


def _cell(
    page: Page, matrix: Matrix, row: tuple[str, str], column: str, cell: dict | None, most: float
) -> None:
    style = current()
    x, y = matrix.at(row, column)
    half, high = matrix.column_width / 2 - 2.5, 0.36 * matrix.row_height
    if cell is None or cell["count"] == 0:
        words = NONE if width_pt(NONE, style.small_pt) <= 2 * half else "–"
        box(
            page,
            x - half,
            y - high,
            x + half,
            y + high,
            "white",
            style.muted,
            width=0.5,
            line=(0, (2, 2)),
            gid="cell none",
        )
        page.text(x, y, words, style.small_pt, align="center", colour=style.muted, gid="none")
        return
    words = one_line(cell.get("label")) or f"{cell['count']:g}"
    words = words if width_pt(words, style.small_pt) <= 2 * half else f"{cell['count']:g}"
    box(
        page,
        x - half,
        y - high,
        x + half,
        y + high,
        "0.97",
        style.faint,
        width=0.4,
        gid="cell",
        layer=0.5,
    )
    part = 2 * half * cell["count"] / (most if missing(cell.get("of")) else cell["of"])
    box(
        page,
        x - half,
        y - high,
        x - half + part,
        y + high,
        style.colour("sky"),
        style.colour("sky"),
        width=0.0,
        gid="bar",
        layer=0.8,
    )
    page.text(x, y, words, style.small_pt, align="center", gid="count")


def _legend(unit: str, whole: str) -> list[LegendEntry]:
    def some(page: Page, x: float, y: float) -> Any:
        box(page, x - 6, y - 3.5, x + 6, y + 3.5, "0.97", current().faint, width=0.4)
        box(
            page,
            x - 6,
            y - 3.5,
            x + 1,
            y + 3.5,
            current().colour("sky"),
            current().colour("sky"),
            width=0.0,
        )

    def none(page: Page, x: float, y: float) -> Any:
        box(
            page,
            x - 6,
            y - 3.5,
            x + 6,
            y + 3.5,
            "white",
            current().muted,
            width=0.5,
            line=(0, (2, 2)),
        )

    return [
        LegendEntry(f"number of {unit}; the bar is its part of {whole}", some, 18, 7),
        LegendEntry("none: nothing is reported", none, 18, 7),
    ]


def describe(
    frame: pd.DataFrame,
    *,
    title: str = "",
    unit: str = "patients",
    rows: str = "outcomes",
    columns: str = "reports",
) -> Description:
    """Return title, caption and alt text of the evidence map that ``draw`` makes of the same frame.

    ``rows`` and ``columns`` say what they are. Raises :class:`FrameError` as ``draw`` does.
    """
    check(frame)
    names = [f"{row} ({group})" if group else row for group, row in _rows(frame)]
    frame = frame.assign(
        row=[
            f"{row} ({group})" if group else row
            for group, row in map(_row_of, frame.to_dict("records"))
        ]
    )
    across = list(dict.fromkeys(frame["column"]))
    filled = frame[frame["count"] > 0]
    cells = len(names) * len(across)
    alt = (
        f"Evidence map of {len(names)} {rows} by {len(across)} {columns}; each cell gives "
        f"a number of {unit}. "
        f"{len(filled)} of {cells} cells hold any, {cells - len(filled)} "
        f"{'is' if cells - len(filled) == 1 else 'are'} empty. {_gaps(filled, names)}"
    )
    counts = "; ".join(
        f"{row.row}, {row.column}: {row[2]:g}"
        for row in filled[["row", "column", "count"]].itertuples(index=False, name="Cell")
    )
    return Description(
        title or f"What is reported: {rows} by {columns}",
        (
            f"Each cell gives the number of {unit} for which anything is reported; a broken "
            f'frame with "none" marks that nothing is. Silence is not absence of the outcome.'
        ),
        alt.strip(),
        f"{alt} The cells that hold any: {counts}.",
    )


def _gaps(filled: pd.DataFrame, names: list) -> str:
    empty = [name for name in names if name not in set(filled["row"])]
    number = filled.groupby("row", sort=False)["column"].nunique()
    most = number.max() if len(number) else 0
    parts = (
        [
            (
                f"The most filled cells ({most}) are in the "
                f"row{'s' if (number == most).sum() > 1 else ''} "
                f"{listed(number.index[number == most])}."
            )
        ]
        if most
        else []
    )
    parts += [f"Wholly empty: {listed(empty)}."] if empty else ["No row is wholly empty."]
    return " ".join(parts)
