"""Trim and fill: how many studies would make the funnel symmetric, and what then?

Duval & Tweedie 2000 (doi:10.1111/j.0006-341X.2000.00455.x for the method,
doi:10.1080/01621459.2000.10473905 for the estimators). A sensitivity analysis: the
studies filled in are mirror images, not data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.batches import along_sets
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.results import Effects, Pooled
from evidence.synthesis.small_study.egger_begg import egger_meta_regression, usable

MOST_ROUNDS = 100  # of trimming; the number of missing studies settles within a few, or cycles
ROUNDING = 16 * np.finfo(float).eps  # of the largest effect: a distance from the centre below it


@dataclass(frozen=True, slots=True, eq=False)
class TrimAndFill:
    """The number of missing studies, the mirror images put in their place, and both poolings.

    ``p_value`` tests that none is missing and exists for R0 only (NaN otherwise).
    """

    missing: int
    missing_std_error: float
    p_value: float
    side: str
    estimator: str
    filled_yi: np.ndarray
    filled_vi: np.ndarray
    observed: Pooled
    pooled: Pooled
    converged: bool

    @property
    def convention(self) -> str:
        return (
            f"{self.estimator}, missing on the {self.side}; "
            f"with the filled studies: {self.pooled.convention}"
        )


@checked_arguments()
@along_sets
def trim_and_fill(
    effects: Effects,
    *,
    estimator: str = "L0",
    side: str = "auto",
    tau2_method: str = "REML",
    test: str = "wald",
    level: float = 0.95,
) -> TrimAndFill:
    """Return the trim-and-fill analysis of k effects, or of (..., k).

    ``estimator``: ``L0``, ``R0`` or ``Q0`` (Duval & Tweedie 2000, JASA).
    ``side`` of the missing studies: ``left``, ``right``, or ``auto``, the side on which
    the regression test with the same ``tau2_method`` finds the small studies lacking.
    Pooling options as in :func:`evidence.synthesis.pooling.pool.pool`.

    Raises :class:`SynthesisError` for one-arm measures, fewer than 3 studies, and
    unknown options.

    >>> from evidence.synthesis.effect_sizes.effect_sizes import generic_effects
    >>> effects = generic_effects([0.1, 0.3, 0.9, 0.6, 0.2], [0.01, 0.04, 0.25, 0.09, 0.02])
    >>> found = trim_and_fill(effects)
    >>> found.missing, found.side, found.filled_yi.round(3)
    (2, 'left', array([-0.286, -0.586]))
    """
    if estimator not in ESTIMATORS:
        raise SynthesisError(f"estimator {estimator!r} found; allowed: {', '.join(ESTIMATORS)}")
    effects = usable(effects)
    side = _side(effects, tau2_method) if side == "auto" else side
    if side not in ("left", "right"):
        raise SynthesisError(f"side {side!r} found; allowed: auto, left, right")
    options: dict[str, Any] = {
        "tau2_method": tau2_method,
        "test": test,
        "level": level,
        "measure": effects.measure,
    }
    sign = 1.0 if side == "left" else -1.0
    y, v = _sorted(sign * effects.yi, effects.vi)
    missing, raw, centre, converged = _trim(y, v, estimator, tau2_method)
    filled = sign * (2 * centre - y[y.size - missing :])
    filled_v = v[v.size - missing :]
    together = np.concatenate([effects.yi, filled]), np.concatenate([effects.vi, filled_v])
    return TrimAndFill(
        missing,
        ESTIMATORS[estimator][1](y.size, raw),
        0.5 ** (missing + 1) if estimator == "R0" else np.nan,
        side,
        estimator,
        filled,
        filled_v,
        pool(effects.yi, effects.vi, **options),
        pool(*together, **options),
        converged,
    )


def _trim(
    y: np.ndarray, v: np.ndarray, estimator: str, tau2_method: str
) -> tuple[int, float, float, bool]:
    """Return the number of extremes on the right, also unrounded, and the centre without them."""
    missing, k = 0, y.size
    for _ in range(MOST_ROUNDS):
        centre = float(pool(y[: k - missing], v[: k - missing], tau2_method=tau2_method).estimate)
        raw = float(ESTIMATORS[estimator][0](_signed_ranks(_away(y, centre))))
        found = min(max(0, round(raw)), k - 1)
        if found == missing:
            return missing, raw, centre, True
        missing = found
    return missing, raw, centre, False


def _away(y: np.ndarray, centre: float) -> np.ndarray:
    """Return the distances from the centre; a study in the centre is on neither side of it."""
    away = y - centre
    return np.where(np.abs(away) <= ROUNDING * np.abs(y).max(), 0.0, away)


def _signed_ranks(away: np.ndarray) -> np.ndarray:
    """Return the ranks of the distances, the earlier of equal ones first, with their signs."""
    ranks = np.empty(away.size)
    ranks[np.argsort(np.abs(away), kind="stable")] = np.arange(1, away.size + 1)
    return np.sign(away) * ranks


def _r0(ranks: np.ndarray) -> float:
    """The length of the run of highest ranks that are all on the right, less 1."""
    centre_or_left = np.max(-ranks[ranks < 0], initial=np.sum(ranks == 0))
    return ranks.size - centre_or_left - 1


def _l0(ranks: np.ndarray) -> float:
    k = ranks.size
    return (4 * ranks[ranks > 0].sum() - k * (k + 1)) / (2 * k - 1)


def _q0(ranks: np.ndarray) -> float:
    k = ranks.size
    inside = 2 * k**2 - 4 * ranks[ranks > 0].sum() + 0.25
    if inside < 0:
        raise SynthesisError(
            "Q0 has no value for these effects (its root is of a negative number): use L0"
        )
    return k - 0.5 - np.sqrt(inside)


def _rank_sum_variance(k: int, n: float) -> float:
    """The variance of the rank sum when n of k + n studies are missing, n before it is rounded.

    It can come out negative for a negative n; there is no standard error then (NaN).
    """
    total = (
        k * (k + 1) * (2 * k + 1)
        + 10 * n**3
        + 27 * n**2
        + 17 * n
        - 18 * k * n**2
        - 18 * k * n
        + 6 * k**2 * n
    )
    return total / 24 if total >= 0 else np.nan


def _r0_error(k: int, n: float) -> float:
    return float(np.sqrt(2 * max(n, 0.0) + 2))


def _l0_error(k: int, n: float) -> float:
    return float(4 * np.sqrt(_rank_sum_variance(k, n)) / (2 * k - 1))


def _q0_error(k: int, n: float) -> float:
    denominator = (k - 0.5) ** 2 - n * (2 * k - n - 1)
    return float(2 * np.sqrt(_rank_sum_variance(k, n) / denominator)) if denominator > 0 else np.nan


ESTIMATORS = {"L0": (_l0, _l0_error), "R0": (_r0, _r0_error), "Q0": (_q0, _q0_error)}


def _side(effects: Effects, tau2_method: str) -> str:
    return "right" if egger_meta_regression(effects, tau2_method=tau2_method).slope < 0 else "left"


def _sorted(y: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    order = np.argsort(y, kind="stable")
    return y[order], v[order]
