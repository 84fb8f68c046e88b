"""What a forest plot refuses to draw, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.figures.forest_layout import LAYOUTS, MEASURES
from evidence.figures.frames import FrameError, allow, missing, require, require_rows

if TYPE_CHECKING:
    import pandas as pd

KIND = "a forest plot"
ROW_TYPES = ("study", "subgroup", "summary", "prediction", "text")
FEWEST_POPULATIONS = 3


def check(frame: pd.DataFrame, columns: dict, lights: dict, measure: str, layout: str) -> None:
    """Raise :class:`FrameError` unless the frame can be drawn as asked."""
    for name, known, what in ((measure, MEASURES, "measure"), (layout, LAYOUTS, "layout")):
        if name not in known:
            raise FrameError(f"{KIND}: {what} {name!r} is unknown; allowed are {', '.join(known)}")
    require(frame, ["row_type", "label", "estimate", "low", "high", *columns, *lights], KIND)
    require_rows(frame, KIND)
    allow(frame, "row_type", ROW_TYPES, KIND)
    _check_order(frame)
    _check_rules(frame)
    for row in frame[frame["row_type"] == "summary"].to_dict("records"):
        _check_summary(frame, row)


def _check_order(frame) -> None:
    wrong = [str(row["label"]) for row in frame.to_dict("records")
             if not missing(row["low"]) and not missing(row["high"]) and row["low"] > row["high"]]
    if wrong:
        raise FrameError(f"{KIND}: low lies above high in row(s) {', '.join(wrong)}")


def _check_rules(frame) -> None:
    notes = frame["note"] if "note" in frame else [None] * len(frame)
    bare = [str(label) for kind, label, note in zip(frame["row_type"], frame["label"], notes, strict=True)
            if kind == "prediction" and missing(note)]
    if bare:
        raise FrameError(f"{KIND}: prediction interval(s) {', '.join(bare)} lack their rule; "
                         "name it in column note, such as 't distribution, k − 2 degrees of freedom'")


def _check_summary(frame, summary: dict) -> None:
    """A diamond says that studies were pooled: never of patients, never of fewer than three."""
    if "layer" in frame and (frame["layer"] == "case").any() or "patient_id" in frame:
        raise FrameError(f"{KIND}: no diamond for {summary['label']!r}: rows are single patients "
                         "(layer 'case' or column patient_id), and case reports are never pooled")
    studies = frame[(frame["row_type"] == "study") & frame["estimate"].notna()]
    if "group" in frame and not missing(summary.get("group")):
        studies = studies[studies["group"] == summary["group"]]
    found = populations(studies)
    if found < FEWEST_POPULATIONS:
        raise FrameError(f"{KIND}: no diamond for {summary['label']!r}: {found} population(s) with an "
                         f"estimate, at least {FEWEST_POPULATIONS} are needed; show the studies alone")


def populations(studies: pd.DataFrame) -> int:
    """Return how many populations the rows describe; rows of one ``family`` are counted once."""
    if "family" not in studies:
        return len(studies)
    alone = studies["family"].isna() | (studies["family"] == "")
    return int(alone.sum() + studies.loc[~alone, "family"].nunique())
