"""The numbers of a meta-regression at its estimate of tau2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import chdtrc, fdtrc

from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.inference import interval, q_p_value, scale_of, two_sided_p
from evidence.synthesis.pooling.summarise import Choice
from evidence.synthesis.pooling.tau2_estimators import (
    estimate_tau2,
    i2_and_h2,
    i2_and_h2_from_q,
    tau2_std_error,
    typical_variance,
)
from evidence.synthesis.regression.data import RegressionData

if TYPE_CHECKING:
    from evidence.synthesis.regression.model import RegressionModel


def regression_numbers(data: RegressionData, choice: Choice, intercept: bool) -> dict:
    """Return the numeric fields of `Regression`, arrays along a leading axis n if many."""
    model = data.model
    try:
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            tau2, converged = _tau2(model, choice)
            return {
                "tau2": tau2,
                "converged": converged,
                "k": model.k,
                "log_likelihood": model.log_likelihood(tau2, choice.tau2_method == "REML"),
                "r2_percent": _explained(data, tau2, choice, intercept),
                **_coefficients(data, tau2, choice, intercept),
                **_residual(model, tau2, choice),
            }
    except np.linalg.LinAlgError:
        raise SynthesisError("moderators are not independent in some set of studies") from None


def _tau2(model: RegressionModel, choice: Choice) -> tuple[Any, ...]:
    if choice.common:
        return 0.0 * model.k, True
    return estimate_tau2(model, choice.tau2_method)[:2]


def _coefficients(data: RegressionData, tau2: Any, choice: Choice, intercept: bool) -> dict:
    model, back = data.model, data.back
    w, inverse, coefficients, residual = model.fit(tau2)
    scale = np.asarray(scale_of(choice.test, model.dot(w * residual, residual) / model.df))[
        ..., None
    ]
    b, unscaled = coefficients @ back.T, back @ inverse @ back.T
    std_errors, used, low, high = interval(
        b,
        np.sqrt(np.diagonal(unscaled, axis1=-2, axis2=-1)),
        scale,
        choice.level,
        choice.test,
        np.asarray(model.df)[..., None],
    )
    covariance = unscaled * scale[..., None]
    moderators = slice(1, None) if intercept and model.p > 1 else slice(None)
    q_m, p = _moderator_test(
        b[..., moderators], covariance[..., moderators, moderators], choice, model.df
    )
    return {
        "coefficients": b,
        "std_errors": std_errors,
        "statistics": b / std_errors,
        "p_values": two_sided_p(b / std_errors, used),
        "ci_low": low,
        "ci_high": high,
        "df": np.inf if choice.test == "wald" else model.df,
        "covariance": covariance,
        "q_m": q_m,
        "q_m_p_value": p,
        "scale_factor": scale[..., 0],
    }


def _moderator_test(
    b: np.ndarray, covariance: np.ndarray, choice: Choice, df: Any
) -> tuple[Any, ...]:
    """The Wald test of all moderators: chi-square, or F where the covariance is estimated."""
    m = b.shape[-1]
    q_m = (b * np.linalg.solve(covariance, b[..., None])[..., 0]).sum(-1)
    if choice.test == "wald":
        return q_m, chdtrc(m, q_m)
    return q_m / m, fdtrc(m, df, q_m / m)


def _residual(model: RegressionModel, tau2: Any, choice: Choice) -> dict:
    q, df = model.cochran(0.0)[0], model.df
    if choice.common:
        (i2, h2), std_error = i2_and_h2_from_q(q, df), np.nan * q
    else:
        i2, h2 = i2_and_h2(tau2, typical_variance(model))
        std_error = tau2_std_error(model, tau2, choice.tau2_method)
    return {
        "q_e": q,
        "q_e_df": df,
        "q_e_p_value": q_p_value(q, df),
        "i2_percent": i2,
        "h2": h2,
        "tau2_std_error": std_error,
    }


def _explained(data: RegressionData, tau2: Any, choice: Choice, intercept: bool) -> Any:
    """The share of tau2 explained; of a common-effect fit the adjusted share of Q."""
    if not intercept:
        return np.nan * tau2
    model, null = data.model, data.null
    if choice.common:
        without, within = null.cochran(0.0)[0] / null.df, model.cochran(0.0)[0] / model.df
    else:
        without, within = estimate_tau2(null, choice.tau2_method)[0], tau2
    share = 100 * (1 - np.divide(within, without))
    return np.where(np.greater(without, 0), np.maximum(share, 0.0), 0.0)[()]
