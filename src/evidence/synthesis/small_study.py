"""Are the small studies different? Regression and rank tests of funnel asymmetry.

All of them are defined against the hypothesis that effect and precision are
unrelated. For a proportion, and for any other one-arm outcome whose variance follows
from its mean, the two are related by the scale itself, so the tests refuse them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evidence.synthesis.effects import effect_sizes, generic_effects
from evidence.synthesis.errors import SynthesisError, check_studies
from evidence.synthesis.inference import check_level, quantile, two_sided_p
from evidence.synthesis.records import Effects
from evidence.synthesis.regression import meta_regression

ONE_ARM = ("PR", "PLN", "PLO", "PAS", "PFT", "IR", "IRLN", "IRS", "IRFT")
REFUSAL = (
    "measure {measure} is of one arm: its variance follows from its mean, so a funnel plot is "
    "asymmetric by its scale alone (Hunter et al. 2014, doi:10.1016/j.jclinepi.2014.03.003); "
    "look for unpublished studies in registries instead"
)

PREDICTORS = {
    "std_error": lambda effects: np.sqrt(effects.vi),
    "variance": lambda effects: effects.vi,
    "size": lambda effects: _sizes(effects),
    "inverse_size": lambda effects: 1 / _sizes(effects),
    "root_size": lambda effects: np.sqrt(_sizes(effects)),
    "inverse_root_size": lambda effects: 1 / np.sqrt(_sizes(effects)),
}
_VANISHING = ("std_error", "variance", "inverse_size", "inverse_root_size")


@dataclass(frozen=True, slots=True, eq=False)
class AsymmetryTest:
    """A regression of effects on a measure of study size.

    ``statistic`` (t on ``df``, or z where that is infinite) tests the slope. ``limit``
    is the effect where the predictor is 0, an infinitely large study, with its interval;
    NaN where the predictor grows with the study.
    """

    name: str
    predictor: str
    statistic: float
    df: float
    p_value: float
    slope: float
    slope_std_error: float
    limit: float
    limit_low: float
    limit_high: float
    tau2: float
    level: float
    k: int
    model: str
    measure: str

    @property
    def convention(self) -> str:
        return f"{self.name}: {self.model} on {self.predictor}; measure {self.measure}; k = {self.k}"


@dataclass(frozen=True, slots=True)
class RankTest:
    """Kendall's tau between standardised effects and variances; exact unless there are ties."""

    tau: float
    p_value: float
    ties: bool
    k: int


def egger(effects: Effects, *, predictor: str = "std_error", level: float = 0.95) -> AsymmetryTest:
    """Return the classic regression test: weighted least squares, dispersion estimated.

    Egger et al. 1997 (doi:10.1136/bmj.315.7109.629) in the form y_i = a + b x_i with
    weights 1/v_i and errors multiplied by the residual standard error, t on k - 2.
    ``predictor`` is a key of :data:`PREDICTORS`. Raises :class:`SynthesisError` for
    one-arm measures, fewer than 3 studies, a constant predictor, unknown sizes.

    >>> from evidence.synthesis.effects import generic_effects
    >>> found = egger(generic_effects([0.1, 0.3, 0.9, 0.6], [0.01, 0.04, 0.25, 0.09]))
    >>> round(found.statistic, 3), found.df
    (11.518, 2)
    """
    effects, x = _checked(effects, predictor, level)
    fit = _weighted_line(effects.yi, 1 / effects.vi, x)
    return _test("Egger", effects, predictor, *fit, np.nan, level, "weighted regression, dispersion estimated")


def egger_meta_regression(effects: Effects, *, predictor: str = "std_error", tau2_method: str = "REML",
                          test: str = "wald", level: float = 0.95) -> AsymmetryTest:  # fmt: skip
    """Return the model-based regression test: meta-regression with additive tau2.

    Sterne & Egger 2005 (in Rothstein, Sutton & Borenstein, Publication bias, pp. 99-110). ``tau2_method`` and ``test`` as in
    :func:`evidence.synthesis.regression.meta_regression`, ``EE`` for no tau2. Errors as :func:`egger`.
    """
    effects, x = _checked(effects, predictor, level)
    fit = meta_regression(effects.yi, effects.vi, {predictor: x}, tau2_method=tau2_method, test=test, level=level)
    (limit, slope), (limit_error, slope_error) = fit.coefficients, fit.std_errors
    numbers = limit, slope, limit_error, slope_error, float(fit.df), float(fit.tau2)
    return _test("Egger, model-based", effects, predictor, *numbers, level, fit.convention)


def peters(*, ai, n1i, ci, n2i, zero_policy: str = "only0", level: float = 0.95, labels=None) -> AsymmetryTest:
    """Return Peters' test: log odds ratios on 1/n, weighted by 1 / (1/events + 1/non-events).

    Peters et al. 2006 (doi:10.1001/jama.295.6.676); events and non-events of both arms
    together, so that weight and effect are not tied by the same cells. Zero cells are
    corrected in the effect only. Errors as :func:`egger`.
    """
    effects = effect_sizes("OR", ai=ai, n1i=n1i, ci=ci, n2i=n2i, zero_policy=zero_policy, labels=labels)
    events, total = np.add(ai, ci).astype(float), np.add(n1i, n2i).astype(float)
    effects, x = _checked(effects, "inverse_size", level)
    keep = _present(effect_sizes("OR", ai=ai, n1i=n1i, ci=ci, n2i=n2i, zero_policy=zero_policy))
    weights = (events * (total - events) / total)[keep]
    fit = _weighted_line(effects.yi, weights, x)
    return _test("Peters", effects, "inverse_size", *fit, np.nan, level, "weighted regression, dispersion estimated")


def harbord(*, ai, n1i, ci, n2i, level: float = 0.95, labels=None) -> AsymmetryTest:
    """Return Harbord's test: Egger's regression on efficient scores of the log odds ratio.

    Harbord, Egger & Sterne 2006 (doi:10.1002/sim.2380): with m events among N,
    Z = a - n1 m / N and V = n1 n2 m (N - m) / (N² (N - 1)), Z/V is regressed on 1/sqrt(V)
    with weights V. No zero-cell correction is needed. Studies without events, or with
    nothing else, carry no information and are left out. Errors as :func:`egger`.
    """
    a, n1, c, n2 = (np.asarray(column, float) for column in (ai, n1i, ci, n2i))
    total, events = n1 + n2, a + c
    score = a - n1 * events / total
    information = n1 * n2 * events * (total - events) / (total**2 * (total - 1))
    silent = ~(information > 0)
    information = np.where(silent, np.nan, information)
    effects = generic_effects(score / information, 1 / information, measure="OR", labels=labels)
    effects, x = _checked(effects, "std_error", level)
    fit = _weighted_line(effects.yi, 1 / effects.vi, x)
    return _test("Harbord", effects, "std_error", *fit, np.nan, level, "weighted regression of efficient scores")


def begg(effects: Effects) -> RankTest:
    """Return the rank correlation test (Begg & Mazumdar 1994, doi:10.2307/2533446).

    Kendall's tau between (y_i - mu) / sqrt(v_i - 1/sum(1/v)) and v_i, mu being the
    common-effect estimate. The p value is exact without
    ties and normal, with variance corrected for ties, otherwise.
    Raises :class:`SynthesisError` for one-arm measures and fewer than 3 studies.

    >>> from evidence.synthesis.effects import generic_effects
    >>> round(begg(generic_effects([0.1, 0.3, 0.2, 0.9, 0.6], [0.01, 0.04, 0.05, 0.25, 0.09])).tau, 3)
    0.8
    """
    from scipy.stats import kendalltau  # costs half a second, so only where it is used

    effects = usable(effects)
    total = np.sum(1 / effects.vi)
    mean = np.sum(effects.yi / effects.vi) / total
    standardised = (effects.yi - mean) / np.sqrt(effects.vi - 1 / total)
    ties = min(np.unique(standardised).size, np.unique(effects.vi).size) < effects.yi.size
    found = kendalltau(standardised, effects.vi, method="asymptotic" if ties else "exact")
    return RankTest(float(found.statistic), float(found.pvalue), bool(ties), effects.yi.size)


def _weighted_line(y, w, x):
    """Return intercept, slope, their errors and the degrees of freedom; x is centred first."""
    total, df = w.sum(), y.size - 2
    middle, mean = (w @ x) / total, (w @ y) / total
    spread = w @ (x - middle) ** 2
    slope = (w * (x - middle)) @ (y - mean) / spread
    dispersion = w @ (y - mean - slope * (x - middle)) ** 2 / df
    error = np.sqrt(dispersion / spread)
    return mean - slope * middle, slope, np.sqrt(dispersion * (1 / total + middle**2 / spread)), error, df


def _test(name, effects, predictor, limit, slope, limit_error, slope_error, df, tau2, level, model) -> AsymmetryTest:
    half = quantile(level, df) * limit_error
    if predictor not in _VANISHING:
        limit = half = np.nan
    return AsymmetryTest(
        name, predictor, float(slope / slope_error), df, float(two_sided_p(slope / slope_error, df)), float(slope),
        float(slope_error), float(limit), float(limit - half), float(limit + half), float(tau2), level,
        effects.yi.size, model, effects.measure,
    )  # fmt: skip


def _checked(effects: Effects, predictor: str, level: float):
    """Return the usable studies and their predictor."""
    check_level(level)
    if predictor not in PREDICTORS:
        raise SynthesisError(f"predictor {predictor!r} found; allowed: {', '.join(PREDICTORS)}")
    effects = usable(effects)
    x = PREDICTORS[predictor](effects)
    if np.ptp(x) <= 1e-12 * np.max(np.abs(x)):
        raise SynthesisError(f"all studies have the same {predictor} ({x[0]:g}): nothing to regress on")
    return effects, x


def usable(effects: Effects) -> Effects:
    """Return the studies with an effect; refuse what a funnel cannot judge."""
    if effects.measure in ONE_ARM:
        raise SynthesisError(REFUSAL.format(measure=effects.measure))
    check_studies(effects.yi, effects.vi, effects.labels, least=3, what="small-study effects")
    keep = _present(effects)
    labels = tuple(label for label, kept in zip(effects.labels, keep, strict=True) if kept)
    sizes = None if effects.sizes is None else np.asarray(effects.sizes, float)[keep]
    return generic_effects(effects.yi[keep], effects.vi[keep], measure=effects.measure, labels=labels, sizes=sizes)


def _present(effects: Effects) -> np.ndarray:
    return ~np.isnan(effects.yi) & ~np.isnan(effects.vi)


def _sizes(effects: Effects) -> np.ndarray:
    if effects.sizes is None or not np.all(np.asarray(effects.sizes) > 0):
        raise SynthesisError("this predictor needs the size of every study, above 0 (Effects.sizes)")
    return np.asarray(effects.sizes, float)
