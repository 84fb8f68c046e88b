"""Intervals of proportions and rates, one arm or two."""

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
from evidence.synthesis.proportions.rate_interval import rate_interval
from evidence.synthesis.proportions.two_by_two import two_arm_interval

__all__ = [
    "agresti_coull",
    "arm_intervals",
    "blaker",
    "clopper_pearson",
    "compare_arms",
    "jeffreys",
    "mid_p",
    "rate_interval",
    "two_arm_interval",
    "wilson",
    "wilson_corrected",
]
