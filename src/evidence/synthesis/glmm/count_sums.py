"""Sums over j = 0, 1, ... of f(j) times how many studies have a count above j.

f is log(m + j d) or one of its derivatives, m and d positive: analytic but for a point left of
0. Up to `HEAD` every j is a term of its own. Beyond, the stretch from a to b - 1, b <= 2 a, is

    int f over [a - 1/2, b - 1/2] - (f'(b - 1/2) - f'(a - 1/2)) / 24
        + 7 (f'''(b - 1/2) - f'''(a - 1/2)) / 5760

(Euler-Maclaurin at midpoints, Abramowitz & Stegun 1964, 23.1.30; the next term is below 1e-20 of
f), integral and derivatives being those of the polynomial through Gauss-Legendre nodes. So a
registry of millions needs hundreds of terms, and the sum is as exact as one by one.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.polynomial.legendre import leggauss, legvander

HEAD = 4096  # terms that are summed one by one
SHORT = 64  # a stretch of up to so many terms is summed one by one too
NODES = 20  # of a longer one: the polynomial's error falls as 5.8 ** -NODES where b = 2 a


class CountSums(NamedTuple):
    """``positions`` j and ``weights``, (n, terms): the sum of f is (weights * f(positions)).sum."""

    positions: np.ndarray
    weights: np.ndarray


def count_sums(counts: np.ndarray) -> CountSums:
    """Return the terms of counts (n, k), one row per data set; short rows end in weights of 0.

    >>> count_sums(np.array([[1, 3]]))
    CountSums(positions=array([[0., 1., 2.]]), weights=array([[2., 1., 1.]]))
    """
    counts = counts.astype(np.int64)
    largest = int(counts.max(initial=0))
    if largest <= HEAD:
        positions = np.arange(largest, dtype=float)
        return CountSums(
            np.broadcast_to(positions, (len(counts), largest)), _above(counts, largest)
        )
    rows = [_row(np.sort(row)) for row in counts]
    terms = max(len(weights) for _, weights in rows)
    positions, weights = np.zeros((2, len(rows), terms))
    for row, (points, weight) in enumerate(rows):
        positions[row, : len(points)], weights[row, : len(points)] = points, weight
    return CountSums(positions, weights)


def _above(counts: np.ndarray, largest: int) -> np.ndarray:
    """How many studies of each row have more than j = 0, ..., largest - 1."""
    seen = np.zeros((len(counts), largest + 1))
    np.add.at(seen, (np.arange(len(counts))[:, None], np.minimum(counts, largest)), 1.0)
    return np.flip(np.cumsum(np.flip(seen, axis=1), axis=1), axis=1)[:, 1:]


def _row(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Positions and weights of one row of sorted counts."""
    head = min(HEAD, int(counts[-1]))
    positions, weights = [np.arange(head, dtype=float)], [_above(counts[None], head)[0]]
    doubled = HEAD * 2 ** np.arange(64 - HEAD.bit_length())
    edges = np.unique(np.concatenate([doubled, counts]))
    edges = edges[(edges >= HEAD) & (edges <= counts[-1])].tolist()
    for begin, end in pairwise(edges):
        points, weight = _stretch(begin, end)
        positions.append(points)
        weights.append(weight * (counts >= end).sum())
    return np.concatenate(positions), np.concatenate(weights)


def _stretch(begin: int, end: int) -> tuple[np.ndarray, np.ndarray]:
    """Positions and weights of the sum from begin to end - 1."""
    if end - begin <= SHORT:
        points = np.arange(begin, end, dtype=float)
        return points, np.ones_like(points)
    half, middle = 0.5 * (end - begin), 0.5 * (begin + end - 1)
    nodes, integral, slope, third = _functionals()
    return middle + half * nodes, half * integral - slope / (24 * half) + 7 * third / (
        5760 * half**3
    )


@lru_cache(maxsize=1)
def _functionals() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Nodes in [-1, 1]; weights of a function there that give its integral, and the growth
    over [-1, 1] of its first and third derivative.

    From Legendre coefficients: P_l'(1) = l (l + 1) / 2, P_l'''(1) = (l - 2) ... (l + 3) / 48, and
    at -1 the same with the sign (-1)^(l + 1) (Abramowitz & Stegun 1964, 22.5.37 and 22.4.2).
    """
    nodes, integral = leggauss(NODES)
    degree = np.arange(NODES)
    coefficients = (degree + 0.5) * legvander(nodes, NODES - 1) * integral[:, None]
    grown = np.where(degree % 2 == 0, 2.0, 0.0)  # even polynomials have opposite slopes at the ends
    first = degree * (degree + 1) / 2
    third = np.prod([degree + shift for shift in range(-2, 4)], axis=0) / 48
    return nodes, integral, coefficients @ (grown * first), coefficients @ (grown * third)
