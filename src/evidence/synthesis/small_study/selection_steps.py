"""The cut points of p values at which the probability of publication may change."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from evidence.synthesis.errors import SynthesisError


def checked_steps(steps: ArrayLike) -> tuple[float, ...]:
    """Return the cut points, with 1 as the last."""
    steps = tuple(float(step) for step in np.ravel(steps) if step != 1)
    if not steps or not all(
        0 < low < high for low, high in zip(steps, (*steps[1:], 1.0), strict=True)
    ):
        raise SynthesisError(f"steps {steps} found; they must rise and lie between 0 and 1")
    return (*steps, 1.0)


def refuse_empty(counts: np.ndarray, steps: tuple[float, ...]) -> None:
    """Raise where an interval between cut points holds no p value."""
    edges = (0.0, *steps)
    empty = [f"({edges[j]:g}, {edges[j + 1]:g}]" for j in np.flatnonzero(counts == 0)]
    if empty:
        raise SynthesisError(f"no study has its p value in {', '.join(empty)}: use fewer steps")
