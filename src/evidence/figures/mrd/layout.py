"""The page of an MRD plot: periods across, panels down, each with its logarithmic axis and its
bands.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evidence.figures.mrd.check import PERIODS, THRESHOLD, level, where

if TYPE_CHECKING:
    import pandas as pd

DECADE_PT, BAND_PT, PANEL_HEAD_PT, PANEL_GAP_PT = 13.0, 12.0, 15.0, 7.0
BANDS = {
    "detected": "detected, no level",
    "not_detected": "not detected, limit not stated",
    "term_only": "term only, no result",
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the periods and the results within them stand, from left to right, in points."""

    edges: dict[str, tuple[float, float]]
    order: dict[str, dict[tuple[str, float], int]]
    slot: float
    patients: tuple[str, ...]

    def x(self, patient: str, period: str, step: float) -> float:
        """Return where a patient's result stands: its turn within the period, patients side by
        side.
        """
        left = self.edges[period][0]
        count = len(self.patients)
        aside = (
            0.0
            if count == 1
            else (self.patients.index(patient) / (count - 1) - 0.5) * 0.72 * self.slot
        )
        return left + (self.order[period][patient, step] + 0.5) * self.slot + aside


def columns(frame: pd.DataFrame, left: float, right: float) -> Columns:
    """Return the periods that occur, each as wide as the longest series in it."""
    order, sizes = {}, {}
    for period in PERIODS:
        rows = frame[frame["period"] == period]
        if len(rows):
            turns: dict[tuple[str, float], int] = {}
            for patient, results in rows.groupby("patient", sort=False):
                turns |= {
                    (patient, step): turn for turn, step in enumerate(sorted(set(results["step"])))
                }
            order[period], sizes[period] = turns, 1 + max(turns.values())
    slot = (right - left) / math.fsum(sizes.values())
    edges, x = {}, left
    for period, size in sizes.items():
        edges[period] = (x, x + size * slot)
        x += size * slot
    return Columns(edges, order, slot, tuple(dict.fromkeys(frame["patient"])))


@dataclass(frozen=True, slots=True)
class Panel:
    """One assay's panel: its rows, and where its axis and its bands stand, in points from below."""

    name: str
    rows: pd.DataFrame
    scale: str
    top: float
    axis: tuple[float, float] | None
    decades: tuple[int, int]
    bands: dict[str, float]
    bottom: float

    def y(self, value: float) -> float:
        """Return the height of a level on the logarithmic axis."""
        low, high = self.decades
        bottom, top = self.axis or (math.nan, math.nan)
        return bottom + (top - bottom) * (math.log10(value) - low) / (high - low)

    def height(self, row: Any) -> float:
        """Return the height of a result: on the axis, or in the band of those without a level."""
        place = where(row)
        return self.y(level(row)) if place == "axis" else self.bands[place]


def decades(rows: pd.DataFrame, scale: str) -> tuple[int, int]:
    """Return the powers of ten between which a panel's axis runs."""
    values = [level(row) for row in rows.itertuples() if where(row) == "axis"]
    values += [THRESHOLD] if scale == "share" else []
    return math.floor(math.log10(min(values)) - 0.15), math.ceil(math.log10(max(values)) + 0.15)


def panel_height(rows: pd.DataFrame, span: tuple[int, int]) -> float:
    """Return how high a panel is: heading, axis if any result has a level, bands that occur."""
    places = [where(row) for row in rows.itertuples()]
    axis = (span[1] - span[0]) * DECADE_PT + 6 if "axis" in places else 0.0
    return (
        PANEL_HEAD_PT
        + axis
        + BAND_PT * len({place for place in places if place != "axis"})
        + PANEL_GAP_PT
    )


def panel(name: str, rows: pd.DataFrame, span: tuple[int, int], top: float) -> Panel:
    """Lay one panel out below a height."""
    places = [where(row) for row in rows.itertuples()]
    y, bands, axis = top - PANEL_HEAD_PT, {}, None
    if "detected" in places:
        bands["detected"] = y - BAND_PT / 2
        y -= BAND_PT
    if "axis" in places:
        height = (span[1] - span[0]) * DECADE_PT
        axis = (y - 3 - height, y - 3)
        y -= height + 6
    for band in ("not_detected", "term_only"):
        if band in places:
            bands[band] = y - BAND_PT / 2
            y -= BAND_PT
    return Panel(name, rows, rows["scale"].iloc[0], top, axis, span, bands, y)
