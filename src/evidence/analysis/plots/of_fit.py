"""Diagnostic figures of a pooled result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from evidence.analysis.arguments import named_arguments
from evidence.analysis.diagnose import influence, meta_regression, trim_and_fill
from evidence.analysis.figure import EvidenceFigure, drawn
from evidence.analysis.fit import Fit
from evidence.analysis.refits import cumulative, leave_one_out
from evidence.synthesis.arguments.numeric import numbers
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.regression.meta_regression import predict_effects

CURVE_POINTS = 101  # of a curve over the risks: smooth at printed size
LINE_POINTS = 40  # points of a straight line and its bands: smooth at printed size


@named_arguments
def funnel(
    fit: Fit, *, outcome: str = "the outcome", filled: bool = False, **style: Any
) -> EvidenceFigure:
    """Return the funnel plot of a fit's studies, with contours of significance.

    Parameters
    ----------
    filled : add the mirror images of trim and fill as open circles.
    style : ``journal``, ``palette`` and ``ax``, as :func:`evidence.forest` takes them.

    >>> import evidence as ev
    >>> fit = ev.pool({"study": list("ABC"), "yi": [0.1, 0.3, 0.8], "vi": [0.1, 0.2, 0.3]}, "RR")
    >>> ev.funnel(fit).description.title
    'Funnel plot of the outcome'
    """
    rows = studies_of(fit)
    if filled:
        added = trim_and_fill(fit)
        new = slice(len(fit.effects.yi), None)
        mirrored = pd.DataFrame(
            {
                "label": "filled",
                "estimate": added.filled_yi[new],
                "std_error": np.sqrt(added.filled_vi[new]),
                "filled": True,
            }
        )
        rows = pd.concat([rows.assign(filled=False), mirrored], ignore_index=True)
    named = {"measure": analysed(fit), "summary": float(fit.pooled.estimate)}
    return drawn("funnel", rows, draw=named, describe={"outcome": outcome, **named}, **style)


@named_arguments
def radial(fit: Fit, *, outcome: str = "the outcome", **style: Any) -> EvidenceFigure:
    """Return the radial (Galbraith) plot of a fit's studies.

    >>> import evidence as ev
    >>> fit = ev.pool({"study": list("ABC"), "yi": [0.1, 0.3, 0.8], "vi": [0.1, 0.2, 0.3]}, "RR")
    >>> ev.radial(fit).data["precision"].round(1).tolist()
    [3.2, 2.2, 1.8]
    """
    rows = studies_of(fit)
    rows = rows.assign(precision=1 / rows["std_error"], z=rows["estimate"] / rows["std_error"])
    named = {"measure": analysed(fit), "summary": float(fit.pooled.estimate)}
    return drawn("radial", rows, draw=named, describe={"outcome": outcome, **named}, **style)


@named_arguments
def baujat(fit: Fit, *, outcome: str = "the outcome", **style: Any) -> EvidenceFigure:
    """Return Baujat's plot: what each study adds to heterogeneity and moves the estimate.

    >>> import evidence as ev
    >>> fit = ev.pool({"study": list("ABC"), "yi": [0.1, 0.3, 0.8], "vi": [0.1, 0.2, 0.3]}, "RR")
    >>> list(ev.baujat(fit).data.columns)
    ['label', 'contribution', 'influence']
    """
    names = {"study": "label", "baujat_x": "contribution", "baujat_y": "influence"}
    rows = influence(fit).rename(columns=names)[list(names.values())]
    return drawn("baujat", rows, draw={}, describe={"outcome": outcome}, **style)


@named_arguments
def influence_plot(fit: Fit, *, outcome: str = "the outcome", **style: Any) -> EvidenceFigure:
    """Return the influence diagnostics of each study, side by side.

    >>> import evidence as ev
    >>> fit = ev.pool({"study": list("ABC"), "yi": [0.1, 0.3, 0.8], "vi": [0.1, 0.2, 0.3]}, "RR")
    >>> ev.influence_plot(fit).data["label"].tolist()
    ['A', 'B', 'C']
    """
    rows = influence(fit).rename(columns={"study": "label"}).drop(columns="hat")
    return drawn("influence_panel", rows, draw={}, describe={"outcome": outcome}, **style)


@named_arguments
def labbe(
    fit: Fit,
    *,
    arms: Sequence[str] = ("Treatment", "Comparator"),
    outcome: str = "the outcome",
    **style: Any,
) -> EvidenceFigure:
    """Return L'Abbé's plot of the risks in both arms; raises `SynthesisError` without counts.

    >>> import evidence as ev
    >>> trials = {
    ...     "study": list("ABC"),
    ...     "ai": [4, 6, 9],
    ...     "n1i": [50] * 3,
    ...     "ci": [9, 10, 14],
    ...     "n2i": [50] * 3,
    ... }
    >>> ev.labbe(ev.pool(trials, "RR")).data["risk"].tolist()
    [0.08, 0.12, 0.18]
    """
    counts = fit.table.columns
    if not {"ai", "n1i", "ci", "n2i"} <= counts.keys():
        raise SynthesisError("a L'Abbé plot needs events and sizes of both arms: ai n1i ci n2i")
    rows = pd.DataFrame(
        {
            "label": fit.table.labels,
            "risk": counts["ai"] / counts["n1i"],
            "risk_comparator": counts["ci"] / counts["n2i"],
            "weight": fit.to_frame()["weight_percent"],
        }
    )
    named = {"arms": tuple(arms)}
    draw = {
        **named,
        "curve": _risks(fit),
        "curve_words": f"pooled {fit.measure.read_as}".replace("_", " "),
    }
    words = {"outcome": outcome, **named}
    return drawn("labbe", rows, draw=draw, describe=words, width="single", height_mm=84.0, **style)


def _risks(fit: Fit) -> pd.DataFrame | None:
    """The risk that the pooled effect means for every risk of the comparator, where it is one."""
    risks = np.linspace(0.0, 1.0, CURVE_POINTS)
    effect = fit.estimate
    treated = {
        "RR": risks * effect,
        "OR": risks * effect / (1 - risks + risks * effect),
        "RD": risks + effect,
    }.get(fit.measure.code)
    if treated is None:
        return None
    shown = (treated >= 0) & (treated <= 1)
    return pd.DataFrame({"risk_comparator": risks[shown], "risk": treated[shown]})


@named_arguments
def bubble(
    fit: Fit, moderator: Sequence[float], *, name: str, outcome: str = "the outcome", **style: Any
) -> EvidenceFigure:
    """Return the bubble plot of the regression on one number per study; ``name`` has its unit.

    >>> import evidence as ev
    >>> fit = ev.pool({"study": list("ABCD"), "yi": [0.1, 0.4, 0.6, 1.0], "vi": [0.1] * 4}, "MD")
    >>> ev.bubble(fit, [30, 40, 50, 60], name="Mean age (years)").data["x"].tolist()
    [30.0, 40.0, 50.0, 60.0]
    """
    values = numbers(moderator, "moderator")
    regression = meta_regression(fit, {name: values})
    grid = np.linspace(np.nanmin(values), np.nanmax(values), LINE_POINTS)
    found = predict_effects(regression, np.column_stack([np.ones_like(grid), grid]))
    names = {"fit": "estimate", "low": "ci_low", "high": "ci_high"}
    names |= {"prediction_low": "pi_low", "prediction_high": "pi_high"}
    line = pd.DataFrame({"x": grid, **{shown: found[source] for shown, source in names.items()}})
    rows = studies_of(fit).assign(x=values, weight=fit.to_frame()["weight_percent"])
    named: dict[str, Any] = {"measure": analysed(fit), "moderator": name}
    words = {"outcome": outcome, **named}
    return drawn("bubble", rows, draw={"line": line, **named}, describe=words, **style)


@named_arguments
def leave_one_out_plot(fit: Fit, *, outcome: str = "the outcome", **style: Any) -> EvidenceFigure:
    """Return the pooled estimates without each study, with that of all studies as a diamond.

    >>> import evidence as ev
    >>> fit = ev.pool({"study": list("ABC"), "yi": [0.1, 0.3, 0.8], "vi": [0.1, 0.2, 0.3]}, "RR")
    >>> len(ev.leave_one_out_plot(fit).data)
    4
    """
    whole = {"label": "All studies", "row_type": "summary", "estimate": fit.estimate}
    whole |= {"low": fit.ci_low, "high": fit.ci_high, "k": fit.k, "tau2": fit.tau2}
    rows = pd.concat(
        [_refits(leave_one_out(fit)).assign(row_type="study"), pd.DataFrame([whole])],
        ignore_index=True,
    )
    named = {"measure": fit.measure.read_as}
    return drawn("leave_one_out", rows, draw=named, describe={"outcome": outcome, **named}, **style)


@named_arguments
def cumulative_plot(
    fit: Fit, order: Sequence[int] | None = None, *, outcome: str = "the outcome", **style: Any
) -> EvidenceFigure:
    """Return the pooled estimates as studies are added.

    >>> import evidence as ev
    >>> fit = ev.pool({"study": list("ABC"), "yi": [0.1, 0.3, 0.8], "vi": [0.1, 0.2, 0.3]}, "RR")
    >>> ev.cumulative_plot(fit).data["label"].tolist()
    ['A', 'B', 'C']
    """
    named = {"measure": fit.measure.read_as}
    rows = _refits(cumulative(fit, order))
    return drawn("cumulative", rows, draw=named, describe={"outcome": outcome, **named}, **style)


def _refits(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.rename(columns={"study": "label", "ci_low": "low", "ci_high": "high"})


def analysed(fit: Fit) -> str:
    """Return the measure as figures know it on the scale of analysis; a ratio has a log axis."""
    as_read = fit.measure.is_ratio or fit.measure.scale in ("identity", "proportion")
    return fit.measure.read_as if as_read else fit.measure.name


def studies_of(fit: Fit) -> pd.DataFrame:
    """Return the studies on the scale of analysis, as diagnostic figures take them."""
    effects = fit.effects
    rows = pd.DataFrame(
        {"label": effects.labels, "estimate": effects.yi, "std_error": np.sqrt(effects.vi)}
    )
    return rows.dropna()
