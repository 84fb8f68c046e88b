"""Funnel asymmetry of two-arm trials, tested on their counts: Peters and Harbord.

An odds ratio and its standard error share the same cells, so that Egger's regression
finds asymmetry where there is none; these two tests avoid that.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.batches import along_sets
from evidence.synthesis.effect_sizes.columns import check_columns
from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes, generic_effects
from evidence.synthesis.effect_sizes.measures import measure_named
from evidence.synthesis.small_study.egger_begg import (
    WEIGHTED,
    AsymmetryTest,
    checked,
    described,
    present,
    weighted_line,
)


@checked_arguments()
@along_sets
def peters(
    *,
    ai: ArrayLike,
    n1i: ArrayLike,
    ci: ArrayLike,
    n2i: ArrayLike,
    zero_policy: str = "only0",
    level: float = 0.95,
    labels: Sequence[str] | None = None,
) -> AsymmetryTest:
    """Return Peters' test: log odds ratios on 1/n, weighted by 1 / (1/events + 1/non-events).

    Peters et al. 2006 (doi:10.1001/jama.295.6.676); events and non-events of both arms
    together, so that weight and effect are not tied by the same cells. Zero cells are
    corrected in the effect only. Errors as
    :func:`evidence.synthesis.small_study.egger_begg.egger`.

    >>> found = peters(
    ...     ai=[1, 4, 9, 12], n1i=[10, 20, 50, 90], ci=[3, 5, 10, 13], n2i=[10, 20, 50, 90]
    ... )
    >>> round(found.p_value, 4), found.df
    (0.0661, 2)
    """
    effects = effect_sizes(
        "OR", ai=ai, n1i=n1i, ci=ci, n2i=n2i, zero_policy=zero_policy, labels=labels
    )
    events, total = np.add(ai, ci).astype(float), np.add(n1i, n2i).astype(float)
    weights = (events * (total - events) / total)[present(effects)]
    effects, x = checked(effects, "inverse_size")
    line = weighted_line(effects.yi, weights, x)
    return described("Peters", effects, "inverse_size", line, level, WEIGHTED)


@checked_arguments()
@along_sets
def harbord(
    *,
    ai: ArrayLike,
    n1i: ArrayLike,
    ci: ArrayLike,
    n2i: ArrayLike,
    level: float = 0.95,
    labels: Sequence[str] | None = None,
) -> AsymmetryTest:
    """Return Harbord's test: Egger's regression on efficient scores of the log odds ratio.

    Harbord, Egger & Sterne 2006 (doi:10.1002/sim.2380): with m events among N,
    Z = a - n1 m / N and V = n1 n2 m (N - m) / (N² (N - 1)), Z/V is regressed on 1/sqrt(V)
    with weights V. No zero-cell correction is needed. Studies without events, or with
    nothing else, carry no information and are left out. Errors as
    :func:`evidence.synthesis.small_study.egger_begg.egger`.

    >>> found = harbord(
    ...     ai=[1, 4, 9, 12], n1i=[10, 20, 50, 90], ci=[3, 5, 10, 13], n2i=[10, 20, 50, 90]
    ... )
    >>> round(found.p_value, 4), found.df
    (0.0762, 2)
    """
    counts = {"ai": ai, "n1i": n1i, "ci": ci, "n2i": n2i}
    checked_counts, labels = check_columns(measure_named("OR"), counts, labels)
    a, n1, c, n2 = checked_counts.values()
    total, events = n1 + n2, a + c
    score = a - n1 * events / total
    information = n1 * n2 * events * (total - events) / (total**2 * (total - 1))
    information = np.where(information > 0, information, np.nan)
    effects = generic_effects(score / information, 1 / information, measure="OR", labels=labels)
    effects, x = checked(effects, "std_error")
    line = weighted_line(effects.yi, 1 / effects.vi, x)
    return described(
        "Harbord", effects, "std_error", line, level, f"{WEIGHTED}, of efficient scores"
    )
