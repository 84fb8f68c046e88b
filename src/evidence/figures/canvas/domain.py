"""Domains: which numbers a column of a figure's frame may hold."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np

# Rounding error of a computed value that lies on its bound: the last digits of a double.
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Domain:
    """The numbers from ``low`` to ``high``, and the words that a refusal names them with.

    ``above`` excludes ``low`` itself, ``whole`` excludes fractions; ``infinite`` allows an
    infinite value, such as a limit that data do not bound.
    """

    words: str
    low: float = -inf
    high: float = inf
    above: bool = False
    whole: bool = False
    infinite: bool = False

    def holds(self, values: Any) -> np.ndarray:
        """Return which values lie in the domain; a missing one (NaN) does.

        Parameters
        ----------
        values : array_like of float

        Returns
        -------
        numpy.ndarray of bool

        Examples
        --------
        >>> PROPORTION.holds([0.0, 1.0, 30.0]).tolist(), POSITIVE.holds([0.0]).tolist()
        ([True, True, False], [False])
        """
        numbers = np.asarray(values, dtype=float)
        low = numbers > self.low if self.above else numbers >= self.low - TOLERANCE
        inside = low & (numbers <= self.high + TOLERANCE)
        if self.whole:
            inside &= np.floor(numbers) == numbers
        if not self.infinite:
            inside &= np.isfinite(numbers)
        return inside | np.isnan(numbers)


NUMBER = Domain("a number")
POSITIVE = Domain("a number above 0", low=0.0, above=True)
CORRELATION = Domain("a number from -1 to 1", low=-1.0, high=1.0)
NOT_NEGATIVE = Domain("a number, 0 or more", low=0.0)
COUNT = Domain("a whole number, 0 or more", low=0.0, whole=True)
AT_LEAST_1 = Domain("a whole number, 1 or more", low=1.0, whole=True)
WHOLE = Domain("a whole number", whole=True)
PROPORTION = Domain("a number from 0 to 1", low=0.0, high=1.0)
PERCENTAGE = Domain("a number from 0 to 100", low=0.0, high=100.0)
DIFFERENCE_OF_PROPORTIONS = Domain("a number from −1 to 1", low=-1.0, high=1.0)
