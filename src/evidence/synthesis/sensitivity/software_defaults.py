"""The convention ledger: one data set under the defaults of several systems, and why they differ.

Every default stands with its source; what could not be sourced is left blank and said
to be so. All numbers are computed here, by this engine, under the stated convention.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.effect_sizes.back_transform import back_transform
from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.pooling.mantel_haenszel import mantel_haenszel
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.pooling.prediction_interval import RULES, prediction_interval
from evidence.synthesis.pooling.tau2_estimators import i2_and_h2_from_q
from evidence.synthesis.sensitivity.multiverse_models import DIRECT
from evidence.synthesis.sensitivity.revman_and_meta import (
    revman_5,
    risk_ratios_of_r_meta,
    with_events,
)

if TYPE_CHECKING:
    from evidence.synthesis.glmm.inference import GlmmFit
    from evidence.synthesis.results import Pooled
from evidence.synthesis.sensitivity.software_conventions import (
    ABOUT_MANTEL_HAENSZEL,
    DROPPED,
    FROM_Q,
    FROM_TAU2,
    ON_EVENTS_AND_SIZES,
    ONE_ARM,
    TWO_ARM,
    UNKNOWN,
    Convention,
)

DIMENSIONS = ("measure", "estimator", "interval", "zero_policy", "prediction_rule", "i2_rule")


NUMBERS = (
    "k",
    "estimate",
    "ci_low",
    "ci_high",
    "tau2",
    "i2_percent",
    "prediction_low",
    "prediction_high",
)


WHY = {
    "estimator": "another model or tau2, hence other weights",
    "zero_policy": "zero cells treated otherwise",
    "prediction_rule": "another quantile or standard error of the prediction interval",
    "i2_rule": "I2 of Q and of tau2 are different numbers unless tau2 is DerSimonian-Laird's",
    "interval": "another quantile or standard error",
    "measure": "another scale",
}


COLUMNS = ("system", *DIMENSIONS, *NUMBERS, "differs", "note", "source")


@checked_arguments()
def convention_ledger(
    *, level: float = 0.95, labels: Sequence[str] | None = None, **columns: Any
) -> pd.DataFrame:
    """Return one row per system: its defaults, what they give for these data, why it differs.

    ``columns``: ``xi ni`` (one arm) or ``ai n1i ci n2i`` (two arms), shape (k,). Numbers are
    on the natural scale; those of a convention that is not sourced are NaN. ``differs``
    compares with the first row, this package's. Raises :class:`SynthesisError` for other
    columns and for impossible counts.

    >>> ledger = convention_ledger(xi=[3, 9, 5], ni=[20, 30, 25])
    >>> ledger["system"].tolist()[:2], ledger["differs"][0]
    (['this package', 'metafor rma()'], '')
    """
    conventions = {("xi", "ni"): ONE_ARM, ("ai", "n1i", "ci", "n2i"): TWO_ARM}.get(tuple(columns))
    if conventions is None:
        raise SynthesisError(
            f"columns {', '.join(columns)} found; allowed: xi ni, or ai n1i ci n2i, in this order"
        )
    columns = {name: np.asarray(values, float) for name, values in columns.items()}
    if any(values.ndim != 1 for values in columns.values()):
        raise SynthesisError("the ledger is of one data set: columns of shape (k,) are needed")
    rows = [_row(convention, conventions[0], columns, labels, level) for convention in conventions]
    return pd.DataFrame(rows, columns=[*COLUMNS])


def _row(
    convention: Convention,
    reference: Convention,
    columns: dict[str, Any],
    labels: Sequence[str] | None,
    level: float,
) -> dict:
    defaults = {
        name: getattr(convention, name) for name in ("system", *DIMENSIONS, "note", "source")
    }
    return {
        **defaults,
        "differs": _differs(convention, reference),
        **(_numbers(convention, columns, labels, level) if convention.estimator != UNKNOWN else {}),
    }


def _differs(convention: Convention, reference: Convention) -> str:
    """Say each default that is another one than ours, with the consequence."""
    return "; ".join(
        f"{name} {getattr(convention, name)}, not {getattr(reference, name)}: {WHY[name]}"
        for name in DIMENSIONS
        if getattr(convention, name) not in (getattr(reference, name), UNKNOWN)
    )


def _numbers(
    convention: Convention, columns: dict[str, Any], labels: Sequence[str] | None, level: float
) -> dict:
    fit = _fit(convention, columns, labels, level)
    low, high = _prediction(fit, convention.prediction_rule)
    i2 = _I2[convention.i2_rule](fit)
    limits = {
        "estimate": fit.estimate,
        "ci_low": fit.ci_low,
        "ci_high": fit.ci_high,
        "prediction_low": low,
        "prediction_high": high,
    }
    natural = {
        name: float(back_transform(value, convention.measure)) for name, value in limits.items()
    }
    return {**natural, "k": int(fit.k), "tau2": float(fit.tau2) + 0.0, "i2_percent": float(i2)}


_I2 = {
    FROM_TAU2: lambda fit: fit.i2_percent,
    FROM_Q: lambda fit: i2_and_h2_from_q(fit.q, fit.q_df)[0],
    UNKNOWN: lambda fit: np.nan,
}


def _fit(
    convention: Convention, columns: dict[str, Any], labels: Sequence[str] | None, level: float
) -> GlmmFit | Pooled:
    if convention.estimator == ABOUT_MANTEL_HAENSZEL:
        return revman_5(columns, level, labels)
    if convention.zero_policy == ON_EVENTS_AND_SIZES:
        effects = risk_ratios_of_r_meta(columns, labels)
        return pool(
            effects, tau2_method=convention.estimator, test=convention.interval, level=level
        )
    policy = convention.zero_policy
    if policy == DROPPED:
        columns, policy = with_events(columns), "only0"
    if convention.estimator == "mantel_haenszel":
        return mantel_haenszel(
            convention.measure, zero_policy=policy, level=level, labels=labels, **columns
        )
    if convention.estimator in DIRECT:
        return DIRECT[convention.estimator].call(
            columns, labels, convention.interval, level, convention.measure
        )
    effects = effect_sizes(convention.measure, zero_policy=policy, labels=labels, **columns)
    return pool(effects, tau2_method=convention.estimator, test=convention.interval, level=level)


def _prediction(fit: Any, rule: str) -> tuple[float, float]:
    """Return the limits under a rule; NaN where the system shows none."""
    if rule not in RULES:
        return np.nan, np.nan
    found = prediction_interval(fit, rule)
    return float(found.low), float(found.high)
