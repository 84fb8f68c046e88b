"""Exact-likelihood models of counts: binomial, Poisson, hypergeometric, beta-binomial."""

from evidence.synthesis.glmm.beta_binomial import beta_binomial
from evidence.synthesis.glmm.one_arm import binomial_normal, poisson_normal
from evidence.synthesis.glmm.population_mean import conditional_mean, marginal_mean
from evidence.synthesis.glmm.two_arm import (
    conditional_odds_ratio,
    conditional_rate_ratio,
    unconditional_odds_ratio,
    unconditional_rate_ratio,
)

__all__ = [
    "beta_binomial",
    "binomial_normal",
    "conditional_mean",
    "conditional_odds_ratio",
    "conditional_rate_ratio",
    "marginal_mean",
    "poisson_normal",
    "unconditional_odds_ratio",
    "unconditional_rate_ratio",
]
