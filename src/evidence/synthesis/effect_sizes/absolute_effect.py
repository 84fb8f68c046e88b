"""What a relative effect means for patients: absolute risks and number needed to treat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.batches import along_studies
from evidence.synthesis.effect_sizes.measures import measure_named
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.results import Numbers, Pooled, percent


@dataclass(frozen=True, slots=True)
class AbsoluteEffect:
    """Risks with the comparator and the intervention, and their difference with limits.

    ``convention`` names measure, assumed risk and level; the assumed risk is taken as known.
    """

    assumed_risk: float
    risk: tuple[Numbers, Numbers, Numbers]
    difference: tuple[Numbers, Numbers, Numbers]
    measure: str
    level: float

    @property
    def convention(self) -> str:
        return (
            f"from {self.measure} at an assumed risk of {self.assumed_risk:g}, "
            f"{percent(self.level)} interval of the relative effect only"
        )

    def __str__(self) -> str:
        if np.ndim(self.difference[0]):
            return f"{np.size(self.difference[0])} absolute effects ({self.convention})"
        change, low, high = (1000 * value for value in self.difference)
        return f"{change:+.0f} per 1000 [{low:+.0f}, {high:+.0f}] ({self.convention})"


@dataclass(frozen=True, slots=True)
class NumberNeeded:
    """Number needed to treat for one more (``benefit``: fewer) event, with its interval.

    When the difference may be 0 the interval runs through infinity (Altman 1998,
    doi:10.1136/bmj.317.7168.1309): ``through_infinity`` is then true, ``low`` is the
    limit of the event-reducing side and ``high`` that of the event-increasing side.
    """

    number: float
    low: float
    high: float
    reduces_events: bool
    through_infinity: bool
    level: float

    def __str__(self) -> str:
        if np.ndim(self.number):
            return f"{np.size(self.number)} numbers needed, {percent(self.level)} intervals"
        side = "to prevent one event" if self.reduces_events else "to cause one more event"
        if self.through_infinity:
            return (
                f"{self.number:.1f} {side}; {percent(self.level)} interval from {self.low:.1f} "
                f"to prevent one, through infinity, to {self.high:.1f} to cause one more"
            )
        return f"{self.number:.1f} {side} [{self.low:.1f}, {self.high:.1f}]"


@checked_arguments()
def absolute_effect(pooled: Pooled, assumed_risk: float) -> AbsoluteEffect:
    """Return the absolute effect of a pooled RR, OR, HR or RD, or of many, at an assumed risk.

    The assumed risk is the comparator's.
    RR: p1 = RR p0 (capped at 1); OR: p1 = OR p0/(1 - p0 + OR p0); HR: p1 = 1 - (1 - p0)^HR;
    RD: p1 = p0 + RD, limited to 0 to 1 (Cochrane Handbook, chapter 15).
    Raises `SynthesisError` for another measure or a risk not between 0 and 1.

    >>> from evidence.synthesis.pooling.pool import pool
    >>> fit = pool([np.log(0.5)], [0.04], measure="RR")
    >>> [round(float(x), 4) for x in absolute_effect(fit, 0.2).risk]
    [0.1, 0.0676, 0.148]
    """
    if not 0 < assumed_risk < 1:
        raise SynthesisError(f"assumed_risk {assumed_risk!r} found; between 0 and 1 is needed")
    code = measure_named(pooled.measure).code
    if code not in _RISK:
        raise SynthesisError(f"measure {code} found; absolute effects need {', '.join(_RISK)}")
    risk = tuple(
        np.clip(_RISK[code](assumed_risk, effect), 0, 1)[()]
        for effect in (pooled.estimate, pooled.ci_low, pooled.ci_high)
    )
    difference = tuple(limit - assumed_risk for limit in risk)
    return AbsoluteEffect(assumed_risk, risk, difference, code, pooled.level)


_RISK = {
    "RR": lambda p, log_ratio: p * np.exp(log_ratio),
    "OR": lambda p, log_ratio: p * np.exp(log_ratio) / (1 - p + p * np.exp(log_ratio)),
    "PETO": lambda p, log_ratio: p * np.exp(log_ratio) / (1 - p + p * np.exp(log_ratio)),
    "HR": lambda p, log_ratio: -np.expm1(np.exp(log_ratio) * np.log1p(-p)),
    "RD": lambda p, difference: p + difference,
}


@checked_arguments()
@along_studies
def number_needed(
    difference: float, low: float, high: float, *, level: float = 0.95
) -> NumberNeeded:
    """Return the number needed to treat from a risk difference and its limits, or from arrays.

    Negative differences are fewer events. Raises `SynthesisError` for limits that do
    not hold the difference or lie outside -1 to 1, or a difference of exactly 0.

    >>> print(number_needed(-0.1, -0.2, -0.05))
    10.0 to prevent one event [5.0, 20.0]
    """
    if not -1 <= low <= difference <= high <= 1 or difference == 0:
        raise SynthesisError(
            f"risk difference {difference!r} [{low!r}, {high!r}] found; limits "
            "within -1 to 1 that hold a difference other than 0 are needed"
        )
    through = low < 0 < high
    if through:
        first, last = 1 / abs(low), 1 / high
    else:
        with np.errstate(divide="ignore"):
            first, last = sorted(float(np.float64(1) / abs(limit)) for limit in (low, high))
    return NumberNeeded(
        1 / abs(difference), float(first), float(last), difference < 0, through, level
    )
