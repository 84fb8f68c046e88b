"""The columns of a forest plot: headings and cells, as words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import missing
from evidence.figures.canvas.measures import NOT_ESTIMABLE, READ, Layout, Measure
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
        "difference": difference_columns(frame, options),
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


# What is reported of an arm, the first that the frame has.
OF_ARMS = (("mean", "sd", "n"), ("events", "time"), ("events", "n"), ("n",))


def count_columns(frame: pd.DataFrame, options: ForestOptions) -> list[Column]:
    """Return what is reported of each arm: events and total or person-time, or mean (SD) and n."""
    made = []
    for suffix, arm in zip(("", "_comparator"), (*options.arms, "", ""), strict=False):
        kinds = [tuple(f"{name}{suffix}" for name in kind) for kind in OF_ARMS]
        present = next((kind for kind in kinds if set(kind) <= set(frame.columns)), None)
        if present:
            made += _arm(frame, present, arm, options.layout.counts_together)
    return made


def _arm(frame: pd.DataFrame, names: tuple[str, ...], arm: str, together: bool) -> list[Column]:
    totals = tuple(count(cell) for cell in frame[names[-1]])
    if names[0].startswith("mean"):
        means = Column("Mean (SD)", _means(frame, *names[:2]), span=arm)
        return [means, Column("n" if together else "Total", totals, span=arm)]
    if len(names) == 1:
        return [Column("Total", totals, span=arm)]
    events, of, sign = tuple(count(cell) for cell in frame[names[0]]), "Total", "N"
    if names[1].startswith("time"):
        digits = decimals(frame[names[1]].dropna())
        totals = tuple(number(cell, digits) for cell in frame[names[1]])
        of, sign = "Person-time", "person-time"
    if not together:
        return [Column("Events", events, span=arm), Column(of, totals, span=arm)]
    cells = tuple(
        f"{e or '?'}/{n or '?'}" if e or n else "" for e, n in zip(events, totals, strict=True)
    )
    return [Column(f"{arm} n/{sign}".strip(), cells)]


def _means(frame: pd.DataFrame, mean: str, sd: str) -> tuple[str, ...]:
    """Means with their standard deviations in brackets, all with the same decimals."""
    digits = decimals([*frame[mean].dropna(), *frame[sd].dropna()])
    written = (
        (number(centre, digits), number(spread, digits))
        for centre, spread in zip(frame[mean], frame[sd], strict=True)
    )
    return tuple(f"{centre or '?'} ({spread or '?'})" if centre or spread else ""
                 for centre, spread in written)  # fmt: skip


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


DIFFERENCE = ("difference", "difference_low", "difference_high")


def difference_columns(frame: pd.DataFrame, options: ForestOptions) -> list[Column]:
    """Return the risk difference per 100 and its interval, if the frame has them."""
    if not set(DIFFERENCE) <= set(frame.columns):
        return []
    measure, layout = READ["risk_difference"], options.layout
    cells = tuple(
        f"{measure.written(value)}{NO_BREAK}{layout.written_interval(measure, low, high)}".strip()
        for value, low, high in zip(*(frame[name] for name in DIFFERENCE), strict=True)
    )
    opening, closing = layout.brackets
    level = f"{opening}{100 * options.level:g}%{NO_BREAK}CI{closing}"
    return [Column(f"Difference per{NO_BREAK}100 {level}", cells)]
