"""What a swimmer plot is drawn from: columns, codes, and the refusals of a frame that cannot be
drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from evidence.figures.canvas.check_frame import (
    FrameError,
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
OTHER, NOTHING, DOSE, SERIES = "other_therapy", "follow_up", "dose", "dose_series"
# The colour and the hatches of further phases, and shape, size (part of a track's) and colour of
# further events, in the order in which they are named.
PHASE_SIGNS = (("sky", "black"), ("green", "white"), ("purple", "white"), ("orange", "black"))
ONLY_PHASE_SIGNS = (("blue", "white"), *PHASE_SIGNS, ("yellow", "black"), ("vermillion", "white"))
EVENT_SIGNS = (
    ("h", 1.0, "sky"),
    ("*", 1.5, "green"),
    ("^", 1.05, "yellow"),
    ("X", 1.1, "vermillion"),
    ("P", 1.0, "orange"),
    ("v", 1.0, "purple"),
    ("D", 0.85, "blue"),
    ("s", 0.9, "black"),
)
SITE_SIGNS = ("o", "D", "s", "p", "^", "v")
RESULTS = {  # words, fill
    "absent": ("no disease found", "open"),
    "reduced": ("less disease found", "half"),
    "present": ("disease found", "full"),
    "not_evaluable": ("not evaluable", "open"),
}
NO_WORDS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Signs:
    """The words and the signs of a swimmer plot.

    ``index`` is empty where there is no index therapy. ``phases`` gives each kind its words, its
    colour and that of its hatches; ``events`` words, shape, size and colour; ``sites`` words and
    shape. ``unit`` is that of time; ``axis`` the title of its axis.
    """

    index: str
    phases: Mapping[str, tuple[str, str | None, str]]
    events: Mapping[str, tuple[str, Any, float, str]]
    sites: Mapping[str, tuple[str, str]]
    unit: str = "day"
    axis: str = ""

    @classmethod
    def of(
        cls,
        index: str,
        phases: Mapping[str, str],
        events: Mapping[str, str],
        sites: Mapping[str, str],
        unit: str = "day",
        axis: str = "",
    ) -> Signs:
        """Signs for the kinds that are named, in their order.

        Raises :class:`FrameError` where there are more kinds than signs.
        """
        further = _signed("events", events, EVENT_SIGNS)
        named_sites = _signed("sites", sites, tuple((shape,) for shape in SITE_SIGNS))
        if not index:
            bars = _signed("bars", phases, ONLY_PHASE_SIGNS)
            return cls("", bars, further, named_sites, unit, axis or f"{unit.capitalize()}s")
        doses = {
            DOSE: (f"dose of {index}", 2, 0.75, "black"),
            SERIES: ("series of doses", 2, 0.75, "black"),
        }
        named = {
            "index": (index, "blue", "white"),
            **_signed("bars", phases, PHASE_SIGNS),
            OTHER: ("other therapy", "yellow", "black"),
            NOTHING: ("no therapy reported", None, "0.7"),
        }
        title = axis or f"{unit.capitalize()}s from the first dose of {index}"
        return cls(index, named, {**doses, **further}, named_sites, unit, title)


def _signed(what: str, words: Mapping[str, str], signs: tuple[Any, ...]) -> dict[str, Any]:
    if len(words) > len(signs):
        raise FrameError(
            f"a swimmer plot tells {len(signs)} kinds of {what} apart; "
            f"found {len(words)}: {', '.join(words.values())}"
        )
    return {kind: (text, *sign) for (kind, text), sign in zip(words.items(), signs, strict=False)}


ENDS = ("alive", "dead", "not_reported")
BASES = ("reported", "derived", "inferred", "unknown")


RULES = FrameRules(
    "a swimmer plot",
    COLUMNS,
    codes={"row_type": ROW_TYPES},
    numbers={"step": NUMBER, "until_step": NUMBER, "day_low": NUMBER, "day_high": NUMBER},
    name="lane",
)


def check(frame: pd.DataFrame, signs: Signs) -> None:
    """Raise :class:`FrameError` with everything that keeps the frame from being drawn."""
    check_frame(frame, RULES, partial(_further, signs))


def _further(signs: Signs, frame: pd.DataFrame) -> Iterator[str]:
    kinds_of_rows: dict[str, Collection[str]] = {
        "phase": signs.phases,
        "event": signs.events,
        "response": signs.sites,
        "end": ENDS,
    }
    for row_type, kinds in kinds_of_rows.items():
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
