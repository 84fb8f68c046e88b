"""One specification of a multiverse: its fit, reduced to what a row shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.glmm.beta_binomial import beta_binomial
from evidence.synthesis.glmm.one_arm import binomial_normal
from evidence.synthesis.glmm.two_arm import conditional_odds_ratio, unconditional_odds_ratio
from evidence.synthesis.pooling.mantel_haenszel import mantel_haenszel, peto
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.pooling.prediction_interval import prediction_interval
from evidence.synthesis.results import Effects, Pooled

if TYPE_CHECKING:
    from evidence.synthesis.glmm.inference import GlmmFit

LEAST_FOR_PREDICTION = 3


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted specification on the scale of its measure; prediction NaN where there is none."""

    k: int
    estimate: float
    ci_low: float
    ci_high: float
    tau2: float
    i2_percent: float
    prediction_low: float
    prediction_high: float
    corrected: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A specification without an answer, and why."""

    k: int
    note: str
    corrected: tuple[str, ...] = ()


class Model(NamedTuple):
    """A model of the counts: the measures it has, its intervals, and how to call it."""

    measures: tuple[str, ...]
    intervals: tuple[str, ...]
    call: Callable


def _glmm(function: Callable[..., Any]) -> Callable:
    def call(
        columns: dict[str, Any],
        labels: Sequence[str] | None,
        interval: str,
        level: float,
        measure: str,
    ) -> GlmmFit:
        return function(
            *columns.values(), labels=labels, test={"wald": "z", "t": "t"}[interval], level=level
        )

    return call


def _mantel_haenszel(
    columns: dict[str, Any],
    labels: Sequence[str] | None,
    interval: str,
    level: float,
    measure: str,
) -> Pooled:
    return mantel_haenszel(measure, labels=labels, level=level, **columns)


def _peto(
    columns: dict[str, Any],
    labels: Sequence[str] | None,
    interval: str,
    level: float,
    measure: str,
) -> Pooled:
    return peto(labels=labels, level=level, **columns)


DIRECT = {
    "binomial_normal": Model(("PLO",), ("wald", "t"), _glmm(binomial_normal)),
    "beta_binomial": Model(("PLO",), ("wald", "t"), _glmm(beta_binomial)),
    "unconditional": Model(("OR",), ("wald", "t"), _glmm(unconditional_odds_ratio)),
    "conditional": Model(("OR",), ("wald", "t"), _glmm(conditional_odds_ratio)),
    "mantel_haenszel": Model(("RR", "OR", "RD"), ("wald",), _mantel_haenszel),
    "peto": Model(("OR",), ("wald",), _peto),
}


def pooled_fit(effects: Effects, estimator: str, interval: str, level: float) -> Fit | Unanswered:
    """Return the inverse-variance fit; a study without an effect is absent and named."""
    absent = effects.absent_labels
    note = f"no effect: {', '.join(absent)}" if absent else ""
    try:
        fit = pool(effects, tau2_method=estimator, test=interval, level=level)
    except SynthesisError as refusal:
        return Unanswered(effects.k, " ".join(str(refusal).split()), effects.corrected_labels)
    return _reduced(fit, estimator != "common", effects.corrected_labels, note)


def direct_fit(
    estimator: str,
    measure: str,
    interval: str,
    columns: dict,
    labels: Sequence[str] | None,
    level: float,
) -> Fit | Unanswered:
    """Return the fit of a model of the counts."""
    try:
        fit = DIRECT[estimator].call(columns, labels, interval, level, measure)
    except SynthesisError as refusal:
        k = int((~np.isnan(np.array(list(columns.values())))).all(axis=0).sum())
        return Unanswered(k, " ".join(str(refusal).split()))
    return _reduced(fit, estimator not in ("mantel_haenszel", "peto"), (), fit.fallback)


def _reduced(fit: Any, random_effects: bool, corrected: tuple[Any, ...], note: str) -> Fit:
    """Return the fields a row shows; a beta-binomial fit has neither tau2 nor I2."""
    k, tau2 = int(fit.k), float(getattr(fit, "tau2", np.nan)) + 0.0  # never -0.0
    low = high = np.nan
    if random_effects and k >= LEAST_FOR_PREDICTION and np.isfinite(tau2):
        expected = prediction_interval(fit)
        low, high = float(expected.low), float(expected.high)
    return Fit(
        k,
        float(fit.estimate),
        float(fit.ci_low),
        float(fit.ci_high),
        tau2,
        float(getattr(fit, "i2_percent", np.nan)),
        low,
        high,
        corrected,
        note,
    )
