"""Title, caption and alternative text of the treatment sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.figures.canvas.check_frame import missing
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.text import counted, one_line
from evidence.figures.overview.treatment_sequence.draw import NOT_REPORTED, check

if TYPE_CHECKING:
    import pandas as pd


def describe(
    frame: pd.DataFrame,
    *,
    index: str = "index therapy",
    title: str = "",
) -> Description:
    """Return title, caption and alt text of the figure that ``draw`` makes of the same frame.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` as ``draw`` does.
    """
    check(frame)
    patients = list(dict.fromkeys(frame["patient"]))
    finding = _finding(frame, patients, index)
    sentences = " ".join(_patient(name, frame[frame["patient"] == name]) for name in patients)
    caption = (
        f"One row per patient, one box per line of therapy in order, not to scale, "
        f"aligned at the first line with {index}. The upper word of a box is the therapy, the "
        "lower word the last response that the report names for the line; the circle says how "
        "that word is read: open, no disease found; half, less disease, or disease detected "
        "although the word denies it; full, disease found; none where the word says neither. "
        "A word may be of one site while disease persists at another. Courses of one therapy "
        "without another between them are one line, its ticks the courses reported; "
        "therapy given beside a line is left out. "
        f"{NOT_REPORTED}, not reported."
    ).strip()
    return Description(
        title or f"Lines of therapy before and after the first {index}",
        caption,
        f"Lines of therapy of {counted(len(patients), 'patient', 'patients')} as rows of boxes. "
        f"{finding}",
        f"{finding} {sentences}",
        finding,
    )


def _finding(frame: pd.DataFrame, patients: list[str], index: str) -> str:
    """How many lines came before, what the first line of the index therapy led to, and how often
    no response is reported.
    """
    before = frame[frame["position"] < 0].groupby("patient").size().reindex(patients, fill_value=0)
    first = frame[(frame["position"] == 0) & frame["index"]]
    good = first[first["result"] == "absent"]
    words = "; ".join(dict.fromkeys(map(one_line, good["response"])))
    silent = int(frame["response"].map(missing).sum())
    return (
        f"{_range(before)} of therapy preceded {index}; the last response reported for its first "
        f"line is without disease in {len(good)} of {len(first)}{f' ({words})' if words else ''}, "
        f"residual disease counted as disease; no response is reported for "
        f"{silent} of {counted(len(frame), 'line', 'lines')}."
    )


def _range(before: pd.Series) -> str:
    low, high = int(before.min()), int(before.max())
    return counted(high, "line", "lines") if low == high else f"{low} to {high} lines"


def _patient(name: str, rows: pd.DataFrame) -> str:
    lines = [_line(row) for row in rows.sort_values("position").to_dict("records")]
    return f"{name}: {', '.join(lines)}."


def _line(row: dict[Any, Any]) -> str:
    response = "response not reported" if missing(row["response"]) else row["response"]
    courses: Any = row.get("courses")
    many = "" if missing(courses) else f", {counted(int(courses), 'course', 'courses')}"
    return f"{row['therapy']} ({response}{many})"
