"""The band of a timeline: days in points, on two scales that meet at the first dose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import line
from evidence.figures.canvas.text import shortened, width_pt

if TYPE_CHECKING:
    import pandas as pd

YEAR = 365.25  # days, Julian
BEFORE_PART = 0.34  # of the width, for the time before the first dose
DAY_STEPS = (7, 14, 28, 50, 100, 200, 500, 1000, 2000, 5000)
MOST_TICKS, GAP_PT = 6, 3.0


@dataclass(frozen=True, slots=True)
class Band:
    """Days in points. The time before day 0 and the time after it each have their own scale, the
    same in all cases.

    >>> band = Band(0, 30, 100, -1000, 350)
    >>> band.x(-1000), band.x(0), band.x(350)
    (0.0, 30.0, 100.0)
    """

    left: float
    zero: float
    right: float
    first: float
    last: float

    @classmethod
    def of(cls, frame: pd.DataFrame, left: float, right: float) -> Band:
        """The band on which every known day of a frame lies."""
        known = frame[frame["day_low"].notna()]
        first = min(0.0, *known["day_low"], 0.0)
        last = max(28.0, *known["day_high"], 28.0)
        zero = left + (BEFORE_PART * (right - left) if first < 0 else 0.0)
        return cls(left, zero, right, first, last)

    def x(self, day: float) -> float:
        """Where a day lies."""
        if day < 0:
            return self.zero - (self.zero - self.left) * day / self.first
        return self.zero + (self.right - self.zero) * day / self.last

    def middle(self, row: dict) -> float:
        """Where the middle day of those on which an event may have been lies.

        >>> Band(0, 30, 100, -60, 140).middle({"day_low": -20, "day_high": 160})
        65.0
        """
        return self.x((row["day_low"] + row["day_high"]) / 2)


def draw_axis(page: Page, band: Band, y: float, index: str) -> None:
    """Draw the axis under all bands, in years before the first dose and in days after it."""
    style = current()
    size = style.small_pt
    line(page, [band.left, band.right], [y, y], 0.6, style.muted, gid="axis")
    for day, words in [*_years(band), *_days(band)]:
        x = band.x(day)
        line(page, [x, x], [y, y - 3], 0.6, style.muted, gid="tick")
        page.text(x, y - 3 - 0.7 * size, words, size, align="center", gid="tick label")
    below = y - 3 - 1.9 * size
    if band.first < 0:
        words = shortened("Years before", band.zero - band.left - 4, size)
        page.text(band.left, below, words, size, gid="axis name")
    words = f"Days from the first dose of {index}"
    width = band.right - band.zero
    page.text(band.zero, below, shortened(words, width, size), size, gid="axis name")


def _years(band: Band) -> list[tuple[float, str]]:
    years = int(-band.first // YEAR)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if years / step <= MOST_TICKS - 2)
    return [(-YEAR * year, f"−{year}") for year in range(step, years + 1, step)]


def _days(band: Band) -> list[tuple[float, str]]:
    step = next((step for step in DAY_STEPS if band.last / step <= MOST_TICKS), DAY_STEPS[-1])
    return [(day, f"{day}") for day in range(0, int(band.last) + 1, step)]


def draw_numbers(page: Page, rows: pd.DataFrame, band: Band, y: float) -> None:
    """Write over the band the numbers that its events have in the list; events too close for
    their own number share one label.
    """
    listed = rows[rows["listed"].astype(bool)].to_dict("records")
    known = [
        (band.middle(row), number)
        for number, row in enumerate(listed, 1)
        if row["day_low"] == row["day_low"]
    ]
    size = current().small_pt
    for group in _labels(sorted(known), band.left - 4, page.width_pt - 3, size):
        page.text(group.x, y, group.words, size, align="center", gid="number")


@dataclass(frozen=True, slots=True)
class _Label:
    """Events close to each other, with the label that they share."""

    events: tuple[tuple[float, int], ...]
    low: float
    high: float
    size: float

    @property
    def words(self) -> str:
        return _ranges(sorted(number for _, number in self.events))

    @property
    def half(self) -> float:
        return width_pt(self.words, self.size) / 2

    @property
    def x(self) -> float:
        middle = (self.events[0][0] + self.events[-1][0]) / 2
        return min(max(middle, self.low + self.half), self.high - self.half)

    def meets(self, following: _Label) -> bool:
        return self.x + self.half + GAP_PT > following.x - following.half


def _labels(
    events: Sequence[tuple[float, int]], low: float, high: float, size: float
) -> list[_Label]:
    labels: list[_Label] = []
    for event in events:
        labels.append(_Label((event,), low, high, size))
        while len(labels) > 1 and labels[-2].meets(labels[-1]):
            last = labels.pop()
            labels[-1] = _Label(labels[-1].events + last.events, low, high, size)
    return labels


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers as short as they can be written.

    >>> _ranges([1, 2, 3, 5]), _ranges([4, 5])
    ('1–3, 5', '4, 5')
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs
    )
