"""Swimmer plots of a reader's frame: one row per therapy or event of a patient."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_datetime64_any_dtype

from evidence.analysis.arguments import named_arguments
from evidence.analysis.figure import EvidenceFigure, drawn
from evidence.figures.canvas.check_frame import (
    FrameRules,
    as_numbers,
    check_frame,
    place,
    refuse,
    without_words,
    wrong_codes,
)
from evidence.figures.canvas.domain import Domain
from evidence.figures.swimmer.check import COLUMNS, ENDS

KIND = "a swimmer plot"
TIME = Domain("a number, or every time a date (2020-01-31)")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\b")
FROM_FIRST_DATE = "Days from the first date of the patient"


@named_arguments
def swimmer(
    frame: pd.DataFrame,
    *,
    patient: str = "patient",
    start: str = "start",
    end: str = "end",
    event: str = "event",
    status: str | None = None,
    unit: str = "day",
    axis: str = "",
    title: str = "",
    **style: Any,
) -> EvidenceFigure:
    """Return a swimmer plot: a lane per patient, the longest first, with therapies and events.

    Parameters
    ----------
    frame : one row per therapy or event of a patient.
    patient, start, end, event : the frame's columns. ``event`` says what a row is. A row whose
        ``end`` is after its ``start`` is a bar; one without an end, or that ends as it starts, is
        an event and drawn as a symbol. Times are numbers, or dates (also as text, 2020-01-31):
        those are counted in days from the first date of each patient.
    status : a column with ``alive``, ``dead`` or ``not_reported``; one row of a patient is enough.
    unit : unit of the times, in the singular: ``day``, ``week``, ``month``.
    axis : title of the axis of time, such as ``Months from randomisation``.
    style : ``journal``, ``palette`` and ``ax``, as :func:`evidence.forest` takes them.

    Raises
    ------
    FrameError
        For a missing column, patient, start or event, an end before its start, bars of one
        patient that overlap, two different ends of life, and more kinds than there are signs.

    Examples
    --------
    >>> import pandas as pd, evidence as ev
    >>> courses = pd.DataFrame(
    ...     {
    ...         "id": ["P1", "P1", "P2"],
    ...         "from": [0, 3, 0],
    ...         "to": [5, None, 9],
    ...         "what": ["drug A", "response", "drug B"],
    ...     }
    ... )
    >>> columns = {"patient": "id", "start": "from", "end": "to", "event": "what"}
    >>> ev.swimmer(courses, **columns, unit="month").description.alt
    'Swimmer plot, one lane per patient, months, 0 to 9. 1 event. Of 2 patients: response in 1.'
    """
    names = {patient: "patient", start: "start", end: "end", event: "event"}
    names |= {status: "status"} if status else {}
    check_frame(frame, FrameRules(KIND, tuple(names), name=patient))
    in_days = _in_days(frame, patient, start, end)
    courses = frame if in_days is None else in_days
    numbers = {start: TIME, end: TIME}
    check_frame(courses, FrameRules(KIND, tuple(names), numbers=numbers, name=patient))
    courses = courses.assign(**{column: as_numbers(courses, column) for column in numbers})
    refuse(KIND, list(_impossible(courses, patient, start, end, event, status)))
    rows = _rows(courses[list(names)].rename(columns=names))
    named: dict[str, Any] = {
        "index": "",
        "phases": _words(rows, "phase"),
        "events": _words(rows, "event"),
        "unit": unit,
        "axis": axis or ("" if in_days is None else FROM_FIRST_DATE),
    }
    return drawn("swimmer", rows, draw=named, describe={**named, "title": title}, **style)


def _in_days(frame: pd.DataFrame, patient: str, start: str, end: str) -> pd.DataFrame | None:
    """The frame with its dates as days from each patient's first; None where it has no dates."""
    starts, ends = _dates(frame[start]), _dates(frame[end])
    if starts is None or starts.isna().all() or ends is None:
        return None
    first = starts.groupby(frame[patient], dropna=False).transform("min")
    day = pd.Timedelta(days=1)
    return frame.assign(**{start: (starts - first) / day, end: (ends - first) / day})


def _dates(cells: pd.Series) -> pd.Series | None:
    """A column of dates, of such text or of nothing as dates; None for any other."""
    known = cells.dropna()
    written = known.map(lambda cell: isinstance(cell, str) and bool(ISO_DATE.match(cell)))
    if not (is_datetime64_any_dtype(cells) or written.all()):
        return None
    return pd.to_datetime(cells, errors="coerce")


def _impossible(
    frame: pd.DataFrame, patient: str, start: str, end: str, event: str, status: str | None
) -> Iterator[str]:
    """What cannot be in a row, and what two rows of a patient cannot say together."""
    for column in (patient, start, event):
        yield from without_words(frame, column, patient)
    for i in np.flatnonzero((frame[end] < frame[start]).to_numpy(dtype=bool)):
        times = f"{frame[end].iloc[i]:g} is before {start} {frame[start].iloc[i]:g}"
        yield f"{place(frame, i, end, patient)}: {times}"
    yield from _overlaps(frame, patient, start, end)
    if status:
        known = frame[status].notna().to_numpy()
        yield from wrong_codes(frame, status, ENDS, known, patient)
        yield from _two_ends(frame[known], patient, status)


def _overlaps(frame: pd.DataFrame, patient: str, start: str, end: str) -> Iterator[str]:
    """Bars of one patient that would hide one another."""
    bars = frame.assign(row=range(len(frame)))[(frame[end] > frame[start]).to_numpy(dtype=bool)]
    for _, rows in bars.sort_values(start, kind="stable").groupby(patient, sort=False):
        longest = rows.iloc[0]
        for _, row in rows.iloc[1:].iterrows():
            if row[start] < longest[end]:
                yield (
                    f"{place(frame, row['row'], start, patient)}: {row[start]:g} is before "
                    f"{longest[end]:g}, the end of row {longest['row']}; bars of one patient must "
                    "not overlap: write therapies given together as one"
                )
            longest = row if row[end] > longest[end] else longest


def _two_ends(frame: pd.DataFrame, patient: str, status: str) -> Iterator[str]:
    for name, found in frame.groupby(patient, sort=False)[status]:
        if found.nunique() > 1:
            yield f"patient {name}, column {status}: {' and '.join(found.unique())}; allowed: one"


def _rows(courses: pd.DataFrame) -> pd.DataFrame:
    """The courses as the swimmer plot takes them: a step within a lane is its time, a kind is a
    number, so that the words of a reader are no codes.
    """
    is_bar = courses["end"] > courses["start"]
    kinds = (courses.groupby("event", sort=False).ngroup() + 1).astype(str)
    last = courses[["start", "end"]].max(axis=1).groupby(courses["patient"]).max()
    bars, events = courses.assign(kind=kinds)[is_bar], courses.assign(kind=kinds)[~is_bar]
    parts = [
        bars.assign(row_type="phase", day=bars["start"], until_step=bars["end"]),
        bars.assign(row_type="bound", day=bars["end"]),
        events.assign(row_type="event", day=events["start"]),
    ]
    parts += [_ends(courses, last)] if "status" in courses else []
    rows = pd.concat(parts, ignore_index=True)
    longest_first = rows["patient"].map(last).sort_values(ascending=False, kind="stable").index
    days = rows["day"].astype(float)
    known = {"step": days, "day_low": days, "day_high": days, "basis": "reported", "result": None}
    rows = rows.assign(lane=rows["patient"].map(_name), **known, sources="").loc[longest_first]
    return rows[[*COLUMNS, "until_step", "event"]].reset_index(drop=True)


def _ends(courses: pd.DataFrame, last: pd.Series) -> pd.DataFrame:
    """How the course of each patient ends; not reported where no row says so."""
    known = courses.groupby("patient")["status"].first().fillna("not_reported")
    return pd.DataFrame(
        {
            "patient": last.index,
            "row_type": "end",
            "kind": known[last.index].to_numpy(),
            "day": last.to_numpy(),
        }
    )


def _name(patient: object) -> str:
    return f"{patient:g}" if isinstance(patient, float) else str(patient)


def _words(rows: pd.DataFrame, row_type: str) -> dict[str, str]:
    shown = rows[rows["row_type"] == row_type]
    return {kind: str(event) for kind, event in zip(shown["kind"], shown["event"], strict=True)}
