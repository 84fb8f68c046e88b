"""Frames that a figure is drawn from: which columns they must have."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan
from numbers import Real
from typing import TYPE_CHECKING

from evidence.errors import EvidenceError

if TYPE_CHECKING:
    import pandas as pd


class FrameError(EvidenceError, ValueError):
    """A figure cannot be drawn from this frame; the message says what to change."""


def require(frame: pd.DataFrame, columns: Iterable[str], kind: str) -> None:
    """Raise :class:`FrameError` naming every missing column, and those that were found.

    >>> import pandas as pd
    >>> require(pd.DataFrame({"low": [1.0]}), ["low", "high"], "a forest plot")
    Traceback (most recent call last):
    evidence.figures.canvas.check_frame.FrameError: a forest plot needs column(s) high; found: low
    """
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        found = ", ".join(map(str, frame.columns)) or "none"
        raise FrameError(f"{kind} needs column(s) {', '.join(missing)}; found: {found}")


def require_rows(frame: pd.DataFrame, kind: str) -> None:
    """Raise :class:`FrameError` when the frame has no row."""
    if len(frame) == 0:
        raise FrameError(f"{kind} needs at least one row; the frame is empty")


def allow(frame: pd.DataFrame, column: str, allowed: Iterable[str], kind: str) -> None:
    """Raise :class:`FrameError` listing every row whose value in ``column`` is not allowed.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"row_type": ["trial"]})
    >>> allow(frame, "row_type", ["study"], "a forest plot")  # doctest: +NORMALIZE_WHITESPACE
    Traceback (most recent call last):
    evidence.figures.canvas.check_frame.FrameError: a forest plot: column row_type, row 0: 'trial';
    allowed: study
    """
    allowed = list(allowed)
    wrong = [(i, value) for i, value in enumerate(frame[column]) if value not in allowed]
    if wrong:
        rows = "; ".join(f"row {i}: {value!r}" for i, value in wrong)
        raise FrameError(f"{kind}: column {column}, {rows}; allowed: {', '.join(allowed)}")


def missing(value) -> bool:
    """Return whether a cell holds nothing: None, NaN, NA, NaT or an empty string.

    >>> missing(float("nan")), missing(""), missing(0.0)
    (True, True, False)
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return True
    return _is_na(value) or (isinstance(value, Real) and isnan(value))


def _is_na(value) -> bool:
    return type(value).__name__ in ("NAType", "NaTType")
