"""The columns of a forest plot: their cells, and how wide each must be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evidence.figures.forest_layout import NOT_ESTIMABLE, Layout, Measure
from evidence.figures.frames import FrameError, missing
from evidence.figures.wording import NO_BREAK, count, number, one_line, width_pt, wrapped

if TYPE_CHECKING:
    import pandas as pd

GUTTER_PT = 10.0
JOINED_PT = 4.5
MARGIN_PT = 3.0
SMALLEST_PLOT_PT = 58.0
SMALLEST_LABEL_PT = 46.0
# The larger text is given up for a plot of at least this part of the width.
GOOD_PLOT = 0.24
# Beside the plot: a space before it, and room for half a tick label after it.
PLOT_PAD_PT = 4.0
TICK_PAD_PT = 9.0


@dataclass(frozen=True, slots=True)
class Wishes:
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
        cells = [width_pt(cell, size, "bold" if i in bold_rows else "normal")
                 for i, cell in enumerate(self.cells)]
        return max([*words, *cells])

    @property
    def gap(self) -> float:
        """The space before the column, in points."""
        return JOINED_PT if self.joined else GUTTER_PT


@dataclass(frozen=True, slots=True)
class Placed:
    """A column with its left and right edge, in points."""

    column: Column
    left: float
    right: float

    @property
    def anchor(self) -> float:
        """Where the column's text is anchored."""
        return self.left if self.column.align == "left" else self.right


def blocks(frame: pd.DataFrame, wishes: Wishes) -> tuple[list[Column], list[Column]]:
    """Return the columns left and right of the plot; a column without any cell is left out."""
    made = {"extra": extra_columns(frame, wishes), "counts": count_columns(frame, wishes),
            "weight": weight_columns(frame), "effect": effect_columns(frame, wishes)}
    sides = [[column for block in side for column in made[block] if any(column.cells)]
             for side in (wishes.layout.left, wishes.layout.right)]
    return sides[0], sides[1]


def extra_columns(frame: pd.DataFrame, wishes: Wishes) -> list[Column]:
    """Return the caller's own columns: numbers to the right, words to the left."""
    return [_extra(frame[name], heading) for name, heading in wishes.columns.items()]


def _extra(cells, heading: str) -> Column:
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    numbers = is_numeric_dtype(cells) and not is_bool_dtype(cells)
    digits = decimals(cells.dropna()) if numbers else 0
    written = (number(cell, digits) if numbers else one_line(cell) for cell in cells)
    return Column(heading, tuple(written), "right" if numbers else "left")


def decimals(values) -> int:
    """Return how many decimals a column of numbers is written with: about three figures of the largest.

    >>> decimals([1801.0, 1802.0]), decimals([0.02, 0.4]), decimals([12.5, 60.0])
    (0, 3, 1)
    """
    values = [abs(float(value)) for value in values]
    if all(value == int(value) for value in values):
        return 0
    largest = max(values)
    return 3 if largest < 1 else 2 if largest < 10 else 1 if largest < 100 else 0


def count_columns(frame: pd.DataFrame, wishes: Wishes) -> list[Column]:
    """Return events and totals, an arm at a time."""
    arms = [("events", "n"), ("events_comparator", "n_comparator")]
    present = [pair for pair in arms if set(pair) <= set(frame.columns)]
    names = [*wishes.arms, "", ""]
    return [column for pair, arm in zip(present, names, strict=False)
            for column in _arm(frame, pair, arm, wishes.layout.counts_together)]


def _arm(frame, pair: tuple[str, str], arm: str, together: bool) -> list[Column]:
    events, totals = ([count(cell) for cell in frame[name]] for name in pair)
    if together:
        cells = tuple(f"{e or '?'}/{n or '?'}" if e or n else "" for e, n in zip(events, totals, strict=True))
        return [Column(f"{arm} n/N".strip(), cells)]
    return [Column("Events", tuple(events), span=arm), Column("Total", tuple(totals), span=arm)]


def weight_columns(frame: pd.DataFrame) -> list[Column]:
    """Return the weights in percent, if the frame has any."""
    if "weight" not in frame:
        return []
    return [Column("Weight (%)", tuple(number(cell, 1) for cell in frame["weight"]))]


def effect_columns(frame: pd.DataFrame, wishes: Wishes) -> list[Column]:
    """Return the estimate and its interval, two columns under one heading."""
    measure, layout = wishes.measure, wishes.layout
    opening, closing = layout.brackets
    rows = list(zip(frame["row_type"], frame["estimate"], frame["low"], frame["high"], strict=True))
    estimates = tuple(measure.written(estimate) for _, estimate, _, _ in rows)
    intervals = tuple(
        NOT_ESTIMABLE if kind in ("study", "summary") and missing(estimate) and missing(low)
        else layout.written_interval(measure, low, high) if kind in ("study", "summary", "prediction")
        else "" for kind, estimate, low, high in rows)
    heading = f"{measure.heading} {opening}{100 * wishes.level:g}%{NO_BREAK}CI{closing}"
    pair = [Column("", estimates), Column(heading, intervals, joined=True)]
    return pair if any(estimates) else [Column(heading, intervals)]


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything stands from left to right, in points."""

    size: float
    label_left: float
    label_right: float
    left: tuple[Placed, ...]
    right: tuple[Placed, ...]
    plot_left: float
    plot_right: float
    lights_left: float


def plan(frame, wishes: Wishes, bold_rows: frozenset[int], label_room: float, sizes, width: float) -> Plan:
    """Return the widest plan that fits the paper, trying each text size in turn.

    Raises :class:`FrameError` saying what each column needs when none fits.
    """
    sides = blocks(frame, wishes)
    good_label = 0.3 * width
    tries = [(size, good_label, GOOD_PLOT * width) for size in sizes]
    for size, most_label, plot in [*tries, (sizes[-1], SMALLEST_LABEL_PT, SMALLEST_PLOT_PT)]:
        widths = [_widths(side, size, bold_rows) for side in sides]
        lights = len(wishes.lights) * light_pitch(size) + (GUTTER_PT if wishes.lights else 0)
        room = _free_room(sides, widths, width, lights)
        if room >= max(min(label_room * size, most_label), SMALLEST_LABEL_PT) + plot:
            label = min(label_room * size, max(0.55 * room, most_label), room - plot)
            return _place(sides, widths, size, max(label, SMALLEST_LABEL_PT), room, width, lights)
    raise FrameError(_too_wide(sides, widths, width, lights))


def _free_room(sides, widths, width: float, lights: float) -> float:
    """Return what the columns leave to the labels and the plot, in points."""
    taken = sum(map(sum, widths)) + sum(column.gap for side in sides for column in side)
    after = PLOT_PAD_PT if sides[1] else TICK_PAD_PT
    return width - 2 * MARGIN_PT - taken - lights - GUTTER_PT - PLOT_PAD_PT - after


def light_pitch(size: float) -> float:
    """Return the distance between the centres of two lights."""
    return 1.6 * size


def _widths(side: list[Column], size: float, bold_rows: frozenset[int]) -> list[float]:
    """Return each column's width; the last of a pair takes what their shared heading needs."""
    widths = [column.width(size, bold_rows) for column in side]
    for i, column in enumerate(side):
        if column.span and i and side[i - 1].span == column.span:
            need = max(width_pt(word, size, "bold") for word in column.span.split(" "))
            widths[i] = max(widths[i], need - widths[i - 1] - column.gap)
    return widths


def _place(sides, widths, size, label: float, room: float, width: float, lights: float) -> Plan:
    """Return the plan in which labels have their share of the free room and the plot has the rest."""
    plot = room - label
    left, x = _run(sides[0], widths[0], MARGIN_PT + label)
    plot_left = x + GUTTER_PT + PLOT_PAD_PT
    plot_right = plot_left + plot
    right, x = _run(sides[1], widths[1], plot_right + PLOT_PAD_PT)
    return Plan(size, MARGIN_PT, MARGIN_PT + label, left, right, plot_left, plot_right,
                width - MARGIN_PT - lights + GUTTER_PT)


def _run(side, widths, x: float) -> tuple[tuple[Placed, ...], float]:
    placed = []
    for column, column_width in zip(side, widths, strict=True):
        placed.append(Placed(column, x + column.gap, x + column.gap + column_width))
        x += column.gap + column_width
    return tuple(placed), x


def _too_wide(sides, widths, width, lights) -> str:
    parts = [f"{column.heading or 'estimate'} {column_width + column.gap:.0f} pt"
             for side, side_widths in zip(sides, widths, strict=True)
             for column, column_width in zip(side, side_widths, strict=True)]
    return (f"the forest plot does not fit {width:.0f} pt: names need {SMALLEST_LABEL_PT:.0f} pt, the plot "
            f"{SMALLEST_PLOT_PT:.0f} pt, lights {lights:.0f} pt, {', '.join(parts)}; "
            "choose a wider figure, layout 'compact' or fewer columns")


def heading_lines(placed: Placed, size: float, before: float) -> list[str]:
    """Return a heading in lines; it may reach left over a joined column that has none."""
    if not placed.column.heading:
        return []
    room = placed.right - (before if placed.column.joined else placed.left) + 0.5
    return wrapped(placed.column.heading, room, size, 4, "bold")
