"""Meta-regression: effects explained by study-level moderators."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, fdtrc

from evidence.synthesis.design import design_matrix, orthonormal
from evidence.synthesis.errors import SynthesisError, check_studies, study_labels
from evidence.synthesis.heterogeneity import (
    estimate_tau2,
    i2_and_h2,
    i2_and_h2_from_q,
    tau2_std_error,
    typical_variance,
)
from evidence.synthesis.inference import (
    check_level,
    interval,
    named_test,
    q_p_value,
    scale_of,
    two_sided_p,
)
from evidence.synthesis.mean_model import MeanModel
from evidence.synthesis.pooling import COMMON
from evidence.synthesis.records import Effects, Numbers, percent, shown
from evidence.synthesis.regression_model import RegressionModel


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """A fitted meta-regression; coefficients have shape (p,) or (..., p).

    ``q_m`` tests all coefficients but the intercept: chi-square on ``q_m_df``, or F on
    ``q_m_df`` and ``df`` under t and Knapp-Hartung. ``q_e`` is residual heterogeneity.
    ``r2_percent`` is the share of tau2 explained (of a common-effect fit, the adjusted share
    of Q), not below 0, 0 where there is nothing to explain, NaN without an intercept.
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

    @property
    def convention(self) -> str:
        estimator = f"tau2 by {self.tau2_method}" if self.tau2_method else "common effect"
        return (f"measure {self.measure}; meta-regression on {', '.join(self.names)}; {estimator}; "
                f"{self.test} {percent(self.level)} intervals; "
                f"k = {self.k if np.ndim(self.k) == 0 else shown(self.k)}")

    def __str__(self) -> str:
        if self.coefficients.ndim > 1:
            return f"{self.coefficients.shape[:-1]} meta-regressions ({self.convention})"
        rows = (f"{name}: {b:.6g} [{low:.6g}, {high:.6g}]" for name, b, low, high in
                zip(self.names, self.coefficients, self.ci_low, self.ci_high, strict=True))
        return "\n".join([*rows, f"({self.convention})"])


def meta_regression(yi, vi=None, moderators=None, *, intercept: bool = True,
                    tau2_method: str = "REML", test: str = "wald", level: float = 0.95,
                    labels=None, measure: str = "GEN") -> Regression:
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
    check_level(level)
    test = named_test(test)
    y, v = np.asarray(yi, float), np.asarray(vi, float)
    matrix, names = design_matrix(moderators if moderators is not None else {}, y.shape[-1],
                                  intercept)
    model, null, back, design, shape = _models(y, v, matrix, names, labels)
    numbers = _fit(model, null, back, tau2_method, test, level, intercept)
    if shape is not None:
        numbers = {name: _shaped(value, shape) for name, value in numbers.items()}
    return Regression(names=names, tau2_method="" if tau2_method in COMMON else tau2_method,
                      test=test, level=level, measure=measure, design=design,
                      q_m_df=len(names) - (intercept and len(names) > 1), **numbers)


def _models(y, v, matrix, names, labels):
    """Return the model, the model without moderators, the way back from the basis, and X."""
    if y.ndim == 0 or y.shape != v.shape:
        raise SynthesisError(f"yi {y.shape} and vi {v.shape} must be of one shape (..., k)")
    if y.ndim == 1 and matrix.ndim == 2:
        return _single(y, v, matrix, names, labels)
    y, v, seen, shape = _stack(y, v, matrix, labels)
    k, n = y.shape
    varies = matrix.ndim > 2
    rows = np.broadcast_to(matrix, (*shape, *matrix.shape[-2:])).reshape(n, k, -1) if varies else None
    first = rows[0] if varies else matrix
    complete = ~np.isnan(first).any(-1)
    _, back = orthonormal(first[complete], names)
    if varies:
        basis = np.ascontiguousarray(np.nan_to_num(rows @ back).transpose(2, 1, 0))
    else:
        basis = np.nan_to_num(matrix @ back)
    if (short := seen.sum(0) <= len(names)).any():
        raise SynthesisError(f"sets {np.flatnonzero(short)[:20].tolist()} have no more studies than "
                             f"the {len(names)} coefficients")
    present = None if seen.all() else seen
    return (RegressionModel(y, v, basis, present), MeanModel(y, v, present), back, matrix, shape)


def _single(y, v, matrix, names, labels):
    check_studies(y, v, labels, least=1)
    seen = np.isfinite(y) & np.isfinite(v) & np.isfinite(matrix).all(-1)
    if seen.sum() <= len(names):
        raise SynthesisError(f"k = {seen.sum()} studies with effect and moderators; more than the "
                             f"{len(names)} coefficients ({', '.join(names)}) are needed")
    y, v, design = y[seen], v[seen], matrix[seen]
    basis, back = orthonormal(design, names)
    return RegressionModel(y, v, basis), MeanModel(y, v), back, design, None


def _stack(y, v, matrix, labels):
    shape = np.broadcast_shapes(y.shape[:-1], matrix.shape[:-2])
    y, v = (np.broadcast_to(a, (*shape, a.shape[-1])).reshape(-1, a.shape[-1]) for a in (y, v))
    whole = np.broadcast_to(np.isfinite(matrix).all(-1), (*shape, y.shape[-1])).reshape(y.shape)
    absent = np.isnan(y) | np.isnan(v) | ~whole
    if (bad := ~absent & ~(np.isfinite(y) & np.isfinite(v) & (v > 0))).any():
        names = study_labels(labels, y.shape[-1])
        raise SynthesisError("infinite effect, or variance not finite and above 0: " + ", ".join(
            sorted({names[column] for _, column in np.argwhere(bad)})))
    y, v = np.where(absent, 0.0, y), np.where(absent, np.inf, v)
    return *(np.ascontiguousarray(a.T) for a in (y, v, ~absent)), shape


def _fit(model, null, back, method, test, level, intercept) -> dict:
    common = method in COMMON
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        tau2, converged, _ = (0.0 * model.k, True, 1) if common else estimate_tau2(model, method)
        w, inverse, coefficients, r = model.fit(tau2)
        q = model.cochran(0.0)[0]
        factor = model.dot(w * r, r) / model.df
        scale = np.asarray(scale_of(test, factor))[..., None]
        unscaled = back @ inverse @ back.T
        b = coefficients @ back.T
        df = np.asarray(model.df)[..., None]
        std_errors, used, low, high = interval(
            b, np.sqrt(np.diagonal(unscaled, axis1=-2, axis2=-1)), scale, level, test, df)
        covariance = unscaled * scale[..., None]
        i2, h2 = i2_and_h2_from_q(q, model.df) if common else i2_and_h2(tau2, typical_variance(model))
        moderated = slice(1, None) if intercept and model.p > 1 else slice(None)
        q_m, q_m_p = _moderator_test(b[..., moderated], covariance[..., moderated, moderated],
                                     test, model.df)
        return {
            "coefficients": b, "std_errors": std_errors, "statistics": b / std_errors,
            "df": np.inf if test == "wald" else model.df, "p_values": two_sided_p(b / std_errors, used),
            "ci_low": low, "ci_high": high, "covariance": covariance, "tau2": tau2,
            "tau2_std_error": np.nan * q if common else tau2_std_error(model, tau2, method),
            "q_e": q, "q_e_df": model.df, "q_e_p_value": q_p_value(q, model.df), "q_m": q_m,
            "q_m_p_value": q_m_p, "i2_percent": i2, "h2": h2, "k": model.k,
            "r2_percent": _explained(model, null, tau2, method, common, intercept),
            "log_likelihood": model.log_likelihood(tau2, method == "REML"),
            "converged": converged, "scale_factor": scale[..., 0],
        }


def _moderator_test(b, covariance, test, df):
    """The Wald test of all moderators: chi-square, or F where the covariance is estimated."""
    m = b.shape[-1]
    q_m = (b * np.linalg.solve(covariance, b[..., None])[..., 0]).sum(-1)
    if test == "wald":
        return q_m, chdtrc(m, q_m)
    return q_m / m, fdtrc(m, df, q_m / m)


def _explained(model, null, tau2, method, common, intercept):
    """The share of tau2 explained; of a common-effect fit the adjusted share of Q."""
    if not intercept:
        return np.nan * tau2
    if common:
        without, within = null.cochran(0.0)[0] / null.df, model.cochran(0.0)[0] / model.df
    else:
        without, within = estimate_tau2(null, method)[0], tau2
    share = 100 * (1 - np.divide(within, without))
    return np.where(np.greater(without, 0), np.maximum(share, 0.0), 0.0)[()]


def _shaped(value, shape):
    value = np.asarray(value)
    n = int(np.prod(shape))
    whole = value if value.ndim and value.shape[0] == n else np.broadcast_to(value, (n,))
    return whole.reshape(*shape, *whole.shape[1:])


def predict_effects(fit: Regression, rows, *, rule: str | None = None) -> dict[str, np.ndarray]:
    """Return the effects a single fit predicts at new design rows, shape (m, p), in its column order.

    Keys: ``estimate``, ``std_error``, ``ci_low``, ``ci_high``, ``pi_low``, ``pi_high``, each
    of shape (m,). The prediction interval uses the fit's own quantile: normal under
    ``wald``, t on k - p otherwise. Raises `SynthesisError` for another number of columns.

    >>> fit = meta_regression([0.1, 0.4, 0.6, 1.0], [0.1] * 4, {"dose": [1, 2, 3, 4]})
    >>> predict_effects(fit, [[1, 2.5]])["estimate"].round(3)
    array([0.525])
    """
    rows = np.atleast_2d(np.asarray(rows, float))
    if rows.shape[-1] != len(fit.names) or fit.coefficients.ndim != 1:
        raise SynthesisError(f"rows {rows.shape} found; columns {', '.join(fit.names)} are needed")
    estimate = rows @ fit.coefficients
    std_error = np.sqrt(np.einsum("ij,jk,ik->i", rows, fit.covariance, rows))
    test = "t" if fit.test != "wald" else "wald"
    _, _, low, high = interval(estimate, std_error, 1.0, fit.level, test, fit.q_e_df)
    spread = np.sqrt(std_error**2 + fit.tau2)
    _, _, pi_low, pi_high = interval(estimate, spread, 1.0, fit.level, test, fit.q_e_df)
    return {"estimate": estimate, "std_error": std_error, "ci_low": low, "ci_high": high,
            "pi_low": pi_low, "pi_high": pi_high}
