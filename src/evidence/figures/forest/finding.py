"""The sentence that a forest plot leaves its reader with, from the numbers drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import missing
from evidence.figures.canvas.measures import Measure
from evidence.figures.canvas.text import capitalised, counted, listed, one_line, uncapitalised
from evidence.figures.forest.marks import of_comparator

if TYPE_CHECKING:
    import pandas as pd

Sides = tuple[str, str] | None


def finding(
    frame: pd.DataFrame,
    kind: Measure,
    outcome: str,
    sides: Sides,
    rows: tuple[str, str],
    level: float = 0.95,
) -> str:
    """Return what was found: the pooled estimate where there is one, else how far the rows range.

    Examples
    --------
    >>> import pandas as pd
    >>> from evidence.figures.canvas.measures import MEASURES
    >>> cells = {"row_type": "study", "low": [0.2, 0.6], "high": [0.6, 0.9]}
    >>> frame = pd.DataFrame({"label": ["A", "B"], "estimate": [0.4, 0.8], **cells})
    >>> finding(frame, MEASURES["proportion"], "remission", None, ("study", "studies"))
    'Remission: 40.0% to 80.0% in 2 studies.'
    """
    studies = _known(frame)
    if studies.empty:
        return f"No estimate of {outcome} is known."
    whole = _overall(frame)
    if len(whole):
        return _pooled(whole.iloc[-1], studies, kind, f"{100 * level:g}%", outcome, rows)
    if kind.reference is not None:
        return f"{of_panel(frame, kind, sides, outcome, level)}."
    return f"{'; '.join(_by_group(studies, kind, outcome, rows))}."


def of_panel(
    frame: pd.DataFrame, kind: Measure, sides: Sides, outcome: str = "", level: float = 0.95
) -> str:
    """Return how far the ratios or differences of a panel range, on which side of no effect, and
    how many intervals include it at their level.

    The rows are named by their groups, or by ``outcome`` where they have none.
    """
    studies = _known(frame)
    named = capitalised(listed(map(uncapitalised, _groups(studies))) or outcome)
    if studies.empty:
        return f"{named or 'No row'}: no estimate"
    low, high = studies["estimate"].min(), studies["estimate"].max()
    reference = float(kind.reference or 0.0)
    side = ""
    if sides and (low > reference or high < reference):
        side = f", {one_line(sides[1] if low > reference else sides[0])}"
    including = f"{_including(studies, reference, level)} {reference:g}"
    return f"{named}: {kind.name} {ranging(low, high, kind)}{side} ({including})"


def _including(studies: pd.DataFrame, reference: float, level: float) -> str:
    known = studies[studies["low"].notna() & studies["high"].notna()]
    over = int(((known["low"] <= reference) & (known["high"] >= reference)).sum())
    if not over:
        return f"no interval at {100 * level:g}% includes"
    verb = "includes" if over == 1 else "include"
    return f"{over} of {counted(len(known), 'interval', 'intervals')} at {100 * level:g}% {verb}"


def ranging(low: float, high: float, kind: Measure) -> str:
    """Return a range of values in words; one value where both are written alike.

    Examples
    --------
    >>> from evidence.figures.canvas.measures import MEASURES
    >>> ranging(0.4, 0.8, MEASURES["proportion"]), ranging(2.0, 2.0, MEASURES["risk_ratio"])
    ('40.0% to 80.0%', '2.00')
    """
    ends = list(dict.fromkeys(value_of(value, kind) for value in (low, high)))
    return " to ".join(ends)


def value_of(value: float, kind: Measure) -> str:
    """Return a value with its percent sign, if its measure is a percentage."""
    return kind.written(value) + ("%" if kind.percent and kind.reference is None else "")


def _pooled(
    row: pd.Series,
    studies: pd.DataFrame,
    kind: Measure,
    level: str,
    outcome: str,
    rows: tuple[str, str],
) -> str:
    interval = f"{level} confidence interval {ranging(row['low'], row['high'], kind)}"
    spread = ranging(studies["estimate"].min(), studies["estimate"].max(), kind)
    return (
        f"{capitalised(outcome)}: {value_of(row['estimate'], kind)} ({interval}), pooled from "
        f"{counted(len(studies), *rows)} with {spread}."
    )


def _by_group(
    studies: pd.DataFrame, kind: Measure, outcome: str, rows: tuple[str, str]
) -> Iterator[str]:
    """The range of each group; rows of the comparator on their own."""
    control = of_comparator(studies)
    for group in _groups(studies) or [""]:
        of_group = studies["group"].eq(group).to_numpy() if group else control | True
        name = capitalised(group or outcome)
        yield f"{name}: {_range_of(studies[of_group & ~control], kind, rows)}"
        if (of_group & control).any():
            labels = listed(map(one_line, studies.loc[of_group & control, "label"]))
            ends = studies.loc[of_group & control, "estimate"]
            yield f"{labels}: {ranging(ends.min(), ends.max(), kind)}"


def _range_of(studies: pd.DataFrame, kind: Measure, rows: tuple[str, str]) -> str:
    if studies.empty:
        return "no estimate"
    ends = ranging(studies["estimate"].min(), studies["estimate"].max(), kind)
    return f"{ends} in {counted(len(studies), *rows)}"


def _known(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[(frame["row_type"] == "study") & frame["estimate"].notna()]


def _overall(frame: pd.DataFrame) -> pd.DataFrame:
    """The summaries of all rows, not of a group."""
    rows = frame[(frame["row_type"] == "summary") & frame["estimate"].notna()]
    return rows[rows["group"].map(missing)] if "group" in rows else rows


def _groups(studies: pd.DataFrame) -> list[str]:
    if "group" not in studies:
        return []
    return [one_line(name) for name in dict.fromkeys(studies["group"]) if not missing(name)]
