"""A forest plot in words, from the numbers it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import missing
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.measures import LAYOUTS, Layout, Measure
from evidence.figures.canvas.text import capitalised, counted, one_line
from evidence.figures.forest.check import check
from evidence.figures.forest.columns import ForestOptions
from evidence.figures.forest.finding import finding
from evidence.figures.forest.marks import axis_limits, of_comparator

if TYPE_CHECKING:
    import pandas as pd


def describe(
    frame: pd.DataFrame,
    *,
    outcome: str,
    measure: str = "proportion",
    layout: str = "revman",
    favours: tuple[str, str] | None = None,
    lights: dict[str, str] | None = None,
    level: float = 0.95,
    limits: tuple[float, float] | None = None,
    rows: tuple[str, str] = ("study", "studies"),
    title: str = "",
) -> Description:
    """Return the words of the forest plot that ``draw`` makes of the same frame.

    ``outcome`` says what was estimated (``"complete remission"``); ``rows`` says what
    the rows are, one and many, where they are not studies. The finding is the pooled estimate
    or the range of the rows; the alt text gives the number of rows and the finding,
    and every prediction interval; the long description has every row. Raises
    :class:`~evidence.figures.canvas.check_frame.FrameError` as ``draw`` does.

    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {
    ...         "row_type": ["study"],
    ...         "label": ["Trial A"],
    ...         "estimate": [0.8],
    ...         "low": [0.44],
    ...         "high": [0.97],
    ...     }
    ... )
    >>> describe(frame, outcome="complete remission").finding
    'Complete remission: 80.0% in 1 study.'
    """
    kind = check(frame, {}, lights or {}, measure, layout, limits, level)
    how = LAYOUTS[layout]
    studies = frame[frame["row_type"] == "study"]
    words = title or f"{kind.name.capitalize()} of {outcome} in {counted(len(studies), *rows)}"
    edges = axis_limits(frame, ForestOptions(kind, how, limits=limits))
    caption = " ".join(
        [
            _marks(frame, kind, level, edges),
            *_extras(favours, lights),
            *text_sentences(frame),
        ]
    )
    found = finding(frame, kind, outcome, favours, rows, level)
    alt = " ".join(
        [
            f"Forest plot of {outcome} ({kind.name}) in {counted(len(studies), *rows)}.",
            found,
            *_without_estimate(studies, rows),
            *_summary_sentences(frame, kind, how),
        ]
    )
    long = f"{alt} The rows, from top to bottom: {rows_in_words(frame, kind, how)}."
    return Description(words, caption, alt, long, found)


def _marks(frame: pd.DataFrame, kind: Measure, level: float, edges: tuple[float, float]) -> str:
    rows = set(frame["row_type"])
    weighted = "weight" in frame and frame["weight"].notna().any()
    parts = [
        f"Squares are estimates, "
        f"{'their area proportional to weight' if weighted else 'all of one size'}; "
        f"lines are {100 * level:g}% confidence intervals{_by(frame)}."
    ]
    if of_comparator(frame).any():
        parts.append("Open squares are of the comparator.")
    if (frame["low"] < edges[0]).any() or (frame["high"] > edges[1]).any():
        parts.append("An arrow marks an interval that goes on beyond the axis.")
    if "summary" in rows:
        parts.append("Diamonds are summary estimates with their confidence intervals.")
    for row in frame[frame["row_type"] == "prediction"].to_dict("records"):
        parts.append(f"The pale bar is the prediction interval ({one_line(row['note'])}).")
    if kind.log:
        parts.append("The axis is logarithmic.")
    return " ".join(parts)


def _by(frame: pd.DataFrame) -> str:
    method = interval_method(frame)
    return f" ({method})" if method else ""


def interval_method(frame: pd.DataFrame) -> str:
    """Return how the intervals of the rows were made, as the column ``interval`` says."""
    if "interval" not in frame:
        return ""
    return "; ".join(dict.fromkeys(one_line(cell) for cell in frame["interval"].dropna() if cell))


def _extras(favours: tuple[str, str] | None, lights: dict[str, str] | None) -> list[str]:
    parts = []
    if favours:
        parts.append(f"Left of the reference line: {favours[0]}; right: {favours[1]}.")
    if lights:
        letters = "; ".join(
            f"{chr(65 + i)}, {meaning}" for i, meaning in enumerate(lights.values())
        )
        parts.append(f"Lights judge {letters}.")
    return parts


def text_sentences(frame: pd.DataFrame) -> list[str]:
    """Return the lines of words of a frame as sentences."""
    texts = frame[(frame["row_type"] == "text") & frame["label"].notna()].to_dict("records")
    return [f"{capitalised(_named(row)).rstrip('.')}." for row in texts]


def _named(row: dict) -> str:
    """Return a row's label, with its group where it has one."""
    group = "" if missing(row.get("group")) else f"{one_line(row['group'])}: "
    return group + one_line(row["label"])


def _value(row: dict, kind: Measure, how: Layout) -> str:
    interval = how.written_interval(kind, row["low"], row["high"])
    return f"{kind.written(row['estimate'])} {interval}".strip() + (
        " percent" if kind.percent else ""
    )


def _without_estimate(studies: pd.DataFrame, rows: tuple[str, str]) -> list[str]:
    absent = int(studies["estimate"].isna().sum())
    return [f"{counted(absent, f'{rows[0]} has', f'{rows[1]} have')} no estimate."] * bool(absent)


def _summary_sentences(frame: pd.DataFrame, kind: Measure, how: Layout) -> list[str]:
    """Prediction intervals and the summaries of groups: that of all rows is in the finding."""
    of_group = frame["group"].notna() if "group" in frame else False
    shown = (frame["row_type"] == "prediction") | ((frame["row_type"] == "summary") & of_group)
    rows = frame[shown].to_dict("records")
    return [f"{_named(row)}: {_value(row, kind, how)}." for row in rows]


def rows_in_words(frame: pd.DataFrame, kind: Measure, how: Layout) -> str:
    """Return the values of all rows from top to bottom, for the long description."""
    rows = frame[frame["row_type"].isin(["study", "summary", "prediction"])].to_dict("records")
    return "; ".join(
        f"{_named(row)}: {_value(row, kind, how).strip() or 'not estimable'}" for row in rows
    )
