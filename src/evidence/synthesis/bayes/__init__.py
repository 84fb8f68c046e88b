"""Bayesian normal-normal models."""

from evidence.synthesis.bayes.normal_normal import bayesian
from evidence.synthesis.bayes.priors import HalfCauchy, HalfNormal, NormalMean, Uniform

__all__ = ["HalfCauchy", "HalfNormal", "NormalMean", "Uniform", "bayesian"]
