"""Counts of studies, checked and laid out for a likelihood: (n, k), absent ones empty.

A study is absent when any of its numbers is NaN. One meta-analysis, shape (k,), loses
its absent studies; of n of them, shape (n, k), each has its absent studies as studies with
no subjects, which add nothing to a likelihood.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from evidence.synthesis.errors import SynthesisError, offenders, raise_all, study_labels
from evidence.synthesis.glmm.maximise import Optimum

DEPENDENT = 1e-10  # of the length of a column: what is left of it beside the others is rounding
UNBOUNDED, EMPTY = 2, 3


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """``parts``: arrays (n, k) in the order given; ``present`` (n, k), true where informative.

    ``orthogonal`` is the design with orthogonal columns of length sqrt(k), and ``back``
    (p, p) turns its coefficients into those of the given design. A ``limit`` (n,) is -1 or 1
    where the most likely effect is infinite, ``UNBOUNDED`` where the most likely tau is,
    ``EMPTY`` where no study is present, else 0.
    """

    parts: tuple[np.ndarray, ...]
    present: np.ndarray
    orthogonal: np.ndarray
    back: np.ndarray
    labels: tuple[str, ...]
    left_out: tuple[str, ...]
    single: bool

    @classmethod
    def checked(
        cls,
        parts: Sequence[ArrayLike],
        problems: Callable[..., Any],
        names: Sequence[str],
        labels: Sequence[str] | None,
        design: ArrayLike | None,
        informative: Callable[..., Any] | None = None,
    ) -> Counts:
        """Check the arrays ``parts`` (named ``names``) by ``problems(*parts)``, and lay them out.

        ``problems`` returns pairs (wrong, reason); ``informative(*parts)``, if given, is
        false where a study says nothing about the effect. Raises :class:`SynthesisError`.
        """
        given = [np.asarray(part, float) for part in parts]
        shape = given[0].shape
        if len(shape) not in (1, 2) or any(part.shape != shape for part in given):
            found = ", ".join(f"{n} {p.shape}" for n, p in zip(names, given, strict=True))
            raise SynthesisError(f"counts must share one shape, (k,) or (n, k); found {found}")
        labels = study_labels(labels, shape[-1])
        single = len(shape) == 1
        rows = [np.atleast_2d(part) for part in given]
        absent = np.asarray(np.isnan(rows).any(axis=0))
        rows = [np.where(absent, 0.0, part) for part in rows]
        lines = []
        for wrong, reason, value in problems(*rows):
            wrong = (wrong & ~absent).any(axis=0)
            if wrong.any():
                lines += offenders(wrong, reason, labels, value[0] if single else None)
        raise_all(lines, "counts")
        silent = absent if informative is None else absent | ~informative(*rows)
        if silent.all():
            raise SynthesisError("counts: k = 0 studies with information, at least 1 needed")
        return cls._laid_out(rows, ~silent, design, labels, single)

    @classmethod
    def _laid_out(
        cls,
        parts: Sequence[np.ndarray],
        present: np.ndarray,
        design: ArrayLike | None,
        labels: Sequence[str],
        single: bool,
    ) -> Counts:
        keep = np.asarray(present.any(axis=0))
        left_out, used = tuple(compress(labels, ~keep)), tuple(compress(labels, keep))
        counts = tuple(np.where(present, part, 0.0)[:, keep] for part in parts)
        if design is None:
            columns, back = np.ones((len(used), 1)), np.ones((1, 1))
        else:
            columns, back = _orthogonal(_checked_design(design, len(keep))[keep])
        return cls(counts, present[:, keep], columns, back, used, left_out, single)

    @property
    def k(self) -> np.ndarray:
        return self.present.sum(axis=-1)

    def total(self, per_study: np.ndarray) -> np.ndarray:
        """Sum over the present studies, (n,)."""
        return per_study.sum(axis=-1, where=self.present)

    def limit(self, at_low: np.ndarray, at_high: np.ndarray, wide: np.ndarray) -> np.ndarray:
        """-1 (or 1) where all studies are at the low (high) end of what they could show.

        ``UNBOUNDED`` where some are at one end, the rest at the other, and not all because
        they could show nothing else (``wide`` is true where there is room between the ends).
        """
        low, high, ends = (
            ~(self.present & ~at_end).any(axis=-1) for at_end in (at_low, at_high, at_low | at_high)
        )
        if not ends.any():
            return np.zeros(ends.shape, dtype=int)
        spread = ends & (self.present & wide).any(axis=-1)
        empty = ~self.present.any(axis=-1)
        return np.select([empty, low, high, spread], [EMPTY, -1, 1, UNBOUNDED], 0)

    def refuse_limit(self, limit: np.ndarray, reasons: dict[int, str]) -> None:
        """Raise where one meta-analysis has no finite answer; ``reasons`` by limit."""
        if self.single and limit[0]:
            raise SynthesisError(reasons[int(limit[0])])

    def original(self, optimum: Optimum, limit: np.ndarray) -> Optimum:
        """Coefficients of the given design; infinite, with no error, where ``limit`` is not 0."""
        p, back = len(self.back), self.back
        beta, covariance = optimum.coefficients @ back.T, optimum.covariance.copy()
        covariance[:, :p, :p] = back @ covariance[:, :p, :p] @ back.T
        covariance[:, p, :p] = covariance[:, p, :p] @ back.T
        covariance[:, :p, p] = covariance[:, p, :p]
        low, high = limit == -1, limit == 1
        beta[low], beta[high] = (-np.inf, np.inf) if p == 1 else (np.nan, np.nan)
        return Optimum(beta, optimum.tau, covariance, optimum.log_likelihood, optimum.converged)


def _orthogonal(design: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Orthogonal columns of length sqrt(k), and what turns their coefficients back."""
    k, p = design.shape
    q, r = np.linalg.qr(design)
    dependent = np.abs(np.diag(r)) < DEPENDENT * np.linalg.norm(design, axis=0)[: len(r)]
    if dependent.any() or k < p:
        raise SynthesisError(f"design: {p} columns for {k} studies are not independent")
    turn = np.where(np.diag(r) < 0, -1.0, 1.0)  # a column of ones stays one
    return q * turn * np.sqrt(k), np.linalg.inv(turn[:, None] * r / np.sqrt(k))


def _checked_design(design: ArrayLike, k: int) -> np.ndarray:
    matrix = np.asarray(design, float)
    if matrix.ndim != 2 or matrix.shape[0] != k or not np.isfinite(matrix).all():
        raise SynthesisError(
            f"design must be finite, one row per study: ({k}, p); found {matrix.shape}"
        )
    return matrix
