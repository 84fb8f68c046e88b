"""Pooled effects of subgroups of studies, and whether they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.arguments.rules import estimator_name, text
from evidence.synthesis.batches import along_sets
from evidence.synthesis.errors import SynthesisError, is_missing
from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.pooling.tau2_estimators import estimate_tau2
from evidence.synthesis.regression.model import RegressionModel
from evidence.synthesis.results import Effects, Pooled, percent, shown
from evidence.synthesis.studies import present_studies


@dataclass(frozen=True, slots=True, eq=False)
class Subgroups:
    """One fit a level, the fit of all studies, and the test that the levels are alike.

    ``q_between`` is chi-square on ``q_df``; ``tau2`` says whether levels have their own.
    """

    levels: tuple[str, ...]
    fits: tuple[Pooled, ...]
    overall: Pooled
    q_between: float
    q_df: int
    p_value: float
    tau2: str

    @property
    def convention(self) -> str:
        return (
            f"{len(self.levels)} subgroups, {self.tau2} tau2, Wald test between; "
            f"{percent(self.overall.level)} intervals; {self.overall.convention}"
        )

    def __str__(self) -> str:
        if not all(isinstance(fit, Pooled) for fit in self.fits):
            return f"subgroups of many sets that differ in their levels ({self.tau2} tau2)"
        rows = [f"{level}: {fit}" for level, fit in zip(self.levels, self.fits, strict=True)]
        test = f"Q between {shown(self.q_between)} on {shown(self.q_df)}, p {shown(self.p_value)}"
        return "\n".join([*rows, f"{test} ({self.convention})"])


@checked_arguments(tau2=text)
@along_sets
def subgroups(
    yi: ArrayLike,
    vi: ArrayLike | None = None,
    by: Any = None,
    *,
    tau2: str = "separate",
    labels: Sequence[str] | None = None,
    **options: Any,
) -> Subgroups:
    """Return the pooled effect of each level of ``by``, and the test between levels.

    Parameters: ``yi``, ``vi`` shape (k,) or (..., k), or an `Effects`; ``by`` k level names;
    ``tau2`` ``separate`` (each level its own) or ``common`` (one, from the regression on the
    levels); ``options`` as in `pool`. The test is Q = sum((b_g - b)^2 / se_g^2) with b their
    inverse-variance mean (Borenstein et al. 2009, chapter 19), from the fits' own
    standard errors. Raises `SynthesisError` for fewer than two levels.

    >>> found = subgroups([0.1, 0.3, 0.9, 1.1], [0.1] * 4, ["a", "a", "b", "b"])
    >>> found.levels, round(found.q_between, 3)
    (('a', 'b'), 6.4)
    """
    if by is None:
        raise SynthesisError("subgroups need by=..., one level name a study")
    whole = yi.yi if isinstance(yi, Effects) else np.asarray(yi, float)
    other = yi.vi if isinstance(yi, Effects) else np.asarray(vi, float)
    y, v, _, measure, _ = present_studies(yi, vi, labels, least=2)
    by = _levels_of(by, whole, other)
    levels = tuple(sorted(set(by)))
    if len(levels) < 2:
        raise SynthesisError(f"one subgroup only found: {levels}; at least 2 are needed")
    given = _shared_tau2(y, v, by, levels, tau2, options)
    groups = [np.array(by) == level for level in levels]
    fits = tuple(
        pool(y[group], v[group], measure=measure, tau2=given, **options) for group in groups
    )
    return _between(levels, fits, pool(y, v, measure=measure, **options), tau2)


def _levels_of(by: Any, y: np.ndarray, v: np.ndarray) -> list[str]:
    by = np.array(list(by), object)
    if by.shape != y.shape:
        raise SynthesisError(f"by has {by.size} levels for {y.size} studies")
    seen = ~np.isnan(y) & ~np.isnan(v)
    if missing := [i + 1 for i in np.flatnonzero(seen) if is_missing(by[i])]:
        raise SynthesisError(f"by: studies {', '.join(map(str, missing))} have no level")
    return [str(level) for level in by[seen]]


def _shared_tau2(
    y: np.ndarray,
    v: np.ndarray,
    by: Any,
    levels: tuple[str, ...],
    tau2: str,
    options: dict[str, Any],
) -> float | None:
    if tau2 not in ("separate", "common"):
        raise SynthesisError(f"tau2 {tau2!r} found; allowed: separate, common")
    method = options.get("tau2_method", "REML")
    if tau2 == "separate" or estimator_name(method, "tau2_method") == "EE":
        return None
    member = np.array([[level == study_level for level in levels] for study_level in by], float)
    return float(estimate_tau2(RegressionModel(y, v, member / np.sqrt(member.sum(0))), method)[0])


def _between(
    levels: tuple[str, ...], fits: tuple[Pooled, ...], overall: Pooled, tau2: Any
) -> Subgroups:
    b = np.array([float(fit.estimate) for fit in fits])
    weight = 1 / np.array([float(fit.std_error) for fit in fits]) ** 2
    q = float(weight @ (b - weight @ b / weight.sum()) ** 2)
    df = len(levels) - 1
    return Subgroups(levels, fits, overall, q, df, float(chdtrc(df, q)), tau2)
