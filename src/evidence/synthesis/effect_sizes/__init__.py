"""From counts, means or reported intervals to effects and their variances."""

from evidence.synthesis.effect_sizes.absolute_effect import absolute_effect, number_needed
from evidence.synthesis.effect_sizes.back_transform import back_transform, back_transformed
from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes, generic_effects
from evidence.synthesis.effect_sizes.from_interval import effects_from_interval
from evidence.synthesis.effect_sizes.from_reported import (
    ratio_from_observed_minus_expected,
    ratio_from_p,
    ratio_from_p_and_events,
)
from evidence.synthesis.effect_sizes.measures import MEASURES, measure_named

__all__ = [
    "MEASURES",
    "absolute_effect",
    "back_transform",
    "back_transformed",
    "effect_sizes",
    "effects_from_interval",
    "generic_effects",
    "measure_named",
    "number_needed",
    "ratio_from_observed_minus_expected",
    "ratio_from_p",
    "ratio_from_p_and_events",
]
