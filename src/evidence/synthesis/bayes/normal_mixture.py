"""A posterior as a mixture of normals over the between-study standard deviation.

Given t_j the mean is N(m_j, s_j^2), and t_j has weight w_j; the t_j are the nodes of
Gauss-Legendre panels on x = t / (t + scale), so the distribution function of t between
them is the integral of the polynomial through the panel's nodes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.polynomial.legendre import leggauss, legvander
from scipy.special import ndtr

PANEL_NODES = 12
FAR = 40.0  # standard deviations: the normal tail beyond is 0 in double precision
HALVINGS = 60  # of a panel: its width over 2^60 is below rounding
MOST_HALVINGS = 200  # of the range of a mixture, which may span many powers of ten
TOLERANCE = 1e-13  # relative, of a quantile
NEGLIGIBLE_WEIGHT = 1e-18  # a normal of the mixture that adds less than rounding


@dataclass(frozen=True, slots=True, eq=False)
class NormalMixture:
    """``weights``, ``tau``, ``means``, ``sds``: (n, panels * PANEL_NODES), row by row.

    ``edges`` (n, panels + 1) of the panels in x, and ``scale`` (n, 1).
    """

    weights: np.ndarray
    tau: np.ndarray
    means: np.ndarray
    sds: np.ndarray
    edges: np.ndarray
    scale: np.ndarray

    @property
    def new_sds(self) -> np.ndarray:
        """Sd of the effect of a new study, given each tau."""
        return np.sqrt(self.sds**2 + self.tau**2)

    def average(self, value: np.ndarray) -> np.ndarray:
        """Posterior mean of a function of tau given at the nodes, (n,)."""
        return (self.weights * value).sum(axis=-1)

    def mean_quantile(self, probability: float) -> np.ndarray:
        return self._normal_quantile(probability, self.sds)

    def new_quantile(self, probability: float) -> np.ndarray:
        return self._normal_quantile(probability, self.new_sds)

    def new_below(self, threshold: float) -> np.ndarray:
        return self.average(ndtr((threshold - self.means) / self.new_sds))

    def tau_quantile(self, probability: float) -> np.ndarray:
        """Solve the distribution function of tau within the panel that crosses ``probability``."""
        n, panels = len(self.weights), self.edges.shape[1] - 1
        mass = self.weights.reshape(n, panels, PANEL_NODES)
        reached = np.cumsum(mass.sum(axis=-1), axis=-1)
        panel = np.minimum((reached < probability).sum(axis=-1), panels - 1)
        rows = np.arange(n)
        before = reached[rows, panel] - mass[rows, panel].sum(axis=-1)
        coefficients = mass[rows, panel] @ _legendre_weights()
        low, high = np.full(n, -1.0), np.ones(n)
        for _ in range(HALVINGS):
            middle = 0.5 * (low + high)
            below = before + (coefficients * _integrals(middle)).sum(axis=-1) < probability
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        left, right = self.edges[rows, panel], self.edges[rows, panel + 1]
        x = left + 0.5 * (right - left) * (1 + 0.5 * (low + high))
        return self.scale[:, 0] * x / (1 - x)

    def _normal_quantile(self, probability: float, sds: np.ndarray) -> np.ndarray:
        """Bisection to the last bits on the mixture's distribution function."""
        relevant = self.weights > NEGLIGIBLE_WEIGHT
        low = np.where(relevant, self.means - FAR * sds, np.inf).min(axis=-1)
        high = np.where(relevant, self.means + FAR * sds, -np.inf).max(axis=-1)
        for _ in range(MOST_HALVINGS):
            middle = 0.5 * (low + high)
            below = self.average(ndtr((middle[:, None] - self.means) / sds)) < probability
            low, high = np.where(below, middle, low), np.where(below, high, middle)
            if np.all(high - low <= TOLERANCE * np.maximum(np.abs(low), np.abs(high))):
                break
        return 0.5 * (low + high)


def _legendre_weights() -> np.ndarray:
    """From a panel's masses to the Legendre coefficients of its density in [-1, 1]."""
    nodes, _ = leggauss(PANEL_NODES)
    return legvander(nodes, PANEL_NODES - 1) * (np.arange(PANEL_NODES) + 0.5)


def _integrals(x: np.ndarray) -> np.ndarray:
    """Integrals of the Legendre polynomials from -1 to x: (P_{l+1} - P_{l-1}) / (2 l + 1)."""
    p = legvander(x, PANEL_NODES)
    rest = (p[:, 2:] - p[:, :-2]) / (2 * np.arange(1, PANEL_NODES) + 1)
    return np.concatenate([x[:, None] + 1, rest], axis=1)
