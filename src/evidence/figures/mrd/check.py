"""What MRD trajectories are drawn from: columns, codes, and the refusals of a frame that cannot be
drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import FrameError, allow, missing, require, require_rows

if TYPE_CHECKING:
    import pandas as pd

KIND = "an MRD plot"
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
    "before": "Before inotuzumab",
    "baseline": "Baseline",
    "during": "After the first dose of inotuzumab",
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


def check(frame: pd.DataFrame) -> None:
    """Raise :class:`FrameError` with everything that keeps the frame from being drawn."""
    require(frame, COLUMNS, KIND)
    require_rows(frame, KIND)
    allow(frame, "period", PERIODS, KIND)
    allow(frame, "state", STATES, KIND)
    allow(frame, "scale", SCALES, KIND)
    wrong = [
        f"row {i} ({row.patient}): {words}"
        for i, row in enumerate(frame.itertuples())
        for words in _faults(row)
    ]
    mixed = [
        panel for panel, rows in frame.groupby("panel", sort=False) if rows["scale"].nunique() > 1
    ]
    wrong += [
        f"panel {panel!r} mixes shares of cells and ratios: give ratios a panel of their own"
        for panel in mixed
    ]
    if wrong:
        raise FrameError(f"{KIND}: {'; '.join(wrong)}")


def _faults(row) -> list[str]:
    parts = []
    if missing(row.step):
        parts.append("step is missing; it gives the order within the patient")
    needs = STATES[row.state][1]
    if needs and (missing(row.value) or not row.value > 0):
        parts.append(f"state {row.state} needs a value above 0, found {row.value!r}")
    if row.scale == "share" and not missing(row.value) and row.value > 1:
        parts.append(f"value {row.value:g} is more than all cells; a share lies between 0 and 1")
    if not missing(row.sensitivity) and not row.sensitivity > 0:
        parts.append(f"sensitivity {row.sensitivity!r} must be above 0")
    return parts


def where(row) -> str:
    """Return where a result stands: ``axis``, or the band ``detected``, ``not_detected`` or
    ``term_only``.
    """
    if STATES[row.state][1] or (row.state == "not_detected" and not missing(row.sensitivity)):
        return "axis"
    return row.state


def level(row) -> float:
    """Return where on the axis a result stands: its value, or the detection limit it lies below."""
    return row.value if STATES[row.state][1] else row.sensitivity
