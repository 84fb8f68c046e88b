"""From effects and moderators to the models a meta-regression compares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from evidence.synthesis.arguments.studies import check_studies
from evidence.synthesis.errors import SynthesisError, study_labels
from evidence.synthesis.pooling.mean_model import MeanModel
from evidence.synthesis.regression.design_matrix import contrasts, orthonormal
from evidence.synthesis.regression.model import RegressionModel


@dataclass(frozen=True, slots=True)
class RegressionData:
    """The model, that without moderators, the matrix back from the basis, and the design.

    ``shape`` is the leading shape, None for one meta-analysis.
    """

    model: RegressionModel
    null: MeanModel
    back: np.ndarray
    design: np.ndarray
    shape: tuple | None


def regression_data(
    y: np.ndarray,
    v: np.ndarray,
    matrix: np.ndarray,
    names: Sequence[str],
    labels: Sequence[str] | None = None,
) -> RegressionData:
    """Return the models of effects (..., k) on a design (k, p) or (..., k, p).

    Studies with NaN in effect, variance or moderator take no part. Raises `SynthesisError`
    for effects or variances that cannot be, aliased columns, or k not above p.
    """
    if y.ndim == 1 and matrix.ndim == 2:
        return _single(y, v, matrix, names, labels)
    shape = np.broadcast_shapes(y.shape[:-1], matrix.shape[:-2])
    y, v, seen = _stack(y, v, matrix, shape, labels)
    if (short := seen.sum(0) <= len(names)).any():
        raise SynthesisError(
            f"sets {np.flatnonzero(short)[:20].tolist()} have no more studies than "
            f"the {len(names)} coefficients"
        )
    basis, back = _basis(matrix, shape, y.shape, names)
    present, lead = None if seen.all() else seen, None
    if basis.ndim == 2:  # of one design the studies that lead are those precise in all sets
        basis, back, lead = _leading(basis, back, 1 / (1 / v).mean(-1))
    return RegressionData(
        RegressionModel(y, v, basis, present, lead), MeanModel(y, v, present), back, matrix, shape
    )


def _single(
    y: np.ndarray,
    v: np.ndarray,
    matrix: np.ndarray,
    names: Sequence[str],
    labels: Sequence[str] | None,
) -> RegressionData:
    check_studies(y, v, labels, least=1)
    seen = np.isfinite(y) & np.isfinite(v) & np.isfinite(matrix).all(-1)
    if seen.sum() <= len(names):
        raise SynthesisError(
            f"k = {seen.sum()} studies with effect and moderators; more than the "
            f"{len(names)} coefficients ({', '.join(names)}) are needed"
        )
    y, v, design = y[seen], v[seen], matrix[seen]
    basis, back, lead = _leading(*orthonormal(design, names), v)
    model = RegressionModel(y, v, basis, None, lead)
    return RegressionData(model, MeanModel(y, v), back, design, None)


def _leading(
    basis: np.ndarray, back: np.ndarray, v: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the basis in which p studies are unit vectors, the way back, and those studies."""
    lead, change = contrasts(basis, v)
    basis = basis @ change
    basis[lead] = np.eye(len(lead))
    return basis, back @ change, lead


def _stack(
    y: np.ndarray,
    v: np.ndarray,
    matrix: np.ndarray,
    shape: tuple[Any, ...],
    labels: Sequence[str] | None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return y, v and presence with studies first, shape (k, n)."""
    y, v = (np.broadcast_to(a, (*shape, a.shape[-1])).reshape(-1, a.shape[-1]) for a in (y, v))
    whole = np.broadcast_to(np.isfinite(matrix).all(-1), (*shape, y.shape[-1])).reshape(y.shape)
    absent = np.isnan(y) | np.isnan(v) | ~whole
    if (bad := ~absent & ~(np.isfinite(y) & np.isfinite(v) & (v > 0))).any():
        names = study_labels(labels, y.shape[-1])
        raise SynthesisError(
            "infinite effect, or variance not finite and above 0: "
            + ", ".join(sorted({names[column] for _, column in np.argwhere(bad)}))
        )
    y, v = np.where(absent, 0.0, y), np.where(absent, np.inf, v)
    y, v, present = (np.ascontiguousarray(a.T) for a in (y, v, ~absent))
    return y, v, present


def _basis(
    matrix: np.ndarray, shape: tuple[Any, ...], size: tuple[int, ...], names: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    """One change of columns for all sets, found on the first: its complete rows orthonormal."""
    if matrix.ndim == 2:
        _, back = orthonormal(matrix[~np.isnan(matrix).any(-1)], names)
        return np.nan_to_num(matrix @ back), back
    k, n = size
    rows = np.broadcast_to(matrix, (*shape, *matrix.shape[-2:])).reshape(n, k, -1)
    _, back = orthonormal(rows[0][~np.isnan(rows[0]).any(-1)], names)
    return np.ascontiguousarray(np.nan_to_num(rows @ back).transpose(2, 1, 0)), back
