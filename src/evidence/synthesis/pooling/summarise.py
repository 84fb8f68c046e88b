"""The numbers of a pooled effect at a given tau2: estimate, inference, heterogeneity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.inference import interval, q_p_value, scale_of, two_sided_p
from evidence.synthesis.pooling.mean_model import MeanModel
from evidence.synthesis.pooling.tau2_estimators import (
    i2_and_h2,
    i2_and_h2_from_q,
    tau2_std_error,
    typical_variance,
)
from evidence.synthesis.results import Numbers


@dataclass(frozen=True, slots=True)
class Choice:
    """What was asked: the estimator of tau2, the test, the level; ``common``: tau2 is 0."""

    tau2_method: str
    test: str
    level: float
    common: bool


def summarise(
    model: MeanModel, tau2: Numbers, choice: Choice, weights: np.ndarray | None = None
) -> dict:
    """Return the numeric fields of `records.Pooled`, floats or arrays (n,);
    weights (k,) or (k, n).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        w, total, mean, residual = model.fit(tau2)
        factor = np.divide(model.dot(w * residual, residual), model.df)
        restricted = choice.tau2_method == "REML" and not choice.common
        likelihood = model.log_likelihood_of(w, total, residual, restricted)
        std_error = np.sqrt(1 / total)
        if weights is not None:
            model_mean = mean
            w, mean, std_error = _weighted(model, tau2, weights, choice.test)
            likelihood = likelihood - 0.5 * total * (mean - model_mean) ** 2
        return {
            "log_likelihood": likelihood,
            "k": model.k,
            "tau2": tau2,
            "weights": _percent(w, model.present),
            **_inference(mean, std_error, factor, choice, model.df),
            **_heterogeneity(model, tau2, choice),
        }


def _percent(w: np.ndarray, present: np.ndarray | None) -> np.ndarray:
    """Weights in percent, NaN for absent studies."""
    share = 100 * w / w.sum(0)
    return share if present is None else np.where(present, share, np.nan)


def _inference(
    mean: Numbers, std_error: Numbers, factor: Numbers, choice: Choice, df: Numbers
) -> dict:
    scale = scale_of(choice.test, factor)
    if choice.test != "wald" and np.any(df == 0):  # one study has its Wald interval
        scale, df = np.where(df > 0, scale, 1.0), np.where(df > 0, df, np.inf)
    scaled, df, low, high = interval(mean, std_error, scale, choice.level, choice.test, df)
    statistic = mean / scaled
    return {
        "estimate": mean,
        "std_error": scaled,
        "ci_low": low,
        "ci_high": high,
        "df": df,
        "statistic": statistic,
        "p_value": two_sided_p(statistic, df),
        "scale_factor": scale,
    }


def _heterogeneity(model: MeanModel, tau2: Numbers, choice: Choice) -> dict:
    q, df = model.cochran(0.0)[0], model.df
    if choice.common:
        (i2, h2), std_error = i2_and_h2_from_q(q, df), np.nan * q
    else:
        i2, h2 = i2_and_h2(tau2, typical_variance(model))
        std_error = tau2_std_error(model, tau2, choice.tau2_method)
    return {
        "q": q,
        "q_df": df,
        "q_p_value": q_p_value(q, df),
        "tau2_std_error": _unless_alone(df, std_error, np.nan),
        "i2_percent": _unless_alone(df, i2, 0.0),
        "h2": _unless_alone(df, h2, 1.0),
    }


def _unless_alone(df: Numbers, value: Any, otherwise: float) -> Numbers:
    """The value, or what it is by definition where there is one study only."""
    if np.ndim(df) == 0:
        return value if df > 0 else otherwise
    return np.where(df > 0, value, otherwise)


def _weighted(
    model: MeanModel, tau2: Numbers, weights: np.ndarray, test: str
) -> tuple[Numbers, Numbers, Numbers]:
    """The estimate under any weights a: sum(a y)/sum(a), variance sum(a^2 (v + tau2))/sum(a)^2."""
    if test.startswith("knapp"):
        raise SynthesisError("Knapp-Hartung is defined for the model's own weights, not for others")
    a = weights if model.y.ndim == 1 else np.broadcast_to(weights[:, None], model.y.shape)
    a = a if model.present is None else a * model.present
    v = model.v if model.present is None else np.where(model.present, model.v, 0.0)
    total = a.sum(0)
    return (
        a,
        model.origin + model.dot(a, model.y) / total,
        np.sqrt(model.dot(a * a, v + tau2)) / total,
    )
