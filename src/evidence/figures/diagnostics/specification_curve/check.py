"""What the strips of a multiverse analysis are drawn from, and what they refuse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from evidence.figures.canvas.check_frame import FrameRules, check_frame, missing
from evidence.figures.canvas.domain import COUNT, NUMBER, POSITIVE, Domain
from evidence.figures.canvas.measures import Measure, measure_named
from evidence.figures.canvas.text import one_line

if TYPE_CHECKING:
    import pandas as pd

KIND = "a specification curve"
MOST_MAIN = 1


@dataclass(frozen=True, slots=True)
class Strip:
    """The analyses that made one choice.

    ``analyses`` are those with an estimate, ``main`` whether the main analysis is among them;
    ``alone`` is the analysis that differs from the main one in this choice only, the main one
    itself in its own strips, and None where there is no such analysis.
    """

    choice: str
    value: str
    analyses: pd.DataFrame
    main: bool
    alone: pd.Series | None

    @property
    def studies(self) -> str:
        """How many studies the analyses pool, where the frame says so."""
        if "k" not in self.analyses or self.analyses["k"].isna().all():
            return ""
        ends = sorted({int(k) for k in self.analyses["k"].dropna()})
        return f"{ends[0]}" if len(ends) == 1 else f"{ends[0]} to {ends[-1]}"

    @property
    def median(self) -> float:
        """The median of the estimates."""
        return float(self.analyses["estimate"].median())

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest estimate."""
        return float(self.analyses["estimate"].min()), float(self.analyses["estimate"].max())


def check(frame: pd.DataFrame, measure: str, choices: Mapping[str, str]) -> Measure:
    """Return the measure, or raise :class:`FrameError` for what cannot be among the analyses."""
    kind = measure_named(measure, KIND)
    rules = FrameRules(
        KIND,
        ("estimate", "low", "high", *choices),
        numbers={**_numbers(kind), "k": COUNT},
        intervals=(("low", "estimate", "high"),),
        flags=("main",),
    )
    check_frame(frame, rules, _several_main)
    return kind


def _several_main(frame: pd.DataFrame) -> Iterator[str]:
    found = int(main_analysis(frame).sum())
    if found > MOST_MAIN:
        yield f"column main: {found} analyses are true; allowed: at most {MOST_MAIN}"


def _numbers(kind: Measure) -> dict[str, Domain]:
    """Return what estimates and limits can be.

    Some analyses pool proportions untransformed: their limits may lie below 0 or above 1, and
    that is what such an analysis gives.
    """
    limit = POSITIVE if kind.log else NUMBER
    limits = dict.fromkeys(("low", "high"), replace(limit, infinite=True))
    return {"estimate": kind.domain, **limits}


def main_analysis(frame: pd.DataFrame) -> np.ndarray:
    """Return which rows are the main analysis."""
    if "main" not in frame:
        return np.zeros(len(frame), dtype=bool)
    return frame["main"].eq(True).to_numpy(dtype=bool)


def strips_of(frame: pd.DataFrame, choices: Mapping[str, str]) -> list[Strip]:
    """Return one strip for each value of each choice, in order of appearance."""
    known = frame[frame["estimate"].notna()].reset_index(drop=True)
    found = []
    for column in choices:
        for value in dict.fromkeys(known[column]):
            if not missing(value):
                found.append(_strip(known, column, value, choices))
    return found


def _strip(known: pd.DataFrame, column: str, value: object, choices: Mapping[str, str]) -> Strip:
    analyses = known[known[column] == value].reset_index(drop=True)
    main = known[main_analysis(known)]
    alone = None
    if len(main):
        others = [name for name in choices if name != column]
        same = (analyses[others].eq(main.iloc[0][others])).all(axis=1)
        alone = analyses[same].iloc[0] if same.any() else None
        is_main = main_analysis(analyses)
        alone = analyses[is_main].iloc[0] if is_main.any() else alone
    return Strip(column, one_line(value), analyses, bool(main_analysis(analyses).any()), alone)
