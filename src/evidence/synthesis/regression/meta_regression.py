"""Meta-regression: effects explained by study-level moderators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.inference import ALIKE, interval, named_test
from evidence.synthesis.pooling.summarise import Choice
from evidence.synthesis.regression.data import regression_data
from evidence.synthesis.regression.design_matrix import design_matrix
from evidence.synthesis.regression.summarise import regression_numbers
from evidence.synthesis.results import Effects, Numbers, percent, shown


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """A fitted meta-regression; coefficients have shape (p,) or (..., p).

    ``q_m`` tests all coefficients but the intercept: chi-square on ``q_m_df``, or F on
    ``q_m_df`` and ``df`` under t and Knapp-Hartung. ``q_e`` is residual heterogeneity.
    ``r2_percent`` is the share of tau2 explained (of a common-effect fit, the adjusted share
    of Q), not below 0, 0 where there is nothing to explain, NaN without an intercept.
    ``note`` says what could not be estimated.
    """

    names: tuple[str, ...]
    coefficients: np.ndarray
    std_errors: np.ndarray
    statistics: np.ndarray
    df: Numbers
    p_values: np.ndarray
    ci_low: np.ndarray
    ci_high: np.ndarray
    covariance: np.ndarray
    tau2: Numbers
    tau2_std_error: Numbers
    q_e: Numbers
    q_e_df: Numbers
    q_e_p_value: Numbers
    q_m: Numbers
    q_m_df: int
    q_m_p_value: Numbers
    r2_percent: Numbers
    i2_percent: Numbers
    h2: Numbers
    k: Numbers
    log_likelihood: Numbers
    converged: Numbers
    scale_factor: Numbers
    tau2_method: str
    test: str
    level: float
    measure: str
    design: np.ndarray
    note: str = ""

    @property
    def convention(self) -> str:
        estimator = f"tau2 by {self.tau2_method}" if self.tau2_method else "common effect"
        return (
            f"measure {self.measure}; meta-regression on {', '.join(self.names)}; {estimator}; "
            f"{self.test} {percent(self.level)} intervals; "
            f"k = {self.k if np.ndim(self.k) == 0 else shown(self.k)}"
            + (f"; {self.note}" if self.note else "")
        )

    def __str__(self) -> str:
        if self.coefficients.ndim > 1:
            return f"{self.coefficients.shape[:-1]} meta-regressions ({self.convention})"
        rows = (
            f"{name}: {b:.6g} [{low:.6g}, {high:.6g}]"
            for name, b, low, high in zip(
                self.names, self.coefficients, self.ci_low, self.ci_high, strict=True
            )
        )
        return "\n".join([*rows, f"({self.convention})"])


@checked_arguments()
def meta_regression(
    yi: ArrayLike,
    vi: ArrayLike | None = None,
    moderators: Any = None,
    *,
    intercept: bool = True,
    tau2_method: str = "REML",
    test: str = "wald",
    level: float = 0.95,
    labels: Sequence[str] | None = None,
    measure: str = "GEN",
) -> Regression:
    """Return the meta-regression y_i = x_i b + u_i + e_i, var u = tau2, var e_i = v_i.

    Parameters
    ----------
    yi, vi : shape (k,) or (..., k); NaN marks an absent study, as does a NaN moderator.
        An `Effects` may be given for ``yi`` (then ``vi`` is None).
    moderators : name -> k values (numbers, or levels of a factor), or a matrix (..., k, m).
    tau2_method, test, level : as in `pool`; ``EE`` for the common-effect regression.

    b = (X'WX)^-1 X'Wy (Berkey et al. 1995, doi:10.1002/sim.4780140406); Knapp-Hartung as
    Knapp and Hartung 2003, doi:10.1002/sim.1482; R2 of Raudenbush 2009.
    Raises `SynthesisError`: as `pool`; aliased columns; k not above p.

    >>> fit = meta_regression([0.1, 0.4, 0.6, 1.0], [0.1] * 4, {"dose": [1, 2, 3, 4]})
    >>> fit.names, fit.coefficients.round(3)
    (('intercept', 'dose'), array([-0.2 ,  0.29]))
    """
    if isinstance(yi, Effects):
        yi, vi, labels, measure = yi.yi, yi.vi, yi.labels, yi.measure
    choice = Choice(tau2_method, named_test(test), level, tau2_method == "EE")
    y, v = np.asarray(yi, float), np.asarray(vi, float)
    if y.ndim == 0 or y.shape != v.shape:
        raise SynthesisError(f"yi {y.shape} and vi {v.shape} must be of one shape (..., k)")
    matrix, names = design_matrix(
        moderators if moderators is not None else {}, y.shape[-1], intercept
    )
    data = regression_data(y, v, matrix, names, labels)
    numbers = regression_numbers(data, choice, intercept)
    if data.shape is not None:
        numbers = {name: _shaped(value, data.shape) for name, value in numbers.items()}
    return Regression(
        names=names,
        tau2_method="" if choice.common else tau2_method,
        test=choice.test,
        level=level,
        measure=measure,
        design=data.design,
        q_m_df=len(names) - (intercept and len(names) > 1),
        note=ALIKE if np.any(np.isnan(numbers["scale_factor"])) else "",
        **numbers,
    )


def _shaped(value: Any, shape: tuple[Any, ...]) -> np.ndarray:
    value = np.asarray(value)
    n = int(np.prod(shape))
    whole = value if value.ndim and value.shape[0] == n else np.broadcast_to(value, (n,))
    return whole.reshape(*shape, *whole.shape[1:])


@checked_arguments()
def predict_effects(fit: Regression, rows: np.ndarray) -> dict[str, np.ndarray | str]:
    """Return the effects a fit predicts at new design rows, shape (m, p), in its column order.

    Keys: ``estimate``, ``std_error``, ``ci_low``, ``ci_high``, ``pi_low``, ``pi_high``, each
    of shape (m,), or (..., m) where the fit has a leading shape, and ``pi_rule``: the quantile
    of the fit, ``normal`` under ``wald``, ``t_k_minus_p`` otherwise. Both intervals are made as
    those of the coefficients are, so that the prediction interval holds the other. Raises
    `SynthesisError` for another number of columns.

    >>> fit = meta_regression([0.1, 0.4, 0.6, 1.0], [0.1] * 4, {"dose": [1, 2, 3, 4]})
    >>> predict_effects(fit, [[1, 2.5]])["estimate"].round(3)
    array([0.525])
    """
    rows = np.atleast_2d(np.asarray(rows, float))
    if rows.shape[-1] != len(fit.names):
        raise SynthesisError(f"rows {rows.shape} found; columns {', '.join(fit.names)} are needed")
    estimate = fit.coefficients @ rows.T
    variance = np.einsum("ij,...jk,ik->...i", rows, fit.covariance, rows)
    std_error = np.sqrt(variance)
    low, high = _limits(fit, estimate, variance, 0.0)
    pi_low, pi_high = _limits(fit, estimate, variance, np.asarray(fit.tau2)[..., None])
    return {
        "estimate": estimate,
        "std_error": std_error,
        "ci_low": low,
        "ci_high": high,
        "pi_low": pi_low,
        "pi_high": pi_high,
        "pi_rule": "normal" if fit.test == "wald" else "t_k_minus_p",
    }


def _limits(
    fit: Regression, estimate: np.ndarray, variance: np.ndarray, tau2: Any
) -> tuple[np.ndarray, np.ndarray]:
    """The limits of a mean (tau2 = 0) or of a new study's effect, under the test of the fit."""
    df, scale = np.asarray(fit.q_e_df)[..., None], np.asarray(fit.scale_factor)[..., None]
    test = "wald" if fit.test == "wald" else "t"
    _, _, low, high = interval(estimate, np.sqrt(variance + tau2), 1.0, fit.level, test, df)
    if fit.test == "knapp_hartung_wider":
        wald = np.sqrt(variance / scale + tau2)
        _, _, wald_low, wald_high = interval(estimate, wald, 1.0, fit.level, "wald", df)
        low, high = np.minimum(low, wald_low), np.maximum(high, wald_high)
    return low, high
