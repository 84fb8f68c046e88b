"""The bands of a funnel plot: pseudo-confidence region and significance contours.

Sterne & Egger 2001 (doi:10.1016/S0895-4356(01)00377-8); Peters et al. 2008
(doi:10.1016/j.jclinepi.2007.11.010).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evidence.synthesis.inference import quantile


@dataclass(frozen=True, slots=True)
class Band:
    """The two lines low(s) and high(s) at ``level`` over the standard errors of the funnel."""

    level: float
    low: np.ndarray
    high: np.ndarray


def band(middle: float, axis: np.ndarray, level: float) -> Band:
    """Return the lines middle ± z s that bound a level over standard errors s.

    Parameters
    ----------
    middle : float
        The pooled effect for the pseudo-confidence region, the null for a contour.
    axis : numpy.ndarray
        Standard errors.
    level : float
        Between 0 and 1; z is the quantile of the normal distribution at (1 + level) / 2.

    Returns
    -------
    Band

    Examples
    --------
    >>> band(0.5, np.array([0.0, 1.0]), 0.95).high.round(6)
    array([0.5     , 2.459964])
    """
    half = quantile(level, np.inf) * axis
    return Band(level, middle - half, middle + half)
