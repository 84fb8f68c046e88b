"""Pooling a table from a file: metafor's column names in, one estimate with its convention out."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from evidence.synthesis.effect_sizes.back_transform import back_transform
from evidence.synthesis.effect_sizes.from_table import (
    columns_from_table,
    effects_from_table,
    labels_of,
)
from evidence.synthesis.effect_sizes.measures import Measure, measure_named
from evidence.synthesis.errors import SynthesisError
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
from evidence.synthesis.pooling.pool import common_effect, pool
from evidence.synthesis.pooling.prediction_interval import prediction_interval
from evidence.synthesis.pooling.tau2_interval import tau2_interval
from evidence.synthesis.results import Effects

COUNT_MODELS = {
    ("PLO", "glmm"): binomial_normal,
    ("PLO", "beta_binomial"): beta_binomial,
    ("IRLN", "glmm"): poisson_normal,
    ("OR", "glmm"): unconditional_odds_ratio,
    ("OR", "conditional"): conditional_odds_ratio,
    ("IRR", "glmm"): unconditional_rate_ratio,
    ("IRR", "conditional"): conditional_rate_ratio,
}
SUMMED_MODELS = {"mantel_haenszel": ("RR", "OR", "RD", "IRR", "IRD"), "peto": ("OR", "PETO")}
HETEROGENEITY = (
    "tau2", "tau2_std_error", "i2_percent", "h2", "icc", "q", "q_df", "q_p_value",
    "q_wald", "q_wald_p_value", "q_lrt", "q_lrt_p_value",
)  # fmt: skip


@dataclass(frozen=True)
class Wishes:
    """How to pool; an estimator of tau2 or a zero policy is None where nothing was asked."""

    measure: str
    model: str = "random"
    tau2_method: str | None = None
    test: str = "wald"
    zero_policy: str | None = None
    level: float = 0.95


def pool_file(path: Path, wishes: Wishes) -> dict:
    """The pooled estimate of the studies in a CSV file, as a record of numbers and words.

    Columns are metafor's: ``xi ni`` | ``xi ti`` | ``ai bi ci di`` or ``ai n1i ci n2i`` | ``x1i t1i
    x2i t2i`` |
    ``m1i sd1i n1i m2i sd2i n2i`` | ``ri ni`` | ``yi vi`` | ``estimate low high``, printed at 95% or
    at the row's own
    ``level``.

    Returns
    -------
    measure, model, k; estimate, low, high (natural scale); scale_estimate, scale_std_error,
    statistic, df,
    p_value (analysis scale; df is infinite for z); what the model has of heterogeneity, tau2 with
    its
    Q-profile interval; prediction_low, prediction_high (natural scale), prediction_rule;
    log_likelihood;
    weights, in percent by study; convention.

    Raises
    ------
    SynthesisError : anything that cannot be pooled as asked, every reason at once; CaseLevelError
    for patients.
    """
    measure = measure_named(wishes.measure)
    _refuse_unfit(measure, wishes)
    frame = _read(path)
    try:
        fit, effects = _fit(frame, measure, wishes)
        natural = _natural(fit, measure, effects)
    except SynthesisError as error:
        raise type(error)(f"{path}: {error}") from None
    return {
        "measure": measure.name,
        "model": fit.model,
        "k": int(np.asarray(fit.k)),
        **natural,
        **_inference(fit),
        **_heterogeneity(fit, effects, wishes),
        **_prediction(fit, measure, wishes),
        "log_likelihood": float(getattr(fit, "log_likelihood", np.nan)),
        "weights": _weights(fit, frame),
        "convention": fit.convention,
    }


def _read(path: Path) -> pd.DataFrame:
    try:
        _refuse_ragged(path)
        frame = pd.read_csv(path, skip_blank_lines=False).dropna(how="all")
    except (
        OSError,
        UnicodeDecodeError,
        csv.Error,
        pd.errors.ParserError,
        pd.errors.EmptyDataError,
    ) as error:
        raise SynthesisError(f"{path}: cannot be read as a CSV file: {error}") from None
    if frame.empty:
        raise SynthesisError(f"{path}: no rows; at least one study is needed")
    return frame


def _refuse_ragged(path: Path) -> None:
    """Raise where a row is longer than the head, which would shift its cells, or two columns share
    a name.
    """
    with path.open(encoding="utf-8-sig", newline="") as lines:
        head, *rows = list(csv.reader(lines)) or [[]]
    twice = sorted({name for name in head if head.count(name) > 1})
    problems = [f"column {name!r} found twice; allowed: once" for name in twice]
    problems += [
        f"row {number}: {len(row)} cells found; allowed: {len(head)}, as in the head"
        for number, row in enumerate(rows, start=2)
        if len(row) > len(head)
    ]
    if problems:
        raise SynthesisError(f"{path}: " + "; ".join(problems))


def _refuse_unfit(measure: Measure, wishes: Wishes) -> None:
    """Raise where the model does not estimate the measure, or has no use for what was asked."""
    summed = [model for model, codes in SUMMED_MODELS.items() if measure.code in codes]
    counted = [model for code, model in COUNT_MODELS if code == measure.code]
    allowed = ["random", "common", *summed, *counted]
    if wishes.model not in allowed:
        raise SynthesisError(
            f"model {wishes.model!r} found; allowed for {measure.name}: {', '.join(allowed)}"
        )
    tests = ("wald",) if wishes.model in summed else ("wald", "t")
    if wishes.model in summed + counted and named_test(wishes.test) not in tests:
        raise SynthesisError(
            f"test {wishes.test!r} found; allowed for model {wishes.model}: {', '.join(tests)} "
            "(Knapp and Hartung's needs study variances)"
        )
    if wishes.tau2_method and wishes.model != "random":
        raise SynthesisError(
            f"tau2_method {wishes.tau2_method!r} found; allowed for model random only"
        )
    if wishes.zero_policy is not None and (
        wishes.model not in ("random", "common") or not measure.has_cells
    ):
        raise SynthesisError(
            f"zero_policy {wishes.zero_policy!r} found; model {wishes.model} of "
            f"{measure.name} corrects no zero cell"
        )


def _fit(frame: pd.DataFrame, measure: Measure, wishes: Wishes):
    """The fit, and the effects it is of (None where the model takes the counts themselves)."""
    if wishes.model in ("random", "common"):
        effects = effects_from_table(frame, measure.name, zero_policy=wishes.zero_policy)
        if wishes.model == "common":
            return common_effect(effects, test=wishes.test, level=wishes.level), effects
        return pool(
            effects, tau2_method=wishes.tau2_method or "REML", test=wishes.test, level=wishes.level
        ), effects
    columns = columns_from_table(frame, measure.name)
    options = {"labels": labels_of(frame), "level": wishes.level}
    if wishes.model == "mantel_haenszel":
        return mantel_haenszel(measure.name, **options, **columns), None
    if wishes.model == "peto":
        return peto(**options, **columns), None
    return COUNT_MODELS[measure.code, wishes.model](
        *columns.values(), test=wishes.test, **options
    ), None


def _natural(fit, measure: Measure, effects: Effects | None) -> dict[str, float]:
    sizes = None
    if measure.scale.startswith("freeman_tukey"):
        if effects.sizes is None:
            raise SynthesisError(
                f"{measure.name}: its own scale needs the column {measure.columns[-1]}"
            )
        sizes = effects.sizes[np.isfinite(effects.yi)]
    return {
        name: float(back_transform(getattr(fit, source), measure.name, sizes=sizes))
        for name, source in (("estimate", "estimate"), ("low", "ci_low"), ("high", "ci_high"))
    }


def _inference(fit) -> dict[str, float]:
    found = {"scale_estimate": float(fit.estimate), "scale_std_error": float(fit.std_error)}
    names = ("statistic", "df", "p_value")
    return found | {name: float(getattr(fit, name)) for name in names if hasattr(fit, name)}


def _heterogeneity(fit, effects: Effects | None, wishes: Wishes) -> dict[str, float | str]:
    found = {
        name: float(getattr(fit, name)) + 0.0 for name in HETEROGENEITY if hasattr(fit, name)
    }  # no minus zero
    if wishes.model != "random" or fit.k < 2:
        return found
    limits = tau2_interval(effects, tau2_method=fit.tau2_method, level=wishes.level)
    rule = "; ".join(filter(None, (limits.method, limits.note)))
    return found | {
        "tau2_low": float(limits.tau2[1]),
        "tau2_high": float(limits.tau2[2]),
        "tau2_rule": rule,
    }


def _prediction(fit, measure: Measure, wishes: Wishes) -> dict[str, float | str]:
    """Where a new study's effect is expected; none where the model has no such effect."""
    modelled = wishes.model in ("random", "glmm", "conditional") and not measure.scale.startswith(
        "freeman"
    )
    if not modelled or fit.k < 2:
        return {"prediction_low": np.nan, "prediction_high": np.nan, "prediction_rule": "none"}
    new = prediction_interval(fit)
    low, high = (float(back_transform(end, measure.name)) for end in (new.low, new.high))
    return {"prediction_low": low, "prediction_high": high, "prediction_rule": new.rule}


def _weights(fit, frame: pd.DataFrame) -> list[dict]:
    """Each study and its weight; empty where studies have none of their own, as in likelihoods of
    counts.
    """
    weights = getattr(fit, "weights", None)
    if weights is None:
        return []
    return [
        {"study": label, "percent": float(weight)}
        for label, weight in zip(labels_of(frame), weights, strict=True)
    ]
