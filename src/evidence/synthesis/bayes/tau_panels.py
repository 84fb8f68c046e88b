"""Where the posterior density of the between-study standard deviation lies, as panels of nodes."""

from __future__ import annotations

import numpy as np

from evidence.synthesis.bayes.normal_mixture import PANEL_NODES
from evidence.synthesis.bayes.priors import NormalMean, TauPrior

PANELS = 48  # of PANEL_NODES nodes each: 576 values of tau
SEARCH_POINTS = 801  # values of tau at which the relevant range is sought, twice
NEGLIGIBLE = 50.0  # exp(-50), relative to the highest density


def given_tau(
    y: np.ndarray, v: np.ndarray, tau: np.ndarray, tau_prior: TauPrior, mean_prior: NormalMean
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Log of prior times marginal likelihood at each tau (n, m); mean and sd of m given it."""
    variance = v[:, None, :] + tau[..., None] ** 2
    prior = mean_prior.precision
    precision = prior + (1 / variance).sum(axis=-1)
    mean = (prior * mean_prior.mean + (y[:, None, :] / variance).sum(axis=-1)) / precision
    square = ((y[:, None, :] - mean[..., None]) ** 2 / variance).sum(axis=-1)
    square = square + prior * (mean - mean_prior.mean) ** 2
    constant = y.shape[1] * np.log(2 * np.pi) - (np.log(prior) if prior else np.log(2 * np.pi))
    logs = np.log(variance).sum(axis=-1) + np.log(precision) + square + constant
    return tau_prior.log_density(tau) - 0.5 * logs, mean, 1 / np.sqrt(precision)


def panel_edges(
    y: np.ndarray, v: np.ndarray, tau_prior: TauPrior, mean_prior: NormalMean, scale: np.ndarray
) -> np.ndarray:
    """Edges (n, PANELS + 1) of equal panels of x = t / (t + scale) where the density lies.

    The second search looks closer at what the first has found.
    """
    end = 1.0 if np.isinf(tau_prior.end) else tau_prior.end / (tau_prior.end + scale)
    low, high = np.zeros(scale.shape), np.broadcast_to(end, scale.shape)
    for _ in range(2):
        x = low + (high - low) * (np.arange(SEARCH_POINTS) + 0.5) / SEARCH_POINTS
        log_density, _, _ = given_tau(y, v, scale * x / (1 - x), tau_prior, mean_prior)
        low, high = _relevant(log_density - 2 * np.log1p(-x), x, low, high)
    return low + (high - low) * np.linspace(0, 1, PANELS + 1)


def _relevant(
    log_density: np.ndarray, x: np.ndarray, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The stretch of x outside which the density is negligible, (n, 1) each."""
    relevant = log_density >= log_density.max(axis=-1, keepdims=True) - NEGLIGIBLE
    rows, step = np.arange(len(x)), x[:, 1] - x[:, 0]
    first, last = relevant.argmax(axis=-1), x.shape[1] - 1 - relevant[:, ::-1].argmax(axis=-1)
    return (
        np.maximum(x[rows, first] - step, low[:, 0])[:, None],
        np.minimum(x[rows, last] + step, high[:, 0])[:, None],
    )


def panel_nodes(edges: np.ndarray, scale: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Nodes t (n, panels * PANEL_NODES) and the log of their weights in dt."""
    position, weight = np.polynomial.legendre.leggauss(PANEL_NODES)
    half = 0.5 * np.diff(edges)[..., None]
    x = (0.5 * (edges[:, :-1] + edges[:, 1:])[..., None] + half * position).reshape(len(edges), -1)
    log_weight = np.log(half * weight).reshape(len(edges), -1)
    return scale * x / (1 - x), log_weight + np.log(scale) - 2 * np.log1p(-x)
