"""Pooling a study table from a file: one estimate with its convention."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from evidence.analysis.models import PoolOptions, fitted, refuse_unfit
from evidence.synthesis.effect_sizes.back_transform import back_transform
from evidence.synthesis.effect_sizes.measures import Measure
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.pooling.prediction_interval import prediction_interval
from evidence.synthesis.pooling.tau2_interval import tau2_interval
from evidence.synthesis.results import Effects
from evidence.synthesis.study_table.study_table import StudyTable, read_study_table

Result = TypeVar("Result")
HETEROGENEITY = (
    "tau2", "tau2_std_error", "i2_percent", "h2", "icc", "q", "q_df", "q_p_value",
    "q_wald", "q_wald_p_value", "q_lrt", "q_lrt_p_value",
)  # fmt: skip


def of_file(
    path: Path, options: PoolOptions, made: Callable[[StudyTable, PoolOptions], Result]
) -> Result:
    """Return what is made of the studies in a file; a refusal names the file.

    Which columns, see `read_study_table`. Raises `SynthesisError` as `pool_table` does.
    """
    refuse_unfit(options)
    try:
        return made(read_study_table(path, options.measure), options)
    except SynthesisError as error:
        raise type(error)(f"{path}: {error}") from None


def pool_table(table: StudyTable, options: PoolOptions) -> dict[str, Any]:
    """Return the pooled estimate of a table's studies, as a record of numbers and words.

    Returns
    -------
    measure, model, k; estimate, low, high (natural scale); scale_estimate, scale_std_error,
    statistic, df, p_value (analysis scale; df is infinite for z); what the model has of
    heterogeneity, tau2 with its Q-profile interval; prediction_low, prediction_high (natural
    scale), prediction_rule; log_likelihood; weights, in percent by study; convention, which
    also says what was left out of the table or not read plainly.

    Raises
    ------
    SynthesisError : anything that cannot be pooled as asked, every reason at once;
        CaseLevelError for patients.
    """
    fit, effects = fitted(table, options)
    measure = table.measure
    return {
        "measure": measure.name,
        "model": fit.model,
        "k": int(np.asarray(fit.k)),
        **_natural(fit, measure, effects),
        **_inference(fit),
        **_heterogeneity(fit, effects, options),
        **_prediction(fit, measure, options),
        "log_likelihood": float(getattr(fit, "log_likelihood", np.nan)),
        "weights": _weights(fit, table),
        "convention": _convention(fit, effects, table),
    }


def _convention(fit: Any, effects: Effects | None, table: StudyTable) -> str:
    """The model's convention with the notes on the table, which effects already have."""
    notes = () if effects is not None else table.notes
    return "; ".join([fit.convention, *notes])


def _natural(fit: Any, measure: Measure, effects: Effects | None) -> dict[str, float]:
    sizes = None
    if measure.scale.startswith("freeman_tukey"):
        if effects is None or effects.sizes is None:
            raise SynthesisError(
                f"{measure.name}: its own scale needs the column {measure.columns[-1]}"
            )
        sizes = effects.sizes[np.isfinite(effects.yi)]
    return {
        name: float(back_transform(getattr(fit, source), measure.name, sizes=sizes))
        for name, source in (("estimate", "estimate"), ("low", "ci_low"), ("high", "ci_high"))
    }


def _inference(fit: Any) -> dict[str, float]:
    found = {"scale_estimate": float(fit.estimate), "scale_std_error": float(fit.std_error)}
    names = ("statistic", "df", "p_value")
    return found | {name: float(getattr(fit, name)) for name in names if hasattr(fit, name)}


def _heterogeneity(
    fit: Any, effects: Effects | None, options: PoolOptions
) -> dict[str, float | str]:
    found: dict[str, float | str] = {
        name: float(getattr(fit, name)) + 0.0 for name in HETEROGENEITY if hasattr(fit, name)
    }  # no minus zero
    if effects is None or options.model != "random" or fit.k < 2:
        return found
    limits = tau2_interval(effects, tau2_method=fit.tau2_method, level=options.level)
    rule = "; ".join(filter(None, (limits.method, limits.note)))
    return found | {
        "tau2_low": float(limits.tau2[1]),
        "tau2_high": float(limits.tau2[2]),
        "tau2_rule": rule,
    }


def _prediction(fit: Any, measure: Measure, options: PoolOptions) -> dict[str, float | str]:
    """Where a new study's effect is expected; none where the model has no such effect."""
    modelled = options.model in ("random", "glmm", "conditional") and not measure.scale.startswith(
        "freeman"
    )
    if not modelled or fit.k < 2:
        return {"prediction_low": np.nan, "prediction_high": np.nan, "prediction_rule": "none"}
    new = prediction_interval(fit)
    low, high = (float(back_transform(end, measure.name)) for end in (new.low, new.high))
    return {"prediction_low": low, "prediction_high": high, "prediction_rule": new.rule}


def _weights(fit: Any, table: StudyTable) -> list[dict[str, str | float]]:
    """Each study and its weight; none where studies have no weight, as in likelihoods of counts."""
    weights = getattr(fit, "weights", None)
    if weights is None:
        return []
    return [
        {"study": label, "percent": float(weight)}
        for label, weight in zip(table.labels, weights, strict=True)
    ]
