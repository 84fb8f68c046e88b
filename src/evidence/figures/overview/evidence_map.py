"""Evidence map: how many studies report on what, as bubbles; an empty place says nothing is."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import FrameRules, check_frame, missing, place
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.domain import COUNT
from evidence.figures.canvas.grid import MARGIN, Matrix, draw_matrix, plan
from evidence.figures.canvas.legend import LegendEntry, draw_legend, legend_height
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import circle
from evidence.figures.canvas.text import listed, one_line, width_pt

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

RULES = FrameRules(
    "an evidence map",
    ("row", "column", "count", "sources"),
    numbers={"count": COUNT, "size": COUNT},
    name="row",
)
# In points: the widest column, the height of a row, the radius of the largest bubble and of one
# whose size is not reported.
WIDEST_COLUMN_PT, ROW_PT, LARGEST_PT, UNKNOWN_PT = 96.0, 21.0, 10.0, 3.0


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


def draw(
    figure: Figure, frame: pd.DataFrame, *, unit: str = "studies", size_unit: str = "patients"
) -> Figure:
    """Draw an evidence map over the whole figure, make it as high as its rows, return the figure.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    frame : pandas.DataFrame
        One row per cell, in the order of rows and columns: ``row``, ``column``; ``group``
        (optional: a heading over the rows); ``count``, the number written; ``size`` (optional),
        what the area of the bubble shows in place of the count, missing where it is not reported;
        ``sources``. A count of 0, or a pair
        that the frame lacks, is drawn as nothing.
    unit, size_unit : str
        What ``count`` and ``size`` count, for the legend.

    Raises
    ------
    FrameError
        For missing columns, counts that cannot be and a cell that stands twice.
    """
    check(frame)
    page = Page(figure)
    rows = _rows(frame)
    wide = plan(
        page,
        {key: key[1] for key in rows},
        {column: column for column in dict.fromkeys(frame["column"])},
        groups={key: key[0] for key in rows},
        row_height=ROW_PT,
        widest_column=WIDEST_COLUMN_PT,
    )
    sizes = [_size(cell) for cell in frame.to_dict("records")]
    largest = max((size for size in sizes if not missing(size)), default=1)
    legend = [("", _legend(frame, unit, size_unit if "size" in frame else unit, largest))]
    foot = legend_height(legend, page.width_pt - 2 * MARGIN) + 2 * LARGEST_PT + MARGIN
    page.set_height(MARGIN + wide.head + wide.body + foot)
    matrix = draw_matrix(page, wide, page.height_pt - MARGIN)
    for cell in sorted(frame.to_dict("records"), key=lambda cell: rows.index(_row_of(cell))):
        if cell["count"] > 0:
            _bubble(page, matrix, cell, largest)
    draw_legend(page, MARGIN, matrix.bottom - LARGEST_PT, page.width_pt - 2 * MARGIN, legend)
    return figure


def _size(cell: dict) -> float:
    """What the area of a cell's bubble shows: its size; its count where no cell has a size."""
    return (
        float("nan")
        if missing(cell.get("size", cell["count"]))
        else cell.get("size", cell["count"])
    )


def _row_of(cell: dict) -> tuple[str, str]:
    """A row is known by its group and its name."""
    return one_line(cell.get("group")), cell["row"]


def _rows(frame: pd.DataFrame) -> list[tuple[str, str]]:
    """Rows in order of appearance, those of a group together."""
    keys = list(dict.fromkeys(_row_of(cell) for cell in frame.to_dict("records")))
    groups = list(dict.fromkeys(group for group, _ in keys))
    return sorted(keys, key=lambda key: groups.index(key[0]))


def _bubble(page: Page, matrix: Matrix, cell: dict, largest: float) -> None:
    """A bubble with its count inside, or beside it where it is too small."""
    small = current().small_pt
    x, y = matrix.centre(_row_of(cell), cell["column"])
    radius = _circle(page, x, y, _size(cell), largest)
    words = f"{cell['count']:g}"
    inside = width_pt(words, small) + 5 <= 2 * radius
    align, beside = ("center", 0.0) if inside else ("left", radius + 2)
    page.text(x + beside, y, words, small, align=align, gid="count")


def _circle(page: Page, x: float, y: float, size: float, largest: float) -> float:
    """Draw a bubble whose area is its size, open where the size is not reported; its radius."""
    if missing(size):
        circle(page, x, y, UNKNOWN_PT, "white", gid="bubble unknown")
        return UNKNOWN_PT
    radius = LARGEST_PT * math.sqrt(size / max(largest, 1))
    circle(page, x, y, radius, current().colour("sky"), gid="bubble")
    return radius


def _legend(frame: pd.DataFrame, unit: str, size_unit: str, largest: float) -> list[LegendEntry]:
    """What the number is, then the largest bubble and one of a quarter of its area."""
    quarter = max(1, round(largest / 4))
    sized = [(quarter, f"{quarter:g}"), (largest, f"{largest:g} {size_unit}")]
    if "size" in frame and frame.loc[frame["count"] > 0, "size"].isna().any():
        sized.append((float("nan"), "not reported how many"))
    bubbles = [_entry(size, words, largest) for size, words in sized]
    return [LegendEntry(f"number of {unit}; no bubble: none", _letter, 10, 3), *bubbles]


def _letter(page: Page, x: float, y: float) -> object:
    return page.text(x, y, "n", current().small_pt, align="center")


def _entry(size: float, words: str, largest: float) -> LegendEntry:
    radius = UNKNOWN_PT if missing(size) else LARGEST_PT * math.sqrt(size / max(largest, 1))

    def sign(page: Page, x: float, y: float) -> object:
        return _circle(page, x, y, size, largest)

    return LegendEntry(words, sign, 2 * radius + 5, radius)


def describe(
    frame: pd.DataFrame,
    *,
    title: str = "",
    unit: str = "studies",
    size_unit: str = "patients",
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
    finding = _finding(filled, across, unit, cells)
    alt = (
        f"Evidence map of {len(names)} {rows} by {len(across)} {columns}. {finding} "
        f"{_empty(filled, names)}"
    ).strip()
    counts = "; ".join(
        f"{row.row}, {row.column}: {row[2]:g}"
        for row in filled[["row", "column", "count"]].itertuples(index=False, name="Cell")
    )
    return Description(
        title or f"What is reported: {rows} by {columns}",
        (
            f"Each number counts the {unit} that report anything; the area of its bubble shows the "
            f"{size_unit if 'size' in frame else unit}. Where there is no bubble nothing is "
            "reported, which does not mean that the outcome did not happen."
        ),
        alt,
        f"{alt} The cells that hold any: {counts}.",
        finding,
    )


def _finding(filled: pd.DataFrame, across: list, unit: str, cells: int) -> str:
    """Which columns most and fewest report on, and how much of the map is empty."""
    totals = filled.groupby("column", sort=False)["count"].sum().reindex(across, fill_value=0)
    most, fewest = totals.max(), totals.min()
    empty = f"{cells - len(filled)} of {cells} cells are empty"
    if most == fewest:
        return f"Each of {len(across)} columns has {most:g} {unit}; {empty}."
    return (
        f"Most {unit} report {listed(totals.index[totals == most])} ({most:g}), fewest "
        f"{listed(totals.index[totals == fewest])} ({fewest:g}); {empty}."
    )


def _empty(filled: pd.DataFrame, names: list) -> str:
    empty = [name for name in names if name not in set(filled["row"])]
    return f"Wholly empty: {listed(empty)}." if empty else ""
