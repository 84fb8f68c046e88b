"""What a swimmer plot is drawn from: columns, codes, and the refusals of a frame that cannot be
drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from evidence.figures.canvas.check_frame import (
    FrameRules,
    check_frame,
    missing,
    place,
    wrong_codes,
)
from evidence.figures.canvas.domain import NUMBER

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("lane", "row_type", "kind", "result", "step", "day_low", "day_high", "basis", "sources")
ROW_TYPES = ("lane", "phase", "event", "response", "end", "bound")
# Phase: its words, its colour, the colour of its hatches.
PHASES = {
    "index": ("inotuzumab", "blue", "white"),
    "car_t": ("CAR T cells, until the next therapy", "sky", "black"),
    "transplant": ("after transplant", "green", "white"),
    "other_therapy": ("other therapy", "yellow", "black"),
    "follow_up": ("no therapy reported", None, "0.7"),
}
EVENTS: dict[
    str, tuple[str, Any, float, str]
] = {  # words, shape, size as a part of a track's, colour
    "dose": ("inotuzumab dose", 2, 0.75, "black"),
    "dose_series": ("series of doses, days not reported", 2, 0.75, "black"),
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
BASES = ("printed", "derived", "inferred", "unknown")


RULES = FrameRules(
    "a swimmer plot",
    COLUMNS,
    codes={"row_type": ROW_TYPES},
    numbers={"step": NUMBER, "until_step": NUMBER, "day_low": NUMBER, "day_high": NUMBER},
    name="lane",
)
# What the column kind may hold in rows of each type.
KINDS_OF_ROWS: dict[str, Collection[str]] = {
    "phase": PHASES,
    "event": EVENTS,
    "response": COMPARTMENTS,
    "end": ENDS,
}


def check(frame: pd.DataFrame) -> None:
    """Raise :class:`FrameError` with everything that keeps the frame from being drawn."""
    check_frame(frame, RULES, _further)


def _further(frame: pd.DataFrame) -> Iterator[str]:
    for row_type, kinds in KINDS_OF_ROWS.items():
        yield from wrong_codes(frame, "kind", kinds, frame["row_type"] == row_type, "lane")
    responses = frame["row_type"] == "response"
    yield from wrong_codes(frame, "result", RESULTS, responses, "lane")
    yield from wrong_codes(frame, "basis", BASES, ~frame["basis"].map(missing), "lane")
    steps = set(zip(frame["lane"], frame["step"], strict=True))
    for i in np.flatnonzero(frame["row_type"] == "phase").tolist():
        until = frame["until_step"].iloc[i] if "until_step" in frame else None
        if (frame["lane"].iloc[i], until) not in steps:
            yield (
                f"{place(frame, i, 'until_step', 'lane')}: {until!r}; allowed: a step of the lane, "
                "at which the phase ends"
            )
    for i, row in enumerate(frame.itertuples()):
        if row.row_type != "lane":
            yield from _wrong_days(frame, i, row)


def _wrong_days(frame: pd.DataFrame, i: int, row: Any) -> Iterator[str]:
    if missing(row.step):
        yield f"{place(frame, i, 'step', 'lane')}: is missing; it gives the order within the lane"
    if missing(row.day_low) != missing(row.day_high):
        yield (
            f"{place(frame, i, 'day_low', 'lane')}: day_low and day_high must both be given or "
            "both be missing"
        )
    elif not missing(row.day_low) and row.day_low > row.day_high:
        yield (
            f"{place(frame, i, 'day_low', 'lane')}: {row.day_low:g} is after "
            f"day_high {row.day_high:g}"
        )


def lanes(frame: pd.DataFrame) -> list[str]:
    """Return the lanes from top to bottom: in the order in which they first appear."""
    return list(dict.fromkeys(frame["lane"]))
