"""Bubble plot: effects against a study characteristic, with the fitted meta-regression."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evidence.figures.canvas.check_frame import FrameError, FrameRules, check_frame
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.domain import NOT_NEGATIVE, NUMBER
from evidence.figures.canvas.legend import LegendEntry, area_entry, line_entry
from evidence.figures.canvas.measures import Measure, measure_named
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import counted, number
from evidence.figures.canvas.xy_plot import Scale, effect_scale, plane, scale
from evidence.figures.diagnostics.labbe import draw_weighted, study_entry

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KIND = "a bubble plot"
BANDS = ("fit", "low", "high", "prediction_low", "prediction_high")
LINE_RULES = FrameRules(
    f"the line of {KIND}",
    ("x", "fit"),
    numbers={"x": NUMBER, **dict.fromkeys(BANDS, NUMBER)},
    intervals=(("low", "fit", "high"), ("prediction_low", "fit", "prediction_high")),
    name="x",
)


def draw(
    figure: Figure,
    frame: pd.DataFrame,
    line: pd.DataFrame | None = None,
    *,
    measure: str,
    moderator: str,
    names: bool = True,
) -> Axes:
    """Draw a bubble plot over the whole figure and return its axes.

    Columns of ``frame``: ``label``; ``x``, the study characteristic; ``estimate`` on
    the scale of analysis; ``weight``, to which the bubbles' areas are proportional.
    ``line`` is the fitted regression: ``x`` and ``fit``, and if known ``low`` and
    ``high`` (confidence band), ``prediction_low`` and ``prediction_high``.
    ``moderator`` labels the x axis with its unit.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` for missing columns or rows,
    an unknown measure, weights below 0 and a line outside its bands.
    """
    kind = check(frame, measure)
    if line is not None:
        check_frame(line, LINE_RULES)
    known, null = (
        frame[frame["x"].notna() & frame["estimate"].notna()],
        kind.reference is not None,
    )
    axes = plane(figure, *_scales(known, line, kind, moderator), legend=_legend(known, line))
    if null:
        axes.axhline(0.0, color=current().muted, linewidth=0.6, zorder=1, gid="no effect")
    if line is not None:
        _draw_line(axes, line)
    draw_weighted(
        axes, known.rename(columns={"estimate": "y"}), _lines(axes, line, null) if names else None
    )
    return axes


def check(frame: pd.DataFrame, measure: str) -> Measure:
    """Return the measure, or raise :class:`FrameError` for what cannot be in a bubble plot."""
    kind = measure_named(measure, KIND)
    rules = FrameRules(
        KIND,
        ("label", "x", "estimate"),
        numbers={"x": NUMBER, "estimate": kind.analysis_domain, "weight": NOT_NEGATIVE},
    )
    check_frame(frame, rules)
    return kind


def _scales(
    known: pd.DataFrame, line: pd.DataFrame | None, kind: Measure, moderator: str
) -> tuple[Scale, Scale]:
    fitted = [] if line is None else list(line["x"])
    reach = [value for name in BANDS if line is not None and name in line for value in line[name]]
    null = [] if kind.reference is None else [0.0]
    return (
        scale(moderator, [*known["x"], *fitted]),
        effect_scale(kind, known["estimate"], [*reach, *null]),
    )


def _lines(axes: Axes, line: pd.DataFrame | None, null: bool) -> list[tuple[float, float]]:
    """Return closely spaced points of the lines that names keep clear of."""
    x = np.linspace(*axes.get_xlim(), 120)
    points = [(position, 0.0) for position in x] if null else []
    if line is not None:
        ordered = line.sort_values("x")
        for name in ("fit", "prediction_low", "prediction_high"):
            if name in line:
                points += list(zip(x, np.interp(x, ordered["x"], ordered[name]), strict=True))
    return points


def _draw_line(axes: Axes, line: pd.DataFrame) -> None:
    style, ordered = current(), line.sort_values("x")
    if {"low", "high"} <= set(line):
        axes.fill_between(
            ordered["x"],
            ordered["low"],
            ordered["high"],
            color="0.9",
            linewidth=0,
            zorder=0,
            gid="confidence band",
        )
    for name in ("prediction_low", "prediction_high"):
        if name in line and not _one_band(line):
            axes.plot(
                ordered["x"],
                ordered[name],
                color=style.muted,
                linewidth=0.7,
                linestyle=(0, (2, 2)),
                zorder=1,
                gid=name,
            )
    axes.plot(ordered["x"], ordered["fit"], color=style.ink, linewidth=0.9, zorder=2, gid="fit")


def _one_band(line: pd.DataFrame) -> bool:
    """Are both bands the same? They are where no heterogeneity is left (τ² = 0)."""
    return set(BANDS) <= set(line) and bool(
        np.allclose(line["low"], line["prediction_low"])
        and np.allclose(line["high"], line["prediction_high"])
    )


def _legend(known: pd.DataFrame, line: pd.DataFrame | None) -> list[LegendEntry]:
    style = current()
    entries = [study_entry(known)]
    if line is not None:
        entries.append(line_entry("meta-regression", "-", style.ink))
        if {"low", "high"} <= set(line):
            both = "95% confidence and prediction band (τ² = 0)"
            words = both if _one_band(line) else "95% confidence band"
            entries.append(area_entry(words, "0.9", style.faint))
        if "prediction_low" in line and not _one_band(line):
            entries.append(line_entry("95% prediction band", (0, (2, 2)), style.muted, 0.7))
    return entries


def describe(
    frame: pd.DataFrame, *, outcome: str, measure: str, moderator: str, slope: str = ""
) -> Description:
    """Return the words of the bubble plot; ``slope`` states the fitted slope and its interval.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"label": ["A", "B"], "x": [30.0, 50.0], "estimate": [0.0, 0.1]})
    >>> describe(frame, outcome="remission", measure="risk_ratio", moderator="Mean age (years)").alt
    'Bubble plot of remission (risk ratio) against mean age (years) in 2 studies, from 30 to 50.'
    """
    kind = check(frame, measure)
    if frame["x"].notna().sum() == 0:
        raise FrameError(f"{KIND}: no study has a value of {moderator}")
    name = moderator[:1].lower() + moderator[1:]
    ends = [
        number(v, 2).rstrip("0").rstrip(".") if "." in number(v, 2) else number(v)
        for v in (frame["x"].min(), frame["x"].max())
    ]
    alt = (
        f"Bubble plot of {outcome} ({kind.name}) against {name} in "
        f"{counted(len(frame))}, "
        f"from {ends[0]} to {ends[1]}."
    )
    caption = (
        "Bubbles are studies, their area proportional to weight. The line is the fitted "
        "meta-regression. "
        "An association across studies need not hold among patients."
    )
    return Description(
        f"{outcome[:1].upper()}{outcome[1:]} and {name}", caption, f"{alt} {slope}".strip()
    )
