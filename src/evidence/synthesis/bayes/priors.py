"""Priors of the Bayesian normal-normal model: of the between-study sd, and of the mean.

Each prior of t >= 0 has ``log_density(t)``, the ``end`` of its support, ``problems()`` with
what is wrong with its number, and ``moments``: posterior moments of t below that order exist.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class HalfNormal:
    """Density 2 phi(t / scale) / scale for t >= 0 (Roever 2020, section 2.4)."""

    scale: float

    def problems(self) -> list[str]:
        return _positive("scale", self.scale)

    def log_density(self, t: np.ndarray) -> np.ndarray:
        return 0.5 * np.log(2 / np.pi) - np.log(self.scale) - 0.5 * (t / self.scale) ** 2

    @property
    def end(self) -> float:
        return np.inf

    def moments(self, k: int, informative: bool) -> float:
        return np.inf


@dataclass(frozen=True, slots=True)
class HalfCauchy:
    """Density 2 / (pi scale (1 + (t / scale)^2)) for t >= 0 (Gelman 2006, section 4.3).

    doi:10.1214/06-BA117A
    """

    scale: float

    def problems(self) -> list[str]:
        return _positive("scale", self.scale)

    def log_density(self, t: np.ndarray) -> np.ndarray:
        return np.log(2 / (np.pi * self.scale)) - np.log1p((t / self.scale) ** 2)

    @property
    def end(self) -> float:
        return np.inf

    def moments(self, k: int, informative: bool) -> float:
        """The posterior of t falls like t^-(k + 1), or t^-(k + 2) with a proper prior for m."""
        return k + 1 if informative else k


@dataclass(frozen=True, slots=True)
class Uniform:
    """Density 1 / upper for 0 <= t <= upper (Gelman 2006, section 4.1)."""

    upper: float

    def problems(self) -> list[str]:
        return _positive("upper", self.upper)

    def log_density(self, t: np.ndarray) -> np.ndarray:
        return np.full(np.shape(t), -np.log(self.upper))

    @property
    def end(self) -> float:
        return self.upper

    def moments(self, k: int, informative: bool) -> float:
        return np.inf


@dataclass(frozen=True, slots=True)
class NormalMean:
    """Prior of the mean: N(mean, sd^2); ``sd`` infinite is the improper uniform prior."""

    mean: float = 0.0
    sd: float = np.inf

    def problems(self) -> list[str]:
        mean = _is_number(self.mean) and -np.inf < self.mean < np.inf
        sd = _is_number(self.sd) and self.sd > 0
        wrong = [] if mean else [f"mean must be finite (found {self.mean})"]
        return wrong + ([] if sd else [f"sd must be above 0 (found {self.sd})"])

    @property
    def precision(self) -> float:
        return 0.0 if np.isinf(self.sd) else self.sd**-2


def _positive(name: str, value: float) -> list[str]:
    fine = _is_number(value) and 0 < value < np.inf
    return [] if fine else [f"{name} must be finite and above 0 (found {value})"]


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, np.number)) and not isinstance(value, np.complexfloating)


TauPrior = HalfNormal | HalfCauchy | Uniform
