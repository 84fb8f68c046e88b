"""Intervals of one incidence rate: events over person-time."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv, ndtri

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.arguments.numeric import together
from evidence.synthesis.effect_sizes.columns import check_columns
from evidence.synthesis.effect_sizes.measures import measure_named
from evidence.synthesis.errors import SynthesisError

Limits = tuple[np.ndarray, np.ndarray]  # low and high
METHODS = ("exact", "wald", "square_root", "byar")


@checked_arguments()
def rate_interval(
    events: ArrayLike, time: ArrayLike, *, method: str = "exact", level: float = 0.95
) -> Limits:
    """Return ``(low, high)`` of the rates events/time, arrays of the inputs' broadcast shape.

    ``events``: counts, 0 or more; ``time``: person-time above 0, in any unit; the limits are
    per that unit. ``level``: between 0 and 1. With x events, time t and normal quantile z:
    ``exact`` inverts the Poisson distribution by gamma quantiles of shape x and x + 1 over t
    (Garwood 1936, doi:10.1093/biomet/28.3-4.437); ``byar`` approximates the mid-P limits by
    cubes of m = x + 1/2, m (1 - 1/(9m) ± z/(3 √m))³/t (Rothman, Greenland and Lash 2008);
    ``square_root`` is Wald on the square-root scale, (√(x/t) ± z/(2 √t))², and ``wald`` on the
    rate's scale, x/t ± z √x/t, whose lower limit alone may be below 0.
    Raises `SynthesisError` for counts below 0, times not above 0, other methods or levels.

    >>> low, high = rate_interval(0, 100.0)
    >>> float(low), round(float(high), 5)
    (0.0, 0.03689)
    """
    if method not in METHODS:
        raise SynthesisError(f"method {method!r} found; allowed: {', '.join(METHODS)}")
    x, t = together(events=events, time=time)
    check_columns(measure_named("raw_rate"), {"xi": np.ravel(x), "ti": np.ravel(t)})
    z, tail = ndtri(0.5 + 0.5 * level), 0.5 * (1 - level)
    low, high = _LIMITS[method](x, t, z, tail)
    return low[()], high[()]


def _exact(x: np.ndarray, t: np.ndarray, z: float, tail: float) -> Limits:
    low = np.where(x == 0, 0.0, gammaincinv(np.where(x == 0, 1.0, x), tail))  # NaN stays
    return low / t, gammaincinv(x + 1, 1 - tail) / t


def _wald(x: np.ndarray, t: np.ndarray, z: float, tail: float) -> Limits:
    half = z * np.sqrt(x) / t
    return x / t - half, x / t + half


def _square_root(x: np.ndarray, t: np.ndarray, z: float, tail: float) -> Limits:
    root, half = np.sqrt(x / t), z / (2 * np.sqrt(t))
    return np.maximum(root - half, 0.0) ** 2, (root + half) ** 2


def _byar(x: np.ndarray, t: np.ndarray, z: float, tail: float) -> Limits:
    middle = x + 0.5
    share = z / (3 * np.sqrt(middle))
    low, high = ((1 - 1 / (9 * middle) + side * share) for side in (-1, 1))
    return middle * np.maximum(low, 0.0) ** 3 / t, middle * high**3 / t


_LIMITS = {"exact": _exact, "wald": _wald, "square_root": _square_root, "byar": _byar}
