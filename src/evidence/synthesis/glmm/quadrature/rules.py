"""Nodes and weights for integrals against a normal density, before they are moved to a mode."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.special import roots_hermitenorm

from evidence.synthesis.errors import SynthesisError

MOST_NODES = 1000  # ten times what any study here has needed; the rule's own cost grows as n^2
STRETCH = 8.0  # sinh 8 = 1490 widths to each side


class Rule(NamedTuple):
    """Abscissae z and log weights w: sum_j w_j g(z_j) is the integral of g(z) dz / sqrt(2 pi)."""

    z: np.ndarray
    log_weights: np.ndarray

    def beside(self, studies: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Both with axes of length 1 for those of ``studies`` behind that of the nodes."""
        shape = (-1,) + (1,) * studies.ndim
        return self.z.reshape(shape), self.log_weights.reshape(shape)


def log_sum(term: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the log of the sum over the first axis of exp(term), and each node's share of it."""
    top = term.max(axis=0)
    share = np.exp(term - top)
    total = share.sum(axis=0)
    return top + np.log(total), share / total


@lru_cache(maxsize=32)
def gauss_hermite(nodes: int) -> Rule:
    """Return the rule that is exact for polynomials of degree < 2 nodes times exp(-z^2 / 2).

    The weights are Christoffel numbers from normalised Hermite functions (Abramowitz &
    Stegun 1964, 25.4.46), which do not underflow. Raises `SynthesisError` for nodes
    below 1 or above `MOST_NODES`.

    >>> z, log_weights = gauss_hermite(5)
    >>> float(np.round(np.sum(np.exp(log_weights - z**2 / 2) * z**4), 12))
    3.0
    """
    if not 1 <= nodes <= MOST_NODES:
        raise SynthesisError(f"nodes {nodes} found; 1 to {MOST_NODES} are needed")
    z, _ = roots_hermitenorm(nodes)
    before, here, total = np.zeros(nodes), np.exp(-0.25 * z**2), 0.0
    for degree in range(nodes):
        total = total + here**2
        before, here = here, (z * here - np.sqrt(degree) * before) / np.sqrt(degree + 1)
    return Rule(z, -np.log(total))


@lru_cache(maxsize=4)
def stretched(nodes: int) -> Rule:
    """Return the trapezoidal rule in asinh z, for integrands that are no polynomial times a normal.

    It converges geometrically where a wide normal meets the step of a sparse study
    (Takahasi & Mori 1974, doi:10.2977/prims/1195192451).

    >>> z, log_weights = stretched(401)
    >>> float(np.round(np.sum(np.exp(log_weights - z**2 / 2)), 12))
    1.0
    """
    t, step = np.linspace(-STRETCH, STRETCH, nodes, retstep=True)
    return Rule(np.sinh(t), np.log(step * np.cosh(t)) - 0.5 * np.log(2 * np.pi))
