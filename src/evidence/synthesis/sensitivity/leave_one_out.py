"""The pooled effect refitted: without each study, and as studies accumulate.

All refits are one batch, shape (k, k), in which the studies left out are absent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.batches import along_sets
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.results import Pooled
from evidence.synthesis.studies import present_studies

# Studies; the fits hold a weight of each study in each fit, 72 megabytes an array at this number.
MOST_REFITTED = 3000


@dataclass(frozen=True, slots=True, eq=False)
class Refits:
    """Fits of shape (k,), one a label: the study left out, or the last study added.

    Of many sets the fits are (..., k), an array of arrays where the sets differ in their studies.
    """

    labels: tuple[str, ...]
    fit: Pooled
    kind: str

    def __str__(self) -> str:
        fits = sum(
            int(np.size(estimate)) for estimate in np.ravel(self.fit.estimate)
        )  # an array of arrays where ragged
        return f"{self.kind}, {fits} fits ({self.fit.convention})"


@checked_arguments()
@along_sets
def leave_one_out(
    yi: ArrayLike,
    vi: ArrayLike | None = None,
    *,
    labels: Sequence[str] | None = None,
    **options: Any,
) -> Refits:
    """Return the pooled effect without each study in turn.

    ``yi``, ``vi`` shape (k,) or (..., k), or an `Effects`; ``options`` as in `pool`.
    Studies without an effect are not left out in turn. Raises `SynthesisError` for fewer than
    two studies.

    >>> leave_one_out([0.1, 0.3, 0.8], [0.1, 0.1, 0.1], tau2_method="DL").fit.estimate.round(3)
    array([0.55, 0.45, 0.2 ])
    """
    y, v, names, measure, _ = present_studies(yi, vi, labels, least=2)
    check_number(len(y), "leave one out")
    keep = ~np.eye(len(y), dtype=bool)
    return Refits(names, _pool_masked(y, v, keep, measure, options), "leave one out")


@checked_arguments()
@along_sets
def cumulative(
    yi: ArrayLike,
    vi: ArrayLike | None = None,
    *,
    order: Any = None,
    labels: Sequence[str] | None = None,
    **options: Any,
) -> Refits:
    """Return the pooled effect after each added study, arguments as :func:`leave_one_out`.

    ``order``: the studies' positions (0 to k - 1) in the sequence in which they are added,
    by default as given; a label names the last study added. The first fit is one study.
    Raises `SynthesisError` if ``order`` is not a permutation.

    >>> cumulative([0.1, 0.3, 0.8], [0.1, 0.1, 0.1], tau2_method="EE").fit.estimate.round(3)
    array([0.1, 0.2, 0.4])
    """
    y, v, names, measure, _ = present_studies(yi, vi, labels, least=1)
    order = np.arange(len(y)) if order is None else np.asarray(order, int)
    if sorted(order.tolist()) != list(range(len(y))):
        raise SynthesisError(
            f"order must hold 0 to {len(y) - 1} once each (the studies with an "
            f"effect), found {order.tolist()}"
        )
    check_number(len(y), "cumulative")
    keep = np.tri(len(y), dtype=bool)
    fit = _pool_masked(y[order], v[order], keep, measure, options)
    return Refits(tuple(names[i] for i in order), fit, "cumulative")


def check_number(k: int, what: str) -> None:
    """Refuse more studies than can be refitted in bounded memory.

    Raises `SynthesisError` above `MOST_REFITTED` studies.

    >>> check_number(12, "leave one out")
    """
    if k > MOST_REFITTED:
        raise SynthesisError(
            f"{what}: {k} studies found; at most {MOST_REFITTED} are refitted one by one"
        )


def _pool_masked(
    y: np.ndarray, v: np.ndarray, keep: np.ndarray, measure: str, options: dict[str, Any]
) -> Pooled:
    return pool(np.where(keep, y, np.nan), np.where(keep, v, np.nan), measure=measure, **options)
