"""Where the true effect of a new study is expected, under each rule in use.

All rules give mu +/- q sqrt(tau2 + se^2); they differ in the quantile q and in se.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, stdtr

from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.glmm.inference import GlmmFit
from evidence.synthesis.inference import check_level, quantile
from evidence.synthesis.results import Pooled, Prediction

RULES = {
    "normal": "normal quantile, the fit's own standard error (metafor under the z test)",
    "t_k_minus_1": "t on k - 1, the fit's own standard error (metafor under t and Knapp-Hartung)",
    "t_k_minus_2": "t on k - 2, the fit's own standard error (Higgins 2009, "
    "doi:10.1111/j.1467-985X.2008.00552.x)",
    "riley": "t on k - 2, the Wald standard error whatever the test (Riley 2011, "
    "doi:10.1136/bmj.d549)",
    "hartung_knapp": "t on k - 1, the Knapp-Hartung standard error (Partlett and Riley 2017, "
    "doi:10.1002/sim.7140, with the later degrees of freedom)",
    "hartung_knapp_k_minus_2": "t on k - 2, the Knapp-Hartung standard error (Partlett and Riley "
    "2017, doi:10.1002/sim.7140)",
}
OF_COUNTS = ("normal", "t_k_minus_1", "t_k_minus_2")  # rules of a likelihood's own standard error
_LOST_DF = {
    "normal": None,
    "t_k_minus_1": 1,
    "t_k_minus_2": 2,
    "riley": 2,
    "hartung_knapp": 1,
    "hartung_knapp_k_minus_2": 2,
}


def prediction_interval(
    pooled: Pooled | GlmmFit, rule: str | None = None, level: float | None = None
) -> Prediction:
    """Return the prediction interval of a pooled effect under one rule of `RULES`.

    ``pooled`` may be a likelihood of counts too; limits are on the scale of analysis and have
    the leading shape of the fit. ``rule``: by default ``hartung_knapp``, and ``t_k_minus_1``
    for a likelihood of counts, which has no Knapp-Hartung error. ``level`` is the fit's own
    unless given. Limits are NaN where the rule leaves no degrees of freedom. Raises
    `SynthesisError` for an unknown rule, for moderators and for a common-effect fit, in which
    no new effect differs from the pooled one.

    >>> from evidence.synthesis.pooling.pool import pool
    >>> fit = pool([0.1, 0.5, 0.9, 0.2], [0.02, 0.03, 0.02, 0.04])
    >>> print(prediction_interval(fit, "normal").rule)
    normal
    """
    level = pooled.level if level is None else level
    check_level(level)
    rule = rule or _own_rule(pooled)
    std_error, df = _parts(pooled, rule)
    spread = np.sqrt(pooled.tau2 + std_error**2)
    half = quantile(level, df) * spread
    note = "" if np.ndim(pooled.k) or pooled.k >= 10 else "unstable, fewer than 10 studies"
    return Prediction(
        pooled.estimate - half,
        pooled.estimate + half,
        rule,
        level,
        df,
        spread,
        pooled.measure,
        pooled.k,
        getattr(pooled, "tau2_method", "ML"),
        note,
    )


def prediction_intervals(pooled: Pooled, level: float | None = None) -> dict[str, Prediction]:
    """Return the prediction interval under every rule, by rule name.

    >>> from evidence.synthesis.pooling.pool import pool
    >>> found = prediction_intervals(pool([0.1, 0.5, 0.9, 0.2], [0.02, 0.03, 0.02, 0.04]))
    >>> found.keys() == RULES.keys()
    True
    """
    return {rule: prediction_interval(pooled, rule, level) for rule in RULES}


def probability_below(pooled: Pooled | GlmmFit, threshold: float, rule: str | None = None):
    """Return the probability that a new study's true effect is below ``threshold``.

    The threshold is on the scale of analysis (the log of a ratio, a logit), the rule as in
    `prediction_interval`. It is the distribution function of the rule's predictive
    distribution, 0 to 1, of the leading shape of the fit. Raises `SynthesisError` as that does.

    >>> from evidence.synthesis.pooling.pool import pool
    >>> fit = pool([0.1, 0.5, 0.9, 0.2], [0.02, 0.03, 0.02, 0.04])
    >>> round(float(probability_below(fit, fit.estimate)), 3)
    0.5
    """
    rule = rule or _own_rule(pooled)
    std_error, df = _parts(pooled, rule)
    t = (threshold - pooled.estimate) / np.sqrt(pooled.tau2 + std_error**2)
    if rule == "normal":
        return ndtr(t)
    return np.where(np.asarray(df) > 0, stdtr(np.maximum(df, 1), t), np.nan)[()]


def _own_rule(pooled) -> str:
    return "hartung_knapp" if hasattr(pooled, "knapp_hartung_factor") else "t_k_minus_1"


def _parts(pooled, rule: str):
    if not hasattr(pooled, "estimate") or np.shape(pooled.estimate) != np.shape(pooled.tau2):
        raise SynthesisError("a prediction interval with moderators needs their values")
    allowed = RULES if hasattr(pooled, "knapp_hartung_factor") else OF_COUNTS
    if rule not in allowed:
        raise SynthesisError(f"prediction rule {rule!r} found; allowed: {', '.join(allowed)}")
    if not pooled.model.endswith("random effects"):
        raise SynthesisError(f"a {pooled.model} fit has no prediction interval: it has no tau2")
    std_error = pooled.std_error
    if rule == "riley" or rule.startswith("hartung"):
        std_error = std_error / np.sqrt(pooled.scale_factor)
    if rule.startswith("hartung"):
        std_error = std_error * np.sqrt(pooled.knapp_hartung_factor)
    lost = _LOST_DF[rule]
    df = np.maximum(pooled.k - lost, 0) if lost else np.full(np.shape(pooled.k), np.inf)[()]
    return std_error, df
