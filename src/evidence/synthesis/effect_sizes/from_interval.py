"""Effects from estimates with confidence limits, as reports print them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.arguments.numeric import numbers, together
from evidence.synthesis.effect_sizes.measures import Measure, measure_named
from evidence.synthesis.errors import SynthesisError, offenders, raise_all, study_labels
from evidence.synthesis.results import Effects

ASYMMETRY = 0.1  # of the interval's half-width, on its scale; wider is not rounding
WITHIN_1 = ("RD", "COR")  # so that percentage points are refused


@checked_arguments(level=numbers)
def effects_from_interval(
    low: ArrayLike,
    high: ArrayLike,
    *,
    measure: str | Measure,
    estimate: ArrayLike | None = None,
    level: ArrayLike = 0.95,
    labels: Sequence[str] | None = None,
) -> Effects:
    """Return effects and variances from confidence limits, at any level.

    ``measure`` says on which scale the interval is taken (`Measure.interval_scale`): a ratio on
    that of its logarithm, a difference as it is. ``level`` may be one number or one a study.
    variance = ((high - low)/(2 z))^2 on that scale (Tierney 2007, doi:10.1186/1745-6215-8-16;
    Cochrane Handbook 6.5, chapter 6.3.1 and 6.3.2), z normal: limits by a t distribution of few
    patients make it too large. Without ``estimate`` the middle of the limits is used. A study
    whose estimate lies off that middle by more than a tenth of the half-width is named in
    ``note``: its interval is not of the Wald form, or misprinted.

    Raises `SynthesisError` for limits that are not finite, not in order, that do not hold the
    estimate or cannot be limits of the measure, and for a measure without such a scale.

    >>> found = effects_from_interval(1.03, 1.82, estimate=1.37, measure="odds_ratio")
    >>> found.yi.round(4), found.vi.round(4)
    (array([0.3148]), array([0.0211]))
    >>> effects_from_interval(-4.0, 1.0, measure="mean_difference").yi
    array([-1.5])
    """
    chosen = _with_intervals(measure)
    given = {"low": low, "high": high, "level": level}
    given |= {} if estimate is None else {"estimate": estimate}
    low, high, level, *estimates = (np.atleast_1d(column) for column in together(**given))
    names = study_labels(labels, low.shape[-1])
    estimate = estimates[0] if estimates else None
    _check(chosen, low, high, level, estimate, names)
    scaled = np.log if chosen.interval_scale == "log" else np.positive
    lower, upper = scaled(low), scaled(high)
    middle, half = 0.5 * (lower + upper), 0.5 * (upper - lower)
    yi = middle if estimate is None else scaled(estimate)
    note = _asymmetric(yi - middle, half, names, chosen)
    vi = (half / ndtri(0.5 + 0.5 * level)) ** 2
    return Effects(yi, vi, chosen.code, names, "not applicable", 0.0, None, None, note)


def _with_intervals(measure: str | Measure) -> Measure:
    chosen = measure_named(measure)
    if not chosen.interval_scale:
        raise SynthesisError(
            f"measure {chosen.name!r} found; a ratio, a difference, a rate or a mean is needed: "
            "limits of others are symmetric on no scale that they are reported on"
        )
    return chosen


def _check(
    measure: Measure,
    low: np.ndarray,
    high: np.ndarray,
    level: np.ndarray,
    estimate: np.ndarray | None,
    names: Sequence[str],
) -> None:
    middle = low if estimate is None else estimate
    problems = offenders(
        ~((level > 0) & (level < 1)), "level must be between 0 and 1", names, level
    )
    if measure.interval_scale == "log":
        problems += offenders(~(np.isnan(low) | (low > 0)), "limits must be above 0", names, low)
    if measure.code in WITHIN_1:
        words = f"a {measure.name.replace('_', ' ')} is between -1 and 1, not in percent"
        problems += offenders(np.abs(middle) > 1, words, names, middle)
    problems += offenders(
        np.isinf(low) | np.isinf(high) | np.isinf(middle),
        "estimate and limits must be finite",
        names,
        high,
    )
    problems += offenders(high <= low, "the upper limit must be above the lower", names, high)
    outside = (middle < low) | (middle > high)
    problems += offenders(outside, "estimate outside its limits", names, middle)
    raise_all(problems, "effects from intervals")


def _asymmetric(off: np.ndarray, half: np.ndarray, names: Sequence[str], measure: Measure) -> str:
    beyond = np.abs(off) > ASYMMETRY * half
    named = ", ".join(compress(names, beyond.any(axis=tuple(range(beyond.ndim - 1)))))
    where = " on the log scale" if measure.interval_scale == "log" else ""
    return f"interval not symmetric{where}: {named}" if named else ""
