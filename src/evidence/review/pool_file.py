"""Pooling a table from a file: metafor's column names in, one estimate with its convention out."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from evidence.synthesis.back_transform import back_transform
from evidence.synthesis.beta_binomial import beta_binomial
from evidence.synthesis.effects import effect_sizes, generic_effects
from evidence.synthesis.errors import SynthesisError, refuse_cases
from evidence.synthesis.glmm import binomial_normal, poisson_normal
from evidence.synthesis.glmm_fit import predict
from evidence.synthesis.measures import Measure, measure_named
from evidence.synthesis.pooling import common_effect, pool
from evidence.synthesis.prediction import prediction_interval
from evidence.synthesis.ratios import ratio_from_interval
from evidence.synthesis.stratified import mantel_haenszel, peto
from evidence.synthesis.two_arm_glmm import (
    conditional_odds_ratio,
    conditional_rate_ratio,
    unconditional_odds_ratio,
    unconditional_rate_ratio,
)

LABELS = ("study", "label", "slab", "author")
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


@dataclass(frozen=True)
class Wishes:
    """How to pool."""

    measure: str
    model: str = "random"
    tau2_method: str = "REML"
    test: str = "wald"
    zero_policy: str = "only0"
    level: float = 0.95


def read_studies(path: Path) -> tuple[pd.DataFrame, list[str]]:
    """The table and the names of its studies.

    Raises
    ------
    SynthesisError : no such file, no rows, or a column that is not numbers (every such cell is named).
    """
    try:
        frame = pd.read_csv(path)
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise SynthesisError(f"{path}: cannot be read as a CSV file: {error}") from None
    if frame.empty:
        raise SynthesisError(f"{path}: no rows; at least one study is needed")
    refuse_cases(frame)
    named = next((name for name in LABELS if name in frame), None)
    labels = frame[named].astype(str).tolist() if named else [f"study {number}" for number in range(1, len(frame) + 1)]
    return _with_sizes(frame), labels


def _with_sizes(frame: pd.DataFrame) -> pd.DataFrame:
    """Sizes of the arms from patients with and without event, where only those are given."""
    sums = {"n1i": ("ai", "bi"), "n2i": ("ci", "di")}
    wanted = {
        size: frame[event] + frame[other]
        for size, (event, other) in sums.items()
        if size not in frame and {event, other} <= set(frame.columns)
    }
    return frame.assign(**wanted)


def _numbers(frame: pd.DataFrame, names, path_of: str) -> dict[str, np.ndarray]:
    missing = [name for name in names if name not in frame]
    if missing:
        raise SynthesisError(f"{path_of}: column(s) {', '.join(missing)} missing; found: {', '.join(frame.columns)}")
    values = {name: pd.to_numeric(frame[name], errors="coerce") for name in names}
    wrong = [
        f"row {row + 2}, column {name}: found {frame[name][row]!r}; allowed: a number"
        for name, column in values.items()
        for row in frame.index[column.isna() & frame[name].notna()]
    ]
    if wrong:
        raise SynthesisError("\n".join(wrong))
    return {name: column.to_numpy(float) for name, column in values.items()}


def _effects(frame: pd.DataFrame, labels, measure: Measure, wishes: Wishes, where: str):
    if {"yi", "vi"} <= set(frame.columns):
        return generic_effects(*_numbers(frame, ("yi", "vi"), where).values(), measure=measure.name, labels=labels)
    if {"estimate", "low", "high"} <= set(frame.columns):
        given = _numbers(frame, ("estimate", "low", "high"), where)
        level = _numbers(frame, ["level"], where)["level"] if "level" in frame else wishes.level
        return ratio_from_interval(
            given["low"], given["high"], estimate=given["estimate"], level=level, measure=measure.name, labels=labels
        )
    return effect_sizes(
        measure.name, zero_policy=wishes.zero_policy, labels=labels, **_numbers(frame, measure.columns, where)
    )


def _refuse_unfit(measure: Measure, wishes: Wishes) -> None:
    """Raise where the model does not estimate the measure, or has no such test."""
    summed = [model for model, codes in SUMMED_MODELS.items() if measure.code in codes]
    counted = [model for code, model in COUNT_MODELS if code == measure.code]
    allowed = ["random", "common", *summed, *counted]
    if wishes.model not in allowed:
        raise SynthesisError(f"model {wishes.model!r} found; allowed for {measure.name}: {', '.join(allowed)}")
    tests = ("wald",) if wishes.model in summed else ("wald", "t")
    if wishes.model in summed + counted and wishes.test not in tests:
        raise SynthesisError(
            f"test {wishes.test!r} found; allowed for model {wishes.model}: {', '.join(tests)} "
            "(Knapp and Hartung's needs study variances)"
        )


def _fit(frame: pd.DataFrame, labels, measure: Measure, wishes: Wishes, where: str):
    _refuse_unfit(measure, wishes)
    if wishes.model in ("random", "common"):
        effects = _effects(frame, labels, measure, wishes, where)
        if wishes.model == "common":
            return common_effect(effects, test=wishes.test, level=wishes.level)
        return pool(effects, tau2_method=wishes.tau2_method, test=wishes.test, level=wishes.level)
    columns = _numbers(frame, measure.columns, where)
    if wishes.model == "mantel_haenszel":
        return mantel_haenszel(measure.name, labels=labels, level=wishes.level, **columns)
    if wishes.model == "peto":
        return peto(labels=labels, level=wishes.level, **columns)
    fit = COUNT_MODELS[measure.code, wishes.model]
    return fit(*columns.values(), labels=labels, level=wishes.level, test="t" if wishes.test == "t" else "z")


def _prediction(fit, wishes: Wishes):
    """The prediction interval that goes with the fit, or None where a new study's effect is not modelled."""
    if wishes.model == "random":
        return prediction_interval(fit, "hartung_knapp" if wishes.test.startswith("knapp_hartung") else "t_k_minus_1")
    return predict(fit, "t_k_minus_1") if wishes.model in ("glmm", "conditional") else None


def _natural(fit, measure: Measure, frame: pd.DataFrame) -> dict[str, float]:
    sizes = frame[measure.columns[-1]].to_numpy(float) if measure.scale.startswith("freeman_tukey") else None
    return {
        name: float(back_transform(getattr(fit, source), measure.name, sizes=sizes))
        for name, source in (("estimate", "estimate"), ("low", "ci_low"), ("high", "ci_high"))
    }


def pool_file(path: Path, wishes: Wishes) -> dict:
    """The pooled estimate of the studies in a CSV file, as a flat record.

    Columns are metafor's: ``xi ni`` | ``xi ti`` | ``ai bi ci di`` or ``ai n1i ci n2i`` | ``x1i t1i x2i t2i`` |
    ``m1i sd1i n1i m2i sd2i n2i`` | ``ri ni`` | ``yi vi`` | ``estimate low high`` (with ``level`` if it differs).

    Returns
    -------
    measure, model, k, estimate, low, high (natural scale), scale_estimate and its standard error
    (analysis scale), tau2, prediction_low, prediction_high, prediction_rule, convention.

    Raises
    ------
    SynthesisError : anything that cannot be pooled as asked, every reason at once; CaseLevelError for patients.
    """
    measure = measure_named(wishes.measure)
    frame, labels = read_studies(path)
    fit = _fit(frame, labels, measure, wishes, str(path))
    new = _prediction(fit, wishes)
    ends = (
        (back_transform(new.low, measure.name), back_transform(new.high, measure.name))
        if new and not measure.scale.startswith("freeman")
        else (np.nan, np.nan)
    )
    found = {"measure": measure.name, "model": fit.model, "k": int(np.asarray(fit.k)), **_natural(fit, measure, frame)}
    found |= {
        "scale_estimate": float(fit.estimate),
        "scale_std_error": float(fit.std_error),
        "tau2": abs(float(getattr(fit, "tau2", np.nan))),
    }
    found |= {
        "prediction_low": float(ends[0]),
        "prediction_high": float(ends[1]),
        "prediction_rule": new.rule if new else "none",
    }
    return {**found, "convention": fit.convention}
