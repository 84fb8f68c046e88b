"""Common- and random-effects models, heterogeneity and prediction intervals."""

from evidence.synthesis.pooling.mantel_haenszel import mantel_haenszel, peto
from evidence.synthesis.pooling.pool import common_effect, pool
from evidence.synthesis.pooling.prediction_interval import prediction_interval
from evidence.synthesis.pooling.tau2_interval import tau2_interval

__all__ = [
    "common_effect",
    "mantel_haenszel",
    "peto",
    "pool",
    "prediction_interval",
    "tau2_interval",
]
