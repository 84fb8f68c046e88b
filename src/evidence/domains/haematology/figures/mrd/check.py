"""What MRD trajectories are drawn from: columns, codes, and the refusals of a frame that cannot be
drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import (
    FrameRules,
    check_frame,
    missing,
    place,
    without_words,
)
from evidence.figures.canvas.domain import NUMBER, POSITIVE, PROPORTION

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "patient",
    "panel",
    "scale",
    "period",
    "step",
    "state",
    "value",
    "sensitivity",
    "label",
    "sources",
)
PERIODS = {
    "before": "Before {index}",
    "baseline": "Baseline",
    "during": "After the first dose of {index}",
    "after_transplant": "After a transplant that followed",
}
SCALES = ("share", "ratio")
# State: whether the symbol is filled, and whether it needs a level.
STATES = {
    "level": ("full", True),
    "at_or_above": ("full", True),
    "below": ("open", True),
    "not_detected": ("open", False),
    "detected": ("full", False),
    "term_only": (None, False),
}
THRESHOLD = 1e-4


RULES = FrameRules(
    "an MRD plot",
    COLUMNS,
    codes={"period": PERIODS, "state": STATES, "scale": SCALES},
    numbers={"step": NUMBER, "value": POSITIVE, "sensitivity": POSITIVE},
    name="patient",
)


def check(frame: pd.DataFrame) -> None:
    """Raise :class:`FrameError` with everything that keeps the frame from being drawn."""
    check_frame(frame, RULES, _further)


def _further(frame: pd.DataFrame) -> Iterator[str]:
    yield from without_words(frame, "step", "patient")
    for i, row in enumerate(frame.itertuples()):
        if STATES[row.state][1] and missing(row.value):
            yield f"{place(frame, i, 'value', 'patient')}: is missing; state {row.state} needs it"
        for column in ("value", "sensitivity"):
            cell = getattr(row, column)
            if row.scale == "share" and not missing(cell) and not PROPORTION.holds(cell):
                yield (
                    f"{place(frame, i, column, 'patient')}: {cell:g} is more than all cells; "
                    "allowed: a share above 0, at most 1"
                )
    for panel, rows in frame.groupby("panel", sort=False):
        if rows["scale"].nunique() > 1:
            yield (
                f"column panel: {panel!r} mixes shares of cells and ratios; "
                "give ratios a panel of their own"
            )
