"""What a swimmer plot is drawn from: columns, codes, and the refusals of a frame that cannot be
drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import FrameError, allow, missing, require, require_rows

if TYPE_CHECKING:
    import pandas as pd

KIND = "a swimmer plot"
COLUMNS = ("lane", "row_type", "kind", "result", "step", "day_low", "day_high", "basis", "sources")
ROW_TYPES = ("lane", "phase", "event", "response", "end", "bound")
# Phase: its words, its colour, the colour of its hatches.
PHASES = {
    "inotuzumab": ("inotuzumab", "blue", "white"),
    "car_t": ("CAR T cells, until the next therapy", "sky", "black"),
    "transplant": ("after transplant", "green", "white"),
    "other_therapy": ("other therapy", "yellow", "black"),
    "follow_up": ("no therapy reported", None, "0.7"),
}
EVENTS = {  # words, shape, size as a part of a track's, colour
    "dose": ("inotuzumab dose", 2, 0.75, "black"),
    "car_t": ("CAR T-cell infusion", "h", 1.0, "sky"),
    "transplant": ("transplant (HSCT)", "*", 1.5, "green"),
    "vod_sos": ("VOD/SOS", "^", 1.05, "yellow"),
    "relapse": ("relapse or progression", "X", 1.1, "vermillion"),
    "other_therapy": ("intrathecal therapy or radiotherapy", "P", 1.0, "orange"),
}
COMPARTMENTS = {
    "marrow": ("marrow", "o"),
    "mrd": ("MRD", "D"),
    "extramedullary": ("extramedullary", "s"),
    "cns": ("CNS", "p"),
}
RESULTS = {  # words, fill
    "absent": ("no leukaemia found (remission, negative, complete response)", "open"),
    "reduced": ("less (partial response, or MRD detected below 10⁻⁴)", "half"),
    "present": ("leukaemia found (no remission, positive, progression)", "full"),
    "not_evaluable": ("response not evaluable at that site", "open"),
}
ENDS = ("alive", "dead", "not_reported")
BASES = ("printed", "inferred", "unknown")


def check(frame: pd.DataFrame) -> None:
    """Raise :class:`FrameError` with everything that keeps the frame from being drawn."""
    require(frame, COLUMNS, KIND)
    require_rows(frame, KIND)
    allow(frame, "row_type", ROW_TYPES, KIND)
    for row_type, kinds in (
        ("phase", PHASES),
        ("event", EVENTS),
        ("response", COMPARTMENTS),
        ("end", ENDS),
    ):
        allow(frame[frame["row_type"] == row_type], "kind", kinds, KIND)
    allow(frame[frame["row_type"] == "response"], "result", RESULTS, KIND)
    allow(frame[~frame["basis"].map(missing)], "basis", BASES, KIND)
    _check_days(frame)


def _check_days(frame: pd.DataFrame) -> None:
    shown = frame[frame["row_type"] != "lane"]
    wrong = [
        f"row {row.Index} ({row.lane}): {words}"
        for row in shown.itertuples()
        for words in _faults(row)
    ]
    if wrong:
        raise FrameError(f"{KIND}: {'; '.join(wrong)}")


def _faults(row) -> list[str]:
    parts = []
    if missing(row.step):
        parts.append("step is missing; it gives the order within the lane")
    if missing(row.day_low) != missing(row.day_high):
        parts.append("day_low and day_high must both be given or both be missing")
    elif not missing(row.day_low) and row.day_low > row.day_high:
        parts.append(f"day_low {row.day_low:g} is after day_high {row.day_high:g}")
    return parts


def lanes(frame: pd.DataFrame) -> list[str]:
    """Return the lanes from top to bottom: in the order in which they first appear."""
    return list(dict.fromkeys(frame["lane"]))
