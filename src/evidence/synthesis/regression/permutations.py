"""All arrangements of labels, by number: the k-th one is computed, none is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import factorial, prod

import numpy as np

RUN = 4096  # arrangements at a time: arrays of some hundred kilobytes, which stay in cache


def count_of(counts: Sequence[int] | np.ndarray) -> int:
    """Return the number of distinct orders of a multiset with these multiplicities.

    >>> count_of([1, 1, 1]), count_of([2, 1])
    (6, 3)
    """
    return factorial(sum(map(int, counts))) // prod(factorial(int(count)) for count in counts)


def arrangements(numbers: np.ndarray, counts: Sequence[int] | np.ndarray) -> np.ndarray:
    """Return the distinct orders with these numbers, in lexicographic order, shape (n, k).

    Label j occurs ``counts[j]`` times. Of the orders of what is left, the share that
    begins with a label equals that label's share of what is left, which turns a number
    into an order digit by digit. Numbers run from 0 to :func:`count_of` - 1 < 2^63.

    >>> arrangements(np.arange(3), [2, 1])
    array([[0, 0, 1],
           [0, 1, 0],
           [1, 0, 0]])
    """
    left = np.tile(np.array(counts, np.int64), (len(numbers), 1))
    total = np.full(len(numbers), count_of(counts), np.int64)
    numbers, rows = numbers.astype(np.int64), np.arange(len(numbers))
    out = np.empty((len(numbers), sum(map(int, counts))), np.int64)
    for position in range(out.shape[1]):
        share = _shares(total, left, out.shape[1] - position)
        ends = np.cumsum(share, axis=1)
        label = (ends <= numbers[:, None]).sum(axis=1)
        total = share[rows, label]
        numbers = numbers - (ends[rows, label] - total)
        left[rows, label] -= 1
        out[:, position] = label
    return out


def _shares(total: np.ndarray, left: np.ndarray, remaining: int) -> np.ndarray:
    """Return total * left / remaining, exactly and without overflow."""
    whole, rest = np.divmod(total, remaining)
    return whole[:, None] * left + rest[:, None] * left // remaining


def every_order(labels: np.ndarray, counts: Sequence[int] | np.ndarray) -> Iterator[np.ndarray]:
    """Yield, run by run, which study takes each place, one row per distinct arrangement."""
    places = np.argsort(labels, kind="stable")
    for start in range(0, total := count_of(counts), RUN):
        found = arrangements(np.arange(start, min(start + RUN, total)), counts)
        yield _inverse(np.argsort(found, axis=1, kind="stable"), places)


def _inverse(studies: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return studies laid into the places that hold each label."""
    out = np.empty_like(studies)
    out[:, places] = studies
    return out


def drawn_orders(k: int, draws: int, seed: int) -> Iterator[np.ndarray]:
    """Yield seeded random orders of k studies run by run; the first is the order observed."""
    random, first = np.random.default_rng(seed), True
    for start in range(0, draws, RUN):
        orders = np.argsort(random.random((min(RUN, draws - start), k)), axis=1)
        if first:
            orders[0], first = np.arange(k), False
        yield orders


def every_sign(k: int) -> Iterator[np.ndarray]:
    """Yield all 2^k assignments of signs to k effects, shape (n, k), run by run."""
    for start in range(0, 2**k, RUN):
        numbers = np.arange(start, min(start + RUN, 2**k))
        yield 1.0 - 2.0 * ((numbers[:, None] >> np.arange(k)) & 1)


def drawn_signs(k: int, draws: int, seed: int) -> Iterator[np.ndarray]:
    """Yield seeded random signs run by run; the first are those observed."""
    random, first = np.random.default_rng(seed), True
    for start in range(0, draws, RUN):
        signs = np.where(random.random((min(RUN, draws - start), k)) < 0.5, -1.0, 1.0)
        if first:
            signs[0], first = 1.0, False
        yield signs
