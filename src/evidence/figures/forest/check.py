"""What a forest plot refuses to draw, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from evidence.figures.canvas.check_frame import (
    FrameError,
    FrameRules,
    check_argument,
    check_frame,
    missing,
    place,
    refuse,
)
from evidence.figures.canvas.domain import COUNT, NOT_NEGATIVE, NUMBER, POSITIVE, Domain
from evidence.figures.canvas.measures import LAYOUTS, Measure, interval_numbers, measure_named
from evidence.figures.canvas.text import one_line
from evidence.figures.canvas.traffic_lights import unknown_judgements

if TYPE_CHECKING:
    import pandas as pd

KIND = "a forest plot"
ROW_TYPES = ("study", "subgroup", "summary", "prediction", "text")
ARMS = (("events", "n"), ("events_comparator", "n_comparator"))
OF_AN_ARM = {"events": COUNT, "n": COUNT, "mean": NUMBER, "sd": NOT_NEGATIVE, "time": POSITIVE}
FEWEST_POPULATIONS = 3
# A confidence level of 0 or 1 has no interval.
LEVEL = Domain("a number between 0 and 1", low=0.0, high=1.0 - 1e-6, above=True)


def check(
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    lights: Mapping[str, str],
    measure: str,
    layout: str,
    limits: tuple[float, float] | None = None,
    level: float = 0.95,
) -> Measure:
    """Return the measure, or raise :class:`FrameError` when the frame cannot be drawn as asked."""
    measured = measure_named(measure, KIND)
    if layout not in LAYOUTS:
        raise FrameError(f"{KIND}: layout {layout!r} is unknown; allowed: {', '.join(LAYOUTS)}")
    check_argument(level, LEVEL, "level", KIND)
    refuse(KIND, list(_limits(measured, limits)))
    check_frame(frame, _rules(measured, (*columns, *lights)), partial(_further, lights))
    return measured


def _rules(measure: Measure, further: tuple[str, ...]) -> FrameRules:
    arms = {
        f"{column}{arm}": domain
        for column, domain in OF_AN_ARM.items()
        for arm in ("", "_comparator")
    }
    return FrameRules(
        KIND,
        ("row_type", "label", "estimate", "low", "high", *further),
        codes={"row_type": ROW_TYPES},
        numbers={**interval_numbers(measure), **arms, "weight": NOT_NEGATIVE},
        intervals=(("low", "estimate", "high"),),
        parts=ARMS,
        flags=("comparator",),
    )


def _limits(measure: Measure, limits: Any) -> Iterator[str]:
    if limits is None:
        return
    for limit in limits:
        check_argument(limit, NUMBER, "limits", KIND)
    if not limits[0] < limits[1]:
        yield f"limits {limits} must ascend"
    if measure.log and limits[0] <= 0:
        yield f"limits {limits} of a logarithmic axis must lie above 0"


def _further(lights: Mapping[str, str], frame: pd.DataFrame) -> Iterator[str]:
    for column in lights:
        yield from unknown_judgements(frame, column)
    yield from _prediction_rules(frame)
    yield from _summaries(frame)


def _prediction_rules(frame: pd.DataFrame) -> Iterator[str]:
    notes = frame["note"] if "note" in frame else [None] * len(frame)
    for i, (kind, note) in enumerate(zip(frame["row_type"], notes, strict=True)):
        if kind == "prediction" and missing(note):
            yield (
                f"{place(frame, i, 'note')}: the prediction interval lacks its rule; name it, "
                "such as 't distribution, k − 2 degrees of freedom'"
            )


def _summaries(frame: pd.DataFrame) -> Iterator[str]:
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


def _pooled(frame: pd.DataFrame, summary: dict) -> pd.DataFrame:
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
