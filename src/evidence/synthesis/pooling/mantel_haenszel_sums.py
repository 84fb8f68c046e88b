"""The sums of Mantel and Haenszel over studies: estimates, standard errors and weights.

Cells of absent studies are 0 in every function. Sources of the variances: `mantel_haenszel`.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from evidence.synthesis.results import Numbers


def total(values: ArrayLike) -> np.ndarray:
    """Sum over studies; an empty study is 0/0 and adds nothing."""
    return np.where(np.isnan(values), 0.0, values).sum(-1)


def _risk_ratio(a: Numbers, b: Numbers, c: Numbers, d: Numbers) -> tuple[Numbers, Numbers]:
    n1, n2 = a + b, c + d
    n = n1 + n2
    first, second = total(a * n2 / n), total(c * n1 / n)
    spread = total(n1 * n2 * (a + c) / n**2 - a * c / n)
    return np.log(first / second), np.sqrt(spread / (first * second))


def _odds_ratio(a: Numbers, b: Numbers, c: Numbers, d: Numbers) -> tuple[Numbers, Numbers]:
    n = a + b + c + d
    p, q, r, s = (a + d) / n, (b + c) / n, a * d / n, b * c / n
    sum_r, sum_s = total(r), total(s)
    variance = (
        total(p * r) / sum_r**2 + total(p * s + q * r) / (sum_r * sum_s) + total(q * s) / sum_s**2
    ) / 2
    return np.log(sum_r / sum_s), np.sqrt(variance)


def _risk_difference(a: Numbers, b: Numbers, c: Numbers, d: Numbers) -> tuple[Numbers, Numbers]:
    n1, n2 = a + b, c + d
    n = n1 + n2
    weight = total(n1 * n2 / n)
    estimate = total(a * n2 / n - c * n1 / n) / weight
    p = total((n1**2 * c - n2**2 * a + n1 * n2 * (n2 - n1) / 2) / n**2)
    q = total((a * d + c * b) / (2 * n))
    return estimate, np.sqrt(estimate * p + q) / weight


def _rate_ratio(x1: Numbers, t1: Numbers, x2: Numbers, t2: Numbers) -> tuple[Numbers, Numbers]:
    t = t1 + t2
    first, second = total(x1 * t2 / t), total(x2 * t1 / t)
    spread = total(t1 * t2 * (x1 + x2) / t**2)
    return np.log(first / second), np.sqrt(spread / (first * second))


def _rate_difference(x1: Numbers, t1: Numbers, x2: Numbers, t2: Numbers) -> tuple[Numbers, Numbers]:
    t = t1 + t2
    weight = total(t1 * t2 / t)
    spread = total((t1 * t2 / t) ** 2 * (x1 / t1**2 + x2 / t2**2))
    return total((x1 * t2 - x2 * t1) / t) / weight, np.sqrt(spread) / weight


SUMS = {
    "RR": _risk_ratio,
    "OR": _odds_ratio,
    "RD": _risk_difference,
    "IRR": _rate_ratio,
    "IRD": _rate_difference,
}


# The terms of each estimate's denominator (Greenland and Robins 1985, equations of the sums).
WEIGHTS: dict[str, Callable[..., np.ndarray]] = {
    "RR": lambda a, b, c, d: c * (a + b) / (a + b + c + d),
    "OR": lambda a, b, c, d: b * c / (a + b + c + d),
    "RD": lambda a, b, c, d: (a + b) * (c + d) / (a + b + c + d),
    "IRR": lambda x1, t1, x2, t2: x2 * t1 / (t1 + t2),
    "IRD": lambda x1, t1, x2, t2: t1 * t2 / (t1 + t2),
}
