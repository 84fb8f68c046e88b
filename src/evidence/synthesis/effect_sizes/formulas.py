"""One function a measure: columns (arrays) in, effect and large-sample variance out.

Two-arm counts are a, b (events and non-events of arm 1) and c, d (arm 2), n1 = a + b,
n2 = c + d. Where no source is named the equations are those of Borenstein et al. 2009
(Introduction to Meta-Analysis, chapters 4 to 6) and the Cochrane Handbook, chapters 6 and 10.

Shapes: the columns are floats or arrays of one shape, (k,) or (..., k), and so are the two
results, study by study. Scale: what each function returns, logs natural, angles in
radians; rates are per unit of the time given, means in the unit measured; the variance is on
the square of that scale. Nothing is checked or corrected and no error is raised: a zero cell
gives inf or NaN. `effects.effect_sizes` checks the columns and applies the zero policy.

>>> effect, variance = risk_ratio(*np.array([10.0, 90.0, 20.0, 80.0]))
>>> round(float(effect), 6), round(float(variance), 6)
(-0.693147, 0.13)
>>> effect, variance = logit_proportion(*np.array([20.0, 80.0]))
>>> round(float(effect), 6), float(variance)
(-1.386294, 0.0625)
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

Estimate = tuple[np.ndarray, np.ndarray]  # effect and sampling variance


def risk_ratio(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> Estimate:
    """Return ln((a/n1) / (c/n2)) and 1/a - 1/n1 + 1/c - 1/n2."""
    n1, n2 = a + b, c + d
    return np.log(a / n1) - np.log(c / n2), 1 / a - 1 / n1 + 1 / c - 1 / n2


def odds_ratio(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> Estimate:
    """Return ln(a d / (b c)) and 1/a + 1/b + 1/c + 1/d."""
    return np.log(a / b) - np.log(c / d), 1 / a + 1 / b + 1 / c + 1 / d


def risk_difference(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> Estimate:
    """Return a/n1 - c/n2 and a b/n1^3 + c d/n2^3."""
    n1, n2 = a + b, c + d
    return a / n1 - c / n2, a * b / n1**3 + c * d / n2**3


def arcsine_difference(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> Estimate:
    """Return asin(sqrt(a/n1)) - asin(sqrt(c/n2)) and 1/(4 n1) + 1/(4 n2).

    Ruecker et al. 2009, doi:10.1002/sim.3511.
    """
    n1, n2 = a + b, c + d
    return (np.arcsin(np.sqrt(a / n1)) - np.arcsin(np.sqrt(c / n2)), 1 / (4 * n1) + 1 / (4 * n2))


def peto_odds_ratio(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> Estimate:
    """Return (O - E)/V and 1/V; Yusuf et al. 1985, doi:10.1016/S0033-0620(85)80003-7."""
    expected, variance = observed_minus_expected(a, b, c, d)
    return (a - expected) / variance, 1 / variance


def observed_minus_expected(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> Estimate:
    """Return the expected events of the first arm and their hypergeometric variance.

    >>> expected, variance = observed_minus_expected(*np.array([3.0, 7.0, 5.0, 5.0]))
    >>> float(expected), round(float(variance), 6)
    (4.0, 1.263158)
    """
    n1, n2, events = a + b, c + d, a + c
    total = n1 + n2
    expected = events * n1 / total
    return expected, expected * (n2 / total) * (total - events) / (total - 1)


def raw_proportion(x: np.ndarray, other: np.ndarray) -> Estimate:
    """Return x/n and (x/n)(1 - x/n)/n, with n = x + other."""
    n = x + other
    return x / n, x * other / n**3


def log_proportion(x: np.ndarray, other: np.ndarray) -> Estimate:
    """Return ln(x/n) and 1/x - 1/n."""
    n = x + other
    return np.log(x / n), 1 / x - 1 / n


def logit_proportion(x: np.ndarray, other: np.ndarray) -> Estimate:
    """Return ln(x/(n - x)) and 1/x + 1/(n - x)."""
    return np.log(x / other), 1 / x + 1 / other


def arcsine_proportion(x: np.ndarray, other: np.ndarray) -> Estimate:
    """Return asin(sqrt(x/n)) and 1/(4 n)."""
    n = x + other
    return np.arcsin(np.sqrt(x / n)), 1 / (4 * n)


def freeman_tukey_proportion(x: np.ndarray, other: np.ndarray) -> Estimate:
    """Return half of asin(sqrt(x/(n + 1))) + asin(sqrt((x + 1)/(n + 1))), and 1/(4 n + 2).

    Freeman and Tukey 1950, doi:10.1214/aoms/1177729756.
    """
    n = x + other
    both = np.arcsin(np.sqrt(x / (n + 1))) + np.arcsin(np.sqrt((x + 1) / (n + 1)))
    return both / 2, 1 / (4 * n + 2)


def raw_rate(x: np.ndarray, t: np.ndarray) -> Estimate:
    """Return x/t and x/t^2."""
    return x / t, x / t**2


def log_rate(x: np.ndarray, t: np.ndarray) -> Estimate:
    """Return ln(x/t) and 1/x."""
    return np.log(x / t), 1 / x


def square_root_rate(x: np.ndarray, t: np.ndarray) -> Estimate:
    """Return sqrt(x/t) and 1/(4 t)."""
    return np.sqrt(x / t), 1 / (4 * t)


def freeman_tukey_rate(x: np.ndarray, t: np.ndarray) -> Estimate:
    """Return half of sqrt(x/t) + sqrt((x + 1)/t), and 1/(4 t).

    Freeman and Tukey 1950, doi:10.1214/aoms/1177729756, cited for it by metafor, whose
    ``escalc(measure="IRFT")`` gives the same two numbers.

    >>> effect, variance = freeman_tukey_rate(*np.array([3.0, 10.0]))
    >>> round(float(effect), 4), float(variance)
    (0.5901, 0.025)
    """
    return (np.sqrt(x / t) + np.sqrt((x + 1) / t)) / 2, 1 / (4 * t)


def rate_ratio(x1: np.ndarray, t1: np.ndarray, x2: np.ndarray, t2: np.ndarray) -> Estimate:
    """Return ln((x1/t1) / (x2/t2)) and 1/x1 + 1/x2."""
    return np.log(x1 / t1) - np.log(x2 / t2), 1 / x1 + 1 / x2


def rate_difference(x1: np.ndarray, t1: np.ndarray, x2: np.ndarray, t2: np.ndarray) -> Estimate:
    """Return x1/t1 - x2/t2 and x1/t1^2 + x2/t2^2."""
    return x1 / t1 - x2 / t2, x1 / t1**2 + x2 / t2**2


def square_root_rate_difference(
    x1: np.ndarray, t1: np.ndarray, x2: np.ndarray, t2: np.ndarray
) -> Estimate:
    """Return sqrt(x1/t1) - sqrt(x2/t2) and 1/(4 t1) + 1/(4 t2)."""
    return np.sqrt(x1 / t1) - np.sqrt(x2 / t2), 1 / (4 * t1) + 1 / (4 * t2)


def mean_difference(
    m1i: np.ndarray,
    sd1i: np.ndarray,
    n1i: np.ndarray,
    m2i: np.ndarray,
    sd2i: np.ndarray,
    n2i: np.ndarray,
) -> Estimate:
    """Return m1 - m2 and sd1^2/n1 + sd2^2/n2."""
    return m1i - m2i, sd1i**2 / n1i + sd2i**2 / n2i


def standardised_mean_difference(
    m1i: np.ndarray,
    sd1i: np.ndarray,
    n1i: np.ndarray,
    m2i: np.ndarray,
    sd2i: np.ndarray,
    n2i: np.ndarray,
) -> Estimate:
    """Return Hedges' g by the pooled SD and the exact correction, and 1/n1 + 1/n2 + g^2/(2 N).

    Hedges 1981, doi:10.3102/10769986006002107.
    """
    df = n1i + n2i - 2
    pooled = np.sqrt(((n1i - 1) * sd1i**2 + (n2i - 1) * sd2i**2) / df)
    g = hedges_correction(df) * (m1i - m2i) / pooled
    return g, 1 / n1i + 1 / n2i + g**2 / (2 * (n1i + n2i))


def hedges_correction(df: np.ndarray) -> np.ndarray:
    """Return the exact small-sample factor J(m) = G(m/2) / (sqrt(m/2) G((m-1)/2)), m >= 2.

    >>> round(float(hedges_correction(np.float64(10))), 6)
    0.922746
    """
    return np.exp(gammaln(df / 2) - gammaln((df - 1) / 2)) / np.sqrt(df / 2)


def ratio_of_means(
    m1i: np.ndarray,
    sd1i: np.ndarray,
    n1i: np.ndarray,
    m2i: np.ndarray,
    sd2i: np.ndarray,
    n2i: np.ndarray,
) -> Estimate:
    """Return ln(m1/m2) and sd1^2/(n1 m1^2) + sd2^2/(n2 m2^2), of means of one sign.

    Hedges, Gurevitch and Curtis 1999, doi:10.2307/177062.
    """
    variance = sd1i**2 / (n1i * m1i**2) + sd2i**2 / (n2i * m2i**2)
    return np.log(m1i / m2i), variance


def mean(mi: np.ndarray, sdi: np.ndarray, ni: np.ndarray) -> Estimate:
    """Return the mean and sd^2/n, the square of its standard error.

    As metafor's ``escalc(measure="MN")``.

    >>> [float(value) for value in mean(*np.array([5.0, 2.0, 16.0]))]
    [5.0, 0.25]
    """
    return mi, sdi**2 / ni


def correlation(ri: np.ndarray, ni: np.ndarray) -> Estimate:
    """Return r, -1 to 1, and (1 - r^2)^2/(n - 1), n being above 1.

    As metafor's ``escalc(measure="COR")``.

    >>> [float(value) for value in correlation(*np.array([0.5, 10.0]))]
    [0.5, 0.0625]
    """
    return ri, (1 - ri**2) ** 2 / (ni - 1)


def fisher_z(ri: np.ndarray, ni: np.ndarray) -> Estimate:
    """Return atanh(r) and 1/(n - 3) (Fisher 1921)."""
    return np.arctanh(ri), 1 / (ni - 3)
