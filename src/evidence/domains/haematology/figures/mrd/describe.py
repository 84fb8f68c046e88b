"""An MRD plot in words, from the results it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.domains.haematology.figures.mrd.check import PERIODS, THRESHOLD, check
from evidence.figures.canvas.check_frame import missing
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.text import counted

if TYPE_CHECKING:
    import pandas as pd


def describe(
    frame: pd.DataFrame,
    *,
    index: str = "the index therapy",
    title: str = "",
) -> Description:
    """Return title, caption and alt text of the MRD plot that ``draw`` makes of the same frame.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` as ``draw`` does.
    """
    check(frame)
    patients = list(dict.fromkeys(frame["patient"]))
    panels = list(dict.fromkeys(frame["panel"]))
    words = (
        title
        or f"Measurable residual disease by assay, {counted(len(patients), 'patient', 'patients')}"
    )
    alt = (
        f"MRD results of {counted(len(patients), 'patient', 'patients')} by "
        f"{counted(len(panels), 'assay', 'assays')}. {_point(frame)}"
    )
    sentences = " ".join(
        _patient(name, frame[frame["patient"] == name], index) for name in patients
    )
    caption = _caption(frame)
    return Description(words, caption, alt.strip(), f"{alt} {sentences}", _point(frame))


def _caption(frame: pd.DataFrame) -> str:
    parts = [
        "Each row is a patient, its results in order within each period (not to "
        "scale: most days are not reported). The shape is the assay; below each symbol stands the "
        "level as reported, the detection limit (<) or that no limit is stated (?).",
        "Filled: residual disease was detected; half filled: detected below 10⁻⁴; open: not "
        "detected.",
    ]
    if (frame["scale"] == "ratio").any():
        parts.append(
            "A transcript ratio whose scale is not stated cannot be compared with shares of cells."
        )
    return " ".join(parts).strip()


def _point(frame: pd.DataFrame) -> str:
    silent = frame[(frame["state"] == "not_detected") & frame["sensitivity"].map(missing)]
    negative = frame[frame["state"].isin(["not_detected", "below"])]
    low = frame[
        (frame["scale"] == "share") & (frame["state"] == "level") & (frame["value"] < THRESHOLD)
    ]
    parts = (
        [
            (
                f"{len(silent)} of {counted(len(negative), 'negative result', 'negative results')} "
                f"come without a detection limit."
            )
        ]
        if len(negative)
        else []
    )
    parts += [
        f"{row.patient}: {row.label or format(row.value, 'g')} is below 10⁻⁴ and yet detected."
        for row in low.itertuples()
    ]
    return " ".join(parts)


def _patient(name: str, rows: pd.DataFrame, index: str) -> str:
    results = [
        f"{PERIODS[row.period].format(index=index).lower()} {_result(row)}"
        for row in rows.sort_values("step", kind="stable").itertuples()
    ]
    return f"{name}: {'; '.join(results)}."


def _result(row: Any) -> str:
    level = row.label if not missing(row.label) else "" if missing(row.value) else f"{row.value:g}"
    words = {
        "level": level,
        "at_or_above": f"at or above {level}",
        "below": f"below {level}",
        "detected": "detected, no level",
        "term_only": "a term without result",
    }
    if row.state in words:
        return f"{words[row.state]} ({row.panel})"
    limit = "limit not stated" if missing(row.sensitivity) else f"limit {row.sensitivity:g}"
    return f"not detected ({row.panel}, {limit})"
