"""The rows of a forest plot: their labels in lines, and how much height each needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import missing
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import NO_BREAK, one_line, wrapped
from evidence.figures.forest.columns import GUTTER_PT
from evidence.figures.forest.widths import Plan

if TYPE_CHECKING:
    import pandas as pd

# The height of a line within a label, as a part of the text size.
LEADING = 1.2
INDENT_PT = 7.0


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its kind, its label in lines, and its height and the space before it, in points."""

    kind: str
    label: tuple[str, ...]
    indent: float
    height: float
    before: float

    @property
    def bold(self) -> bool:
        """Whether the label is set bold."""
        return self.kind in ("subgroup", "summary")


def page_rows(frame: pd.DataFrame, wide: Plan, pitch: float) -> list[Row]:
    """Return the rows of a forest plot from top to bottom, ``pitch`` text sizes apart."""
    indent = label_indent(frame)
    return [
        _row(i, kind, label, note, wide, pitch, indent if _is_of_group(kind, group) else 0.0)
        for i, (kind, label, note, group) in enumerate(
            zip(
                frame["row_type"],
                frame["label"],
                _cells(frame, "note"),
                _cells(frame, "group"),
                strict=True,
            )
        )
    ]


def _cells(frame: pd.DataFrame, column: str) -> Iterable[object]:
    return frame[column] if column in frame else [None] * len(frame)


def _is_of_group(kind: str, group: object) -> bool:
    """Whether a row is within its group: a study, and words about the studies of one."""
    return kind == "study" or (kind == "text" and not missing(group))


def _row(
    i: int, kind: str, label: object, note: object, wide: Plan, pitch: float, indent: float
) -> Row:
    size = text_size(kind, wide)
    words = one_line(label)
    if kind == "text":  # a statistic stays beside its value
        words = words.replace(" = ", f"{NO_BREAK}={NO_BREAK}")
    if kind == "prediction" and one_line(note) not in words:
        words = f"{words} ({one_line(note)})"
    width = (
        (wide.label_right if kind == "study" else _free_until(i, wide)) - wide.label_left - indent
    )
    weight = "bold" if kind in ("subgroup", "summary") else "normal"
    lines = wrapped(words, width, size, 2 if kind in ("study", "subgroup") else 4, weight)
    before = 0.6 * size if kind == "subgroup" and i else 0.25 * size if kind == "summary" else 0.0
    return Row(kind, tuple(lines), indent, pitch * size + LEADING * size * (len(lines) - 1), before)


def text_size(kind: str, wide: Plan) -> float:
    """Return the size of a row's text: lines of words are set small."""
    return min(wide.size, current().small_pt) if kind == "text" else wide.size


def _free_until(i: int, wide: Plan) -> float:
    """Return how far right a label may run: to the first cell of its row, or to the plot."""
    taken = [placed.left for placed in wide.left if placed.column.cells[i]]
    return min([wide.plot_left, *taken]) - GUTTER_PT


def label_indent(frame: pd.DataFrame) -> float:
    """Return how far study names stand in, in points: where there are subgroups, a little."""
    return INDENT_PT if (frame["row_type"] == "subgroup").any() else 0.0
