"""Every defensible analysis of one question as one table, one row per specification.

Steegen et al. 2016 (doi:10.1177/1745691616658637). The dimensions are measure,
estimator, interval, zero policy, inclusion rule and denominator. A combination that
does not exist (Knapp-Hartung of a GLMM, a policy where no cell is zero) is not a row,
so no analysis is counted twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.arguments.numeric import numbers
from evidence.synthesis.arguments.rules import mapping, truth
from evidence.synthesis.effect_sizes.back_transform import back_transform
from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.errors import SynthesisError, raise_all, refuse_cases
from evidence.synthesis.pooling.prediction_interval import DEFAULT_RULE
from evidence.synthesis.sensitivity.multiverse_models import (
    DIRECT,
    Fit,
    Unanswered,
    direct_fit,
    pooled_fit,
)

NO_ZERO = "no zero cell"
NOT_APPLICABLE = "not applicable"
COLUMNS = (
    "measure",
    "estimator",
    "interval",
    "zero_policy",
    "inclusion",
    "denominator",
    "k",
    "estimate",
    "ci_low",
    "ci_high",
    "tau2",
    "i2_percent",
    "prediction_low",
    "prediction_high",
    "prediction_rule",
    "corrected",
    "note",
)


@dataclass(frozen=True, slots=True)
class Choices:
    """The values of each dimension; measures and estimators by their usual codes."""

    measures: tuple[str, ...]
    estimators: tuple[str, ...]
    intervals: tuple[str, ...] = ("wald", "t", "knapp_hartung", "knapp_hartung_ad_hoc")
    zero_policies: tuple[str, ...] = ("none", "only0", "all")


ONE_ARM = Choices(
    ("PLO", "PLN", "PAS", "PR", "PFT"),
    ("common", "DL", "PM", "REML", "binomial_normal", "beta_binomial"),
)
TWO_ARM = Choices(
    ("RR", "OR", "RD", "AS"),
    ("common", "DL", "PM", "REML", "mantel_haenszel", "peto", "unconditional", "conditional"),
)


@checked_arguments()
def multiverse(
    frame: pd.DataFrame,
    denominators: Mapping[str, Mapping[str, str]],
    inclusions: Mapping[str, object] | None = None,
    *,
    choices: Choices = ONE_ARM,
    level: float = 0.95,
) -> pd.DataFrame:
    """Return one row per specification; numbers on the natural scale of the measure.

    ``frame``: one row per study population, with a column ``study`` and counts.
    ``denominators``: name -> {metafor's column: column of ``frame``}, such as
    ``{"treated": {"xi": "responders", "ni": "treated"}}`` or with ``ai n1i ci n2i``.
    ``inclusions``: name -> booleans, shape (rows,); all rows when None. Prediction limits
    are estimate ± t(k - 1) √(tau2 + se²) for random effects and k >= 3, NaN otherwise.
    A specification without an answer keeps its row, the reason in ``note``.

    Raises :class:`SynthesisError` for missing columns, unknown choices and a family
    counted twice under one inclusion rule (column ``family_id``, if there is one), and
    :class:`CaseLevelError` for single patients.

    >>> table = pd.DataFrame({"study": ["A", "B", "C"], "x": [3, 9, 5], "n": [20, 30, 25]})
    >>> one = Choices(measures=("PLO",), estimators=("REML",))
    >>> rows = multiverse(table, {"treated": {"xi": "x", "ni": "n"}}, choices=one)
    >>> rows[["interval", "zero_policy", "k"]].values.tolist()[0]
    ['wald', 'no zero cell', 3]
    """
    refuse_cases(frame)
    inclusions = {"all": np.ones(len(frame), bool)} if inclusions is None else inclusions
    _check(frame, denominators, inclusions)
    rows = [
        {"inclusion": inclusion, "denominator": denominator, **row}
        for inclusion, included in inclusions.items()
        for denominator, names in denominators.items()
        for row in _rows(_columns(frame, names, included), _labels(frame, included), choices, level)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _rows(
    columns: dict, labels: Sequence[str] | None, choices: Choices, level: float
) -> Iterator[dict]:
    for measure in choices.measures:
        for estimator in choices.estimators:
            if estimator in DIRECT:
                yield from _direct_rows(columns, labels, measure, estimator, choices, level)
            else:
                yield from _pooled_rows(columns, labels, measure, estimator, choices, level)


def _direct_rows(
    columns: dict[str, Any],
    labels: Sequence[str] | None,
    measure: str,
    estimator: str,
    choices: Choices,
    level: float,
) -> Iterator[dict]:
    """Models of the counts themselves: no zero policy, intervals Wald and perhaps t."""
    model = DIRECT[estimator]
    if measure not in model.measures:
        return
    for interval in (test for test in choices.intervals if test in model.intervals):
        fit = direct_fit(estimator, measure, interval, columns, labels, level)
        yield _row(measure, estimator, interval, NOT_APPLICABLE, fit, columns)


def _pooled_rows(
    columns: dict[str, Any],
    labels: Sequence[str] | None,
    measure: str,
    estimator: str,
    choices: Choices,
    level: float,
) -> Iterator[dict]:
    for policy, effects in _policies(measure, columns, labels, choices.zero_policies):
        for interval in choices.intervals if estimator != "common" else ("wald",):
            yield _row(
                measure,
                estimator,
                interval,
                policy,
                pooled_fit(effects, estimator, interval, level),
                columns,
            )


def _policies(
    measure: str, columns: dict[str, Any], labels: Sequence[str] | None, policies: tuple[str, ...]
) -> list[Any]:
    """Yield the policies that lead to different effects, with these effects."""
    found = [
        (policy, effect_sizes(measure, zero_policy=policy, labels=labels, **columns))
        for policy in policies
    ]
    if found[0][1].zero_policy == NOT_APPLICABLE:
        return [(NOT_APPLICABLE, found[0][1])]
    touched = effect_sizes(measure, zero_policy="only0", labels=labels, **columns).corrected_labels
    if touched:
        return found
    # without a zero cell only a constant that goes to every study changes anything
    plain = effect_sizes(measure, zero_policy="none", labels=labels, **columns)
    return [(NO_ZERO, plain)] + [pair for pair in found if pair[0] == "all"]


def _row(
    measure: str,
    estimator: str,
    interval: str,
    policy: str,
    fit: Fit | Unanswered,
    columns: dict[str, Any],
) -> dict:
    row = {
        "measure": measure,
        "estimator": estimator,
        "interval": interval,
        "zero_policy": policy,
        "k": fit.k,
        "corrected": ", ".join(fit.corrected),
        "note": fit.note,
    }
    if isinstance(fit, Unanswered):
        return row
    sizes = columns["ni"][~np.isnan(columns["xi"] + columns["ni"])] if "ni" in columns else None
    shown = {
        name: getattr(fit, name)
        for name in ("estimate", "ci_low", "ci_high", "prediction_low", "prediction_high")
    }
    natural = {
        name: float(back_transform(value, measure, sizes=sizes)) if np.isfinite(value) else np.nan
        for name, value in shown.items()
    }
    rule = DEFAULT_RULE if np.isfinite(fit.prediction_high) else "none"
    return {
        **row,
        **natural,
        "prediction_rule": rule,
        "tau2": fit.tau2,
        "i2_percent": fit.i2_percent,
    }


def _columns(frame: pd.DataFrame, names: Mapping[str, str], included: Any) -> dict:
    return {
        argument: numbers(frame.loc[np.asarray(included, bool), column], column)
        for argument, column in names.items()
    }


def _labels(frame: pd.DataFrame, included: Any) -> tuple[str, ...]:
    return tuple(frame.loc[np.asarray(included, bool), "study"].astype(str))


def _check(
    frame: pd.DataFrame,
    denominators: Mapping[str, Mapping[str, str]],
    inclusions: Mapping[str, object],
) -> None:
    """Refuse missing columns, masks of another length, empty rules, families counted twice."""
    for name, names in denominators.items():
        mapping(names, f"denominators, {name!r}")
    problems = [
        f"denominator {name!r}: column {column!r} is not in the table"
        for name, names in denominators.items()
        for column in names.values()
        if column not in frame
    ]
    problems += [] if "study" in frame else ["column 'study' is not in the table"]
    for name, included in inclusions.items():
        included = np.asarray(truth(included, f"inclusions, {name!r}"), bool)
        if included.shape != (len(frame),) or not included.any():
            problems.append(f"inclusion {name!r}: {len(frame)} booleans needed, at least one true")
        elif "family_id" in frame:
            families = frame.loc[included, "family_id"].dropna()
            twice = sorted(set(families[families.duplicated()].astype(str)))
            problems += [
                f"inclusion {name!r}: family {family} is counted more than once" for family in twice
            ]
    raise_all(problems, "multiverse")
    if not denominators:
        raise SynthesisError("multiverse: no denominator given")
