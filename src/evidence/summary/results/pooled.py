"""Single-arm trial results pooled: the model that was chosen, and what other choices
give.

Primary: the binomial-normal model with a logit link, fitted by maximum likelihood, t intervals,
over the populations that pool_rows puts in the main analysis, each family once, with numerators
reported or the only whole number. Everything else is a sensitivity row.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit

from evidence.coded.source_keys import joined_sources
from evidence.summary.results.pool_choices import Further
from evidence.synthesis.effect_sizes.back_transform import back_transformed
from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.errors import SynthesisError, refuse_cases
from evidence.synthesis.glmm.beta_binomial import beta_binomial
from evidence.synthesis.glmm.inference import GlmmFit
from evidence.synthesis.glmm.one_arm import binomial_normal
from evidence.synthesis.glmm.population_mean import conditional_mean, marginal_mean
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.pooling.prediction_interval import prediction_interval

# Thresholds of this project, in populations: fewer than the first are shown, not pooled; from the
# second on a prediction interval is shown, from the third on it is called stable.
LEAST_STUDIES = 3
SHOWN_FROM, STABLE_FROM = 5, 10
NOT_SHOWN, UNSTABLE, STABLE = "not_shown", "unstable", "stable"


@dataclass(frozen=True)
class Specification:
    """One way to pool: which rows, which model."""

    name: str
    exclusions: tuple[str, ...]
    model: Callable[[np.ndarray, np.ndarray], dict]


@dataclass(frozen=True)
class Limits:
    """A prediction interval on the scale of proportions, with its rule; missing where a model has
    none.
    """

    low: float = np.nan
    high: float = np.nan
    rule: str = ""


def _row(
    model: str, estimate: float, low: float, high: float, tau2: float, new: Limits, *notes: str
) -> dict:
    limits = {"prediction_low": new.low, "prediction_high": new.high, "prediction_rule": new.rule}
    return {
        "model": model,
        "estimate": float(estimate),
        "low": float(low),
        "high": float(high),
        "tau2": float(tau2),
        **limits,
        "note": "; ".join(note for note in notes if note),
    }


def _of_a_new_study(fit: GlmmFit) -> Limits:
    found = prediction_interval(fit)
    return Limits(float(expit(found.low)), float(expit(found.high)), found.rule)


def logit_normal(test: str, words: str) -> Callable:
    """Proportion of the median study, binomial-normal model; prediction by t on k - 1."""

    def model(events: np.ndarray, n: np.ndarray) -> dict:
        fit = binomial_normal(events, n, test=test)
        mean = conditional_mean(fit)
        notes = (
            fit.fallback,
            "tau2 at 0" if fit.boundary else "",
            "" if fit.converged else "did not converge",
        )
        return _row(
            f"binomial-normal, logit link, maximum likelihood, {words}",
            mean.estimate,
            mean.ci_low,
            mean.ci_high,
            fit.tau2,
            _of_a_new_study(fit),
            *notes,
        )

    return model


# With five studies Wald intervals cover too little and t intervals about what they say
# (docs/coverage.md).
CHOSEN = logit_normal("t", "t on k − 1")


def averaged(events: np.ndarray, n: np.ndarray) -> dict:
    """The same model's proportion averaged over studies, rather than of the median study."""
    fit = binomial_normal(events, n, test="t")
    mean = marginal_mean(fit)
    return _row(
        "binomial-normal, averaged over studies, t on k − 1",
        mean.estimate,
        mean.ci_low,
        mean.ci_high,
        fit.tau2,
        _of_a_new_study(fit),
        fit.fallback,
    )


def two_step(measure: str) -> Callable:
    """Effects first, then REML with modified Knapp-Hartung intervals, back on the scale of
    proportions.
    """

    def model(events: np.ndarray, n: np.ndarray) -> dict:
        effects = effect_sizes(measure, xi=events, ni=n)
        fit = pool(effects, tau2_method="REML", test="knapp_hartung_ad_hoc")
        mean = back_transformed(fit, sizes=n)
        predicted = prediction_interval(fit)
        new = back_transformed(predicted, sizes=n)
        limits = Limits(float(new["low"]), float(new["high"]), predicted.rule)
        return _row(
            f"{measure.replace('_', ' ')}, REML, Knapp-Hartung (ad hoc)",
            float(mean["estimate"]),
            float(mean["low"]),
            float(mean["high"]),
            fit.tau2,
            limits,
            fit.fallback,
        )

    return model


def beta_law(events: np.ndarray, n: np.ndarray) -> dict:
    """Mean of a beta law of proportions, beta-binomial model."""
    fit = beta_binomial(events, n)
    return _row(
        "beta-binomial, maximum likelihood",
        fit.mean,
        fit.mean_ci_low,
        fit.mean_ci_high,
        np.nan,
        Limits(),
        fit.fallback,
    )


PRIMARY = "primary"
# Why a row stands where it does, of those in the main analysis: a numerator that is the only whole
# number to give the reported percentage is as good as a reported one.
MAIN = ("none", "only_whole_number")
SPECIFICATIONS = (
    Specification(PRIMARY, MAIN, CHOSEN),
    Specification("Wald interval", MAIN, logit_normal("wald", "Wald")),
    Specification("averaged over studies", MAIN, averaged),
    Specification("beta-binomial", MAIN, beta_law),
    Specification("logit, two steps", MAIN, two_step("logit_proportion")),
    Specification("arcsine, two steps", MAIN, two_step("arcsine_proportion")),
    Specification(
        "Freeman-Tukey, two steps (sensitivity only)",
        MAIN,
        two_step("freeman_tukey_proportion"),
    ),
    Specification("reported numerators only", ("none",), CHOSEN),
    Specification("with inferred denominators", (*MAIN, "inferred_denominator"), CHOSEN),
)


COLUMNS = [
    *("outcome", "specification", "k", "events", "n", "model", "estimate", "low", "high", "tau2"),
    *("prediction_low", "prediction_high", "prediction_rule", "note", "stability", "sources"),
]


def stability(k: int) -> str:
    """Whether a prediction interval of so many populations is shown, and called stable.

    >>> [stability(k) for k in (4, 5, 9, 10)]
    ['not_shown', 'unstable', 'unstable', 'stable']
    """
    if k < SHOWN_FROM:
        return NOT_SHOWN
    return UNSTABLE if k < STABLE_FROM else STABLE


def _pooled(rows: pd.DataFrame, outcome: str, specification: Specification) -> dict | None:
    used = rows[(rows["outcome"] == outcome) & rows["exclusion"].isin(specification.exclusions)]
    if len(used) < LEAST_STUDIES:
        return None
    events, n = used["events"].to_numpy(float), used["n"].to_numpy(float)
    counts = {"k": len(used), "events": int(events.sum()), "n": int(n.sum())}
    try:
        result = specification.model(events, n)
    except SynthesisError as error:
        result = {"model": specification.name, "note": f"not fitted: {error}"}
    return {
        "outcome": outcome,
        "specification": specification.name,
        **counts,
        **result,
        "stability": stability(len(used)),
        "sources": joined_sources(used["sources"]),
    }


def pooled_proportions(single_arm: pd.DataFrame, further: Iterable[Further] = ()) -> pd.DataFrame:
    """One row per outcome and specification; outcomes with fewer than three populations are not
    pooled.

    Parameters
    ----------
    single_arm : derived; one row per population, with ``exclusion``, why a row is (not) primary.
    further : sensitivity analyses of the review that let in more populations.

    Returns
    -------
    pooled_id, outcome, specification, k, events, n, model, estimate, low, high (95%, 0 to 1), tau2
    (on
    the model's scale), prediction_low, prediction_high, prediction_rule, note,
    stability (of the prediction interval: not_shown, unstable, stable), sources.

    Raises
    ------
    CaseLevelError : the rows are patients.
    """
    refuse_cases(single_arm)
    added = [Specification(row.name, (*MAIN, *row.exclusions), CHOSEN) for row in further]
    pooled = [
        _pooled(single_arm, outcome, specification)
        for outcome in single_arm["outcome"].unique()
        for specification in (*SPECIFICATIONS, *added)
    ]
    frame = pd.DataFrame([row for row in pooled if row is not None], columns=COLUMNS)
    frame.insert(0, "pooled_id", frame["outcome"] + "." + _as_code(frame["specification"]))
    return frame


def _as_code(names: pd.Series) -> pd.Series:
    """Names as codes: small letters, digits and underscores."""
    codes = names.astype(str).str.replace(r"[^a-z0-9]+", "_", regex=True, case=False)
    return codes.str.strip("_").str.lower()
