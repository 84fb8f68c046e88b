"""Figures of many results of one fit: p values, subsets of studies, specifications."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from evidence.analysis.arguments import named_arguments
from evidence.analysis.figure import EvidenceFigure, drawn
from evidence.analysis.fit import Fit
from evidence.analysis.plots.of_fit import analysed, studies_of
from evidence.analysis.refits import pooling_options
from evidence.analysis.robustness import multiverse
from evidence.summary.results.robustness import readable
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.inference import two_sided_p
from evidence.synthesis.pooling.prediction_interval import prediction_interval
from evidence.synthesis.sensitivity.gosh import gosh as every_subset

GRID_POINTS = 301  # of a curve of p values: smooth at printed size
BEYOND = 3.0  # standard errors of the least precise study, on either side of its estimate
CHOICES = {"estimator": "Estimator", "interval": "Interval", "zero_policy": "Zero cells"}


@named_arguments
def drapery(fit: Fit, *, outcome: str = "the outcome", **style: Any) -> EvidenceFigure:
    """Return the drapery plot: the p value of every effect, by study, pooled and for a new study.

    Rücker and Schwarzer 2020, doi:10.1002/jrsm.1410.

    >>> import evidence as ev
    >>> fit = ev.pool({"study": list("ABC"), "yi": [0.1, 0.3, 0.8], "vi": [0.1, 0.2, 0.3]}, "RR")
    >>> ev.drapery(fit).data["curve"].unique().tolist()
    ['study', 'summary', 'prediction']
    """
    studies, pooled = studies_of(fit), fit.pooled
    columns = (studies["label"], studies["estimate"], studies["std_error"])
    curves = [("study", *study, np.inf) for study in zip(*columns, strict=True)]
    df = np.inf if np.isnan(pooled.df) else pooled.df
    curves.append(("summary", "All studies", pooled.estimate, pooled.std_error, df))
    if fit.prediction.rule != "none":
        new = prediction_interval(pooled)
        curves.append(("prediction", "A new study", pooled.estimate, new.std_error, new.df))
    first = (studies["estimate"] - BEYOND * studies["std_error"]).min()
    last = (studies["estimate"] + BEYOND * studies["std_error"]).max()
    # Every curve is given where it peaks, at its estimate.
    peaks = [*studies["estimate"], pooled.estimate]
    grid = np.union1d(np.linspace(first, last, GRID_POINTS), peaks)
    rows = pd.concat([_curve(*curve, grid) for curve in curves], ignore_index=True)
    named = {"measure": analysed(fit)}
    return drawn("drapery", rows, draw=named, describe={"outcome": outcome, **named}, **style)


def _curve(
    curve: str, label: str, middle: float, error: float, df: float, grid: np.ndarray
) -> pd.DataFrame:
    p_value = two_sided_p((grid - middle) / float(error), df)
    return pd.DataFrame({"curve": curve, "label": label, "effect": grid, "p_value": p_value})


@named_arguments
def gosh_plot(
    fit: Fit, study: str = "", *, outcome: str = "the outcome", **style: Any
) -> EvidenceFigure:
    """Return the GOSH plot: estimate and I² of every subset of two studies or more.

    ``study`` is one whose subsets are set apart from those without it. Olkin et al. 2012,
    doi:10.1002/jrsm.1053. Raises `SynthesisError` for a study that the fit does not have.

    >>> import evidence as ev
    >>> fit = ev.pool({"study": list("ABC"), "yi": [0.1, 0.3, 0.8], "vi": [0.1] * 3}, "MD")
    >>> len(ev.gosh_plot(fit, "C").data)
    4
    """
    labels = studies_of(fit)["label"].tolist()
    if study and study not in labels:
        raise SynthesisError(f"no study {study!r}; allowed: {', '.join(labels)}")
    method = pooling_options(fit)["tau2_method"]
    found = every_subset(fit.effects.yi, fit.effects.vi, method=method)
    member = found.member[:, labels.index(study)] if study else np.zeros(len(found.size), bool)
    rows = pd.DataFrame(
        {"estimate": found.estimate, "i2_percent": found.i2_percent, "includes": member}
    )[found.size > 1].reset_index(drop=True)
    named = {"measure": analysed(fit), "study": study}
    return drawn("gosh", rows, draw=named, describe={"outcome": outcome, **named}, **style)


@named_arguments
def multiverse_plot(fit: Fit, *, outcome: str = "the outcome", **style: Any) -> EvidenceFigure:
    """Return the estimates of every defensible analysis, by the choices made, beside the fit's.

    The analyses are those of :func:`evidence.multiverse` in the measure of the fit. Steegen et al.
    2016, doi:10.1177/1745691616658637. Raises `SynthesisError` for a fit without counts.

    >>> import evidence as ev
    >>> fit = ev.pool({"study": ["A", "B", "C"], "xi": [1, 4, 6], "ni": [10, 20, 30]}, "PLO")
    >>> bool(ev.multiverse_plot(fit).data["estimate"].between(0.1, 0.3).all())
    True
    """
    rows = multiverse(fit)
    rows = rows[rows["measure"] == fit.measure.code].dropna(subset="estimate")
    same = np.isclose(rows["estimate"], fit.estimate) & (rows["interval"] == fit.pooled.test)
    rows = rows.assign(main=same & (same.cumsum() == 1))  # policies without a zero cell are one
    rows = readable(rows).rename(columns={"ci_low": "low", "ci_high": "high"})
    named: dict[str, Any] = {"measure": fit.measure.read_as, "choices": CHOICES}
    words = {"outcome": outcome, **named}
    frame = rows.reset_index(drop=True)
    return drawn("specification_curve", frame, draw=named, describe=words, **style)
