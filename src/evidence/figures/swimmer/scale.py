"""Where a swimmer plot's rows stand: on the scale of days where a day is
known, else in order only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evidence.figures.canvas.check_frame import missing

if TYPE_CHECKING:
    import pandas as pd

BREAK_GAP_PT, EARLY_PART = 9.0, 0.5


@dataclass(frozen=True, slots=True)
class Place:
    """One step of a lane on the page: where, from where to where it may be, and how that is known.

    ``how`` is ``day`` (a day is known, maybe as a span), ``between`` (only the order is
    known, and a known day follows) or ``order`` (only the order is known, nothing follows).
    """

    x: float
    low: float
    high: float
    how: str
    reported: bool

    @property
    def exact(self) -> bool:
        """Whether the very day is reported."""
        return self.reported and self.how == "day" and self.high == self.low


@dataclass(frozen=True, slots=True)
class Scale:
    """Days and order in points; a break lets the first weeks be wider than the rest."""

    left: float
    right: float
    last_day: float
    break_day: float | None
    zone_left: float
    zone_right: float
    slots: int
    first_day: float = 0.0

    def x(self, day: float) -> float:
        """Return where a day stands.

        >>> Scale(0, 109, 200, None, 120, 160, 2).x(100)
        54.5
        """
        if self.break_day is None:
            days = self.last_day - self.first_day
            return self.left + (self.right - self.left) * (day - self.first_day) / days
        early = EARLY_PART * (self.right - self.left - BREAK_GAP_PT)
        if day <= self.break_day:
            return self.left + early * day / self.break_day
        late = self.right - self.left - BREAK_GAP_PT - early
        part = (day - self.break_day) / (self.last_day - self.break_day)
        return self.left + early + BREAK_GAP_PT + late * part

    def slot(self, number: int) -> float:
        """Return where the n-th undated step (from 1) of a lane stands in the zone
        of order only.
        """
        return self.zone_left + (self.zone_right - self.zone_left) * (number - 0.5) / max(
            self.slots, 1
        )


def last_day(frame: pd.DataFrame) -> float:
    """Return the last day of the axis: the latest that any row may mean, at least four weeks."""
    return max([28.0, *frame["day_high"].dropna()])


def known_days(frame: pd.DataFrame) -> tuple[float, float]:
    """Return first and last day of an axis without an index therapy: day 0 and every known day."""
    days = [0.0, *frame["day_low"].dropna(), *frame["day_high"].dropna()]
    return min(days), max(days) if max(days) > min(days) else min(days) + 1.0


def undated_after(rows: pd.DataFrame) -> list[float]:
    """Return a lane's steps that follow its last known day and have none themselves, in order."""
    known = rows.loc[rows["day_low"].notna(), "step"]
    after = rows.loc[rows["step"].notna() & ~rows["step"].isin(known), "step"]
    return sorted(set(after[after > known.max()] if len(known) else after))


def places(rows: pd.DataFrame, scale: Scale) -> dict[float, Place]:
    """Return the place of every step of one lane."""
    found = _dated(rows, scale)
    known = sorted(found)
    found |= {step: _slot(number, scale) for number, step in enumerate(undated_after(rows), 1)}
    waiting = sorted(set(rows["step"].dropna()) - set(found))
    for before, after in zip([None, *known], known, strict=False):
        inside = [step for step in waiting if (before is None or step > before) and step < after]
        low = scale.left if before is None else found[before].high
        high = max(found[after].low, low)
        for number, step in enumerate(inside, 1):
            found[step] = Place(
                low + (high - low) * number / (len(inside) + 1), low, high, "between", False
            )
    return found


def _dated(rows: pd.DataFrame, scale: Scale) -> dict[float, Place]:
    found: dict[float, Place] = {}
    for row in rows[rows["day_low"].notna()].itertuples():
        # What happened before the first day of the axis stands at its edge.
        # The middle is taken in days: on the page a break of the axis would shift it.
        days = ((row.day_low + row.day_high) / 2, row.day_low, row.day_high)
        x, low, high = (scale.x(max(day, scale.first_day)) for day in days)
        found.setdefault(row.step, Place(x, low, high, "day", row.basis == "reported"))
    return found


def _slot(number: int, scale: Scale) -> Place:
    x = scale.slot(number)
    return Place(x, x, x, "order", False)


def ticks(scale: Scale) -> list[float]:
    """Return the days that are labelled: weeks before the break, round days after it."""
    if scale.break_day is None:
        return _round_ticks(scale.first_day, scale.last_day, 6)
    weeks = max(7.0, 7.0 * math.ceil(scale.break_day / 7 / 4))
    early = [day for day in _steps(0.0, scale.break_day, weeks) if day <= scale.break_day]
    late = [
        day
        for day in _round_ticks(scale.break_day, scale.last_day, 4)
        if day > scale.break_day * 1.3
    ]
    return early + late


def _round_ticks(low: float, high: float, most: int) -> list[float]:
    rough = max((high - low) / most, 1.0)
    power = 10 ** math.floor(math.log10(rough))
    steps = (part * power for part in (1, 2, 2.5, 5, 10))
    step = next(step for step in steps if step >= rough and step % 1 == 0)
    return _steps(math.ceil(low / step) * step, high, step)


def _steps(low: float, high: float, step: float) -> list[float]:
    return [low + step * i for i in range(int((high - low) / step + 1e-9) + 1)]


def known(value: Any) -> bool:
    """Return whether a day is known."""
    return not missing(value)
