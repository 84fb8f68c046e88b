"""Where the score of tau2 changes its sign: every place, proved, not only those a grid shows.

Twice the score is quad - trace, with quad = y'PPy and trace = tr P (tr W under ML). In the
eigenvalues λ of the contrasts' sampling variances (Patterson and Thompson 1971,
doi:10.1093/biomet/58.3.545) quad = Σ u²/(λ + t)² and trace = Σ 1/(λ + t), t being tau2, so
that both fall in t, and so do quad3 = y'PPPy and trace2 = tr PP. With

    M = quad / quad3 - t  and  N = trace / trace2 - t,

means of λ, log quad has slope -2 / (M + t) and log trace -1 / (N + t). By Cauchy and Schwarz
M and N rise in t, between the least and the greatest λ, hence between the least and the greatest
variance. From their values at the ends of a cell [a, b] follow bounds of quad / trace within it:

- it falls throughout where M(b) < 2 N(a) + a, and rises throughout where M(a) > 2 N(b) + b;
- it is above 1 if quad(b) (M(b) + b)² / (M(b) + t)² exceeds trace(a) (N(b) + a) / (N(b) + t);
- it is below 1 if quad(a) (M(b) + a)² / (M(b) + t)² stays under trace(b) (N(b) + b) / (N(b) + t).

In each case the signs at a and b show whether the score changes its sign between them. A cell
where none holds is cut, until one does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

# Cells this narrow, relative to the least variance plus tau2, are taken as their ends show: a
# maximum within one is higher than its ends by less than the rounding of a log likelihood.
NARROWEST = 1e-7

# Open cells per set. Near a sign change that hardly happens there are a few, of whatever width;
# more than this are rounding, of variances that span more decades than numbers have digits.
MOST_OPEN_CELLS = 64
# Of 1 - trace / quad at the upper end of a fall, for the first guess only: minus infinity, where
# quad is 0, gives none.
LEAST_HEIGHT = -1e9

Terms = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]  # trace, trace2, quad, quad3


class Falls(NamedTuple):
    """Cells in each of which the score falls through 0 once: the set, the ends, a first guess."""

    row: np.ndarray
    low: np.ndarray
    high: np.ndarray
    start: np.ndarray


class Node(NamedTuple):
    """One end of cells: tau2, quad, trace, and M and N there."""

    tau2: np.ndarray
    quad: np.ndarray
    trace: np.ndarray
    m: Any
    n: Any

    def some(self, which: Any) -> Node:
        """Return the ends of some of the cells."""
        return Node(*(part[which] for part in self))


def falls_throughout(grid: np.ndarray, terms: Terms) -> bool:
    """Return whether quad / trace falls in every cell of the grid, (g,), of one meta-analysis.

    >>> grid = np.array([0.0, 3.0])
    >>> v = 1 + grid  # of two effects with variances 1
    >>> falls_throughout(grid, (1 / v, 1 / v**2, 8 / v**2, 8 / v**3))
    True
    """
    trace, trace2, quad, quad3 = terms
    m, n = quad / quad3 - grid, trace / trace2 - grid
    return bool((m[1:] < 2 * n[:-1] + grid[:-1]).all())


def falls_of(
    grid: np.ndarray,
    quad: np.ndarray,
    trace: np.ndarray,
    terms: Callable[[Any, np.ndarray], Terms],
    least: Any,
    most: Any,
) -> Falls:
    """Return every fall of the score through 0 between the first and the last value of a grid.

    ``grid``, ``quad`` and ``trace`` have shape (g, n), ``grid`` also (g, 1); ``least`` and
    ``most``, (n,) or numbers, are the least and the greatest sampling variance.
    ``terms(tau2, rows)`` returns trace, trace2, quad and quad3 of the sets numbered ``rows``.

    Two effects with variances 1: quad = 8 / (1 + t)², trace = 1 / (1 + t), so that t = 7.

    >>> def terms(t, rows):
    ...     return 1 / (1 + t), 1 / (1 + t) ** 2, 8 / (1 + t) ** 2, 8 / (1 + t) ** 3
    >>> grid = np.array([[0.0], [3.0], [11.0]])
    >>> trace, _, quad, _ = terms(grid, 0)
    >>> found = falls_of(grid, quad, trace, terms, 1.0, 1.0)
    >>> found.low, found.high
    (array([3.]), array([11.]))
    """
    above = quad > trace
    falls = above[:-1] & ~above[1:]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        cell, row = _left_open(grid, quad, trace, least, most)
        if not row.size:
            return _falls(grid, quad, trace, falls)
        falls[cell, row] = False
        found = _falls(grid, quad, trace, falls)
        more = _searched(grid, terms, least, cell, row)
    return Falls(*(np.concatenate(parts) for parts in zip(found, more, strict=True)))


def _left_open(
    grid: np.ndarray, quad: np.ndarray, trace: np.ndarray, least: Any, most: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Return the cells, and their sets, whose sign changes the grid does not show.

    Both quantities fall, and M and N lie between the least and the greatest variance, which
    closes most cells. For the others M and N are bounded more closely: they rise, so at a grid
    value they lie between their averages over the cells on either side.
    """
    closed = (quad[1:] > trace[:-1]) | (quad[:-1] < trace[1:]) | (most < 2 * least + grid[:-1])
    row, cell = np.nonzero(~closed.T)
    column = row if grid.shape[1] > 1 else 0
    least, most = (number[row] if np.ndim(number) else number for number in (least, most))
    before, after = np.maximum(cell - 1, 0), np.minimum(cell + 2, len(grid) - 1)
    a, b = grid[cell, column], grid[cell + 1, column]
    start = Node(a, quad[cell, row], trace[cell, row], 0.0, 0.0)
    end = Node(b, quad[cell + 1, row], trace[cell + 1, row], 0.0, 0.0)
    first, last, later = grid[before, column], grid[after, column], trace[after, row]
    # at the first and the last cell the width is 0, the average not a number, the bound that of λ
    m = (last - b) / (np.sqrt(end.quad / quad[after, row]) - 1) - b
    n = (last - b) / (end.trace / later - 1) - b
    n_before = (a - first) / (trace[before, row] / start.trace - 1) - first
    start = start._replace(n=np.fmax(n_before, least))
    end = end._replace(m=np.fmin(m, most), n=np.fmin(n, most))
    left = np.flatnonzero(~((end.m < 2 * start.n + a) | _one_sided(start, end)))
    return cell[left], row[left]


def _one_sided(start: Node, end: Node) -> np.ndarray:
    """Whether quad / trace stays above or below 1 in each cell; M and N may be upper bounds.

    Both bounds depend on t through (N + t) / (M + t)², which rises up to t = M - 2 N and falls
    from there on: its least value is at an end, its greatest there.
    """
    a, b, m, n = start.tau2, end.tau2, end.m, end.n
    above = end.quad / start.trace * np.minimum((n + b) / (n + a), ((m + b) / (m + a)) ** 2)
    t = np.clip(m - 2 * n, a, b)
    below = start.quad / end.trace * ((m + a) / (m + t)) ** 2 * (n + t) / (n + b)
    return (above > 1) | (below < 1)


def _sure(start: Node, end: Node) -> np.ndarray:
    """Whether the ends of each cell show its sign changes."""
    falls = end.m < 2 * start.n + start.tau2
    rises = start.m > 2 * end.n + end.tau2
    return falls | rises | _one_sided(start, end)


def _falls(grid: np.ndarray, quad: np.ndarray, trace: np.ndarray, falls: np.ndarray) -> Falls:
    row, cell = np.nonzero(falls.T)  # sorted by set, so that the sets are gathered in order
    ends = cell, cell + 1
    column = row if grid.shape[1] > 1 else 0
    above, below = (1 - trace[i, row] / quad[i, row] for i in ends)
    low, high = (grid[i, column] for i in ends)
    return _fall(row, low, high, above, below)


def _fall(
    row: np.ndarray, low: np.ndarray, high: np.ndarray, above: np.ndarray, below: np.ndarray
) -> Falls:
    """Falls with a first guess where 1 - trace / quad, which is nearly straight, would be 0."""
    share = above / (above - np.maximum(below, LEAST_HEIGHT))
    return Falls(row, low, high, low + (high - low) * share)


def _searched(
    grid: np.ndarray,
    terms: Callable[[Any, np.ndarray], Terms],
    least: Any,
    cell: np.ndarray,
    row: np.ndarray,
) -> Falls:
    """Return every fall within the open cells: they are cut until their ends are sure."""
    values = np.broadcast_to(grid, (len(grid), max(grid.shape[1], row.max() + 1)))
    least = least[row] if np.ndim(least) else np.full(row.size, float(least))
    both = _node(terms, np.append(values[cell, row], values[cell + 1, row]), np.tile(row, 2))
    start, end = both.some(slice(row.size)), both.some(slice(row.size, None))
    found, most = [], MOST_OPEN_CELLS * np.unique(row).size
    while row.size:
        narrow = end.tau2 - start.tau2 <= NARROWEST * (least + start.tau2)
        narrow |= row.size > most
        done = _sure(start, end) | narrow
        here = done & (start.quad > start.trace) & ~(end.quad > end.trace)
        below = 1 - end.trace[here] / end.quad[here]
        above = 1 - start.trace[here] / start.quad[here]
        found.append(_fall(row[here], start.tau2[here], end.tau2[here], above, below))
        row, least, start, end = row[~done], least[~done], start.some(~done), end.some(~done)
        middle = _node(terms, np.sqrt((least + start.tau2) * (least + end.tau2)) - least, row)
        row, least = np.tile(row, 2), np.tile(least, 2)
        start, end = _joined(start, middle), _joined(middle, end)
    return Falls(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def _node(terms: Callable[[Any, np.ndarray], Terms], tau2: np.ndarray, row: np.ndarray) -> Node:
    if not row.size:
        return Node(*(np.empty(0),) * 5)
    trace, trace2, quad, quad3 = terms(tau2, row)
    return Node(tau2, quad, trace, quad / quad3 - tau2, trace / trace2 - tau2)


def _joined(first: Node, second: Node) -> Node:
    return Node(*(np.concatenate(parts) for parts in zip(first, second, strict=True)))
