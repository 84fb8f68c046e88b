"""What a specification curve is drawn from, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from evidence.figures.canvas.check_frame import FrameRules, check_frame
from evidence.figures.canvas.domain import NUMBER, POSITIVE, Domain
from evidence.figures.canvas.measures import Measure, measure_named

if TYPE_CHECKING:
    import pandas as pd

KIND = "a specification curve"


def check(frame: pd.DataFrame, measure: str, choices: dict[str, str]) -> Measure:
    """Return the measure, or raise :class:`FrameError` for what cannot be in the curve."""
    kind = measure_named(measure, KIND)
    rules = FrameRules(
        KIND,
        ("estimate", "low", "high", *choices),
        numbers=_numbers(kind),
        intervals=(("low", "estimate", "high"),),
        flags=("main",),
    )
    check_frame(frame, rules)
    return kind


def _numbers(kind: Measure) -> dict[str, Domain]:
    """Return what estimates and limits can be.

    Some analyses pool proportions untransformed: their limits may lie below 0 or above 1, and
    that is what such an analysis gives.
    """
    limit = POSITIVE if kind.log else NUMBER
    limits = dict.fromkeys(("low", "high"), replace(limit, infinite=True))
    return {"estimate": kind.domain, **limits}


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the analyses with an estimate, the lowest first."""
    return (
        frame[frame["estimate"].notna()]
        .sort_values("estimate", kind="stable")
        .reset_index(drop=True)
    )


def main_analysis(ordered: pd.DataFrame) -> np.ndarray:
    """Return which rows are the main analysis."""
    if "main" not in ordered:
        return np.zeros(len(ordered), dtype=bool)
    return ordered["main"].fillna(False).to_numpy(dtype=bool)
