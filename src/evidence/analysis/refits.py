"""The pooled effect again and again: without each study, and as studies are added."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from evidence.analysis.arguments import named_arguments
from evidence.analysis.fit import Fit, sizes_of
from evidence.synthesis.effect_sizes.back_transform import back_transform
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.results import Pooled
from evidence.synthesis.sensitivity.leave_one_out import Refits
from evidence.synthesis.sensitivity.leave_one_out import cumulative as pool_in_order
from evidence.synthesis.sensitivity.leave_one_out import leave_one_out as pool_without_each


@named_arguments
def leave_one_out(fit: Fit) -> pd.DataFrame:
    """Return the pooled effect without each study in turn, one row per study left out.

    Parameters
    ----------
    fit : a random-effects or common-effect fit of `evidence.pool`; its method and test are kept.

    Returns
    -------
    pandas.DataFrame : ``study`` left out, ``estimate``, ``ci_low``, ``ci_high`` on the natural
        scale, ``p_value``, ``tau2``, ``i2_percent``, ``k``. Freeman-Tukey measures go back by
        the harmonic mean of the sizes of the studies in each fit (Miller 1978,
        doi:10.1080/00031305.1978.10479283).

    Raises
    ------
    SynthesisError : a fit of counts, or fewer than two studies.

    >>> import evidence as ev
    >>> fit = ev.pool({"study": ["A", "B", "C"], "yi": [0.1, 0.3, 0.8], "vi": [0.1] * 3}, "MD")
    >>> ev.leave_one_out(fit)[["study", "estimate"]].round(2).values.tolist()
    [['A', 0.55], ['B', 0.45], ['C', 0.2]]
    """
    return _frame(fit, pool_without_each(fit.effects, **pooling_options(fit)))


@named_arguments
def cumulative(fit: Fit, order: Sequence[int] | None = None) -> pd.DataFrame:
    """Return the pooled effect after each added study, one row per study added.

    ``order``: positions (0 to k - 1) of the studies in the order of adding, as they stand
    unless given. Columns and errors as `leave_one_out`.

    >>> import evidence as ev
    >>> fit = ev.pool(
    ...     {"study": ["A", "B", "C"], "yi": [0.1, 0.3, 0.8], "vi": [0.1] * 3}, "MD", model="common"
    ... )
    >>> ev.cumulative(fit)["estimate"].round(2).tolist()
    [0.1, 0.2, 0.4]
    """
    refits = pool_in_order(fit.effects, order=order, **pooling_options(fit))
    return _frame(fit, refits, slice(None) if order is None else np.asarray(order, int))


def pooling_options(fit: Fit) -> dict[str, Any]:
    """Return method, test and level of a fit, as the engine's functions take them.

    Raises `SynthesisError` for a likelihood of counts, which has no effects to pool again.
    """
    pooled = fit.pooled
    if not isinstance(pooled, Pooled) or pooled.model not in ("random effects", "common effect"):
        raise SynthesisError(
            "studies can be left out of fits with model 'random' or 'common' only; "
            f"this is {pooled.model}"
        )
    return {"tau2_method": pooled.tau2_method or "EE", "test": pooled.test, "level": pooled.level}


def _frame(fit: Fit, refits: Refits, order: Any = slice(None)) -> pd.DataFrame:
    pooled = refits.fit
    sizes = _sizes_in_each(fit, pooled.weights, order)
    natural = {
        name: back_transform(np.asarray(getattr(pooled, name)), fit.measure.name, sizes=sizes)
        for name in ("estimate", "ci_low", "ci_high")
    }
    others = ("p_value", "tau2", "i2_percent", "k")
    return pd.DataFrame(
        {
            "study": refits.labels,
            **natural,
            **{name: np.asarray(getattr(pooled, name)) for name in others},
        }
    )


def _sizes_in_each(fit: Fit, weights: Any, order: Any) -> np.ndarray | None:
    """The sizes of the studies in each refit, a row a refit; a study left out has no weight."""
    sizes = sizes_of(fit.measure, fit.effects)
    if sizes is None:
        return None
    present = np.isfinite(fit.effects.yi) & np.isfinite(fit.effects.vi)
    return np.where(np.isnan(weights), np.nan, sizes[present][order])
