"""What a pooled result owes to the model: other defensible analyses, and a prior of tau."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evidence.analysis.arguments import named_arguments
from evidence.analysis.fit import Fit
from evidence.synthesis.bayes.normal_normal import Posterior, bayesian
from evidence.synthesis.bayes.priors import HalfCauchy, HalfNormal, Uniform
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.sensitivity.multiverse import ONE_ARM, TWO_ARM
from evidence.synthesis.sensitivity.multiverse import multiverse as specifications

COUNTS = (("xi", "ni", ONE_ARM), ("ai", "n1i", "ci", "n2i", TWO_ARM))  # columns, their choices


@named_arguments
def multiverse(fit: Fit) -> pd.DataFrame:
    """Return every defensible analysis of a fit's counts, one row per specification.

    Measures, models, intervals and policies for zero cells are combined (Steegen et al. 2016,
    doi:10.1177/1745691616658637); those that do not exist are no rows.

    Returns
    -------
    DataFrame : ``measure``, ``estimator``, ``interval``, ``zero_policy``, ``k``, ``estimate`` and
    its limits on the natural scale of that measure, ``tau2``, ``i2_percent``, prediction limits,
    and in ``note`` why a specification has no answer.

    Raises
    ------
    SynthesisError : a fit without counts.

    >>> import evidence as ev
    >>> fit = ev.pool({"study": ["A", "B", "C"], "xi": [1, 4, 6], "ni": [10, 20, 30]}, "PLO")
    >>> rows = ev.multiverse(fit)
    >>> bool(rows["estimate"].between(0.1, 0.3).all()), set(rows["k"])
    (True, {3})
    """
    columns = fit.table.columns
    for *names, choices in COUNTS:
        if set(names) <= columns.keys():
            counts = {name: columns[name] for name in names}
            frame = pd.DataFrame({"study": fit.table.labels, **counts})
            known = frame.notna().all(axis=1)
            same = {"as reported": {name: name for name in names}}
            rows = specifications(frame[known], same, choices=choices, level=fit.level)
            return rows.drop(columns=["inclusion", "denominator"])
    raise SynthesisError("every analysis needs the counts: xi and ni, or ai n1i ci n2i")


@named_arguments
def bayes(fit: Fit, tau_prior: HalfNormal | HalfCauchy | Uniform) -> Posterior:
    """Return the posterior of the normal-normal model of a fit's effects.

    Parameters
    ----------
    tau_prior : of the standard deviation between studies, on the scale of analysis:
        ``ev.HalfNormal(0.5)``, ``ev.HalfCauchy(0.5)``. There is no default, since with few
        studies it decides much of the answer.

    Returns
    -------
    Posterior : mean, median and central interval on the scale of analysis
    (``fit.measure.label``), and those of tau.

    Raises
    ------
    SynthesisError : no studies with an effect.

    >>> import evidence as ev
    >>> fit = ev.pool({"study": list("ABC"), "yi": [0.1, 0.3, 0.5], "vi": [0.04] * 3}, "RR")
    >>> round(ev.bayes(fit, ev.HalfNormal(0.5)).tau_median, 3)
    0.188
    """
    effects = fit.effects
    known = np.isfinite(effects.yi) & np.isfinite(effects.vi)
    labels = [label for label, used in zip(effects.labels, known, strict=True) if used]
    return bayesian(
        effects.yi[known],
        effects.vi[known],
        tau_prior=tau_prior,
        labels=labels,
        level=fit.level,
        measure=effects.measure,
    )
