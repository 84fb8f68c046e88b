"""A forest plot in words, from the numbers it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import missing
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.measures import LAYOUTS, Layout, Measure
from evidence.figures.canvas.text import counted, one_line
from evidence.figures.forest.check import check
from evidence.figures.forest.columns import ForestOptions
from evidence.figures.forest.marks import axis_limits

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
    abbreviations: str = "",
) -> Description:
    """Return title, caption and alt text of the forest plot that ``draw`` makes of the same frame.

    ``outcome`` says what was estimated (``"complete remission"``); ``rows`` says what
    the rows are, one and many, where they are not studies. The alt text gives
    the number of rows, the smallest and the largest estimate with their studies,
    and every summary and prediction interval. Raises
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
    >>> describe(frame, outcome="complete remission").alt
    'Forest plot of complete remission (proportion) in 1 study. Trial A: 80.0 [44.0, 97.0] percent.'
    """
    kind = check(frame, {}, lights or {}, measure, layout, limits, level)
    how = LAYOUTS[layout]
    studies = frame[frame["row_type"] == "study"]
    words = title or f"{kind.name.capitalize()} of {outcome} in {counted(len(studies), *rows)}"
    edges = axis_limits(frame, ForestOptions(kind, how, limits=limits))
    caption = " ".join(
        [_marks(frame, kind, level, edges), *_extras(frame, favours, lights), abbreviations]
    ).strip()
    alt = " ".join(
        [
            f"Forest plot of {outcome} ({kind.name}) in {counted(len(studies), *rows)}.",
            *_study_sentences(studies, kind, how, rows),
            *_summary_sentences(frame, kind, how),
            *_reference_sentence(studies, kind),
        ]
    )
    return Description(words, caption, alt, _long(frame, kind, how, alt))


def _marks(frame: pd.DataFrame, kind: Measure, level: float, edges: tuple[float, float]) -> str:
    rows = set(frame["row_type"])
    weighted = "weight" in frame and frame["weight"].notna().any()
    parts = [
        f"Squares are estimates, "
        f"{'their area proportional to weight' if weighted else 'all of one size'}; "
        f"lines are {100 * level:g}% confidence intervals."
    ]
    if (frame["low"] < edges[0]).any() or (frame["high"] > edges[1]).any():
        parts.append("An arrow marks an interval that goes on beyond the axis.")
    if "summary" in rows:
        parts.append("Diamonds are summary estimates with their confidence intervals.")
    for row in frame[frame["row_type"] == "prediction"].to_dict("records"):
        parts.append(f"The pale bar is the prediction interval ({one_line(row['note'])}).")
    if kind.log:
        parts.append("The axis is logarithmic.")
    return " ".join(parts)


def _extras(
    frame: pd.DataFrame, favours: tuple[str, str] | None, lights: dict[str, str] | None
) -> list[str]:
    parts = []
    if favours:
        parts.append(f"Left of the reference line: {favours[0]}; right: {favours[1]}.")
    if lights:
        letters = "; ".join(
            f"{chr(65 + i)}, {meaning}" for i, meaning in enumerate(lights.values())
        )
        parts.append(f"Lights judge {letters}.")
    texts = frame[(frame["row_type"] == "text") & frame["label"].notna()].to_dict("records")
    return parts + [f"{_sentence(_named(row))}." for row in texts]


def _sentence(words: str) -> str:
    # A Greek letter is a symbol: τ² does not become Τ².
    return words[:1].upper() + words[1:] if words[:1].isascii() else words


def _named(row: dict) -> str:
    """Return a row's label, with its group where it has one."""
    group = "" if missing(row.get("group")) else f"{one_line(row['group'])}: "
    return group + one_line(row["label"])


def _value(row: dict, kind: Measure, how: Layout) -> str:
    interval = how.written_interval(kind, row["low"], row["high"])
    return f"{kind.written(row['estimate'])} {interval}".strip() + (
        " percent" if kind.percent else ""
    )


def _study_sentences(
    studies: pd.DataFrame, kind: Measure, how: Layout, rows: tuple[str, str]
) -> list[str]:
    shown = (
        studies[studies["estimate"].notna()]
        .sort_values("estimate", kind="stable")
        .to_dict("records")
    )
    absent = len(studies) - len(shown)
    parts = []
    if len(shown) == 1:
        parts = [f"{one_line(shown[0]['label'])}: {_value(shown[0], kind, how)}."]
    elif shown:
        first, last = shown[0], shown[-1]
        parts = [
            f"Estimates run from {_value(first, kind, how)} ({_named(first)}) to "
            f"{_value(last, kind, how)} ({_named(last)})."
        ]
    if absent:
        parts.append(f"{counted(absent, f'{rows[0]} has', f'{rows[1]} have')} no estimate.")
    return parts


def _summary_sentences(frame: pd.DataFrame, kind: Measure, how: Layout) -> list[str]:
    rows = frame[frame["row_type"].isin(["summary", "prediction"])].to_dict("records")
    if not rows:
        return ["No summary is drawn."] if (frame["row_type"] == "study").sum() > 1 else []
    return [f"{_named(row)}: {_value(row, kind, how)}." for row in rows]


def _reference_sentence(studies: pd.DataFrame, kind: Measure) -> list[str]:
    if kind.reference is None or len(studies) < 2:
        return []
    known = studies[studies["low"].notna() & studies["high"].notna()]
    over = int(((known["low"] <= kind.reference) & (known["high"] >= kind.reference)).sum())
    shown = f"{kind.reference:g}"
    return [f"{over} of {counted(len(known), 'interval includes', 'intervals include')} {shown}."]


def _long(frame: pd.DataFrame, kind: Measure, how: Layout, alt: str) -> str:
    rows = frame[frame["row_type"].isin(["study", "summary", "prediction"])].to_dict("records")
    values = [f"{_named(row)}: {_value(row, kind, how).strip() or 'not estimable'}" for row in rows]
    return f"{alt} The rows, from top to bottom: {'; '.join(values)}."
