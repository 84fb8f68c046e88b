"""Drapery plot: the p-value function of every study and of the pooled estimate."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from evidence.figures.canvas.check_frame import FrameRules, check_frame
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.domain import PROPORTION
from evidence.figures.canvas.legend import LegendEntry, line_entry
from evidence.figures.canvas.measures import Measure, measure_named
from evidence.figures.canvas.page import POINTS_PER_INCH, Page, figure_of
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import counted, one_line, width_pt
from evidence.figures.canvas.xy_plot import Scale, effect_scale, plane

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KIND = "a drapery plot"
CURVES = ("study", "summary", "prediction")
LEVELS = (0.05, 0.10, 0.20, 0.50)


def draw(figure: Figure, frame: pd.DataFrame, *, measure: str) -> Axes:
    """Draw a drapery plot over the whole figure and return its axes.

    Columns of ``frame``, one row per point of a curve: ``curve`` (``study``, ``summary``
    or ``prediction``); ``label`` of the curve; ``effect`` on the scale of analysis;
    ``p_value``, two-sided, from 0 to 1; points that leave out a curve's own estimate, where p
    is 1, cut its peak. Where a curve lies above p, its effects are
    inside the (1 − p) interval, read off at the right (Rücker and Schwarzer 2020,
    doi:10.1002/jrsm.1410).

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` for missing columns or rows,
    an unknown measure or curve and p values outside 0 to 1.
    """
    kind, style = check(frame, measure), current()
    x = effect_scale(kind, frame["effect"], [] if kind.reference is None else [0.0])
    label_width = width_pt("99%", style.small_pt) + 8 + 1.6 * style.text_pt
    axes = plane(
        figure,
        x,
        Scale("p value (two-sided)", 0.0, 1.0),
        legend=_legend(frame),
        right_labels=label_width,
    )
    if kind.reference is not None:
        axes.axvline(0.0, color=style.muted, linewidth=0.6, zorder=1, gid="no effect")
    for (curve, _), points in frame.groupby(["curve", "label"], sort=False):
        _draw_curve(axes, curve, points)
    _confidence_axis(axes)
    return axes


def check(frame: pd.DataFrame, measure: str) -> Measure:
    """Return the measure, or raise :class:`FrameError` for what cannot be in a drapery plot."""
    kind = measure_named(measure, KIND)
    rules = FrameRules(
        KIND,
        ("curve", "label", "effect", "p_value"),
        codes={"curve": CURVES},
        numbers={"effect": kind.analysis_domain, "p_value": PROPORTION},
    )
    check_frame(frame, rules)
    return kind


def _line_style(curve: str) -> dict[str, Any]:
    style = current()
    styles: dict[str, dict[str, Any]] = {
        "study": {"color": "0.6", "linewidth": 0.6, "linestyle": "-", "zorder": 2},
        "summary": {
            "color": style.colour("vermillion"),
            "linewidth": 1.8,
            "linestyle": "-",
            "zorder": 4,
        },
        "prediction": {
            "color": style.colour("blue"),
            "linewidth": 1.1,
            "linestyle": (0, (4, 1.5)),
            "zorder": 3,
        },
    }
    return styles[curve]


def _draw_curve(axes: Axes, curve: str, points: pd.DataFrame) -> None:
    ordered = points.sort_values("effect")
    axes.plot(ordered["effect"], ordered["p_value"], gid=f"{curve} curve", **_line_style(curve))


def _confidence_axis(axes: Axes) -> None:
    """Write, at the right, the level of the interval that each p value cuts."""
    style, page = current(), Page(figure_of(axes))
    to_points = POINTS_PER_INCH / figure_of(axes).dpi
    edge = axes.get_window_extent()
    right, bottom, top = edge.x1 * to_points, edge.y0 * to_points, edge.y1 * to_points
    last = -math.inf
    for level in LEVELS:
        height = bottom + level * (top - bottom)
        page.rule(right, height, right + 3, height)
        if not style.avoids("gridlines"):
            axes.axhline(level, color=style.faint, linewidth=0.5, zorder=0, gid="level line")
        if height - last >= 1.15 * style.small_pt:
            page.text(right + 5, height, f"{100 - 100 * level:g}%", style.small_pt, gid="level")
            last = height
    figure_of(axes).text(
        page.width_pt - 3,
        (bottom + top) / 2,
        "Confidence level",
        rotation=90,
        ha="right",
        va="center",
        fontsize=style.text_pt,
        color=style.ink,
        transform=page.transform,
    )


def _legend(frame: pd.DataFrame) -> list[LegendEntry]:
    words = {
        "study": "study",
        "summary": "pooled estimate",
        "prediction": "prediction for a new study",
    }
    present = [curve for curve in CURVES if (frame["curve"] == curve).any()]
    return [
        line_entry(
            words[curve],
            _line_style(curve)["linestyle"],
            _line_style(curve)["color"],
            _line_style(curve)["linewidth"],
        )
        for curve in present
    ]


def describe(frame: pd.DataFrame, *, outcome: str, measure: str) -> Description:
    """Return the words of the drapery plot, with where each summary curve peaks.

    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {
    ...         "curve": ["summary"] * 3,
    ...         "label": ["Total"] * 3,
    ...         "effect": [-0.1, 0.0, 0.1],
    ...         "p_value": [0.2, 1.0, 0.2],
    ...     }
    ... )
    >>> describe(frame, outcome="remission", measure="risk_ratio").alt
    'Drapery plot of remission (risk ratio) with 0 study curves. Total peaks at 1.00.'
    """
    kind = check(frame, measure)
    studies = frame.loc[frame["curve"] == "study", "label"].nunique()
    peaks = []
    for label, points in frame[frame["curve"] == "summary"].groupby("label", sort=False):
        effect = points.loc[points["p_value"].idxmax(), "effect"]
        peaks.append(
            f"{one_line(label)} peaks at {kind.written(math.exp(effect) if kind.log else effect)}."
        )
    alt = " ".join(
        [
            (
                f"Drapery plot of {outcome} ({kind.name}) with "
                f"{counted(studies, 'study curve', 'study curves')}."
            ),
            *peaks,
        ]
    )
    caption = (
        "Each curve gives the two-sided p value of every possible effect. Effects where "
        "a curve lies above "
        "a grey line are inside the interval of the level written at the right."
    )
    return Description(f"P-value functions of {outcome}", caption, alt)
