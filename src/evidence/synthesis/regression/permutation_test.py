"""Permutation tests of meta-regression: p values that lean on no distribution.

Follmann & Proschan 1999 (doi:10.1111/j.0006-341X.1999.00732.x) for the mean, whose
sign is exchanged study by study; Higgins & Thompson 2004 (doi:10.1002/sim.1752) for
moderators, whose rows are exchanged between studies. The model is refitted, tau2
included, for every arrangement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.arguments.studies import check_studies
from evidence.synthesis.batches import along_sets
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.inference import named_test
from evidence.synthesis.progress import Progress, on_a_terminal
from evidence.synthesis.regression.batch import BatchRegression
from evidence.synthesis.regression.design_matrix import design_matrix
from evidence.synthesis.regression.permutations import (
    count_of,
    drawn_orders,
    drawn_signs,
    every_order,
    every_sign,
)
from evidence.synthesis.results import Effects, shown

TIE = float(
    np.sqrt(np.finfo(float).eps)
)  # statistics closer than this count as equal, as in metafor
MOST_EXACT = 50_000_000


@dataclass(frozen=True, slots=True, eq=False)
class PermutationTest:
    """Permutation p values of each coefficient and of all moderators together.

    ``statistics`` (p,) are those observed; ``greater`` counts the arrangements that are
    at least as extreme, of ``arrangements`` in all, so the p values are exact fractions.
    For a sample the observed arrangement is one of them. ``estimate_p_values`` compare the
    coefficients themselves in place of their z or t, as Follmann & Proschan do.
    """

    statistics: np.ndarray
    p_values: np.ndarray
    estimate_p_values: np.ndarray
    omnibus: float
    omnibus_p_value: float
    greater: np.ndarray
    arrangements: int
    exact: bool
    seed: int | None
    tau2_method: str
    test: str
    k: int

    @property
    def convention(self) -> str:
        how = (
            "every arrangement"
            if np.all(self.exact)
            else f"{shown(self.arrangements)} arrangements drawn with seed {self.seed}"
        )
        return (
            f"permutation test, {how}; tau2 by {self.tau2_method}, {self.test} statistic; "
            f"k = {shown(self.k)}"
        )


@checked_arguments()
@along_sets
def permutation_test(
    yi: ArrayLike,
    vi: ArrayLike | None = None,
    moderators: Any = None,
    *,
    intercept: bool = True,
    draws: int | None = None,
    seed: int = 0,
    tau2_method: str = "REML",
    test: str = "wald",
    labels: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> PermutationTest:
    """Return the permutation test of a mean or of a meta-regression.

    ``yi``, ``vi``: shape (k,) or (..., k), or one ``Effects`` for both. ``moderators``:
    (k,), (k, m) or a mapping as in `meta_regression`, None for the mean alone.
    ``draws``: None for every distinct arrangement (2^k signs, or the orders of the
    moderator rows), otherwise that many seeded ones; enumeration is used when there
    are no more than ``draws``. ``tau2_method``: EE, DL, ML or REML; ``test``: wald or
    knapp_hartung. ``progress(done, total)`` is called after each run of 4096.

    Two-sided: p is the share of arrangements with |z| at least the one observed, and for
    the omnibus test Q_M. A study with NaN anywhere is left out. Raises
    :class:`SynthesisError` for unusable studies, k <= p, a rank-deficient design, and
    more than 50 million arrangements without ``draws``.

    >>> found = permutation_test([0.4, 0.6, 0.9, 0.3], [0.1, 0.2, 0.1, 0.3], tau2_method="DL")
    >>> found.greater, found.arrangements
    (array([2]), 16)
    """
    if isinstance(yi, Effects):
        yi, vi, labels = yi.yi, yi.vi, yi.labels
    if draws is not None and draws < 1:
        raise SynthesisError(f"draws {draws} found; at least 1 is needed")
    test, progress = named_test(test), progress or on_a_terminal("permutations")
    y, v, design = _usable(yi, vi, moderators, intercept, labels)
    signs = moderators is None
    shift = float(y.mean()) if intercept and not signs else 0.0  # signs do not commute with a shift
    model, y = BatchRegression(design, tau2_method, test, intercept, shift), y - shift
    total, runs = _signs(y, draws, seed) if signs else _orders(design, draws, seed)
    observed = model(y[:, None], v[:, None])
    greater, estimates, omnibus, done = np.zeros(model.p, int), np.zeros(model.p, int), 0, 0
    for run in runs:
        found = model(
            *((run * y).T, np.broadcast_to(v[:, None], run.T.shape))
            if signs
            else (y[run].T, v[run].T)
        )
        greater += (np.abs(found.statistics) >= np.abs(observed.statistics) - TIE).sum(axis=1)
        estimates += (np.abs(found.estimates) >= np.abs(observed.estimates) * (1 - TIE)).sum(axis=1)
        omnibus += int((found.omnibus >= observed.omnibus - TIE).sum())
        done += len(run)
        progress(done, total)
    exact = draws is None or total < draws
    return PermutationTest(
        observed.statistics[:, 0],
        greater / total,
        estimates / total,
        float(observed.omnibus[0]),
        omnibus / total,
        greater,
        total,
        exact,
        None if exact else seed,
        tau2_method,
        test,
        y.size,
    )


def _signs(y: np.ndarray, draws: int | None, seed: int) -> tuple[int, Iterator[np.ndarray]]:
    total = 2**y.size
    if draws is not None and draws < total:
        return draws, drawn_signs(y.size, draws, seed)
    _refuse_endless(total)
    return total, every_sign(y.size)


def _orders(design: np.ndarray, draws: int | None, seed: int) -> tuple[int, Iterator[np.ndarray]]:
    _, labels, counts = np.unique(design, axis=0, return_inverse=True, return_counts=True)
    total = count_of(counts)
    if draws is not None and draws < total:
        return draws, drawn_orders(len(design), draws, seed)
    _refuse_endless(total)
    return total, every_order(labels.ravel(), counts)


def _refuse_endless(total: int) -> None:
    if total > MOST_EXACT:
        raise SynthesisError(
            f"{total:.3g} arrangements, more than {MOST_EXACT} to enumerate: give draws"
        )


def _usable(
    yi: ArrayLike | None,
    vi: ArrayLike | None,
    moderators: Any,
    intercept: bool,
    labels: Sequence[str] | None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return effects, variances and design of the complete studies."""
    y, v = np.asarray(yi, float), np.asarray(vi, float)
    check_studies(y, v, labels, what="permutation test")
    if not intercept and moderators is None:
        raise SynthesisError("a model without moderators needs its intercept")
    given = {} if moderators is None else moderators
    if not isinstance(given, Mapping) and np.ndim(given) == 1:
        given = np.asarray(given, float)[:, None]
    design, _ = design_matrix(given, y.size, intercept)
    keep = ~(np.isnan(y) | np.isnan(v) | np.isnan(design).any(axis=1))
    y, v, design = y[keep], v[keep], design[keep]
    if (
        y.size <= design.shape[1]
        or np.linalg.matrix_rank(design / np.abs(design).max(axis=0)) < design.shape[1]
    ):
        raise SynthesisError(
            f"{design.shape[1]} columns cannot be distinguished with k = {y.size} studies"
        )
    return y, v, design
