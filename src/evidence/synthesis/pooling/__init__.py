"""Common- and random-effects models, heterogeneity and prediction intervals."""

from evidence.synthesis.pooling.mantel_haenszel import mantel_haenszel, peto
from evidence.synthesis.pooling.pool import common_effect, pool
from evidence.synthesis.pooling.prediction_interval import (
    prediction_interval,
    prediction_intervals,
    probability_below,
)
from evidence.synthesis.pooling.tau2_interval import heterogeneity_from_test, tau2_interval

__all__ = [
    "common_effect",
    "heterogeneity_from_test",
    "mantel_haenszel",
    "peto",
    "pool",
    "prediction_interval",
    "prediction_intervals",
    "probability_below",
    "tau2_interval",
]
