"""Fisher's noncentral hypergeometric distribution, exact, vectorised, on the log scale.

Given the margins of a 2x2 table (n1 and n2 subjects, m events in all), the events x
of the first arm have, with log odds ratio e,

    P(x | e) = C(n1, x) C(n2, m - x) exp(x e) / sum over the support of the same

(van Houwelingen, Zwinderman & Stijnen 1993, doi:10.1002/sim.4780122405, eq. 4; the
cumulants follow because it is an exponential family in e). Only terms within a factor
exp(-RELEVANT) of the largest are summed, found by bisection since the terms rise to one
peak and fall, so that tables with millions of subjects cost no more than their spread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

from evidence.synthesis.errors import SynthesisError

RELEVANT = 46.0  # exp(-46) is 1e-20
MOST_TABLES = 10_000_000  # of all studies of a meta-analysis: 0.6 GB while their terms are made
ENDLESS = 30.0  # a log odds ratio: odds of 1e13, beyond any count
MOST_STEPS = 80  # of Newton or bisection; 45 halvings of [-30, 30] reach the tolerance
FLAT = 1e-12  # the least curvature that a Newton step divides by
TOLERANCE = 1e-13  # of the log odds ratio
SHORT = 256  # supports up to this many terms are summed whole


@dataclass(frozen=True, slots=True, eq=False)
class ConditionalTables:
    """Tables given their margins, as a family for the quadrature (log odds ratio scale).

    ``events`` x, ``n1``, ``n2`` and ``margin`` m: shape (n, k). The log coefficients
    of all supports lie one after another in ``coefficients``; table i begins at
    ``begin[i]`` with x = ``lowest[i]`` and has ``last[i]`` + 1 terms.

    >>> tea = ConditionalTables.of([[3.0]], [[4.0]], [[1.0]], [[4.0]])
    >>> round(float(np.exp(tea.derivatives(np.zeros((1, 1)), 0)[0][0, 0])) * 70, 10)
    16.0
    """

    events: np.ndarray
    begin: np.ndarray
    lowest: np.ndarray
    last: np.ndarray
    coefficients: np.ndarray = field(repr=False)

    @classmethod
    def of(cls, ai: ArrayLike, n1i: ArrayLike, ci: ArrayLike, n2i: ArrayLike) -> ConditionalTables:
        """Tables with ai of n1i events in the first arm and ci of n2i in the second."""
        x, n1, c, n2 = (np.asarray(part, float) for part in (ai, n1i, ci, n2i))
        margin = x + c
        lowest = np.maximum(0, margin - n2).astype(np.int64)
        last = np.minimum(n1, margin).astype(np.int64) - lowest
        begin = np.concatenate([[0], np.cumsum(last.ravel() + 1)[:-1]]).reshape(x.shape)
        pieces = [
            _log_coefficients(*margins)
            for margins in zip(
                n1.ravel(), n2.ravel(), margin.ravel(), lowest.ravel(), last.ravel(), strict=True
            )
        ]
        return cls(x, begin, lowest, last, np.concatenate(pieces))

    def take(self, rows: np.ndarray) -> ConditionalTables:
        return ConditionalTables(
            self.events[rows],
            self.begin[rows],
            self.lowest[rows],
            self.last[rows],
            self.coefficients,
        )

    def study_log_odds_ratio(self) -> np.ndarray:
        """Conditional maximum likelihood estimate of each table; +-`ENDLESS` where infinite."""
        estimate = np.zeros(self.events.shape)
        low, high = np.full(estimate.shape, -ENDLESS), np.full(estimate.shape, ENDLESS)
        for _ in range(MOST_STEPS):
            slope, curvature = self.slopes(estimate)
            low, high = np.where(slope > 0, estimate, low), np.where(slope <= 0, estimate, high)
            tried = estimate - slope / np.minimum(curvature, -FLAT)
            outside = (tried <= low) | (tried >= high)
            previous, estimate = estimate, np.where(outside, 0.5 * (low + high), tried)
            if np.all(np.abs(estimate - previous) < TOLERANCE):
                break
        return estimate

    def slopes(self, predictor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        _, first, second = self.derivatives(predictor, 2)
        return first, second

    def derivatives(self, predictor: np.ndarray, order: int) -> tuple[np.ndarray, ...]:
        """Log probability and derivatives in e: x less the mean, then minus the cumulants."""
        predictor = np.asarray(predictor, float)
        first, width = self._window(predictor)
        index = first[..., None] + np.arange(width)
        inside = index <= self.last[..., None]
        index = np.minimum(index, self.last[..., None])
        terms = self.coefficients[self.begin[..., None] + index] + index * predictor[..., None]
        terms = np.where(inside, terms, -np.inf)
        top = terms.max(axis=-1, keepdims=True)
        share = np.exp(terms - top)
        total = share.sum(axis=-1)
        position = self.events - self.lowest
        log_p = self.coefficients[self.begin + position.astype(np.int64)] + position * predictor
        answer = [log_p - top[..., 0] - np.log(total)]
        if order >= 1:
            share = share / total[..., None]
            mean = (share * index).sum(axis=-1)
            answer.append(position - mean)
            answer += _minus_cumulants(share, index - mean[..., None], order)
        return tuple(answer)

    def _window(self, predictor: np.ndarray) -> tuple[np.ndarray, int]:
        """First relevant term of each table, and the number of terms the widest one needs."""
        shape = np.broadcast_shapes(predictor.shape, self.last.shape)
        longest = int(self.last.max(initial=0)) + 1
        if longest <= SHORT:
            return np.zeros(shape, np.int64), longest
        zero, last = np.zeros(shape, np.int64), np.broadcast_to(self.last, shape)

        def term(index: np.ndarray) -> np.ndarray:
            return self.coefficients[self.begin + index] + index * predictor

        peak = _first_true(
            lambda index: (index == last) | (term(np.minimum(index + 1, last)) <= term(index)),
            zero,
            last,
        )
        floor = term(peak) - RELEVANT
        left = _first_true(lambda index: term(index) >= floor, zero, peak)
        right = _first_true(lambda index: (index == last) | (term(index) < floor), peak, last)
        return left, int((right - left).max()) + 1


def _first_true(
    test: Callable[[np.ndarray], np.ndarray], low: np.ndarray, high: np.ndarray
) -> np.ndarray:
    """Smallest integer in [low, high] where a test that stays true once true is true."""
    for _ in range(int((high - low).max()).bit_length()):
        middle = (low + high) // 2
        hit = test(middle)
        low, high = np.where(hit, low, np.minimum(middle + 1, high)), np.where(hit, middle, high)
    return low


def _minus_cumulants(share: np.ndarray, deviation: np.ndarray, order: int) -> list[np.ndarray]:
    square = deviation**2
    second = (share * square).sum(axis=-1)
    if order == 1:
        return []
    if order == 2:
        return [-second]
    third = (share * square * deviation).sum(axis=-1)
    fourth = (share * square**2).sum(axis=-1) - 3 * second**2
    return [-second, -third, -fourth][: order - 1]


def _log_coefficients(n1: float, n2: float, margin: float, lowest: int, last: int) -> np.ndarray:
    """log C(n1, x) C(n2, m - x) over the support, less its largest value."""
    x = lowest + np.arange(int(last) + 1)
    y = margin - x
    value = -(gammaln(x + 1) + gammaln(n1 - x + 1) + gammaln(y + 1) + gammaln(n2 - y + 1))
    return value - value.max()


def study_log_odds_ratios(
    parts: Sequence[np.ndarray], block: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each table's log odds ratio alone, its weight, its highest log likelihood, (n, k)."""
    columns = []
    for first in range(0, len(parts[0]), block):
        family = ConditionalTables.of(*(part[first : first + block] for part in parts))
        single = family.study_log_odds_ratio()
        columns.append((single, -family.slopes(single)[1], family.derivatives(single, 0)[0]))
    effects, weights, highest = (np.concatenate(part) for part in zip(*columns, strict=True))
    return effects, weights, highest


def longest_support(parts: Sequence[np.ndarray], labels: Sequence[str]) -> int:
    """Return the most tables that the totals of one study allow; ``parts``: a, n1, c, n2, (n, k).

    Raises `SynthesisError` where those of a meta-analysis are more than `MOST_TABLES`.

    >>> longest_support([np.array([[value]]) for value in (3.0, 4.0, 1.0, 4.0)], ["tea"])
    5
    """
    a, n1, c, n2 = parts
    tables = 1 + np.minimum(a + c, n1) - np.maximum(a + c - n2, 0)
    if (total := tables.sum(axis=-1).max()) > MOST_TABLES:
        largest = int(np.argmax(tables.max(axis=0)))
        raise SynthesisError(
            f"the totals of the studies allow {total:,.0f} tables ({labels[largest]}: "
            f"{tables[:, largest].max():,.0f}), and each is a term of the exact conditional "
            f"likelihood; at most {MOST_TABLES:,} are summed. Use unconditional_odds_ratio."
        )
    return int(tables.max())
