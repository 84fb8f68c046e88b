"""Subsets of k studies in runs of bounded size, with sums over each subset.

A run is cut into strips small enough for a processor's cache. A strip is laid out
study by study: row i of its ``variances`` holds the sampling variance of one study
in every subset of the strip and infinity where the study is left out, so that its
weight 1 / (v + tau2) vanishes without a mask. Studies that all subsets of the
strip contain are kept apart, once.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

STRIP_BITS = 12  # 4096 subsets of 16 studies are half a megabyte


class Buffers(threading.local):
    """Memory that a thread uses again and again; fresh pages cost as much as the sums."""

    def __init__(self) -> None:
        self.flat = [np.empty(0)] * 3

    def array(self, which: int, shape: tuple[int, int]) -> np.ndarray:
        """Return an array of ``shape`` with arbitrary contents, valid until the next call."""
        size = shape[0] * shape[1]
        if self.flat[which].size < size:
            self.flat[which] = np.empty(size)
        return self.flat[which][:size].reshape(shape)


BUFFERS = Buffers()


@dataclass(frozen=True, slots=True)
class Strip:
    """Some subsets of a run: where they are in it, and their studies.

    ``variances`` (n, m) and ``effects`` (n,) are those of the studies that come and
    go; ``shared_variances`` and ``shared_effects`` those of the studies that stay.
    """

    where: slice
    variances: np.ndarray
    effects: np.ndarray
    shared_variances: np.ndarray
    shared_effects: np.ndarray

    def spread(self, subsets: np.ndarray) -> np.ndarray:
        """Return the variances of all studies, the shared ones last, in some subsets."""
        shared = np.broadcast_to(
            self.shared_variances[:, None], (self.shared_variances.size, subsets.size)
        )
        return np.concatenate([self.variances[:, subsets], shared])

    @property
    def all_effects(self) -> np.ndarray:
        """The effects in the order of :meth:`spread`."""
        return np.concatenate([self.effects, self.shared_effects])


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive subsets: ``codes`` (m, bytes) holds study i in bit i, little-endian;
    ``sums`` (rows, m) the sum of each value over each subset."""

    codes: np.ndarray
    sums: np.ndarray
    strips: tuple[Strip, ...]


class EverySubset:
    """All 2^k - 1 non-empty subsets, in the order of their binary codes.

    The sums over subsets of the first ``bits`` studies are tabulated once by
    doubling (2^bits additions a value, no multiplication). A run shares one choice
    of the other studies, whose sums are added to the table: two halves make the whole.
    """

    def __init__(
        self, effects: np.ndarray, variances: np.ndarray, values: np.ndarray, bits: int
    ) -> None:
        self.effects, self.variances, self.values = effects, variances, values
        self.bits, self.strip_bits = min(bits, effects.size), min(bits, STRIP_BITS, effects.size)
        self.total = 2**effects.size - 1
        self.table = doubled(values[:, : self.bits])
        present = _bits_of(np.arange(2**self.strip_bits), self.strip_bits)
        self.spread = _spread(present, variances[: self.strip_bits])

    def parts(self) -> Iterator[int]:
        """Yield the choices of the other studies, one a run."""
        yield from range(2 ** (self.effects.size - self.bits))

    def run(self, high: int) -> Run:
        """Return the run of one choice; the empty subset is not in it."""
        size, first = 2**self.bits, 0 if high else 1
        others = self._others(high, self.bits)
        codes = (
            np.arange(high * size + first, (high + 1) * size, dtype="<u8")
            .view(np.uint8)
            .reshape(-1, 8)
        )
        sums = BUFFERS.array(2, (len(self.table), size - first))
        np.add(self.table[:, first:], self.values[:, others].sum(axis=1, keepdims=True), out=sums)
        return Run(codes[:, : (self.effects.size + 7) // 8], sums, tuple(self._strips(high, first)))

    def _strips(self, high: int, first: int) -> Iterator[Strip]:
        """Yield the strips of a run; ``first`` is 1 where the empty subset is skipped."""
        low, size = self.strip_bits, 2**self.strip_bits
        for number in range(2 ** (self.bits - low)):
            others = self._others((high << (self.bits - low)) + number, low)
            skip = first if number == 0 else 0
            where = slice(number * size + skip - first, (number + 1) * size - first)
            yield Strip(
                where,
                self.spread[:, skip:],
                self.effects[:low],
                self.variances[others],
                self.effects[others],
            )

    def _others(self, high: int, bits: int) -> list[int]:
        """Return the studies from ``bits`` on that a choice of them contains."""
        return [bits + i for i in range(self.effects.size - bits) if high >> i & 1]


class DrawnSubsets:
    """A seeded sample, with replacement, of the non-empty subsets, all equally likely.

    The subsets drawn depend on the seed and on k, not on the size of a run.
    """

    def __init__(
        self,
        effects: np.ndarray,
        variances: np.ndarray,
        values: np.ndarray,
        bits: int,
        draws: int,
        seed: int,
    ) -> None:
        self.effects, self.variances, self.values = effects, variances, values
        self.size, self.total, self.seed = 2**bits, draws, seed

    def parts(self) -> Iterator[np.ndarray]:
        """Yield the packed membership of the subsets of one run after another."""
        random = np.random.default_rng(self.seed)
        for start in range(0, self.total, self.size):
            yield _drawn(random, min(self.size, self.total - start), self.effects.size)

    def run(self, codes: np.ndarray) -> Run:
        """Return the run of these subsets."""
        present, none = members(codes, self.effects.size), np.empty(0)
        spread = _spread(present, self.variances)
        wheres = [
            slice(start, start + 2**STRIP_BITS) for start in range(0, len(codes), 2**STRIP_BITS)
        ]
        strips = (Strip(where, spread[:, where], self.effects, none, none) for where in wheres)
        return Run(codes, self.values @ present.T, tuple(strips))


def doubled(values: np.ndarray) -> np.ndarray:
    """Return the sum of each row of ``values`` (rows, k) over each of the 2^k subsets.

    >>> doubled(np.array([[1.0, 10.0, 100.0]]))
    array([[  0.,   1.,  10.,  11., 100., 101., 110., 111.]])
    """
    sums = np.zeros((values.shape[0], 1))
    for study in range(values.shape[1]):
        sums = np.concatenate([sums, sums + values[:, study, None]], axis=1)
    return sums


def members(codes: np.ndarray, k: int) -> np.ndarray:
    """Return who is in each subset, shape (m, k), from packed codes (m, bytes).

    >>> members(np.array([[5], [2]], dtype=np.uint8), 3)
    array([[ True, False,  True],
           [False,  True, False]])
    """
    return np.unpackbits(codes, axis=1, count=k, bitorder="little").astype(bool)


def _spread(present: np.ndarray, variances: np.ndarray) -> np.ndarray:
    """Return the variances study by study, rows contiguous, infinite where a study is absent."""
    return np.ascontiguousarray(np.where(present, variances, np.inf).T)


def _bits_of(numbers: np.ndarray, bits: int) -> np.ndarray:
    return (numbers[:, None] >> np.arange(bits)) & 1 == 1


def _drawn(random: np.random.Generator, size: int, k: int) -> np.ndarray:
    """Return the next ``size`` non-empty subsets of the generator's sequence, packed."""
    drawn, words = np.empty((0, (k + 7) // 8), np.uint8), (k + 63) // 64
    while len(drawn) < size:
        bits = random.integers(0, 2**64, (size - len(drawn), words), dtype=np.uint64)
        bits[:, -1] &= np.uint64(2 ** ((k - 1) % 64 + 1) - 1)
        codes = bits.astype("<u8").view(np.uint8)[:, : (k + 7) // 8]
        drawn = np.concatenate([drawn, codes[codes.any(axis=1)]])
    return drawn
