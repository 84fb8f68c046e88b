"""Title, caption and alternative text of the patient timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.figures.canvas.check_frame import missing
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.text import counted, listed, one_line

if TYPE_CHECKING:
    import pandas as pd
from evidence.figures.overview.patient_timeline.draw import check

MOST_NAMED = 3  # cases that a title names


def describe(frame: pd.DataFrame, *, title: str = "") -> Description:
    """Return title, caption and alt text of the timelines that ``draw`` makes of the same frame.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` as ``draw`` does.
    """
    check(frame)
    cases = list(dict.fromkeys(frame["case"]))
    undated = int((frame["date"].map(missing) & frame["day"].map(missing)).sum())
    alt = (
        f"Timelines of {counted(len(cases), 'case', 'cases')}, "
        f"{counted(len(frame), 'event', 'events')} in order; "
        f"{undated} of them {'has' if undated == 1 else 'have'} neither a date nor a day number."
    )
    sentences = " ".join(
        f"{case}: {'; '.join(_event(row) for row in rows.itertuples())}."
        for case, rows in frame.groupby("case", sort=False)
    )
    caption = (
        "One strip a case, events in order from top to bottom (distances are not to "
        "scale). Day 0 is the first dose of inotuzumab; the line is thin and broken "
        "before it, heavy from it on. "
        "Dates and days in brackets are worked out from other printed ones or inferred; "
        "a dash means that none is known."
    )
    which = (
        listed([one_line(case) for case in cases])
        if len(cases) <= MOST_NAMED
        else counted(len(cases), "case", "cases")
    )
    return Description(title or f"Timelines of {which}", caption, alt, f"{alt} {sentences}")


def _event(row: Any) -> str:
    times = [one_line(row.date), f"day {one_line(row.day)}" if not missing(row.day) else ""]
    known = ", ".join(part for part in times if part)
    return f"{one_line(row.label)} – {known or 'no date'}"
