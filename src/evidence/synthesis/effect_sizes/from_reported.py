"""A ratio (hazard, odds, risk or rate) from what a report prints of it.

Tierney et al. 2007, doi:10.1186/1745-6215-8-16, from an interval, a p value, or observed
minus expected events; with the correction of its equation 14 published in 2013,
doi:10.1186/1745-6215-14-391: the z score is that of half the two-sided p value.
Every function takes scalars or arrays of shape (k,) and returns `Effects` on the log scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import compress

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.arguments.numeric import numbers, together
from evidence.synthesis.effect_sizes.measures import MEASURES, measure_named
from evidence.synthesis.errors import SynthesisError, offenders, raise_all, study_labels
from evidence.synthesis.results import Effects

RATIOS = tuple(one.code for one in MEASURES if one.is_ratio)
ASYMMETRY = 0.1  # of the interval's half-width, on the log scale; wider is not rounding


@checked_arguments(level=numbers)
def ratio_from_interval(
    low: ArrayLike,
    high: ArrayLike,
    *,
    estimate: ArrayLike | None = None,
    level: ArrayLike = 0.95,
    measure: str = "hazard_ratio",
    labels: Sequence[str] | None = None,
) -> Effects:
    """Return log ratios and variances from confidence limits, at any level.

    ``level`` may be one number or one a study. variance = ((ln high - ln low)/(2 z))^2
    (Tierney 2007); without ``estimate`` the geometric mean of the
    limits is used. A study whose estimate lies off that mean by more than a tenth of
    the half-width is named in ``note``: its interval is not of the Wald form, or misprinted.

    Raises `SynthesisError` for limits that are not positive, not finite, not in order, or
    that do not hold the estimate, and for a measure that is no ratio.

    >>> found = ratio_from_interval(1.03, 1.82, estimate=1.37, measure="odds_ratio")
    >>> found.yi.round(4), found.vi.round(4)
    (array([0.3148]), array([0.0211]))
    """
    given = {"low": low, "high": high, "level": level}
    given |= {} if estimate is None else {"estimate": estimate}
    low, high, level, *estimates = _columns(**given)
    names = study_labels(labels, low.shape[-1])
    with np.errstate(invalid="ignore"):  # limits below 0 are refused next
        estimate = estimates[0] if estimates else np.sqrt(low * high)
    raise_all(
        offenders(~((level > 0) & (level < 1)), "level must be between 0 and 1", names, level)
        + offenders(~(np.isnan(low) | (low > 0)), "limits must be above 0", names, low)
        + offenders(
            np.isinf(low) | np.isinf(high) | np.isinf(estimate),
            "estimate and limits must be finite",
            names,
            high,
        )
        + offenders(high <= low, "the upper limit must be above the lower", names, high)
        + offenders(
            (estimate < low) | (estimate > high), "estimate outside its limits", names, estimate
        ),
        "ratios from intervals",
    )
    half = 0.5 * (np.log(high) - np.log(low))
    yi, vi = np.log(estimate), (half / ndtri(0.5 + 0.5 * level)) ** 2
    return _effects(yi, vi, measure, names, _asymmetric(low, high, yi, half, names))


def _columns(**columns: ArrayLike) -> tuple[np.ndarray, ...]:
    """Columns of one shape (..., k), of one study where single numbers are given."""
    return tuple(np.atleast_1d(one) for one in together(**columns))


def _asymmetric(
    low: np.ndarray, high: np.ndarray, yi: np.ndarray, half: np.ndarray, names: Sequence[str]
) -> str:
    off = np.abs(yi - 0.5 * (np.log(low) + np.log(high))) > ASYMMETRY * half
    anywhere = off.any(axis=tuple(range(off.ndim - 1)))
    named = ", ".join(compress(names, anywhere))
    return f"interval not symmetric on the log scale: {named}" if named else ""


@checked_arguments()
def ratio_from_p(
    estimate: ArrayLike,
    p_value: ArrayLike,
    *,
    measure: str = "hazard_ratio",
    labels: Sequence[str] | None = None,
) -> Effects:
    """Return log ratios and variances from an estimate and its exact two-sided p value.

    std. error = |ln estimate| / z(p/2). Raises `SynthesisError` where p is not between
    0 and 1 (both excluded) or the estimate is exactly 1, which has no information on it.

    >>> ratio_from_p(0.5, 0.05).vi.round(4)
    array([0.1251])
    """
    estimate, p = _columns(estimate=estimate, p_value=p_value)
    names = study_labels(labels, p.shape[-1])
    raise_all(
        _bad_p(p, names)
        + offenders(
            (estimate <= 0) | np.isinf(estimate),
            "ratio must be above 0 and finite",
            names,
            estimate,
        )
        + offenders(estimate == 1, "a ratio of 1 has no standard error by p", names, estimate),
        "ratios from p values",
    )
    yi = np.log(estimate)
    return _effects(yi, (yi / ndtri(p / 2)) ** 2, measure, names)


@checked_arguments()
def ratio_from_observed_minus_expected(
    observed_minus_expected: ArrayLike,
    variance: ArrayLike,
    *,
    measure: str = "hazard_ratio",
    labels: Sequence[str] | None = None,
) -> Effects:
    """Return log ratios (O - E)/V with variance 1/V (Tierney 2007), shape (k,) or (..., k).

    Raises `SynthesisError` unless V is above 0 and both are finite.

    >>> ratio_from_observed_minus_expected(-5.0, 10.0).yi
    array([-0.5])
    """
    difference, v = _columns(observed_minus_expected=observed_minus_expected, variance=variance)
    names = study_labels(labels, v.shape[-1])
    raise_all(
        offenders(~(np.isnan(v) | (v > 0)) | np.isinf(v), "V must be above 0 and finite", names, v)
        + offenders(np.isinf(difference), "O - E must be finite", names, difference),
        "O - E and V",
    )
    return _effects(difference / v, 1 / v, measure, names)


@checked_arguments()
def ratio_from_p_and_events(
    p_value: ArrayLike,
    first_arm_better: ArrayLike,
    *,
    events_1: ArrayLike | None = None,
    events_2: ArrayLike | None = None,
    events: ArrayLike | None = None,
    sizes: tuple[ArrayLike, ArrayLike] | None = None,
    measure: str = "hazard_ratio",
    labels: Sequence[str] | None = None,
) -> Effects:
    """Return log ratios from a log-rank p value and event counts, without any estimate.

    |O - E| = sqrt(V) z(p/2), its sign from ``first_arm_better`` (True: fewer events than
    expected in arm 1). V = events_1 events_2 / events (corrected equation 14), or, with the
    total ``events`` and ``sizes=(n1, n2)`` only, V = events n1 n2 / (n1 + n2)^2,
    which is events/4 when arms are equal (assumed, and stated in ``note``, without ``sizes``).
    Raises `SynthesisError` for p outside 0 to 1, and where neither kind of events is given.

    >>> found = ratio_from_p_and_events(0.075, True, events_1=34, events_2=38)
    >>> round(float(np.exp(found.yi[0])), 3)
    0.657
    """
    p = np.atleast_1d(np.asarray(p_value, float))
    names = study_labels(labels, p.shape[-1])
    raise_all(_bad_p(p, names), "ratios from p values and events")
    v = _log_rank_variance(p, events_1, events_2, events, sizes)
    raise_all(
        offenders(~((v > 0) & (v < np.inf)), "events must be finite and above 0", names, v),
        "ratios from p values and events",
    )
    better = np.asarray(first_arm_better, float)  # so that its shape is checked as theirs
    sign = np.where(_as_many(p, first_arm_better=better)[0] > 0, -1.0, 1.0)
    difference = -sign * np.sqrt(v) * ndtri(p / 2)
    assumed = (
        "arms of equal size assumed"
        if (events_1 is None or events_2 is None) and sizes is None
        else ""
    )
    found = ratio_from_observed_minus_expected(difference, v, measure=measure, labels=names)
    return replace(found, note=assumed)


def _as_many(p: np.ndarray, **columns: ArrayLike | None) -> tuple[np.ndarray, ...]:
    """The columns with the shape of the p values, or refused."""
    given = {name: column for name, column in columns.items() if column is not None}
    p_value, *found = together(p_value=p, **given)
    if p_value.shape != p.shape:
        shapes = ", ".join(f"{name} {np.shape(column)}" for name, column in given.items())
        raise SynthesisError(f"p_value {p.shape} and {shapes} must be of one shape")
    return tuple(found)


def _log_rank_variance(
    p: np.ndarray,
    events_1: ArrayLike | None,
    events_2: ArrayLike | None,
    events: ArrayLike | None,
    sizes: tuple[ArrayLike, ArrayLike] | None,
) -> np.ndarray:
    if events_1 is not None and events_2 is not None:
        first, second = _as_many(p, events_1=events_1, events_2=events_2)
        with np.errstate(invalid="ignore", over="ignore"):  # no events, or endless ones: refused
            return first * second / (first + second)
    if events is None:
        raise SynthesisError("give events_1 and events_2, or events with sizes=(n1, n2)")
    if sizes is not None and len(np.atleast_1d(np.asarray(sizes))) != 2:
        raise SynthesisError(f"sizes {sizes!r} found; the sizes of both arms are needed: (n1, n2)")
    n1, n2 = (1.0, 1.0) if sizes is None else sizes
    total, n1, n2 = _as_many(p, events=events, sizes_1=n1, sizes_2=n2)
    return total * n1 * n2 / (n1 + n2) ** 2


def _bad_p(p: np.ndarray, names: Sequence[str]) -> list[str]:
    wrong = ~(np.isnan(p) | ((p > 0) & (p < 1)))
    return offenders(wrong, "p must be between 0 and 1, both excluded", names, p)


def _effects(
    yi: np.ndarray, vi: np.ndarray, measure: str, names: tuple[str, ...], note: str = ""
) -> Effects:
    if measure_named(measure).code not in RATIOS:
        raise SynthesisError(
            f"measure {measure!r} found; a ratio is needed (hazard_ratio, risk_ratio, ...)"
        )
    return Effects(
        yi, vi, measure_named(measure).code, names, "not applicable", 0.0, None, None, note
    )
