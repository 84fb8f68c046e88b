"""Frames that a figure is drawn from: their columns, codes and numbers, checked before drawing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isnan
from numbers import Real
from typing import TYPE_CHECKING, Any, SupportsIndex

import numpy as np

from evidence.errors import EvidenceError
from evidence.figures.canvas.domain import TOLERANCE, Domain

if TYPE_CHECKING:
    import pandas as pd

# A message lists so many faults and counts the others.
MOST_LISTED = 20


class FrameError(EvidenceError, ValueError):
    """A figure cannot be drawn from this frame; the message says what to change."""


@dataclass(frozen=True, slots=True)
class FrameRules:
    """What a kind of figure asks of its frame.

    ``kind`` is its name in a message; ``required`` are columns; ``codes`` and ``numbers`` say what
    a column may hold, where the frame has it. ``intervals`` are columns (low, estimate, high) that
    must ascend, ``parts`` pairs (part, whole) of counts, ``flags`` columns of true and false.
    ``name`` is the column that names a row.
    """

    kind: str
    required: tuple[str, ...]
    codes: Mapping[str, Collection[str]] = field(default_factory=dict)
    numbers: Mapping[str, Domain] = field(default_factory=dict)
    intervals: tuple[tuple[str, str, str], ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    flags: tuple[str, ...] = ()
    name: str = "label"


def check_frame(
    frame: pd.DataFrame,
    rules: FrameRules,
    further: Callable[[pd.DataFrame], Iterable[str]] | None = None,
) -> None:
    """Refuse a frame that cannot be drawn, naming row and column of everything that is wrong.

    Parameters
    ----------
    frame : pandas.DataFrame
    rules : FrameRules
    further : callable, optional
        Returns the faults that only this kind of figure can see. It is asked when every column
        of numbers holds numbers.

    Raises
    ------
    FrameError
        For missing columns, an empty frame, codes and numbers that are not allowed, limits the
        wrong way round, estimates outside their limits and parts above their wholes.

    Examples
    --------
    >>> import pandas as pd
    >>> from evidence.figures.canvas.domain import POSITIVE
    >>> rules = FrameRules("a funnel plot", ("label",), numbers={"std_error": POSITIVE})
    >>> frame = pd.DataFrame({"label": ["Alder 2014"], "std_error": [0.0]})
    >>> check_frame(frame, rules)  # doctest: +NORMALIZE_WHITESPACE
    Traceback (most recent call last):
    evidence.figures.canvas.check_frame.FrameError: a funnel plot: row 0 (Alder 2014), column
    std_error: 0; allowed: a number above 0
    """
    require(frame, rules.required, rules.kind)
    require_rows(frame, rules.kind)
    faults = [
        *_unwritable(frame, rules),
        *_wrong_codes(frame, rules),
        *_wrong_flags(frame, rules),
        *_no_numbers(frame, rules),
    ]
    if not faults:
        faults = [*_outside_domains(frame, rules), *_intervals(frame, rules), *_parts(frame, rules)]
        faults += further(frame) if further else []
    refuse(rules.kind, faults)


def refuse(kind: str, faults: Collection[str]) -> None:
    """Raise :class:`FrameError` with the faults of a frame, if there are any."""
    if not faults:
        return
    listed = "; ".join(list(faults)[:MOST_LISTED])
    more = f"; and {len(faults) - MOST_LISTED} more" if len(faults) > MOST_LISTED else ""
    raise FrameError(f"{kind}: {listed}{more}")


def check_argument(value: object, domain: Domain, name: str, kind: str) -> None:
    """Raise :class:`FrameError` unless an argument of a figure is a number of the domain.

    >>> from evidence.figures.canvas.domain import NUMBER
    >>> check_argument("0.7", NUMBER, "summary", "a funnel plot")  # doctest: +NORMALIZE_WHITESPACE
    Traceback (most recent call last):
    evidence.figures.canvas.check_frame.FrameError: a funnel plot: argument summary: '0.7';
    allowed: a number
    """
    number = isinstance(value, Real) and not isinstance(value, bool) and not missing(value)
    if not number or not domain.holds(value):
        raise FrameError(f"{kind}: argument {name}: {value!r}; allowed: {domain.words}")


def require(frame: pd.DataFrame, columns: Iterable[str], kind: str) -> None:
    """Raise :class:`FrameError` naming every missing column, and those that were found.

    >>> import pandas as pd
    >>> require(pd.DataFrame({"low": [1.0]}), ["low", "high"], "a forest plot")
    Traceback (most recent call last):
    evidence.figures.canvas.check_frame.FrameError: a forest plot needs column(s) high; found: low
    """
    absent = [column for column in columns if column not in frame.columns]
    if absent:
        found = ", ".join(map(str, frame.columns)) or "none"
        raise FrameError(f"{kind} needs column(s) {', '.join(absent)}; found: {found}")
    twice = sorted({str(column) for column in frame.columns[frame.columns.duplicated()]})
    if twice:
        raise FrameError(f"{kind}: column(s) {', '.join(twice)} stand twice in the frame")


def require_rows(frame: pd.DataFrame, kind: str) -> None:
    """Raise :class:`FrameError` when the frame has no row."""
    if len(frame) == 0:
        raise FrameError(f"{kind} needs at least one row; the frame is empty")


def place(frame: pd.DataFrame, i: SupportsIndex, column: str, name: str = "label") -> str:
    """Return how a message names a cell: its row from 0, what the row is of, and its column."""
    label = frame[name].iloc[i] if name in frame else None
    words = "" if missing(label) else f" ({' '.join(str(label).split())})"
    return f"row {i}{words}, column {column}"


def wrong_codes(
    frame: pd.DataFrame,
    column: str,
    allowed: Collection[str],
    rows: Any = None,
    name: str = "label",
) -> list[str]:
    """Return the faults of a column of codes, in all rows or where ``rows`` is true."""
    asked = np.ones(len(frame), dtype=bool) if rows is None else np.asarray(rows, dtype=bool)
    return [
        f"{place(frame, i, column, name)}: {value!r}; allowed: {', '.join(allowed)}"
        for i, value in enumerate(frame[column])
        if asked[i] and not (isinstance(value, str) and value in allowed)
    ]


def without_words(frame: pd.DataFrame, column: str, name: str = "label") -> list[str]:
    """Return the faults of a column in which every cell must hold something."""
    return [
        f"{place(frame, i, column, name)}: is missing"
        for i, value in enumerate(frame[column])
        if missing(value)
    ]


def missing(value: object) -> bool:
    """Return whether a cell holds nothing: None, NaN, NA, NaT or an empty string.

    >>> missing(float("nan")), missing(""), missing(0.0)
    (True, True, False)
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return True
    return type(value).__name__ in ("NAType", "NaTType") or (
        isinstance(value, Real) and isnan(value)
    )


def _wrong_codes(frame: pd.DataFrame, rules: FrameRules) -> Iterator[str]:
    for column, allowed in rules.codes.items():
        if column in frame:
            yield from wrong_codes(frame, column, allowed, name=rules.name)


def _unwritable(frame: pd.DataFrame, rules: FrameRules) -> Iterator[str]:
    """Say where a text holds half of a character (a lone surrogate), which no file can hold."""
    for column in frame.columns[[dtype.kind in "OTU" for dtype in frame.dtypes]]:
        for i, value in enumerate(frame[column]):
            if isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value):
                # Without the label, which may hold it too.
                yield f"row {i}, column {column}: {value!a}; allowed: characters of Unicode"


def _wrong_flags(frame: pd.DataFrame, rules: FrameRules) -> Iterator[str]:
    """Say where text or a number stands for a truth value: any text would count as true."""
    for column in rules.flags:
        for i, value in enumerate(frame.get(column, ())):
            if not missing(value) and not isinstance(value, bool | np.bool_):
                yield f"{place(frame, i, column, rules.name)}: {value!r}; allowed: True, False"


def _is_numeric(cells: pd.Series) -> bool:
    from pandas.api.types import is_bool_dtype, is_complex_dtype, is_numeric_dtype

    return is_numeric_dtype(cells) and not is_bool_dtype(cells) and not is_complex_dtype(cells)


def _no_numbers(frame: pd.DataFrame, rules: FrameRules) -> Iterator[str]:
    """Say where text, a date or a truth value stands for a number."""
    for column, domain in rules.numbers.items():
        if column not in frame or _is_numeric(frame[column]):
            continue
        for i, value in enumerate(frame[column]):
            if not missing(value) and (not isinstance(value, Real) or isinstance(value, bool)):
                cell = place(frame, i, column, rules.name)
                yield f"{cell}: {value!r} is no number; allowed: {domain.words}"


def _outside_domains(frame: pd.DataFrame, rules: FrameRules) -> Iterator[str]:
    for column, domain in rules.numbers.items():
        if column not in frame:
            continue
        values = as_numbers(frame, column)
        for i in np.flatnonzero(~domain.holds(values)):
            cell = place(frame, i, column, rules.name)
            yield f"{cell}: {values[i]:g}; allowed: {domain.words}"


def as_numbers(frame: pd.DataFrame, column: str) -> np.ndarray:
    """Return a checked column as floats, NaN where missing."""
    if _is_numeric(frame[column]):
        return frame[column].to_numpy(dtype=float, na_value=np.nan)
    return np.array(
        [np.nan if missing(value) else float(value) for value in frame[column]], dtype=float
    )


def _intervals(frame: pd.DataFrame, rules: FrameRules) -> Iterator[str]:
    """Say where the lower limit is above the upper, or the estimate outside both."""
    for names in rules.intervals:
        if not set(names) <= set(frame.columns):
            continue
        low, estimate, high = (as_numbers(frame, column) for column in names)
        for i in np.flatnonzero(low > high):
            yield (
                f"{place(frame, i, names[0], rules.name)}: {low[i]:g} is above "
                f"{names[2]} {high[i]:g}"
            )
        for i in np.flatnonzero((low <= high) | np.isnan(low) | np.isnan(high)):
            below = estimate[i] < low[i] - TOLERANCE * max(1.0, abs(low[i]))
            if below or estimate[i] > high[i] + TOLERANCE * max(1.0, abs(high[i])):
                limit = f"below {names[0]} {low[i]:g}" if below else f"above {names[2]} {high[i]:g}"
                yield f"{place(frame, i, names[1], rules.name)}: {estimate[i]:g} is {limit}"


def _parts(frame: pd.DataFrame, rules: FrameRules) -> Iterator[str]:
    """Say where a count is above the count that it is a part of."""
    for part, whole in rules.parts:
        if not {part, whole} <= set(frame.columns):
            continue
        parts, wholes = as_numbers(frame, part), as_numbers(frame, whole)
        for i in np.flatnonzero(parts > wholes):
            cell = place(frame, i, part, rules.name)
            yield f"{cell}: {parts[i]:g}; allowed: at most {whole} {wholes[i]:g}"
