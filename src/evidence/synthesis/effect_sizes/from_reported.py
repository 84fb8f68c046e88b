"""A ratio (hazard, odds, risk or rate) from what a report prints of it.

Tierney et al. 2007, doi:10.1186/1745-6215-8-16, from a p value, or observed minus expected
events; with the correction of its equation 14 published in 2013,
doi:10.1186/1745-6215-14-391: the z score is that of half the two-sided p value.
Every function takes scalars or arrays of shape (k,) and returns `Effects` on the log scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.arguments.numeric import together
from evidence.synthesis.effect_sizes.measures import measure_named
from evidence.synthesis.errors import SynthesisError, offenders, raise_all, study_labels
from evidence.synthesis.results import Effects


def _columns(**columns: ArrayLike) -> tuple[np.ndarray, ...]:
    """Columns of one shape (..., k), of one study where single numbers are given."""
    return tuple(np.atleast_1d(column) for column in together(**columns))


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
    if not measure_named(measure).is_ratio:
        raise SynthesisError(
            f"measure {measure!r} found; a ratio is needed (hazard_ratio, risk_ratio, ...)"
        )
    return Effects(
        yi, vi, measure_named(measure).code, names, "not applicable", 0.0, None, None, note
    )
