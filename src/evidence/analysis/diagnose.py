"""What moves a pooled result: influence, small-study effects, moderators, subsets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from evidence.analysis.arguments import named_arguments
from evidence.analysis.fit import Fit, Prediction
from evidence.analysis.refits import pooling_options
from evidence.synthesis.effect_sizes.back_transform import back_transform
from evidence.synthesis.pooling.prediction_interval import DEFAULT_RULE
from evidence.synthesis.regression.meta_regression import Regression
from evidence.synthesis.regression.meta_regression import meta_regression as regress
from evidence.synthesis.sensitivity.gosh import gosh as every_subset
from evidence.synthesis.sensitivity.influence import influence as diagnostics
from evidence.synthesis.small_study.egger_begg import AsymmetryTest, RankTest
from evidence.synthesis.small_study.egger_begg import begg as rank_test
from evidence.synthesis.small_study.egger_begg import egger as regression_test
from evidence.synthesis.small_study.trim_and_fill import TrimAndFill
from evidence.synthesis.small_study.trim_and_fill import trim_and_fill as fill

INFLUENCE_COLUMNS = (
    "rstudent", "dffits", "cooks_distance", "covariance_ratio", "tau2_deleted", "q_deleted",
    "hat", "weight_percent", "baujat_x", "baujat_y", "influential",
)  # fmt: skip


@named_arguments
def prediction_interval(
    fit: Fit, rule: str = DEFAULT_RULE, *, level: float | None = None
) -> Prediction:
    """Return the prediction interval of a fit on the natural scale.

    ``rule``: ``t_k_minus_1``, ``t_k_minus_2`` or ``normal``; ``level``: that of the fit unless
    given. Raises `SynthesisError` for a common-effect fit or an unknown rule.

    >>> import evidence as ev
    >>> fit = ev.pool(
    ...     {"study": list("ABCD"), "yi": [0.1, 0.5, 0.9, 0.2], "vi": [0.02, 0.03, 0.02, 0.04]},
    ...     "MD",
    ... )
    >>> [round(limit, 2) for limit in ev.prediction_interval(fit)[:2]]
    [-0.78, 1.65]
    """
    return fit.predict(rule, level)


@named_arguments
def influence(fit: Fit) -> pd.DataFrame:
    """Return the influence of each study on a fit, one row per study.

    Columns: ``study`` and those of Viechtbauer and Cheung (2010, doi:10.1002/jrsm.11), on the
    scale of analysis; ``baujat_x``, ``baujat_y`` for Baujat's plot. Raises `SynthesisError` for
    a likelihood of counts.

    >>> import evidence as ev
    >>> fit = ev.pool({"study": list("ABC"), "yi": [0.1, 0.3, 0.8], "vi": [0.1] * 3}, "MD")
    >>> ev.influence(fit)["weight_percent"].round(1).tolist()
    [33.3, 33.3, 33.3]
    """
    found = diagnostics(fit.effects, tau2_method=pooling_options(fit)["tau2_method"])
    columns = {name: np.asarray(getattr(found, name)) for name in INFLUENCE_COLUMNS}
    return pd.DataFrame({"study": found.labels, **columns})


@named_arguments
def egger(fit: Fit, **options: Any) -> AsymmetryTest:
    """Return Egger's regression test of a fit's studies (1997, doi:10.1136/bmj.315.7109.629).

    ``options`` and errors: see `evidence.synthesis.egger`.

    >>> import evidence as ev
    >>> fit = ev.pool(
    ...     {"study": list("ABCD"), "yi": [0.1, 0.3, 0.9, 0.6], "vi": [0.01, 0.04, 0.25, 0.09]},
    ...     "RR",
    ... )
    >>> ev.egger(fit).k
    4
    """
    return regression_test(fit.effects, **options)


@named_arguments
def begg(fit: Fit) -> RankTest:
    """Return Begg and Mazumdar's rank correlation test (1994, doi:10.2307/2533446).

    >>> import evidence as ev
    >>> fit = ev.pool(
    ...     {"study": list("ABCD"), "yi": [0.1, 0.3, 0.9, 0.6], "vi": [0.01, 0.04, 0.25, 0.09]},
    ...     "RR",
    ... )
    >>> round(float(ev.begg(fit).tau), 2)
    1.0
    """
    return rank_test(fit.effects)


@named_arguments
def trim_and_fill(fit: Fit, *, estimator: str = "L0", side: str = "auto") -> TrimAndFill:
    """Return the trim-and-fill analysis of a fit's studies, with its method and test.

    Numbers are on the scale of analysis; see `evidence.synthesis.trim_and_fill`.

    >>> import evidence as ev
    >>> fit = ev.pool(
    ...     {
    ...         "study": list("ABCDE"),
    ...         "yi": [0.1, 0.3, 0.9, 0.6, 0.2],
    ...         "vi": [0.01, 0.04, 0.25, 0.09, 0.02],
    ...     },
    ...     "RR",
    ... )
    >>> ev.trim_and_fill(fit).side
    'left'
    """
    return fill(fit.effects, estimator=estimator, side=side, **pooling_options(fit))


@named_arguments
def meta_regression(fit: Fit, moderators: Mapping[str, Any]) -> Regression:
    """Return the regression of a fit's effects on characteristics of the studies.

    ``moderators``: name to one value per study, in the order of ``fit.to_frame()``: numbers, or
    levels of a factor. Coefficients are on the scale of analysis.

    >>> import evidence as ev
    >>> fit = ev.pool({"study": list("ABCD"), "yi": [0.1, 0.4, 0.6, 1.0], "vi": [0.1] * 4}, "MD")
    >>> ev.meta_regression(fit, {"dose": [1, 2, 3, 4]}).coefficients.round(2).tolist()
    [-0.2, 0.29]
    """
    effects = fit.effects
    named: dict[str, Any] = {"labels": effects.labels, "measure": effects.measure}
    return regress(effects.yi, effects.vi, moderators, **named, **pooling_options(fit))


@named_arguments
def gosh(fit: Fit, **options: Any) -> pd.DataFrame:
    """Return the pooled effect of every subset of the studies (Olkin 2012, doi:10.1002/jrsm.1053).

    Columns: ``estimate`` on the natural scale, ``tau2``, ``i2_percent``, ``k``; one row per
    subset. ``options``: ``draws``, ``seed``, ``progress``, ``workers`` of the engine's ``gosh``.

    >>> import evidence as ev
    >>> fit = ev.pool({"study": list("ABC"), "yi": [0.1, 0.3, 0.8], "vi": [0.1] * 3}, "MD")
    >>> len(ev.gosh(fit))
    7
    """
    method = pooling_options(fit)["tau2_method"]
    found = every_subset(fit.effects.yi, fit.effects.vi, method=method, **options)
    natural = back_transform(found.estimate, fit.measure.name)
    columns = {"tau2": found.tau2, "i2_percent": found.i2_percent, "k": found.size}
    return pd.DataFrame({"estimate": natural, **columns})
