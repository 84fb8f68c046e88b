"""Where the true effect of a new study is expected: estimate ± q √(tau2 + se²).

``se`` is the standard error of the fit, so that a rule is its quantile q and nothing else; an
error of another kind, beside the confidence interval of the fit, could make the prediction
interval the narrower of the two.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.glmm.inference import GlmmFit
from evidence.synthesis.inference import quantile
from evidence.synthesis.results import Numbers, Pooled, Prediction

RULES = {
    "normal": "normal quantile, for Wald intervals (metafor's choice for them)",
    "t_k_minus_1": "t on k - 1; of a Knapp-Hartung fit the interval of Partlett and Riley (2017, "
    "doi:10.1002/sim.7140) with the later degrees of freedom",
    "t_k_minus_2": "t on k - 2; of a Wald fit the interval of Higgins et al. (2009, "
    "doi:10.1111/j.1467-985X.2008.00552.x) and Riley et al. (2011, doi:10.1136/bmj.d549), of a "
    "Knapp-Hartung fit that of Partlett and Riley (2017)",
}
DEFAULT_RULE = "t_k_minus_1"
_LOST_DEGREES_OF_FREEDOM = {"t_k_minus_1": 1, "t_k_minus_2": 2}
STABLE_FROM = 10  # studies; a threshold of this project


@checked_arguments()
def prediction_interval(
    pooled: Pooled | GlmmFit, rule: str = DEFAULT_RULE, level: float | None = None
) -> Prediction:
    """Return the prediction interval of a pooled effect under one rule of `RULES`.

    Parameters
    ----------
    pooled : a random-effects fit of `pool`, or of a likelihood of counts.
    rule : ``t_k_minus_1``, ``t_k_minus_2``, or ``normal`` for fits with Wald intervals only.
    level : that of the fit unless given.

    Returns
    -------
    Prediction : limits estimate ± q √(tau2 + se²) on the scale of analysis, of the leading shape
        of the fit, with the quantile q of the rule and the standard error of the fit (Higgins et
        al. 2009, doi:10.1111/j.1467-985X.2008.00552.x). NaN where the rule leaves no degrees of
        freedom. A fit of ``knapp_hartung_wider`` has the wider of this interval and the normal
        one with the Wald error, so that both its intervals are made alike. No prediction interval
        is narrower than the confidence interval of the fit at the same level.

    Raises
    ------
    SynthesisError : an unknown rule, ``normal`` for a fit with t intervals, moderators, or a
        common-effect fit, in which no new effect differs from the pooled one.

    >>> from evidence.synthesis.pooling.pool import pool
    >>> fit = pool([0.1, 0.5, 0.9, 0.2], [0.02, 0.03, 0.02, 0.04])
    >>> found = prediction_interval(fit)
    >>> round(float(found.low), 3), round(float(found.high), 3), found.rule
    (-0.785, 1.647, 't_k_minus_1')
    """
    level = pooled.level if level is None else level
    _check(pooled, rule)
    df = _degrees_of_freedom(pooled, rule)
    spread = np.sqrt(pooled.tau2 + pooled.std_error**2)
    half = quantile(level, df) * spread
    if pooled.test == "knapp_hartung_wider":
        half = np.maximum(half, quantile(level, np.inf) * _wald_spread(pooled))
    note = "" if np.ndim(pooled.k) or pooled.k >= STABLE_FROM else "unstable, fewer than 10 studies"
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


def rules_of(pooled: Pooled | GlmmFit) -> tuple[str, ...]:
    """Return the rules that suit a fit: the normal quantile beside Wald intervals only.

    >>> from evidence.synthesis.pooling.pool import pool
    >>> rules_of(pool([0.1, 0.5, 0.9], [0.02, 0.03, 0.02]))
    ('normal', 't_k_minus_1', 't_k_minus_2')
    """
    return tuple(rule for rule in RULES if rule != "normal" or pooled.test == "wald")


def _check(pooled: Pooled | GlmmFit, rule: str) -> None:
    if not hasattr(pooled, "estimate") or np.shape(pooled.estimate) != np.shape(pooled.tau2):
        raise SynthesisError("a prediction interval with moderators needs their values")
    if rule not in (allowed := rules_of(pooled)):
        raise SynthesisError(
            f"prediction rule {rule!r} found; allowed for {pooled.test} intervals: "
            f"{', '.join(allowed)}"
        )
    if not pooled.model.endswith("random effects"):
        raise SynthesisError(f"a {pooled.model} fit has no prediction interval: it has no tau2")


def _degrees_of_freedom(pooled: Pooled | GlmmFit, rule: str) -> Numbers:
    if rule == "normal":
        return np.full(np.shape(pooled.k), np.inf)[()]
    return np.maximum(pooled.k - _LOST_DEGREES_OF_FREEDOM[rule], 0)


def _wald_spread(pooled: Any) -> Numbers:
    """√(tau2 + se²) with the standard error before Knapp and Hartung's factor."""
    return np.sqrt(pooled.tau2 + pooled.std_error**2 / pooled.scale_factor)
