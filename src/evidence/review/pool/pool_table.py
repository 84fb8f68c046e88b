"""Pooling a study table from a file: one estimate with its convention."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from evidence.analysis.fit import Fit
from evidence.analysis.models import PoolOptions, fit_table, refuse_unfit
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.pooling.tau2_interval import tau2_interval
from evidence.synthesis.results import Pooled
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
    fit = fit_table(table, options)
    new = fit.prediction
    return {
        "measure": fit.measure.name,
        "model": fit.pooled.model,
        "k": fit.k,
        "estimate": fit.estimate,
        "low": fit.ci_low,
        "high": fit.ci_high,
        **_inference(fit.pooled),
        **_heterogeneity(fit, options),
        "prediction_low": new.low,
        "prediction_high": new.high,
        "prediction_rule": new.rule,
        "log_likelihood": float(getattr(fit.pooled, "log_likelihood", np.nan)),
        "weights": _weights(fit.pooled, table),
        "convention": fit.convention,
    }


def _inference(fit: Any) -> dict[str, float]:
    found = {"scale_estimate": float(fit.estimate), "scale_std_error": float(fit.std_error)}
    names = ("statistic", "df", "p_value")
    return found | {name: float(getattr(fit, name)) for name in names if hasattr(fit, name)}


def _heterogeneity(fit: Fit, options: PoolOptions) -> dict[str, float | str]:
    pooled = fit.pooled
    found: dict[str, float | str] = {
        name: float(getattr(pooled, name)) + 0.0 for name in HETEROGENEITY if hasattr(pooled, name)
    }  # no minus zero
    if options.model != "random" or fit.k < 2 or not isinstance(pooled, Pooled):
        return found
    limits = tau2_interval(fit.effects, tau2_method=pooled.tau2_method, level=options.level)
    rule = "; ".join(filter(None, (limits.method, limits.note)))
    return found | {
        "tau2_low": float(limits.tau2[1]),
        "tau2_high": float(limits.tau2[2]),
        "tau2_rule": rule,
    }


def _weights(fit: Any, table: StudyTable) -> list[dict[str, str | float]]:
    """Each study and its weight; none where studies have no weight, as in likelihoods of counts."""
    weights = getattr(fit, "weights", None)
    if weights is None:
        return []
    return [
        {"study": label, "percent": float(weight)}
        for label, weight in zip(table.labels, weights, strict=True)
    ]
