"""The columns of a forest plot: headings and cells, as words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import missing
from evidence.figures.canvas.measures import NOT_ESTIMABLE, Layout, Measure
from evidence.figures.canvas.text import NO_BREAK, count, number, one_line, width_pt

if TYPE_CHECKING:
    import pandas as pd

GUTTER_PT = 10.0
JOINED_PT = 4.5


@dataclass(frozen=True, slots=True)
class ForestOptions:
    """What the caller of a forest plot asked for, beside the frame."""

    measure: Measure
    layout: Layout
    arms: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    lights: dict[str, str] = field(default_factory=dict)
    favours: tuple[str, str] | None = None
    limits: tuple[float, float] | None = None
    label_heading: str = "Study"
    axis_label: str | None = None
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class Column:
    """One column of text: a cell a row, a heading, and a heading over several columns."""

    heading: str
    cells: tuple[str, ...]
    align: str = "right"
    span: str = ""
    joined: bool = False

    def width(self, size: float, bold_rows: frozenset[int] = frozenset()) -> float:
        """Return the width in points: the widest cell or the widest word of the heading."""
        words = [width_pt(word, size, "bold") for word in self.heading.split(" ")]
        cells = [
            width_pt(cell, size, "bold" if i in bold_rows else "normal")
            for i, cell in enumerate(self.cells)
        ]
        return max([*words, *cells])

    @property
    def gap(self) -> float:
        """The space before the column, in points."""
        return JOINED_PT if self.joined else GUTTER_PT


def blocks(frame: pd.DataFrame, options: ForestOptions) -> tuple[list[Column], list[Column]]:
    """Return the columns left and right of the plot; a column without any cell is left out."""
    made = {
        "extra": extra_columns(frame, options),
        "counts": count_columns(frame, options),
        "weight": weight_columns(frame),
        "effect": effect_columns(frame, options),
    }
    sides = [
        [column for block in side for column in made[block] if any(column.cells)]
        for side in (options.layout.left, options.layout.right)
    ]
    return sides[0], sides[1]


def extra_columns(frame: pd.DataFrame, options: ForestOptions) -> list[Column]:
    """Return the caller's own columns: numbers to the right, words to the left."""
    return [_extra(frame[name], heading) for name, heading in options.columns.items()]


def _extra(cells: pd.Series, heading: str) -> Column:
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    numbers = is_numeric_dtype(cells) and not is_bool_dtype(cells)
    digits = decimals(cells.dropna()) if numbers else 0
    written = (number(cell, digits) if numbers else one_line(cell) for cell in cells)
    return Column(heading, tuple(written), "right" if numbers else "left")


def decimals(values: Iterable[float]) -> int:
    """Return how many decimals a column of numbers is written with: about three figures of the
    largest.

    >>> decimals([1801.0, 1802.0]), decimals([0.02, 0.4]), decimals([12.5, 60.0])
    (0, 3, 1)
    """
    values = [abs(float(value)) for value in values]
    if all(value == int(value) for value in values):
        return 0
    largest = max(values)
    return 3 if largest < 1 else 2 if largest < 10 else 1 if largest < 100 else 0


def count_columns(frame: pd.DataFrame, options: ForestOptions) -> list[Column]:
    """Return events and totals, an arm at a time."""
    arms = [("events", "n"), ("events_comparator", "n_comparator")]
    present = [pair for pair in arms if set(pair) <= set(frame.columns)]
    names = [*options.arms, "", ""]
    return [
        column
        for pair, arm in zip(present, names, strict=False)
        for column in _arm(frame, pair, arm, options.layout.counts_together)
    ]


def _arm(frame: pd.DataFrame, pair: tuple[str, str], arm: str, together: bool) -> list[Column]:
    events, totals = ([count(cell) for cell in frame[name]] for name in pair)
    if together:
        cells = tuple(
            f"{e or '?'}/{n or '?'}" if e or n else "" for e, n in zip(events, totals, strict=True)
        )
        return [Column(f"{arm} n/N".strip(), cells)]
    return [Column("Events", tuple(events), span=arm), Column("Total", tuple(totals), span=arm)]


def weight_columns(frame: pd.DataFrame) -> list[Column]:
    """Return the weights in percent, if the frame has any."""
    if "weight" not in frame:
        return []
    return [Column("Weight (%)", tuple(number(cell, 1) for cell in frame["weight"]))]


def effect_columns(frame: pd.DataFrame, options: ForestOptions) -> list[Column]:
    """Return the estimate and its interval, two columns under one heading."""
    measure, layout = options.measure, options.layout
    opening, closing = layout.brackets
    rows = list(zip(frame["row_type"], frame["estimate"], frame["low"], frame["high"], strict=True))
    estimates = tuple(measure.written(estimate) for _, estimate, _, _ in rows)
    intervals = tuple(
        NOT_ESTIMABLE
        if kind in ("study", "summary") and missing(estimate) and missing(low)
        else layout.written_interval(measure, low, high)
        if kind in ("study", "summary", "prediction")
        else ""
        for kind, estimate, low, high in rows
    )
    heading = f"{measure.heading} {opening}{100 * options.level:g}%{NO_BREAK}CI{closing}"
    pair = [Column("", estimates), Column(heading, intervals, joined=True)]
    return pair if any(estimates) else [Column(heading, intervals)]
