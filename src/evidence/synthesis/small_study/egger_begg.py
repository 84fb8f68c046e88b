"""Are the small studies different? Regression and rank tests of funnel asymmetry.

All of them are defined against the hypothesis that effect and precision are
unrelated. For a proportion, and for any other one-arm outcome whose variance follows
from its mean, the two are related by the scale itself, so the tests refuse them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.arguments.studies import check_studies
from evidence.synthesis.batches import along_sets
from evidence.synthesis.effect_sizes.effect_sizes import generic_effects
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.inference import ROUNDING, quantile, two_sided_p
from evidence.synthesis.regression.meta_regression import meta_regression
from evidence.synthesis.results import Effects, shown

ONE_ARM = ("PR", "PLN", "PLO", "PAS", "PFT", "IR", "IRLN", "IRS", "IRFT")
REFUSAL = (
    "measure {measure} is of one arm: its variance follows from its mean, so a funnel plot is "
    "asymmetric by its scale alone (Hunter et al. 2014, doi:10.1016/j.jclinepi.2014.03.003); "
    "look for unpublished studies in registries instead"
)

# Studies; the exact distribution counts orders in time that grows with the cube of the number, and
# beyond differs from the normal one by less than 0.001 in p.
MOST_EXACT = 500
PREDICTORS = {
    "std_error": lambda effects: np.sqrt(effects.vi),
    "variance": lambda effects: effects.vi,
    "size": lambda effects: _sizes(effects),
    "inverse_size": lambda effects: 1 / _sizes(effects),
    "root_size": lambda effects: np.sqrt(_sizes(effects)),
    "inverse_root_size": lambda effects: 1 / np.sqrt(_sizes(effects)),
}
ALL_ALIKE = 1e-12  # of the largest: predictors that differ by no more differ by rounding
WEIGHTED = "weighted regression, dispersion estimated"
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
        return (
            f"{self.name}: {self.model} on {self.predictor}; measure {self.measure}; k = "
            f"{shown(self.k)}"
        )


class Line(NamedTuple):
    """Intercept (``limit``) and slope, their standard errors, degrees of freedom."""

    limit: float
    slope: float
    limit_error: float
    slope_error: float
    df: float


@dataclass(frozen=True, slots=True)
class RankTest:
    """Kendall's tau between standardised effects and variances.

    The p value is exact for up to 500 studies without ties, normal otherwise.
    """

    tau: float
    p_value: float
    ties: bool
    k: int


@checked_arguments()
@along_sets
def egger(effects: Effects, *, predictor: str = "std_error", level: float = 0.95) -> AsymmetryTest:
    """Return the classic regression test: weighted least squares, dispersion estimated.

    Egger et al. 1997 (doi:10.1136/bmj.315.7109.629) in the form y_i = a + b x_i with
    weights 1/v_i and errors multiplied by the residual standard error, t on k - 2.
    ``effects`` of shape (k,) or (..., k), as in all tests of this kind.
    ``predictor`` is a key of :data:`PREDICTORS`. Raises :class:`SynthesisError` for
    one-arm measures, fewer than 3 studies, a constant predictor, unknown sizes, and
    effects that are alike or on one line, about which there is no dispersion.

    >>> from evidence.synthesis.effect_sizes.effect_sizes import generic_effects
    >>> found = egger(generic_effects([0.1, 0.3, 0.9, 0.6], [0.01, 0.04, 0.25, 0.09]))
    >>> round(found.statistic, 3), found.df
    (11.518, 2)
    """
    effects, x = checked(effects, predictor)
    line = weighted_line(effects.yi, 1 / effects.vi, x)
    return described("Egger", effects, predictor, line, level, WEIGHTED)


@checked_arguments()
@along_sets
def egger_meta_regression(
    effects: Effects,
    *,
    predictor: str = "std_error",
    tau2_method: str = "REML",
    test: str = "wald",
    level: float = 0.95,
) -> AsymmetryTest:
    """Return the model-based regression test: meta-regression with additive tau2.

    Sterne & Egger 2005 (in Rothstein, Sutton & Borenstein, Publication bias, pp. 99-110).
    ``tau2_method`` and ``test`` as in
    :func:`evidence.synthesis.regression.meta_regression.meta_regression`,
    ``EE`` for no tau2. Errors as :func:`egger`.

    >>> effects = generic_effects([0.1, 0.3, 0.9, 0.6, 0.2], [0.01, 0.04, 0.25, 0.09, 0.02])
    >>> round(egger_meta_regression(effects).slope, 3)
    2.163
    """
    effects, x = checked(effects, predictor)
    fit = meta_regression(
        effects.yi, effects.vi, {predictor: x}, tau2_method=tau2_method, test=test, level=level
    )
    (limit, slope), (limit_error, slope_error) = fit.coefficients, fit.std_errors
    line = Line(limit, slope, limit_error, slope_error, float(fit.df))
    return described(
        "Egger, model-based", effects, predictor, line, level, fit.convention, fit.tau2
    )


@checked_arguments()
@along_sets
def begg(effects: Effects) -> RankTest:
    """Return the rank correlation test (Begg & Mazumdar 1994, doi:10.2307/2533446).

    Kendall's tau between (y_i - mu) / sqrt(v_i - 1/sum(1/v)) and v_i, mu being the
    common-effect estimate. The p value is exact without ties up to 500 studies, and normal,
    with variance corrected for ties, otherwise.
    Raises :class:`SynthesisError` for one-arm measures and fewer than 3 studies.

    >>> from evidence.synthesis.effect_sizes.effect_sizes import generic_effects
    >>> effects = generic_effects([0.1, 0.3, 0.2, 0.9, 0.6], [0.01, 0.04, 0.05, 0.25, 0.09])
    >>> round(begg(effects).tau, 3)
    0.8
    """
    from scipy.stats import kendalltau  # costs half a second, so only where it is used

    effects = usable(effects)
    total = np.sum(1 / effects.vi)
    mean = np.sum(effects.yi / effects.vi) / total
    standardised = (effects.yi - mean) / np.sqrt(effects.vi - 1 / total)
    ties = min(np.unique(standardised).size, np.unique(effects.vi).size) < effects.yi.size
    exact = not ties and effects.yi.size <= MOST_EXACT
    found = kendalltau(standardised, effects.vi, method="exact" if exact else "asymptotic")
    return RankTest(float(found.statistic), float(found.pvalue), bool(ties), effects.yi.size)


def weighted_line(y: np.ndarray, w: np.ndarray, x: np.ndarray) -> Line:
    """Return the weighted least-squares line, its dispersion estimated; x is centred first."""
    total, df = w.sum(), y.size - 2
    middle, mean = (w @ x) / total, (w @ y) / total
    spread = w @ (x - middle) ** 2
    slope = (w * (x - middle)) @ (y - mean) / spread
    dispersion = w @ (y - mean - slope * (x - middle)) ** 2 / df
    if dispersion <= ROUNDING:
        raise SynthesisError(
            "the effects are alike, or on one line, but for rounding: the dispersion about the "
            "line cannot be estimated"
        )
    limit_error = np.sqrt(dispersion * (1 / total + middle**2 / spread))
    return Line(mean - slope * middle, slope, limit_error, np.sqrt(dispersion / spread), df)


def described(
    name: str,
    effects: Effects,
    predictor: str,
    line: Line,
    level: float,
    model: str,
    tau2: float = np.nan,
) -> AsymmetryTest:
    """Return the test of a line's slope, with the limit where the predictor vanishes."""
    half = quantile(level, line.df) * line.limit_error
    limit = line.limit if predictor in _VANISHING else np.nan
    statistic = line.slope / line.slope_error
    return AsymmetryTest(
        name=name,
        predictor=predictor,
        statistic=float(statistic),
        df=line.df,
        p_value=float(two_sided_p(statistic, line.df)),
        slope=float(line.slope),
        slope_std_error=float(line.slope_error),
        limit=float(limit),
        limit_low=float(limit - half),
        limit_high=float(limit + half),
        tau2=float(tau2),
        level=level,
        k=effects.yi.size,
        model=model,
        measure=effects.measure,
    )


def checked(effects: Effects, predictor: str) -> tuple[Effects, np.ndarray]:
    """Return the usable studies and their predictor, or refuse with the reason."""
    if predictor not in PREDICTORS:
        raise SynthesisError(f"predictor {predictor!r} found; allowed: {', '.join(PREDICTORS)}")
    effects = usable(effects)
    x = PREDICTORS[predictor](effects)
    if np.ptp(x) <= ALL_ALIKE * np.max(np.abs(x)):
        raise SynthesisError(
            f"all studies have the same {predictor} ({x[0]:g}): nothing to regress on"
        )
    return effects, x


def usable(effects: Effects) -> Effects:
    """Return the studies with an effect; refuse what a funnel cannot judge."""
    if effects.measure in ONE_ARM:
        raise SynthesisError(REFUSAL.format(measure=effects.measure))
    check_studies(effects.yi, effects.vi, effects.labels, least=3, what="small-study effects")
    keep = present(effects)
    labels = tuple(
        label for label, has_effect in zip(effects.labels, keep, strict=True) if has_effect
    )
    sizes = None if effects.sizes is None else np.asarray(effects.sizes, float)[keep]
    return generic_effects(
        effects.yi[keep], effects.vi[keep], measure=effects.measure, labels=labels, sizes=sizes
    )


def present(effects: Effects) -> np.ndarray:
    """Return which studies have an effect."""
    return ~np.isnan(effects.yi) & ~np.isnan(effects.vi)


def _sizes(effects: Effects) -> np.ndarray:
    if effects.sizes is None or not np.all(np.asarray(effects.sizes) > 0):
        raise SynthesisError(
            "this predictor needs the size of every study, above 0 (Effects.sizes)"
        )
    return np.asarray(effects.sizes, float)
