"""Intervals of proportions, one arm or two."""

from evidence.synthesis.proportions.compare_arms import arm_intervals, compare_arms
from evidence.synthesis.proportions.intervals import (
    agresti_coull,
    blaker,
    clopper_pearson,
    jeffreys,
    mid_p,
    wilson,
    wilson_corrected,
)

__all__ = [
    "agresti_coull",
    "arm_intervals",
    "blaker",
    "clopper_pearson",
    "compare_arms",
    "jeffreys",
    "mid_p",
    "wilson",
    "wilson_corrected",
]
