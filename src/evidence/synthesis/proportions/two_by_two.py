"""Intervals of the effect in one two-arm trial that stay valid where Wald's fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.batches import along_studies
from evidence.synthesis.effect_sizes.columns import check_columns
from evidence.synthesis.effect_sizes.measures import measure_named
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.pooling.roots import root_of_one
from evidence.synthesis.proportions.score_statistic import score_statistic
from evidence.synthesis.results import percent, shown

Counts = tuple[float, float, float, float]  # ai, n1i, ci, n2i
Limits = tuple[float, float]
METHODS = {
    "RD": ("wald", "newcombe", "miettinen_nurminen", "mee"),
    "RR": ("wald", "miettinen_nurminen", "koopman"),
    "OR": ("wald", "miettinen_nurminen", "score"),
}
_FAR = 1e12  # a ratio beyond this is reported as infinite
INSET = 1e-12  # of the range searched: at its very ends the statistic is 0/0
_UNCORRECTED = ("mee", "koopman", "score")


@dataclass(frozen=True, slots=True)
class TwoArmInterval:
    """An effect of one trial with limits, on the natural scale (a difference or a ratio)."""

    estimate: float
    low: float
    high: float
    measure: str
    method: str
    level: float

    def __str__(self) -> str:
        return (
            f"{shown(self.estimate)} [{shown(self.low)}, {shown(self.high)}] "
            f"({self.measure}; {self.method} {percent(self.level)} interval; no correction)"
        )


@checked_arguments()
@along_studies
def two_arm_interval(
    measure: str,
    ai: float,
    n1i: float,
    ci: float,
    n2i: float,
    *,
    method: str = "miettinen_nurminen",
    level: float = 0.95,
) -> TwoArmInterval:
    """Return the interval of a risk difference, risk ratio or odds ratio of one trial, or of
    arrays.

    ``method``: ``miettinen_nurminen`` (score with N/(N - 1), 1985, doi:10.1002/sim.4780040211),
    ``mee`` (RD), ``koopman`` (RR), ``score`` (OR): the same without the factor; ``newcombe``
    (RD, from two Wilson intervals, 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::
    AID-SIM779>3.0.CO;2-I, method 10); ``wald``. No zero correction is made: limits may be 0 or
    infinite for ratios, and are NaN where the method has none or a count is missing.

    Raises `SynthesisError` for impossible counts, or a method the measure does not have.

    >>> print(two_arm_interval("risk_difference", 56, 70, 48, 80, method="newcombe"))
    0.2 [0.0524315, 0.333873] (RD; newcombe 95% interval; no correction)
    """
    code = measure_named(measure).code
    if method not in METHODS.get(code, ()):
        allowed = "; ".join(f"{one}: {', '.join(names)}" for one, names in METHODS.items())
        raise SynthesisError(f"{code} by {method!r} found; allowed: {allowed}")
    check_columns(measure_named(code), {"ai": [ai], "n1i": [n1i], "ci": [ci], "n2i": [n2i]})
    counts = float(ai), float(n1i), float(ci), float(n2i)
    z = float(ndtri(0.5 + 0.5 * level))
    if np.isnan(counts).any():
        return TwoArmInterval(np.nan, np.nan, np.nan, code, method, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate = _estimate(code, *counts)
        low, high = _limits(code, method, counts, estimate, z)
    return TwoArmInterval(float(estimate), float(low), float(high), code, method, level)


def _estimate(code: str, a: float, n1: float, c: float, n2: float) -> np.float64:
    p1, p2 = np.float64(a / n1), np.float64(c / n2)
    if code == "RD":
        return p1 - p2
    return p1 / p2 if code == "RR" else (p1 * (1 - p2)) / (p2 * (1 - p1))


def _limits(code: str, method: str, counts: Counts, estimate: float, z: float) -> Limits:
    if method == "wald":
        return _wald(code, counts, estimate, z)
    if method == "newcombe":
        return _newcombe(*counts, z)
    return _score_limits(code, counts, estimate, z, corrected=method not in _UNCORRECTED)


def _wald(code: str, counts: Counts, estimate: float, z: float) -> Limits:
    a, n1, c, n2 = (np.float64(one) for one in counts)
    b, d = n1 - a, n2 - c
    if code == "RD":
        half = z * np.sqrt(a * b / n1**3 + c * d / n2**3)
        return estimate - half, estimate + half
    variance = 1 / a - 1 / n1 + 1 / c - 1 / n2 if code == "RR" else 1 / a + 1 / b + 1 / c + 1 / d
    factor = np.exp(z * np.sqrt(variance))
    finite = np.isfinite(factor) and 0 < estimate < np.inf
    return (estimate / factor, estimate * factor) if finite else (np.nan, np.nan)


def _newcombe(a: float, n1: float, c: float, n2: float, z: float) -> Limits:
    (l1, u1), (l2, u2) = _wilson(a, n1, z), _wilson(c, n2, z)
    p1, p2 = a / n1, c / n2
    return (p1 - p2 - np.hypot(p1 - l1, u2 - p2), p1 - p2 + np.hypot(u1 - p1, p2 - l2))


def _wilson(x: float, n: float, z: float) -> Limits:
    centre, half = x + z * z / 2, z * np.sqrt(x * (n - x) / n + z * z / 4)
    return (centre - half) / (n + z * z), (centre + half) / (n + z * z)


def _score_limits(code: str, counts: Counts, estimate: float, z: float, corrected: bool) -> Limits:
    """Invert the score test; ratios are searched on the log scale."""

    def statistic(effect: float) -> float:
        return score_statistic(code, effect, *counts, corrected=corrected)

    if code == "RD":
        return (
            _search(statistic, z, -1.0, estimate, lambda x: x),
            _search(statistic, -z, estimate, 1.0, lambda x: x),
        )
    if np.isnan(estimate):  # no events at all, or nothing but events
        return 0.0, np.inf
    far = np.log(_FAR)
    middle = float(np.clip(np.log(estimate), -far, far))
    low = 0.0 if estimate == 0 else _search(statistic, z, -far, middle, np.exp)
    high = np.inf if np.isinf(estimate) else _search(statistic, -z, middle, far, np.exp)
    return low, high


def _search(
    statistic: Callable[[float], float],
    target: float,
    low: float,
    high: float,
    scale: Callable[[float], float],
) -> float:
    """The effect at which the falling statistic meets the target, the end of range if it never
    does.
    """
    inset = INSET * (high - low)

    def falling(x: float) -> tuple[float, float]:
        return statistic(scale(x)) - target, 0.0  # no slope given: bisection

    if target > 0 and falling(low + inset)[0] <= 0:
        return scale(low)
    if target < 0 and falling(high - inset)[0] > 0:
        return scale(high)
    return scale(root_of_one(falling, low, high, 0.5 * (low + high), 1e-3)[0])
