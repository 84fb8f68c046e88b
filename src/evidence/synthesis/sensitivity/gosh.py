"""Graphical display of study heterogeneity: the pooled effect of every subset of studies.

Olkin, Dahabreh & Trikalinos 2012 (doi:10.1002/jrsm.1053). k studies have 2^k - 1
non-empty subsets; all are fitted, or a seeded sample. Work goes through runs of
2^RUN_BITS subsets, so memory is bounded by a run: :func:`blocks` streams results,
:func:`summarise` keeps moments only, :func:`gosh` keeps one row per subset.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.arguments.rules import estimator_name
from evidence.synthesis.arguments.studies import check_studies
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.progress import Progress, on_a_terminal
from evidence.synthesis.results import Effects
from evidence.synthesis.sensitivity.gosh_models import METHODS, Fits, rows_needed
from evidence.synthesis.sensitivity.gosh_subsets import DrawnSubsets, EverySubset, members

RUN_BITS = 14  # 16 384 subsets a run: a working set of two megabytes
MOST_ROWS = 2**25  # above this many rows (about 1.5 GB) only streaming is offered
RUNS_AHEAD = 2  # fitted ahead of the reader, per worker: none waits, memory stays bounded
MOST_ENUMERATED = 40  # studies; 2^40 subsets would already take a day


@dataclass(frozen=True, slots=True, eq=False)
class Gosh:
    """One row per subset: who is in it and what pooling it gives; arrays of shape (m,).

    ``i2_percent`` and ``h2`` follow from Q under ``EE`` and ``DL`` (H2 = Q / (k - 1) may then
    be below 1) and from tau2 and the typical sampling variance under ``REML``. A subset of
    one study has tau2 = Q = I2 = 0 and H2 = 1.
    """

    codes: np.ndarray
    size: np.ndarray
    estimate: np.ndarray
    tau2: np.ndarray
    q: np.ndarray
    i2_percent: np.ndarray
    h2: np.ndarray
    studies: int
    method: str
    drawn: str

    @property
    def member(self) -> np.ndarray:
        """Which studies are in each subset, bool of shape (m, k)."""
        return members(self.codes, self.studies)

    @property
    def convention(self) -> str:
        return f"tau2 by {self.method}; k = {self.studies}; {self.drawn}; {self.estimate.size} fits"


@dataclass(frozen=True, slots=True)
class Moments:
    """Count, mean, standard deviation (n - 1), least and greatest of one column."""

    count: int
    mean: float
    sd: float
    least: float
    greatest: float


COLUMNS = ("estimate", "tau2", "q", "i2_percent", "h2")


@checked_arguments()
def blocks(
    yi: ArrayLike,
    vi: ArrayLike | None = None,
    *,
    method: str = "REML",
    draws: int | None = None,
    seed: int = 0,
    labels: Sequence[str] | None = None,
    progress: Progress | None = None,
    workers: int = 2,
) -> Iterator[Gosh]:
    """Yield the fits of all subsets, or of ``draws`` seeded ones, run by run.

    ``yi``, ``vi``: shape (k,), effects and sampling variances, or one ``Effects`` for both;
    studies with NaN are left out. ``method``: ``EE`` (also ``FE``, ``common``), ``DL``,
    ``REML``. All subsets are enumerated when ``draws`` is None or not below their number.
    ``progress(done, total)`` is called after each run. Each :class:`Gosh` has at most 2^RUN_BITS
    rows, on the scale of ``yi``. Raises :class:`SynthesisError`, when the first run is asked
    for: unusable studies, fewer than two, an unknown method, ``draws`` below 1, or more than
    MOST_ENUMERATED studies without ``draws``.

    >>> runs = blocks([0.1, 0.5, -0.2], [0.04, 0.09, 0.01], method="EE")
    >>> [run.estimate.round(3).tolist() for run in runs]
    [[0.1, 0.5, 0.223, -0.2, -0.14, -0.13, -0.088]]
    """
    if isinstance(yi, Effects):
        yi, vi, labels = yi.yi, yi.vi, yi.labels
    method = estimator_name(method, "method")
    y, v = _usable(yi, vi, method, draws, labels)
    values, fit = rows_needed(y, v, method), Fits(y, v, method)
    total = 2**y.size - 1
    source = (
        EverySubset(fit.effects, v, values, RUN_BITS)
        if draws is None or draws >= total
        else DrawnSubsets(fit.effects, v, values, RUN_BITS, draws, seed)
    )
    every = isinstance(source, EverySubset)
    drawn = "every subset" if every else f"{draws} subsets drawn with seed {seed}"
    progress = progress or on_a_terminal("subsets")
    for codes, columns in in_order(source, fit, workers, progress):
        size, estimate, tau2, q, i2, h2 = columns
        yield Gosh(codes, size, estimate, tau2, q, i2, h2, y.size, method, drawn)


@checked_arguments()
def gosh(yi: ArrayLike, vi: ArrayLike | None = None, **options: Any) -> Gosh:
    """Return one row per subset; the options are those of :func:`blocks`.

    ``yi``, ``vi``: shape (k,), or one ``Effects`` for both. The arrays of the result are (m,),
    m = 2^k - 1 or ``draws``, ``estimate`` on the scale of ``yi``, ``tau2`` on its square.
    Raises :class:`SynthesisError` as :func:`blocks` does, and above MOST_ROWS subsets.

    >>> cloud = gosh([0.1, 0.5, -0.2], [0.04, 0.09, 0.01], method="EE")
    >>> cloud.size
    array([1, 1, 2, 1, 2, 2, 3])
    >>> cloud.estimate.round(3)
    array([ 0.1  ,  0.5  ,  0.223, -0.2  , -0.14 , -0.13 , -0.088])
    """
    if isinstance(yi, Effects):
        yi, vi, options = yi.yi, yi.vi, {"labels": yi.labels, **options}
    check_studies(yi, vi, options.get("labels"), least=2, what="subsets")
    k = np.sum(~np.isnan(np.asarray(yi, float) + np.asarray(vi, float)))
    if min(2.0**k, options.get("draws") or np.inf) > MOST_ROWS:
        raise SynthesisError(
            f"more than {MOST_ROWS} subsets are not held in memory: "
            "use draws, blocks() or summarise()"
        )
    return _gathered(
        blocks(yi, vi, **options), int(min(2.0**k - 1, options.get("draws") or np.inf))
    )


def _gathered(parts: Iterable[Gosh], total: int) -> Gosh:
    """One record of all runs, each copied to its place as it comes, so its memory is freed."""
    names, done = ("codes", "size", *COLUMNS), 0
    for part in parts:
        if not done:
            columns = {name: getattr(part, name) for name in names}
            whole = {name: np.empty((total, *a.shape[1:]), a.dtype) for name, a in columns.items()}
        for name in names:
            found = getattr(part, name)
            whole[name][done : done + len(found)] = found
        done += len(found)
    return Gosh(**whole, studies=part.studies, method=part.method, drawn=part.drawn)


def summarise(parts: Iterable[Gosh]) -> dict[str, Moments]:
    """Return the moments of each column over all parts, holding one part at a time.

    ``parts``: what :func:`blocks` yields. Keys are COLUMNS; every moment is one number on the
    column's own scale. Means and variances are merged pairwise (Chan, Golub & LeVeque 1983,
    doi:10.1080/00031305.1983.10483115). Raises nothing of its own: :class:`SynthesisError`
    comes from the :func:`blocks` it draws on.

    >>> moments = summarise(blocks([0.1, 0.5, -0.2], [0.04, 0.09, 0.01], method="DL"))
    >>> moments["estimate"].count
    7
    """
    totals = dict.fromkeys(COLUMNS, (0, 0.0, 0.0, np.inf, -np.inf))
    for part in parts:
        totals = {name: _merged(total, getattr(part, name)) for name, total in totals.items()}
    return {
        name: Moments(n, mean, float(np.sqrt(squares / max(n - 1, 1))), least, greatest)
        for name, (n, mean, squares, least, greatest) in totals.items()
    }


def _merged(
    total: tuple[int, float, float, float, float], column: np.ndarray
) -> tuple[int, float, float, float, float]:
    n, mean, squares, least, greatest = total
    m, added = column.size, float(column.mean())
    shift = added - mean
    squares += float(np.sum((column - added) ** 2)) + shift**2 * n * m / (n + m)
    return (
        n + m,
        mean + shift * m / (n + m),
        squares,
        min(least, float(column.min())),
        max(greatest, float(column.max())),
    )


def in_order(source: Any, fit: Callable, workers: int, progress: Progress) -> Iterator[Any]:
    """Yield packed membership and fits run by run, a few runs ahead on other threads."""

    def work(part: int) -> Any:
        run = source.run(part)
        return run.codes, fit(run)

    done = 0
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque = deque()
        for found in _a_few_ahead(pool, work, source.parts(), waiting, RUNS_AHEAD * workers):
            done += len(found[0])
            progress(done, source.total)
            yield found


def _a_few_ahead(
    pool: Any, work: Callable[..., Any], parts: Iterable[Any], waiting: deque, ahead: int
) -> Iterator[Any]:
    for part in parts:
        waiting.append(pool.submit(work, part))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    for future in waiting:
        yield future.result()


def _usable(
    yi: ArrayLike | None,
    vi: ArrayLike | None,
    method: str,
    draws: int | None,
    labels: Sequence[str] | None,
) -> tuple[np.ndarray, np.ndarray]:
    if method not in METHODS:
        raise SynthesisError(f"method {method!r} is unknown; allowed: {', '.join(METHODS)}")
    if draws is not None and draws < 1:
        raise SynthesisError(f"draws must be at least 1 (found {draws})")
    check_studies(yi, vi, labels, least=2, what="subsets")
    y, v = np.asarray(yi, float), np.asarray(vi, float)
    present = ~np.isnan(y) & ~np.isnan(v)
    if draws is None and present.sum() > MOST_ENUMERATED:
        raise SynthesisError(
            f"{present.sum()} studies have 2^{present.sum()} - 1 subsets: give draws"
        )
    return y[present], v[present]
