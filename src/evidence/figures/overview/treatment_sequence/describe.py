"""Title, caption and alternative text of the treatment sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import missing
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.text import counted

if TYPE_CHECKING:
    import pandas as pd
from evidence.figures.overview.treatment_sequence.draw import THERAPIES, check


def describe(frame: pd.DataFrame, *, title: str = "") -> Description:
    """Return title, caption and alt text of the figure that ``draw`` makes of the same frame.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` as ``draw`` does.
    """
    check(frame)
    patients = list(dict.fromkeys(frame["patient"]))
    before = (
        frame[frame["position"] < 0]
        .groupby("patient")["position"]
        .count()
        .reindex(patients, fill_value=0)
    )
    silent = int(frame["response"].map(missing).sum())
    sentences = " ".join(_patient(name, frame[frame["patient"] == name]) for name in patients)
    alt = (
        f"Treatment lines of {counted(len(patients), 'patient', 'patients')} as a matrix "
        f"lined up at the first inotuzumab; "
        f"{_range(before)} came before it. The response is not reported for {silent} of "
        f"{len(frame)} lines."
    )
    caption = (
        "One row a patient, one cell a line of therapy in order (not to scale), lined up "
        "at the first inotuzumab, whose cells have heavy frames. "
        "Words in a cell are the response as the report itself calls it for that line: "
        "an open circle where it is called a remission or negative, a full one where it "
        "is called no response, relapse or positive, "
        "none where the word tells neither, or nothing is reported. A line may be called "
        "a remission while disease stays at another site. Treatment given beside a line "
        "is left out."
    )
    return Description(
        title or "Treatment lines before and after the first inotuzumab",
        caption,
        alt,
        f"{alt} {sentences}",
    )


def _range(before: pd.Series) -> str:
    low, high = int(before.min()), int(before.max())
    return counted(high, "line", "lines") if low == high else f"{low} to {high} lines"


def _patient(name: str, rows: pd.DataFrame) -> str:
    lines = [
        (
            f"{THERAPIES[row.therapy][1]} "
            f"({'response not reported' if missing(row.response) else row.response})"
        )
        for row in rows.sort_values("position").itertuples()
    ]
    return f"{name}: {', '.join(lines)}."
