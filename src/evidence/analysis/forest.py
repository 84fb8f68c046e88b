"""The forest plot of a pooled result: studies, subgroups, diamond, prediction interval."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

import numpy as np
import pandas as pd

from evidence.analysis.arguments import named_arguments
from evidence.analysis.figure import EvidenceFigure, drawn
from evidence.analysis.fit import Fit
from evidence.analysis.subgroups import Subgroups
from evidence.figures.canvas.check_frame import FrameError
from evidence.figures.canvas.measures import MEASURES
from evidence.synthesis.effect_sizes.measures import measure_named

ARM_COLUMNS = {  # the engine's columns -> those of the figure
    "xi": "events",
    "ni": "n",
    "ti": "time",
    "mi": "mean",
    "sdi": "sd",
    "ai": "events",
    "x1i": "events",
    "t1i": "time",
    "m1i": "mean",
    "sd1i": "sd",
    "n1i": "n",
    "ci": "events_comparator",
    "x2i": "events_comparator",
    "t2i": "time_comparator",
    "m2i": "mean_comparator",
    "sd2i": "sd_comparator",
    "n2i": "n_comparator",
}
ADDED = ("events", "n", "time")  # over all studies, below them
# A summary is drawn from three populations on (the forest plot's own rule).
FEWEST_FOR_DIAMOND = 3


@named_arguments
def forest(
    result: Fit | Subgroups | pd.DataFrame,
    *,
    measure: str = "",
    level: float = 0.95,
    outcome: str = "the outcome",
    arms: Sequence[str] = (),
    favours: tuple[str, str] | None = None,
    title: str = "",
    **style: Any,
) -> EvidenceFigure:
    """Return the forest plot of a pooled result, with weights, diamond and prediction interval.

    Beside the studies stand their counts, events and person-time, or means (SD) and sizes.

    Parameters
    ----------
    result : what `evidence.pool` or `evidence.subgroups` returned; or a table of results that are
    not to be pooled: label, estimate, low, high, and any column of the figure (``sources``, ...).
    measure, level : of the estimates and limits of such a table, as ``"HR"``, 0.975; a pooled
    result knows its own.
    outcome : what was counted or measured, for the caption.
    arms : the names of the two arms over their counts. favours : the sides of the line of no
    effect. title : of the caption. style : ``journal``, a preset; ``palette``,
    ``colour`` or ``grey``; ``ax``, axes, a part of a figure or a figure to draw into.

    Returns
    -------
    EvidenceFigure : a matplotlib ``Figure``; ``.export("name")`` writes every format.

    Raises
    ------
    FrameError : an effect that has no place on the axis. SynthesisError : a table without
    ``measure``, or one that is unknown.

    >>> import evidence as ev
    >>> fit = ev.pool({"study": ["A", "B", "C"], "xi": [1, 4, 6], "ni": [10, 20, 30]}, "PLO")
    >>> ev.forest(fit, outcome="remission").description.title
    'Proportion of remission in 3 studies'
    """
    if favours is not None and (isinstance(favours, str) or len(favours) != 2):
        raise FrameError(f"favours: {favours!r} found; allowed: the words of the two sides")
    if isinstance(result, pd.DataFrame):
        frame = result if "row_type" in result else result.assign(row_type="study")
        shared = {"measure": measure_named(measure).read_as, "level": level}
    else:
        fit = result if isinstance(result, Fit) else result.overall
        frame = _rows(fit) if isinstance(result, Fit) else _grouped_rows(result)
        shared = {"measure": fit.measure.read_as, "level": fit.level}
    shared["favours"] = favours
    two_arms = any(name.endswith("_comparator") for name in frame)
    named = tuple(arms) or (("Treatment", "Comparator") if two_arms else ())
    return drawn(
        "forest",
        frame,
        draw={"arms": named, **shared},
        describe={"outcome": outcome, "title": title, **shared},
        **style,
    )


def _rows(fit: Fit) -> pd.DataFrame:
    rows = [*_studies(fit), *_summary(fit, "All studies"), *_prediction(fit)]
    return pd.DataFrame([*rows, *_heterogeneity(fit)])


def _grouped_rows(result: Subgroups) -> pd.DataFrame:
    # A study's weight is its part of the whole, as its diamond at the foot is.
    weights = {row["label"]: {"weight": row.get("weight")} for row in _studies(result.overall)}
    rows: list[dict[str, Any]] = []
    for level, fit in result.fits.items():
        rows.append({"row_type": "subgroup", "label": level})
        rows += [row | weights[row["label"]] | {"group": level} for row in _studies(fit)]
        rows += [row | {"group": level} for row in _summary(fit, f"{level}, pooled")]
    whole = result.overall
    rows += [*_summary(whole, "All studies"), *_prediction(whole), *_heterogeneity(whole)]
    words = f"Subgroups differ: Q = {result.q_between:.2f}, p = {result.p_value:.2f}"
    return pd.DataFrame([*rows, {"row_type": "text", "label": words}])


def _studies(fit: Fit) -> list[dict[str, Any]]:
    names = {"study": "label", "ci_low": "low", "ci_high": "high", "weight_percent": "weight"}
    frame = fit.to_frame().rename(columns=names | ARM_COLUMNS)
    if frame["weight"].isna().all():
        frame = frame.drop(columns="weight")
    wanted = ("label", "estimate", "low", "high", "weight", *ARM_COLUMNS.values())
    shown = frame[[name for name in frame if name in wanted]]
    limits = {end: _possible(fit, shown[end]) for end in ("low", "high")}
    return shown.assign(row_type="study", **limits).to_dict("records")


def _possible(fit: Fit, limits: Any) -> Any:
    """Limits no further than what they limit can be: a risk difference is at most 1."""
    domain = MEASURES[fit.measure.read_as].domain
    return np.clip(limits, domain.low, domain.high)


def _summary(fit: Fit, label: str) -> list[dict[str, Any]]:
    if fit.k < FEWEST_FOR_DIAMOND:
        return []
    totals = {
        shown: float(np.nansum(fit.table.columns[name]))
        for name, shown in ARM_COLUMNS.items()
        if name in fit.table.columns and shown.removesuffix("_comparator") in ADDED
    }
    limits = {"low": _possible(fit, fit.ci_low), "high": _possible(fit, fit.ci_high)}
    found = {"estimate": fit.estimate, **limits, **totals}
    return [{"row_type": "summary", "label": label, **found}]


def _prediction(fit: Fit) -> list[dict[str, Any]]:
    low, high = (_possible(fit, end) for end in fit.prediction[:2])
    if not isfinite(low) or fit.k < FEWEST_FOR_DIAMOND:
        return []
    note = "t distribution, k − 1 degrees of freedom"
    label = "Prediction interval"
    return [{"row_type": "prediction", "label": label, "low": low, "high": high, "note": note}]


def _heterogeneity(fit: Fit) -> list[dict[str, Any]]:
    if not isfinite(fit.i2_percent):
        return []
    words = f"τ² = {fit.tau2:.3f}; I² = {fit.i2_percent:.0f}%"
    return [{"row_type": "text", "label": words}]
