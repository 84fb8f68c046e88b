"""What each study does to the fit: deletion diagnostics, Baujat coordinates.

Viechtbauer and Cheung 2010, doi:10.1002/jrsm.11, for random and mixed effects; a
diagnostic is NaN where the fit without the study cannot be made.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtr

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.batches import along_sets
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.regression.design_matrix import design_matrix
from evidence.synthesis.regression.meta_regression import Regression, meta_regression
from evidence.synthesis.sensitivity.leave_one_out import check_number
from evidence.synthesis.studies import present_studies

# A hat value from here on is 1 but for rounding: the fit passes through the study, its residual
# is rounding, and without the study a coefficient is lost.
FULL_LEVERAGE = 1 - 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Influence:
    """Diagnostics of shape (k,), one a study with an effect; ``dfbetas`` is (k, p).

    Of many sets the leading shape comes first; an array of arrays where sets differ in studies.

    ``influential`` marks |DFFITS| > 3 sqrt(p/(k - p)), a Cook's distance beyond the median
    of chi-square on p, a hat value above 3 p/k, or |DFBETAS| > 1.
    """

    labels: tuple[str, ...]
    residual: np.ndarray
    rstandard: np.ndarray
    rstudent: np.ndarray
    dffits: np.ndarray
    cooks_distance: np.ndarray
    covariance_ratio: np.ndarray
    dfbetas: np.ndarray
    hat: np.ndarray
    weight_percent: np.ndarray
    tau2_deleted: np.ndarray
    q_deleted: np.ndarray
    baujat_x: np.ndarray
    baujat_y: np.ndarray
    influential: np.ndarray
    convention: str

    def __str__(self) -> str:
        if self.influential.ndim > 1 or self.influential.dtype == object:
            sets = (
                self.influential.shape
                if self.influential.dtype == object
                else self.influential.shape[:-1]
            )
            return f"influence in {math.prod(sets)} sets ({self.convention})"
        named = [name for name, hit in zip(self.labels, self.influential, strict=True) if hit]
        return f"influential: {', '.join(named) or 'none'} ({self.convention})"


@checked_arguments()
@along_sets
def influence(
    yi: ArrayLike,
    vi: ArrayLike | None = None,
    moderators: Any = None,
    *,
    intercept: bool = True,
    tau2_method: str = "REML",
    labels: Sequence[str] | None = None,
) -> Influence:
    """Return the influence of each study on a pooled effect or a meta-regression.

    ``yi``, ``vi`` shape (k,) or (..., k), or an `Effects`; ``moderators`` and ``intercept`` as
    in `meta_regression` (None: the pooled effect). tau2 is estimated anew without each
    study. Raises `SynthesisError` as these do; at least 3 studies are needed.

    >>> found = influence([0.1, 0.2, 0.3, 2.0], [0.05] * 4, tau2_method="DL")
    >>> found.influential
    array([False, False, False,  True])
    """
    y, v, names, full = _whole(yi, vi, moderators, intercept, tau2_method, labels, least=3)
    without = _deleted(y, v, full, tau2_method)
    return Influence(names, **_diagnostics(y, v, full, without), convention=full.convention)


def _whole(
    yi: ArrayLike,
    vi: ArrayLike | None,
    moderators: Any,
    intercept: bool,
    method: str,
    labels: Sequence[str] | None,
    least: int,
) -> tuple[np.ndarray, np.ndarray, tuple[str, ...], Regression]:
    """Return effects, variances and labels of the studies in the fit, and the fit.

    A study takes part if it has an effect and every moderator, so that each row of the
    diagnostics is that of its study.
    """
    y, v, names, measure, seen = present_studies(yi, vi, labels, least)
    rows, columns = design_matrix({} if moderators is None else moderators, len(seen), intercept)
    rows = rows[seen]
    whole = np.isfinite(rows).all(-1)
    if whole.sum() < least:
        raise SynthesisError(
            f"k = {whole.sum()} studies with effect and moderators, at least {least} needed"
        )
    y, v, names = y[whole], v[whole], tuple(np.array(names, object)[whole])
    fit = meta_regression(y, v, rows[whole], intercept=False, tau2_method=method, measure=measure)
    return y, v, names, replace(fit, names=columns)


def _row_variance(rows: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    return np.einsum("...ij,...jk,...ik->...i", rows, covariance, rows)


def _deleted(y: np.ndarray, v: np.ndarray, full: Regression, method: str) -> dict:
    """Fits without each study; NaN where the design then has lost a coefficient."""
    k, p = full.design.shape
    check_number(k, "influence")
    without = ~np.eye(k, dtype=bool)
    ys, vs = np.where(without, y, np.nan), np.where(without, v, np.nan)
    if p == 1 and (full.design == 1).all():
        fit = pool(ys, vs, tau2_method=method)
        return {
            "b": fit.estimate[:, None],
            "covariance": fit.std_error[:, None, None] ** 2,
            "tau2": fit.tau2,
            "q": fit.q,
        }
    basis = np.linalg.qr(full.design)[0]
    refitted = np.flatnonzero((basis**2).sum(-1) < FULL_LEVERAGE)
    found = {
        "b": np.full((k, p), np.nan),
        "covariance": np.full((k, p, p), np.nan),
        "tau2": np.full(k, np.nan),
        "q": np.full(k, np.nan),
    }
    refits = meta_regression(
        ys[refitted], vs[refitted], full.design, intercept=False, tau2_method=method
    )
    for name, value in (
        ("b", refits.coefficients),
        ("covariance", refits.covariance),
        ("tau2", refits.tau2),
        ("q", refits.q_e),
    ):
        found[name][refitted] = value
    return found


def _diagnostics(y: np.ndarray, v: np.ndarray, full: Regression, without: dict) -> dict:
    x, total_variance, variance_without = full.design, v + full.tau2, v + without["tau2"]
    leverage = _row_variance(x, full.covariance) / total_variance
    residual = y - x @ full.coefficients
    fitted = (x * without["b"]).sum(-1)
    variance = _row_variance(x[:, None, :], without["covariance"])[:, 0]
    shift = x @ full.coefficients - fitted
    with np.errstate(divide="ignore", invalid="ignore"):
        found = {
            "residual": residual,
            "rstandard": np.where(
                leverage < FULL_LEVERAGE,
                residual / np.sqrt(total_variance * (1 - leverage)),
                np.nan,
            ),
            "rstudent": (y - fitted) / np.sqrt(variance_without + variance),
            "hat": leverage,
            "dffits": shift / np.sqrt(leverage * variance_without),
            "weight_percent": 100 / total_variance / (1 / total_variance).sum(),
            "tau2_deleted": without["tau2"],
            "q_deleted": without["q"],
            "baujat_x": residual**2 / total_variance,
            "baujat_y": shift**2 / variance,
            **_change_of_coefficients(v, full, without),
        }
    return found | {"influential": _influential(found, *full.design.shape)}


def _change_of_coefficients(v: np.ndarray, full: Regression, without: dict) -> dict:
    change = full.coefficients - without["b"]
    return {
        "cooks_distance": (change @ np.linalg.inv(full.covariance) * change).sum(-1),
        "dfbetas": change / np.sqrt(_all_studies_variance(full.design, v, without["tau2"])),
        "covariance_ratio": np.linalg.det(without["covariance"]) / np.linalg.det(full.covariance),
    }


def _influential(found: dict, k: int, p: int) -> np.ndarray:
    return (
        (np.abs(found["dffits"]) > 3 * np.sqrt(p / (k - p)))
        | (chdtr(p, found["cooks_distance"]) > 0.5)
        | (found["hat"] > 3 * p / k)
        | (np.abs(found["dfbetas"]) > 1).any(-1)
    )


def _all_studies_variance(x: np.ndarray, v: np.ndarray, tau2_without: np.ndarray) -> np.ndarray:
    """The coefficients' variances with all studies, at the tau2 found without each."""
    w = 1 / (v + tau2_without[:, None])
    gram = np.einsum("ni,ia,ib->nab", w, x, x)
    usable = np.isfinite(tau2_without)
    found = np.full((len(v), x.shape[1]), np.nan)
    found[usable] = np.diagonal(np.linalg.inv(gram[usable]), axis1=-2, axis2=-1)
    return found
