"""Seeded effects and counts that every benchmark shares."""

from __future__ import annotations

import numpy as np

SEED = 20_240_501


def effects(k: int, sets: int | None = None, tau: float = 0.4):
    """Return effects and variances of shape (k,), or (sets, k)."""
    random = np.random.default_rng(SEED + k)
    shape = (k,) if sets is None else (sets, k)
    v = random.uniform(0.02, 0.3, shape)
    return random.normal(-0.5, np.sqrt(v + tau**2)), v


def counts(k: int, sets: int | None = None):
    """Return events and totals of one arm, of shape (k,) or (sets, k)."""
    random = np.random.default_rng(SEED + k)
    shape = (k,) if sets is None else (sets, k)
    n = np.broadcast_to(random.integers(15, 120, k), shape)
    p = 1 / (1 + np.exp(-random.normal(-1.0, 0.6, shape)))
    return random.binomial(n, p), n.copy()
