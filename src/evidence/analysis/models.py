"""How a study table is pooled: the models, which options fit which measure, and the fit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from evidence.analysis.fit import Fit
from evidence.synthesis.arguments.rules import text
from evidence.synthesis.effect_sizes.measures import Measure
from evidence.synthesis.errors import SynthesisError, snake_case, unknown_name
from evidence.synthesis.glmm.beta_binomial import beta_binomial
from evidence.synthesis.glmm.one_arm import binomial_normal, poisson_normal
from evidence.synthesis.glmm.two_arm import (
    conditional_odds_ratio,
    conditional_rate_ratio,
    unconditional_odds_ratio,
    unconditional_rate_ratio,
)
from evidence.synthesis.inference import named_test
from evidence.synthesis.pooling.mantel_haenszel import mantel_haenszel, peto
from evidence.synthesis.pooling.pool import common_effect
from evidence.synthesis.pooling.pool import pool as random_effects
from evidence.synthesis.pooling.tau2_estimators import ESTIMATORS
from evidence.synthesis.results import Effects, Pooled
from evidence.synthesis.study_table.effects import counts_of, effects_of
from evidence.synthesis.study_table.study_table import StudyTable

# (metafor's code of the measure, model) -> likelihood of the counts themselves
COUNT_MODELS: dict[tuple[str, str], Callable[..., Any]] = {
    ("PLO", "glmm"): binomial_normal,
    ("PLO", "beta_binomial"): beta_binomial,
    ("IRLN", "glmm"): poisson_normal,
    ("OR", "glmm"): unconditional_odds_ratio,
    ("OR", "conditional"): conditional_odds_ratio,
    ("IRR", "glmm"): unconditional_rate_ratio,
    ("IRR", "conditional"): conditional_rate_ratio,
}
SUMMED_MODELS = {"mantel_haenszel": ("RR", "OR", "RD", "IRR", "IRD"), "peto": ("OR", "PETO")}


MODELS = ("random", "common", *SUMMED_MODELS, "glmm", "conditional", "beta_binomial")
# Names of metafor, R meta and RevMan, and usual ones.
_OTHER_NAMES = {
    **dict.fromkeys(("re", "rem", "random_effect", "random_effects"), "random"),
    **dict.fromkeys(("fe", "fem", "fixed", "fixed_effect", "fixed_effects"), "common"),
    **dict.fromkeys(("ce", "ee", "common_effect", "equal_effects"), "common"),
    "mh": "mantel_haenszel",
    "binomial_normal": "glmm",
    "betabinomial": "beta_binomial",
}


def named_model(model: str) -> str:
    """Return the full name of a model, also from metafor's or R meta's short one, in any case.

    Raises `SynthesisError` with the nearest name.

    >>> named_model("GLMM"), named_model("FE"), named_model("Mantel-Haenszel")
    ('glmm', 'common', 'mantel_haenszel')
    """
    model = text(model, "model")
    name = _OTHER_NAMES.get(snake_case(model), snake_case(model))
    if name.upper() in ESTIMATORS:
        raise SynthesisError(f"model {model!r} found; it estimates tau2: tau2_method={model!r}")
    if name not in MODELS:
        raise unknown_name("model", model, MODELS, ", ".join([*MODELS, *_OTHER_NAMES]))
    return name


@dataclass(frozen=True)
class PoolOptions:
    """How to pool; an estimator of tau2 or a zero policy is None where the default is taken."""

    measure: Measure
    model: str = "random"
    tau2_method: str | None = None
    test: str = "wald"
    zero_policy: str | None = None
    level: float = 0.95

    @property
    def by_variance(self) -> bool:
        """Whether effects are weighted by their variances: random or common effects."""
        return self.model in ("random", "common")


def refuse_unfit(options: PoolOptions) -> None:
    """Raise where the model does not estimate the measure, or has no use for what was asked."""
    measure = options.measure
    summed = [model for model, codes in SUMMED_MODELS.items() if measure.code in codes]
    counted = [model for code, model in COUNT_MODELS if code == measure.code]
    allowed = ["random", "common", *summed, *counted]
    if options.model not in allowed:
        codes = [code for code, model in COUNT_MODELS if model == options.model]
        codes += SUMMED_MODELS.get(options.model, ())
        raise SynthesisError(
            f"model {options.model!r} found; allowed for {measure.name}: {', '.join(allowed)}; "
            f"{options.model} is a model of {', '.join(codes)}"
        )
    tests = ("wald",) if options.model in summed else ("wald", "t")
    if options.model in summed + counted and named_test(options.test) not in tests:
        raise SynthesisError(
            f"test {options.test!r} found; allowed for model {options.model}: {', '.join(tests)} "
            "(Knapp and Hartung's needs study variances)"
        )
    if options.tau2_method and options.model != "random":
        raise SynthesisError(
            f"tau2_method {options.tau2_method!r} found; allowed for model random only"
        )
    if options.zero_policy is not None and (not options.by_variance or not measure.has_cells):
        raise SynthesisError(
            f"zero_policy {options.zero_policy!r} found; model {options.model} of "
            f"{measure.name} corrects no zero cell"
        )


def fit_table(table: StudyTable, options: PoolOptions) -> Fit:
    """Return the fit of a table's studies.

    Raises `SynthesisError` for options that do not fit, and for a table that cannot be pooled.
    """
    refuse_unfit(options)
    effects = effects_of(table, zero_policy=options.zero_policy)
    pooled = pool_studies(table, effects, options)
    # The note of the effects, and with it of the table, is part of a fit by their variances.
    notes = () if options.by_variance else table.notes
    return Fit(options.measure, pooled, effects, table, notes)


def pool_studies(table: StudyTable, effects: Effects, options: PoolOptions) -> Any:
    """Return the pooled effect of the studies, or of many meta-analyses side by side (n, k)."""
    return _of_effects(effects, options) if options.by_variance else _of_counts(table, options)


def _of_effects(effects: Effects, options: PoolOptions) -> Pooled:
    if options.model == "common":
        return common_effect(effects, test=options.test, level=options.level)
    method = options.tau2_method or "REML"
    return random_effects(effects, tau2_method=method, test=options.test, level=options.level)


def _of_counts(table: StudyTable, options: PoolOptions) -> Any:
    columns, measure = counts_of(table), options.measure
    named: dict[str, Any] = {"labels": table.labels, "level": options.level}
    tables: dict[str, Any] = {**named, **columns}
    if options.model == "mantel_haenszel":
        return mantel_haenszel(measure.name, **tables)
    if options.model == "peto":
        return peto(**tables)
    likelihood = COUNT_MODELS[measure.code, options.model]
    return likelihood(*columns.values(), test=options.test, **named)
