"""Intervals of one proportion, nine methods, over arrays and at any level.

Every function takes whole numbers ``events`` and ``n`` (anything that
broadcasts; 0 <= events <= n, n >= 1) and a two-sided ``level`` strictly between
0 and 1, and returns an :class:`Interval` of two arrays of the broadcast shape, limits
of the proportion (0.25, not 25). :class:`SynthesisError` names every row that breaks
these limits; NaN does. Below, x is events, p = x/n and z the normal quantile at
(1 + level)/2.

Formulas that are one line are written with ``scipy.special`` (importing
statsmodels would cost most of a second) and are tested equal to
``statsmodels.stats.proportion.proportion_confint``, or to
``scipy.stats.binomtest`` for the continuity-corrected score interval.
mid-P and Blaker exist in neither library.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, expit, ndtri
from scipy.special import logit as log_odds

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.arguments.numeric import together, whole
from evidence.synthesis.errors import SynthesisError, offenders, raise_all
from evidence.synthesis.proportions.binomial_tails import blaker_low, exact_low, mid_p_low


class Interval(NamedTuple):
    """Lower and upper limit, each an array of the broadcast shape of the input."""

    low: np.ndarray
    high: np.ndarray


@checked_arguments()
def clopper_pearson(events: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> Interval:
    """Return the exact tail interval: coverage never below ``level``.

    Clopper & Pearson 1934 (doi:10.1093/biomet/26.4.404), as beta quantiles
    (Brown, Cai & DasGupta 2001, doi:10.1214/ss/1009213286): (1 - level)/2 of
    Beta(x, n - x + 1) and (1 + level)/2 of Beta(x + 1, n - x).
    Raises :class:`SynthesisError` for impossible counts or level.

    >>> [float(round(limit, 4)) for limit in clopper_pearson(0, 10)]
    [0.0, 0.3085]
    """
    x, n, tail = _checked(events, n, level)
    return _interval(exact_low(x, n, tail), 1.0 - exact_low(n - x, n, tail))


@checked_arguments()
def wilson(events: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> Interval:
    """Return the score interval (Wilson 1927, doi:10.1080/01621459.1927.10502953).

    Method 3 of Newcombe 1998
    (doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E):
    (2x + z² ± z √(z² + 4x(1 - p))) / (2(n + z²)).
    Raises :class:`SynthesisError` for impossible counts or level.

    >>> [float(round(limit, 4)) for limit in wilson(81, 263)]
    [0.2553, 0.3662]
    """
    x, n, tail = _checked(events, n, level)
    z, p = -ndtri(tail), x / n
    middle, width = 2 * x + z**2, z * np.sqrt(z**2 + 4 * x * (1 - p))
    low, high = (middle - width) / (2 * (n + z**2)), (middle + width) / (2 * (n + z**2))
    return _touching(x, n, low, high)


@checked_arguments()
def wilson_corrected(events: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> Interval:
    """Return the score interval with continuity correction (Newcombe 1998, method 4).

    (2x + z² - 1 - z √(z² - 2 - 1/n + 4p(n(1-p) + 1))) / (2(n + z²)) and
    (2x + z² + 1 + z √(z² + 2 - 1/n + 4p(n(1-p) - 1))) / (2(n + z²)), never beyond 0 and 1;
    the reference is that of :func:`wilson`.
    Raises :class:`SynthesisError` for impossible counts or level.

    >>> [float(round(limit, 4)) for limit in wilson_corrected(81, 263)]
    [0.2535, 0.3682]
    """
    x, n, tail = _checked(events, n, level)
    z, p = -ndtri(tail), x / n
    # the terms under the roots are below 0 only where the limit is the boundary itself
    below = np.sqrt(np.maximum(z**2 - 2 - 1 / n + 4 * p * (n * (1 - p) + 1), 0.0))
    above = np.sqrt(np.maximum(z**2 + 2 - 1 / n + 4 * p * (n * (1 - p) - 1), 0.0))
    low = (2 * x + z**2 - 1 - z * below) / (2 * (n + z**2))
    high = (2 * x + z**2 + 1 + z * above) / (2 * (n + z**2))
    return _touching(x, n, np.clip(low, 0, p), np.clip(high, p, 1))


@checked_arguments()
def jeffreys(events: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> Interval:
    """Return the equal-tailed posterior interval under the Beta(1/2, 1/2) prior.

    Brown, Cai & DasGupta 2001 (doi:10.1214/ss/1009213286): the lower limit is set to 0 where
    no event was seen and the upper to 1 where nothing else was (statsmodels
    leaves the plain quantile there). Otherwise the (1 ± level)/2 quantiles of
    Beta(x + 1/2, n - x + 1/2).
    Raises :class:`SynthesisError` for impossible counts or level.

    >>> [float(round(limit, 4)) for limit in jeffreys(0, 10)]
    [0.0, 0.2172]
    """
    x, n, tail = _checked(events, n, level)
    low, high = betaincinv(x + 0.5, n - x + 0.5, tail), 1 - betaincinv(n - x + 0.5, x + 0.5, tail)
    return _touching(x, n, low, high)


@checked_arguments()
def agresti_coull(events: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> Interval:
    """Return the Wald interval after adding z²/2 events and z²/2 non-events.

    Brown, Cai & DasGupta 2001 (doi:10.1214/ss/1009213286): q ± z √(q(1-q)/(n + z²)) with
    q = (x + z²/2)/(n + z²). The limits are those of the formula and may leave [0, 1]
    where the proportion is close to 0 or 1.
    Raises :class:`SynthesisError` for impossible counts or level.

    >>> [float(round(limit, 4)) for limit in agresti_coull(10, 12)]
    [0.54, 0.965]
    """
    x, n, tail = _checked(events, n, level)
    z = -ndtri(tail)
    p = (x + z**2 / 2) / (n + z**2)
    width = z * np.sqrt(p * (1 - p) / (n + z**2))
    return _interval(p - width, p + width)


@checked_arguments()
def mid_p(events: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> Interval:
    """Return the interval whose tails count half of the probability of the outcome seen.

    The lower limit solves P(X > x) + P(X = x)/2 = (1 - level)/2 in p, the upper is
    its mirror image: Newcombe 1998, method 6; Berry & Armitage 1995
    (doi:10.2307/2348891). Solved by bisection between the Clopper-Pearson limits
    of x and x + 1 events, which always enclose it.
    Raises :class:`SynthesisError` for impossible counts or level.

    >>> [float(round(limit, 5)) for limit in mid_p(0, 10)]
    [0.0, 0.25887]
    """
    x, n, tail = _checked(events, n, level)
    return _interval(mid_p_low(x, n, tail), 1.0 - mid_p_low(n - x, n, tail))


@checked_arguments()
def blaker(events: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> Interval:
    """Return Blaker's exact interval: inside Clopper-Pearson and nested in the level.

    The hull of the p whose acceptability P(X >= x) + P(X <= y) is at least
    1 - level, y being the largest count whose tail does not exceed that of x
    (Blaker 2000, doi:10.2307/3315916). Found without a grid: see
    :func:`evidence.synthesis.proportions.binomial_tails.blaker_low`.
    Raises :class:`SynthesisError` for impossible counts or level.

    >>> [float(round(limit, 4)) for limit in blaker(0, 10)]
    [0.0, 0.2829]
    """
    x, n, tail = _checked(events, n, level)
    return _interval(blaker_low(x, n, tail), 1.0 - blaker_low(n - x, n, tail))


@checked_arguments()
def wald(events: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> Interval:
    """Return p ± z √(p(1-p)/n), only to recognise it in print (Newcombe 1998, method 1).

    It has no width at 0 and n events and may leave [0, 1]; nothing here reports it.
    Raises :class:`SynthesisError` for impossible counts or level.

    >>> [float(round(limit, 4)) for limit in wald(16, 17)]
    [0.8293, 1.053]
    """
    x, n, tail = _checked(events, n, level)
    p = x / n
    width = -ndtri(tail) * np.sqrt(p * (1 - p) / n)
    return _interval(p - width, p + width)


@checked_arguments()
def logit(events: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> Interval:
    """Return the Wald interval of the log odds on the proportion scale.

    Brown, Cai & DasGupta 2001 (doi:10.1214/ss/1009213286), with variance n / (x (n - x)): expit
    of ln(x/(n - x)) ± z √(n / (x(n - x))). It does not exist at 0 and n events: both limits
    are NaN there.
    Raises :class:`SynthesisError` for impossible counts or level.

    >>> [float(round(limit, 4)) for limit in logit(10, 12)]
    [0.5228, 0.958]
    """
    x, n, tail = _checked(events, n, level)
    inside = np.where((x > 0) & (x < n), x, np.nan)
    centre, width = log_odds(inside / n), -ndtri(tail) * np.sqrt(n / (inside * (n - inside)))
    return _interval(expit(centre - width), expit(centre + width))


METHODS: dict[str, Callable[..., Interval]] = {
    "clopper_pearson": clopper_pearson,
    "wilson": wilson,
    "wilson_corrected": wilson_corrected,
    "jeffreys": jeffreys,
    "agresti_coull": agresti_coull,
    "mid_p": mid_p,
    "blaker": blaker,
    "wald": wald,
    "logit": logit,
}


@checked_arguments()
def intervals(
    events: ArrayLike, n: ArrayLike, *, method: str = "clopper_pearson", level: float = 0.95
) -> Interval:
    """Return the interval of events / n by the named method of :data:`METHODS`.

    ``events``, ``n``: whole numbers that broadcast, 0 <= events <= n, n >= 1; the limits
    have the broadcast shape. The equations are those of the method's function.
    Raises :class:`SynthesisError` for an unknown method, impossible counts or level.

    >>> intervals([0, 5], [10, 10], method="wilson").high.round(4)
    array([0.2775, 0.7634])
    """
    if method not in METHODS:
        raise SynthesisError(
            f"interval method {method!r} is unknown; allowed: {', '.join(METHODS)}"
        )
    return METHODS[method](events, n, level=level)


def _checked(events: ArrayLike, n: ArrayLike, level: float) -> tuple[np.ndarray, np.ndarray, float]:
    """Return events and n as floats of one shape, and the probability of one tail."""
    x, n = together(events=events, n=n)
    rows = [f"row {i}" for i in range(x.size)]
    flat_x, flat_n = x.ravel(), n.ravel()
    whole_n, whole_x = whole(flat_n) & (flat_n >= 1), whole(flat_x)
    problems = (
        offenders(~whole_n, "n must be a whole number of at least 1", rows, flat_n)
        + offenders(~whole_x, "events must be a whole number of at least 0", rows, flat_x)
        + offenders(flat_x > flat_n, "events exceed n", rows, flat_x)
    )
    raise_all(problems, "proportions")
    return x, n, (1 - level) / 2


def _interval(low: np.ndarray, high: np.ndarray) -> Interval:
    """Return the two limits, numbers where numbers were given."""
    return Interval(np.asarray(low)[()], np.asarray(high)[()])


def _touching(x: np.ndarray, n: np.ndarray, low: np.ndarray, high: np.ndarray) -> Interval:
    """Return the limits with 0 below no event and 1 above no non-event, exactly."""
    return _interval(np.where(x == 0, 0.0, low), np.where(x == n, 1.0, high))
