"""Readable axes: limits that show the data without giving way to huge intervals, ticks that fit."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import product

import numpy as np

from evidence.figures.canvas.text import MINUS, power_of_ten, width_pt

# Beyond these an interval of a ratio gets an arrow, unless an estimate itself lies there.
RATIO_LOW, RATIO_HIGH = 0.05, 20.0
AIR = 1.03
GAP_PT = 7.0


def ratio_limits(
    estimates: Iterable[float],
    lows: Iterable[float],
    highs: Iterable[float],
    reference: float = 1.0,
) -> tuple[float, float]:
    """Return limits of a log axis: every estimate, and intervals out to 0.05 and 20 or a little
    past
    the outermost estimate; rounded outwards to one figure (or 15).

    >>> ratio_limits([0.6, 0.9], [0.4, 0.0001], [0.8, 9000.0])
    (0.05, 20.0)
    """
    centre = [value for value in [*estimates, reference] if value > 0 and math.isfinite(value)]
    reach = [value for value in [*centre, *lows, *highs] if value > 0 and math.isfinite(value)]
    # A little air, so that an interval ending in the plot is not taken for one cut at its edge.
    low = max(min(reach) / AIR, min(RATIO_LOW, min(centre) / 2))
    high = min(max(reach) * AIR, max(RATIO_HIGH, max(centre) * 2))
    if high / low < 1.2:
        low, high = low / 1.5, high * 1.5
    return _outwards(low, down=True), _outwards(high, down=False)


def _outwards(value: float, down: bool) -> float:
    exponent = math.floor(math.log10(value))
    steps = [
        mantissa * 10.0**power
        for power in (exponent - 1, exponent, exponent + 1)
        for mantissa in (1, 1.5, 2, 3, 4, 5, 7)
    ]
    tolerance = 1e-9
    if down:
        return max(step for step in steps if step <= value * (1 + tolerance))
    return min(step for step in steps if step >= value * (1 - tolerance))


def linear_limits(
    estimates: Iterable[float],
    lows: Iterable[float],
    highs: Iterable[float],
    reference: float | None = None,
) -> tuple[float, float]:
    """Return limits of a linear axis: every estimate, and intervals as far as one spread beyond
    them.

    >>> linear_limits([0.0, 2.0], [-1.0, -900.0], [1.0, 900.0])
    (-2.0, 4.0)
    """
    centre = _finite([*estimates] + ([] if reference is None else [reference])) or [0.0]
    reach = _finite([*centre, *lows, *highs])
    spread = (max(centre) - min(centre)) or (max(reach) - min(reach)) or max(abs(centre[0]), 1.0)
    air = (AIR - 1) * (max(reach) - min(reach) if len(set(reach)) > 1 else spread)
    air = min(air, spread)
    low = max(min(reach) - air, min(centre) - spread)
    return float(low), float(min(max(reach) + air, max(centre) + spread))


def _finite(values: Iterable[float | None]) -> list[float]:
    return [float(value) for value in values if value is not None and math.isfinite(value)]


def ratio_ticks(low: float, high: float, axis_pt: float, size_pt: float) -> list[float]:
    """Return ticks of a log axis: the densest of our sets whose labels fit side by side.

    A set of two ticks is taken only where none of three or more fits.

    >>> ratio_ticks(0.05, 20, 150, 7), ratio_ticks(0.3, 1.5, 150, 7)
    ([0.05, 0.2, 1.0, 5.0, 20.0], [0.3, 0.5, 0.7, 1.0, 1.5])
    """
    logs = math.log(low), math.log(high)
    for least, candidates in product((3, 2), _ratio_sets(low, high)):
        ticks = [tick for tick in candidates if low * (1 - 1e-9) <= tick <= high * (1 + 1e-9)]
        places = [math.log(tick) for tick in ticks]
        if least <= len(ticks) <= 9 and _fit(places, ticks, ratio_label, logs, axis_pt, size_pt):
            return ticks
    return [1.0] if low < 1 < high else [low]


def _ratio_sets(low: float, high: float) -> list[list[float]]:
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    decades = range(first, last + 1)

    def of(mantissas: Iterable[float]) -> list[float]:
        """Return the mantissas times every power of ten on the axis."""
        return [round(m * 10.0**d, 12 - d) for d in decades for m in mantissas]

    doubled = [2.0**k for k in range(-4, 5)]
    narrow = [0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2.0]
    sets = [narrow, [0.5, 0.75, 1.0, 1.5, 2.0]] if high / low <= 4 else []
    if high / low <= 1.6:
        sets = [_round_ticks(low, high, most, (1, 2, 5, 10)) for most in (6, 4, 2)] + sets
    sets += [of((1, 2, 5)), doubled, [0.05, 0.2, 1.0, 5.0, 20.0], of((1,))]
    sets += [of((1, 1.5, 2, 3, 5, 7)), of((1, 3))]  # for less than a decade
    wide = [[10.0**d for d in decades if d % step == 0] for step in (2, 3, 4, 6, 10)]
    return [s for s in sets + wide if s is not doubled or high <= 32] + [[low, 1.0, high]]


def ratio_label(value: float) -> str:
    """Return a tick's label: plain from 0.01 to 1000, a power of ten beyond.

    >>> [ratio_label(v) for v in (0.001, 0.25, 1.0, 1e6)]
    ['10⁻³', '0.25', '1', '10⁶']
    """
    if 0.01 - 1e-12 <= value <= 1000 + 1e-9:
        return f"{value:.6g}"
    exponent = math.log10(value)
    if abs(exponent - round(exponent)) < 1e-9:
        return power_of_ten(round(exponent))
    return f"{value / 10.0 ** math.floor(exponent):.3g}×{power_of_ten(math.floor(exponent))}"


def linear_ticks(
    low: float,
    high: float,
    axis_pt: float,
    size_pt: float,
    label: Callable[[float], str] | None = None,
) -> list[float]:
    """Return about five round ticks of a linear axis, fewer (at last one) where labels would not
    fit.

    >>> linear_ticks(0, 1, 120, 7)
    [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    """
    for gap in (GAP_PT, GAP_PT / 2):
        for most, steps in product((6, 5, 4, 3, 2), ((1, 2, 2.5, 5, 10), (1, 2, 5, 10))):
            ticks = _round_ticks(low, high, most, steps)
            if len(ticks) >= 2 and _fit(
                ticks, ticks, label or plain_label, (low, high), axis_pt, size_pt, gap
            ):
                return ticks
    middle = (low + high) / 2
    return sorted(_round_ticks(low, high, 3, (1, 2, 5, 10)), key=lambda tick: abs(tick - middle))[
        :1
    ]


def _round_ticks(low: float, high: float, most: int, steps: tuple[float, ...]) -> list[float]:
    from matplotlib.ticker import MaxNLocator

    ticks = MaxNLocator(nbins=most, steps=steps, min_n_ticks=2).tick_values(low, high)
    edge = 1e-9 * (high - low)
    return [float(round(tick, 12)) + 0.0 for tick in ticks if low - edge <= tick <= high + edge]


def plain_label(value: float) -> str:
    """Return a tick's label with a real minus sign.

    >>> plain_label(-0.5)
    '−0.5'
    """
    return f"{value:.6g}".replace("-", MINUS)


def percent_label(value: float) -> str:
    """Return a proportion as a bare percentage: 0.25 is ``25``."""
    return plain_label(100 * value)


def _fit(
    positions: Sequence[float],
    ticks: Sequence[float],
    label: Callable[[float], str],
    limits: tuple[float, float],
    axis_pt: float,
    size_pt: float,
    gap: float = GAP_PT,
) -> bool:
    low, high = limits
    centres = np.array([(position - low) / (high - low) * axis_pt for position in positions])
    halves = np.array([width_pt(label(tick), size_pt) / 2 for tick in ticks])
    return bool(np.all(centres[1:] - halves[1:] - centres[:-1] - halves[:-1] >= gap))
