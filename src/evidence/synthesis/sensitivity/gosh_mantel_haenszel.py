"""The Mantel-Haenszel ratio of every subset of two-arm studies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.progress import Progress, on_a_terminal
from evidence.synthesis.sensitivity.gosh import COLUMNS, MOST_KEPT, RUN_BITS, Gosh, in_order
from evidence.synthesis.sensitivity.gosh_subsets import DrawnSubsets, EverySubset, Run

if TYPE_CHECKING:
    from evidence.synthesis.results import Effects

NUMERATORS = {
    "RR": lambda a, b, c, d, n: (a * (c + d) / n, c * (a + b) / n),
    "OR": lambda a, b, c, d, n: (a * d / n, b * c / n),
}


@checked_arguments()
def gosh_mantel_haenszel(
    measure: str,
    *,
    ai: ArrayLike,
    n1i: ArrayLike,
    ci: ArrayLike,
    n2i: ArrayLike,
    draws: int | None = None,
    seed: int = 0,
    labels: Sequence[str] | None = None,
    progress: Progress | None = None,
    workers: int = 2,
) -> Gosh:
    """Return one row a subset: log ratio sum(R) / sum(S) and Q about it.

    ``measure``: RR or OR. R and S are those of Mantel & Haenszel 1959 (odds ratio) and
    Greenland & Robins 1985 (risk ratio, doi:10.2307/2530643), without any correction; Q
    = sum w (y - estimate)² over the studies' own effects, zero cells corrected by a half
    there and studies without information left out. I2 and H2 follow from Q; tau2 is 0. A
    subset without events in one arm has no estimate (NaN).

    Raises :class:`SynthesisError` for impossible counts, another measure, or more subsets
    than are kept.

    >>> cloud = gosh_mantel_haenszel("RR", ai=[4, 6], n1i=[100, 100], ci=[8, 10], n2i=[100, 90])
    >>> np.exp(cloud.estimate).round(3)
    array([0.5  , 0.54 , 0.523])
    """
    if measure not in NUMERATORS:
        raise SynthesisError(f"measure {measure!r} found; allowed: {', '.join(NUMERATORS)}")
    counts: dict[str, Any] = {"ai": ai, "n1i": n1i, "ci": ci, "n2i": n2i}
    if any(np.ndim(column) != 1 for column in counts.values()):
        raise SynthesisError("the subsets are of one data set: counts of shape (k,) are needed")
    effects = effect_sizes(measure, double_zero="drop", labels=labels, **counts)
    values = _values(measure, effects, *(np.asarray(column, float) for column in counts.values()))
    k = values.shape[1]
    if min(2.0**k, draws or np.inf) > MOST_KEPT:
        raise SynthesisError(f"more than {MOST_KEPT} subsets are not kept: use draws")
    unused = np.ones(k)  # effects and variances of an iterated fit
    source = (
        EverySubset(unused, unused, values, RUN_BITS)
        if draws is None or draws >= 2**k - 1
        else DrawnSubsets(unused, unused, values, RUN_BITS, draws, seed)
    )
    parts = list(in_order(source, _fits, workers, progress or on_a_terminal("subsets")))
    columns = [np.concatenate([found[j] for _, found in parts]) for j in range(len(COLUMNS) + 1)]
    every = isinstance(source, EverySubset)
    drawn = "every subset" if every else f"{draws} subsets drawn with seed {seed}"
    codes = np.concatenate([codes for codes, _ in parts])
    size, estimate, tau2, q, i2, h2 = columns
    return Gosh(codes, size, estimate, tau2, q, i2, h2, k, "Mantel-Haenszel", drawn)


def _values(
    measure: str, effects: Effects, a: np.ndarray, n1: np.ndarray, c: np.ndarray, n2: np.ndarray
) -> np.ndarray:
    """Return the rows 1, R, S, then 1, w, wy, wy² of the studies with an effect."""
    present = ~np.isnan(a + n1 + c + n2)
    numerator, denominator = NUMERATORS[measure](a, n1 - a, c, n2 - c, n1 + n2)
    seen = ~np.isnan(effects.yi)
    w, y = np.where(seen, 1 / effects.vi, 0.0), np.where(seen, effects.yi, 0.0)
    rows = [np.ones_like(a), numerator, denominator, seen.astype(float), w, w * y, w * y**2]
    return np.array(rows)[:, present]


def _fits(
    run: Run,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return size, estimate, tau2, Q, I2 and H2 of each subset."""
    size, first, second, seen, w, wy, wyy = run.sums
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate = np.where((first > 0) & (second > 0), np.log(first / second), np.nan)
        q = np.where(seen > 1, np.maximum(wyy - estimate * (2 * wy - estimate * w), 0.0), 0.0)
    freedom = np.maximum(seen - 1, 1)
    h2 = np.where(seen > 1, q / freedom, 1.0)
    i2 = 100 * np.maximum(1 - 1 / np.maximum(h2, 1.0), 0.0)
    return size.astype(int), estimate, np.zeros_like(q), q, i2, h2
