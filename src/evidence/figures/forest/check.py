"""What a forest plot refuses to draw, and why; everything that is wrong is said at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import FrameError, allow, missing, require, require_rows
from evidence.figures.canvas.measures import LAYOUTS, MEASURES, Measure
from evidence.figures.canvas.text import one_line

if TYPE_CHECKING:
    import pandas as pd

KIND = "a forest plot"
ROW_TYPES = ("study", "subgroup", "summary", "prediction", "text")
FEWEST_POPULATIONS = 3


def check(
    frame: pd.DataFrame,
    columns: dict,
    lights: dict,
    measure: str,
    layout: str,
    limits: tuple[float, float] | None = None,
) -> None:
    """Raise :class:`FrameError` unless the frame can be drawn as asked."""
    for name, known, what in ((measure, MEASURES, "measure"), (layout, LAYOUTS, "layout")):
        if name not in known:
            raise FrameError(f"{KIND}: {what} {name!r} is unknown; allowed are {', '.join(known)}")
    require(frame, ["row_type", "label", "estimate", "low", "high", *columns, *lights], KIND)
    require_rows(frame, KIND)
    allow(frame, "row_type", ROW_TYPES, KIND)
    found = [*_limits(MEASURES[measure], limits), *_values(frame, MEASURES[measure])]
    found += [*_rules(frame), *_summaries(frame)]
    if found:
        raise FrameError(f"{KIND}: {'; '.join(found)}")


def _limits(measure: Measure, limits) -> Iterator[str]:
    if limits is None:
        return
    if not limits[0] < limits[1]:
        yield f"limits {limits} must ascend"
    if measure.log and limits[0] <= 0:
        yield f"limits {limits} of a logarithmic axis must lie above 0"


def _values(frame, measure: Measure) -> Iterator[str]:
    """Say which estimates, intervals and weights cannot be what they are called."""
    for row in frame.to_dict("records"):
        name, low, high = one_line(row["label"]), row["low"], row["high"]
        if not missing(low) and not missing(high) and low > high:
            yield f"{name!r}: low {low:g} lies above high {high:g}"
        if measure.log and not missing(row["estimate"]) and row["estimate"] <= 0:
            yield (
                f"{name!r}: a ratio of {row['estimate']:g} has no place on a logarithmic "
                f"axis; leave it missing"
            )
        outside = [v for v in (row["estimate"], low, high) if not missing(v) and not 0 <= v <= 1]
        if measure.name == "proportion" and outside:
            yield f"{name!r}: {outside[0]:g} is no proportion; allowed is 0 to 1"
        if not missing(row.get("weight")) and row["weight"] < 0:
            yield f"{name!r}: weight {row['weight']:g} is negative"


def _rules(frame) -> Iterator[str]:
    notes = frame["note"] if "note" in frame else [None] * len(frame)
    for kind, label, note in zip(frame["row_type"], frame["label"], notes, strict=True):
        if kind == "prediction" and missing(note):
            yield (
                f"the prediction interval {one_line(label)!r} lacks its rule; name it in "
                f"column note, such "
                "as 't distribution, k − 2 degrees of freedom'"
            )


def _summaries(frame) -> Iterator[str]:
    """A diamond says that studies were pooled: never of patients, never of fewer than three."""
    cases = "patient_id" in frame or ("layer" in frame and (frame["layer"] == "case").any())
    for summary in frame[frame["row_type"] == "summary"].to_dict("records"):
        name, found = one_line(summary["label"]), populations(_pooled(frame, summary))
        if cases:
            yield (
                f"no diamond for {name!r}: rows are single patients (layer 'case' or "
                f"column patient_id), "
                "and case reports are never pooled"
            )
        if found < FEWEST_POPULATIONS:
            yield (
                f"no diamond for {name!r}: {found} population(s) with an estimate, at least "
                f"{FEWEST_POPULATIONS} are needed; show the studies alone"
            )


def _pooled(frame, summary: dict):
    """Return the studies behind a summary: those of its group, or all."""
    studies = frame[(frame["row_type"] == "study") & frame["estimate"].notna()]
    if "group" in frame and not missing(summary.get("group")):
        return studies[studies["group"] == summary["group"]]
    return studies


def populations(studies: pd.DataFrame) -> int:
    """Return how many populations the rows describe; rows of one ``family`` are counted once."""
    if "family" not in studies:
        return len(studies)
    alone = studies["family"].isna() | (studies["family"] == "")
    return int(alone.sum() + studies.loc[~alone, "family"].nunique())
