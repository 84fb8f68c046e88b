"""The coordinates of a funnel plot: points, pseudo-confidence region, significance contours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.batches import along_sets
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.inference import check_level, quantile
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.results import Effects
from evidence.synthesis.small_study.egger_begg import usable


@dataclass(frozen=True, slots=True)
class Band:
    """The two lines low(s) and high(s) at ``level`` over the standard errors of the funnel."""

    level: float
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Funnel:
    """Points (``effect``, ``std_error``) with ``labels``, and bands over ``axis``, standard errors.

    ``region`` surrounds the pooled effect ``centre``; ``contours`` surround ``null`` and
    separate effects significant at each level from the others.
    """

    effect: np.ndarray
    std_error: np.ndarray
    labels: tuple[str, ...]
    centre: float
    null: float
    axis: np.ndarray
    region: Band
    contours: tuple[Band, ...]
    measure: str


@checked_arguments()
@along_sets
def funnel(
    effects: Effects,
    *,
    tau2_method: str = "common",
    null: float = 0.0,
    level: float = 0.95,
    contours: tuple[float, ...] = (0.90, 0.95, 0.99),
) -> Funnel:
    """Return the contour-enhanced funnel of k effects, or of (..., k).

    Region: centre ± z s (Sterne & Egger 2001, doi:10.1016/S0895-4356(01)00377-8);
    contours: null ± z s (Peters et al. 2008, doi:10.1016/j.jclinepi.2007.11.010), s from
    0 to 1.05 times the largest standard error. The lines are straight, so two points
    each suffice. ``null`` is on the scale of the effects (0 for log ratios).

    Raises :class:`SynthesisError` for one-arm measures, fewer than 3 studies and levels
    outside (0, 1).

    >>> from evidence.synthesis.effect_sizes.effect_sizes import generic_effects
    >>> plot = funnel(generic_effects([0.1, 0.3, 0.9], [0.01, 0.04, 0.25]), contours=(0.95,))
    >>> plot.axis.round(3), plot.contours[0].high.round(3)
    (array([0.   , 0.525]), array([0.   , 1.029]))
    """
    for one in (level, *contours):
        check_level(one)
    if list(contours) != sorted(set(contours)):
        raise SynthesisError(f"contours {contours} found; they must rise")
    effects = usable(effects)
    std_error = np.sqrt(effects.vi)
    axis = np.array([0.0, 1.05 * std_error.max()])
    centre = float(pool(effects.yi, effects.vi, tau2_method=tau2_method).estimate)
    return Funnel(
        effects.yi,
        std_error,
        effects.labels,
        centre,
        null,
        axis,
        band(centre, axis, level),
        tuple(band(null, axis, one) for one in contours),
        effects.measure,
    )


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
