"""The design matrix of a meta-regression: named columns, dummies, and an orthonormal basis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from evidence.synthesis.errors import SynthesisError, is_missing

ALIASED = 1e-9  # of a column's length left after the columns before it


def design_matrix(
    moderators: Any, k: int, intercept: bool = True
) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the design, shape (..., k, p), and the names of its columns.

    ``moderators``: a mapping of name to k values, or a matrix (..., k, m). Values that are
    not numbers are levels of a factor and become indicator columns ``name[level]``, the
    first level in sorted order being the reference; None or NaN is a study without one. Raises
    `SynthesisError` for a column of another length, infinite values, or names and values that
    leave no column.

    >>> design_matrix({"dose": [1, 2, 3], "arm": ["a", "b", "a"]}, 3)[1]
    ('intercept', 'dose', 'arm[b]')
    """
    columns, names = ([np.ones(k)], ["intercept"]) if intercept else ([], [])
    if isinstance(moderators, Mapping):
        for name, values in moderators.items():
            for label, column in _columns_of(str(name), values, k):
                columns.append(column)
                names.append(label)
        matrix = np.column_stack(columns) if columns else np.empty((k, 0))
    else:
        matrix, names = _with_intercept(np.asarray(moderators, float), k, intercept)
    if not names:
        raise SynthesisError("a meta-regression needs at least one column")
    if np.isinf(matrix).any():
        *_, study, column = np.argwhere(np.isinf(matrix))[0]
        raise SynthesisError(
            f"study {study + 1}, moderator {names[column]}: infinite; a finite number is needed"
        )
    return matrix, tuple(names)


def _with_intercept(given: np.ndarray, k: int, intercept: bool) -> tuple[np.ndarray, list[Any]]:
    if given.ndim < 2 or given.shape[-2] != k:
        raise SynthesisError(f"moderators {given.shape} found; (..., k, m) with k = {k} is needed")
    names = [f"moderator {j + 1}" for j in range(given.shape[-1])]
    if not intercept:
        return given, names
    ones = np.ones((*given.shape[:-1], 1))
    return np.concatenate([ones, given], axis=-1), ["intercept", *names]


def _columns_of(name: str, values: Any, k: int) -> list[tuple[str, np.ndarray]]:
    array = np.asarray(values)
    if array.shape != (k,):
        raise SynthesisError(f"moderator {name!r}: shape {array.shape} found, ({k},) is needed")
    if array.dtype.kind in "biuf":
        return [(name, array.astype(float))]
    cells = [None if is_missing(value) else value for value in values]
    if not any(isinstance(value, str) for value in cells):
        return [(name, np.array([np.nan if value is None else value for value in cells], float))]
    levels = sorted({str(value) for value in cells if value is not None})
    if len(levels) < 2:
        raise SynthesisError(f"moderator {name!r} has one level only: {levels[0]!r}")
    return [
        (
            f"{name}[{level}]",
            np.array([np.nan if value is None else str(value) == level for value in cells], float),
        )
        for level in levels[1:]
    ]


def orthonormal(matrix: np.ndarray, names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return ``(basis, back)`` of a (k, p) matrix: matrix = basis @ inv(back), basis'basis = I.

    Raises `SynthesisError` naming a column that is a combination of those before it, or
    when there are fewer rows than columns.

    >>> matrix = np.array([[1.0, 0.0], [1.0, 2.0], [1.0, 5.0]])
    >>> basis, back = orthonormal(matrix, ("intercept", "dose"))
    >>> bool(np.allclose(basis, matrix @ back) and np.allclose(basis.T @ basis, np.eye(2)))
    True
    """
    if matrix.shape[0] < matrix.shape[1]:
        raise SynthesisError(
            f"k = {matrix.shape[0]} studies cannot carry {matrix.shape[1]} "
            f"coefficients: {', '.join(names)}"
        )
    length = np.sqrt((matrix**2).sum(0))
    basis, upper = np.linalg.qr(matrix / np.where(length > 0, length, 1.0))
    aliased = np.abs(np.diag(upper)) < ALIASED
    if aliased.any():
        named = ", ".join(name for name, bad in zip(names, aliased, strict=True) if bad)
        raise SynthesisError(f"moderators are not independent: {named} follow(s) from the others")
    return basis, np.linalg.inv(upper) / length[:, None]


def contrasts(basis: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return p rows to count all others from, and the matrix that makes them the identity.

    ``basis`` is (k, p) of full rank, ``v`` the k sampling variances. The rows are the most
    precise ones that determine the coefficients (QR with pivoting of rows over standard errors):
    with them as a basis, studies that are decades more precise than others cost no digits.

    >>> basis = np.array([[1.0, 0.0], [1.0, 2.0], [1.0, 5.0]])
    >>> lead, change = contrasts(basis, np.array([0.1, 1e-6, 1e-4]))
    >>> lead, bool(np.allclose((basis @ change)[lead], np.eye(2)))
    (array([1, 2]), True)
    """
    left, lead = basis / np.sqrt(v)[:, None], []
    for _ in range(basis.shape[1]):
        lead.append(int((left**2).sum(-1).argmax()))
        direction = left[lead[-1]] / np.sqrt((left[lead[-1]] ** 2).sum())
        left = left - np.outer(left @ direction, direction)
        left[lead] = 0.0
    return np.array(lead), np.linalg.inv(basis[lead])
