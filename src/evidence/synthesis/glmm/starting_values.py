"""Normal approximations of each study, for starting values and for Wald heterogeneity.

Nothing pooled comes from here: a likelihood fit starts at these, reports the typical
sampling variance as metafor does (Higgins & Thompson 2002, doi:10.1002/sim.1186, eq. 9,
after 1/2 is added to the cells of studies that have a zero), and its Wald test compares
the studies' own estimates, uncorrected, where an infinite one has no weight.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from evidence.synthesis.arguments.numeric import whole
from evidence.synthesis.glmm.study_counts import Counts
from evidence.synthesis.inference import TINY

RIDGE = 1e-14  # of the mean diagonal, 50 times double precision
LEAST_TAU = 0.2
START_TAU2 = 0.5


@dataclass(frozen=True, eq=False)
class CrudeEffects:
    """Sum of signed log counts a study; ``cells`` (c, n, k), ``signs`` (c,), ``offset`` (n, k).

    ``present`` (n, k) is false for studies that are absent or carry no information.
    """

    cells: np.ndarray
    signs: np.ndarray
    offset: np.ndarray
    present: np.ndarray

    def estimated(self, add: Any) -> tuple[np.ndarray, np.ndarray]:
        """Effects and their weights (inverse variances) with ``add`` on every cell."""
        cells = np.where(self.present, self.cells + add, 1.0)
        effect = np.einsum("c,c...->...", self.signs, np.log(cells)) + self.offset
        return np.where(self.present, effect, 0.0), self.present / (1 / cells).sum(axis=0)

    @cached_property
    def _empty(self) -> np.ndarray:
        return (self.cells == 0).any(axis=0)

    @cached_property
    def _corrected(self) -> tuple[np.ndarray, np.ndarray]:
        """Effects and weights with 1/2 added where a cell is empty."""
        return self.estimated(np.where(self._empty, 0.5, 0.0))

    def uncorrected(self) -> tuple[np.ndarray, np.ndarray]:
        """The studies' own effects; weight 0 where an empty cell makes one infinite."""
        effect, weight = self._corrected
        return np.where(self._empty, 0.0, effect), np.where(self._empty, 0.0, weight)

    def typical_variance(self, design: np.ndarray) -> np.ndarray:
        """(k - p) / trace(P) of the effects with 1/2 added where a cell is empty, (n,)."""
        df = self.present.sum(axis=-1) - design.shape[1]
        trace = _trace(self._corrected[1], design)
        return np.where((df > 0) & (trace > 0), df / np.where(trace > 0, trace, 1.0), np.nan)

    def homogeneous_start(self, design: np.ndarray) -> np.ndarray:
        """Coefficients of the normal model without tau, (n, p)."""
        return weighted_fit(*self.estimated(0.5), design)[0]

    def start(self, design: np.ndarray) -> np.ndarray:
        """Coefficients with a tau away from the boundary, (n, p + 1).

        One step of the normal model's likelihood equations for tau2 (DerSimonian & Laird
        1986, doi:10.1016/0197-2456(86)90046-2, eq. 9) from ``START_TAU2``.
        """
        effect, weight = self.estimated(0.5)
        mixed = weight / (1 + START_TAU2 * weight)
        coefficients, _ = weighted_fit(effect, mixed, design)
        excess = (effect - coefficients @ design.T) ** 2 - 1 / np.where(weight > 0, weight, 1.0)
        square = mixed**2
        tau2 = (square * excess).sum(axis=-1) / np.maximum(square.sum(axis=-1), TINY)
        return np.column_stack([coefficients, np.sqrt(np.maximum(tau2, LEAST_TAU**2))])


def weighted_fit(
    effect: np.ndarray, weight: np.ndarray, design: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Weighted least squares of each row: coefficients (n, p) and residual sum Q (n,).

    >>> weighted_fit(np.array([[1.0, 3.0]]), np.array([[1.0, 1.0]]), np.ones((2, 1)))
    (array([[2.]]), array([2.]))
    """
    scaled = design.T * weight[:, None, :]
    coefficients = (_inverse(scaled @ design) @ (scaled @ effect[..., None]))[..., 0]
    residual = effect - coefficients @ design.T
    return coefficients, (weight * residual**2).sum(axis=-1)


def _trace(weight: np.ndarray, design: np.ndarray) -> np.ndarray:
    scaled = design.T * weight[:, None, :]
    inner = (design.T * weight[:, None, :] ** 2) @ design
    return weight.sum(axis=-1) - np.einsum("...ij,...ji->...", _inverse(scaled @ design), inner)


def _inverse(information: np.ndarray) -> np.ndarray:
    """Inverse with a ridge of rounding size, so that rows without information have one too."""
    diagonal = np.einsum("...ii->...i", information)  # a view
    diagonal += RIDGE * diagonal.sum(axis=-1, keepdims=True) / diagonal.shape[-1] + TINY
    return np.linalg.inv(information)


def checked_tables(
    parts: Sequence[ArrayLike], labels: Sequence[str] | None, design: ArrayLike | None
) -> tuple[Counts, CrudeEffects, np.ndarray]:
    names = ("ai", "n1i", "ci", "n2i")
    counts = Counts.checked(
        parts,
        _impossible_tables,
        names,
        labels,
        design,
        informative=lambda a, n1, c, n2: (a + c > 0) & (a + c < n1 + n2),
    )
    a, n1, c, n2 = counts.parts
    cells = np.stack([a, n1 - a, c, n2 - c])
    crude = CrudeEffects(cells, np.array([1.0, -1.0, -1.0, 1.0]), 0.0 * a, counts.present)
    tables = np.minimum(n1, a + c) - np.maximum(0, a + c - n2)
    return counts, crude, counts.limit((a == 0) | (c == n2), (c == 0) | (a == n1), tables > 1)


def checked_rates(
    parts: Sequence[ArrayLike], labels: Sequence[str] | None, design: ArrayLike | None
) -> tuple[Counts, CrudeEffects, np.ndarray]:
    names = ("x1i", "t1i", "x2i", "t2i")
    counts = Counts.checked(
        parts,
        _impossible_rates,
        names,
        labels,
        design,
        informative=lambda x1, t1, x2, t2: x1 + x2 > 0,
    )
    x1, t1, x2, t2 = counts.parts
    ratio = np.where(counts.present, t2, 1.0) / np.where(counts.present, t1, 1.0)
    crude = CrudeEffects(np.stack([x1, x2]), np.array([1.0, -1.0]), np.log(ratio), counts.present)
    return counts, crude, counts.limit(x1 == 0, x2 == 0, x1 + x2 > 1)


def _impossible_tables(
    a: np.ndarray, n1: np.ndarray, c: np.ndarray, n2: np.ndarray
) -> Iterator[tuple[np.ndarray, str, np.ndarray]]:
    for name, count, total in (("ai", a, n1), ("ci", c, n2)):
        arm = "n1i" if name == "ai" else "n2i"
        yield ~whole(count), f"{name} must be a whole number, 0 or more", count
        yield ~whole(total) | (total < 1), f"{arm} must be a whole number, 1 or more", total
        yield count > total, f"{name} above {arm}", count


def _impossible_rates(
    x1: np.ndarray, t1: np.ndarray, x2: np.ndarray, t2: np.ndarray
) -> Iterator[tuple[np.ndarray, str, np.ndarray]]:
    for name, count in (("x1i", x1), ("x2i", x2)):
        yield ~whole(count), f"{name} must be a whole number, 0 or more", count
    for name, time in (("t1i", t1), ("t2i", t2)):
        yield ~(np.isfinite(time) & (time > 0)), f"{name} must be finite and above 0", time
