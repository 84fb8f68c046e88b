"""Funnel plot: estimates against their standard errors, over the regions of significance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evidence.figures.canvas.check_frame import FrameRules, check_argument, check_frame
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.domain import NUMBER, POSITIVE
from evidence.figures.canvas.legend import LegendEntry, area_entry, line_entry, marker_entry
from evidence.figures.canvas.measures import Measure, measure_named
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import counted, number
from evidence.figures.canvas.xy_plot import Scale, effect_scale, mark_studies, plane
from evidence.synthesis.small_study.funnel import Band, band

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KIND = "a funnel plot"
# The levels that bound the shaded regions, the two-sided p values there, and their greys, lightest
# first (Peters et al. 2008, doi:10.1016/j.jclinepi.2007.11.010).
CONTOURS = (
    (0.90, 0.10, "0.96", "p 0.05 to 0.10"),
    (0.95, 0.05, "0.91", "p 0.01 to 0.05"),
    (0.99, 0.01, "0.85", "p < 0.01"),
)
# The level of the region around the pooled estimate (Sterne and Egger 2001,
# doi:10.1016/S0895-4356(01)00377-8).
REGION = 0.95


def draw(
    figure: Figure,
    frame: pd.DataFrame,
    *,
    measure: str,
    summary: float | None = None,
    contours: bool = True,
) -> Axes:
    """Draw a funnel plot over the whole figure and return its axes.

    Columns of ``frame``: ``label``; ``estimate`` on the scale of analysis (the
    logarithm of a ratio); ``std_error``; if known ``filled`` (true for studies
    added by trim and fill, drawn as open circles). ``summary`` is the pooled
    estimate on the same scale; around it stands the region that holds 95% of
    studies if only chance separates them. ``contours`` shades where a
    study's own test against no effect gives p below 0.10, 0.05 and 0.01
    (Peters et al. 2008, doi:10.1016/j.jclinepi.2007.11.010).

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` for missing columns or rows,
    an unknown measure and standard errors not above 0.
    """
    kind = check(frame, measure, summary)
    contours = contours and kind.reference is not None
    deepest = float(np.nanmax([*frame["std_error"], 0.0])) * 1.08 or 1.0
    x = _x_scale(frame, kind, summary, deepest)
    y = Scale("Standard error", 0.0, deepest, reverse=True)
    axes = plane(figure, x, y, legend=_legend(frame, summary, contours))
    if contours:
        _draw_contours(axes, 0.0, deepest, (x.low, x.high))
    if summary is not None:
        _draw_region(axes, summary, deepest)
    _draw_points(axes, frame)
    axes.set_xlim(x.low, x.high)
    return axes


def check(frame: pd.DataFrame, measure: str, summary: float | None = None) -> Measure:
    """Return the measure, or raise :class:`FrameError` for what cannot be in a funnel plot."""
    kind = measure_named(measure, KIND)
    rules = FrameRules(
        KIND,
        ("label", "estimate", "std_error"),
        numbers={"estimate": kind.analysis_domain, "std_error": POSITIVE},
        flags=("filled",),
    )
    check_frame(frame, rules)
    if summary is not None:
        check_argument(summary, NUMBER, "summary", KIND)
    return kind


def _x_scale(frame: pd.DataFrame, kind: Measure, summary: float | None, deepest: float) -> Scale:
    null = [] if kind.reference is None else [0.0]
    region = [] if summary is None else [summary, *_ends(band(summary, _axis(deepest), REGION))]
    return effect_scale(kind, frame["estimate"], [*null, *region])


def _axis(deepest: float) -> np.ndarray:
    """Return the standard errors between which the straight lines of the funnel run."""
    return np.array([0.0, deepest])


def _ends(lines: Band) -> tuple[float, float]:
    return float(lines.low[-1]), float(lines.high[-1])


def _draw_contours(axes: Axes, null: float, deepest: float, limits: tuple[float, float]) -> None:
    """Shade, for each level, what lies outside its two lines, out to the edges of the plot."""
    for level, p, grey, _ in CONTOURS:
        for inner, edge in zip(_ends(band(null, _axis(deepest), level)), limits, strict=True):
            far = min(edge, inner) if inner < null else max(edge, inner)
            corners = [(null, 0.0), (inner, deepest), (far, deepest), (far, 0.0)]
            axes.fill(
                *zip(*corners, strict=True), color=grey, linewidth=0, zorder=0, gid=f"contour {p:g}"
            )
    axes.axvline(null, color=current().muted, linewidth=0.6, zorder=1, gid="no effect")


def _draw_region(axes: Axes, summary: float, deepest: float) -> None:
    style = current()
    low, high = _ends(band(summary, _axis(deepest), REGION))
    axes.plot(
        [low, summary, high],
        [deepest, 0, deepest],
        color=style.ink,
        linewidth=0.7,
        linestyle=(0, (4, 2)),
        zorder=2,
        gid="region",
    )
    axes.axvline(
        summary, color=style.ink, linewidth=0.7, linestyle=(0, (1.5, 2)), zorder=2, gid="summary"
    )


def _draw_points(axes: Axes, frame: pd.DataFrame) -> None:
    style = current()
    filled = _filled(frame)
    for rows, face, gid in (
        (~filled, style.colour("blue"), "studies"),
        (filled, "white", "filled studies"),
    ):
        points = frame[rows]
        mark_studies(axes, points["estimate"], points["std_error"], facecolors=[face], gid=gid)


def _filled(frame: pd.DataFrame) -> np.ndarray:
    if "filled" not in frame:
        return np.zeros(len(frame), dtype=bool)
    return frame["filled"].fillna(False).to_numpy(dtype=bool)


def _legend(frame: pd.DataFrame, summary: float | None, contours: bool) -> list[LegendEntry]:
    style = current()
    entries = [marker_entry("study", "o", style.colour("blue"), style.ink)]
    if _filled(frame).any():
        entries.append(marker_entry("added by trim and fill", "o", "white", style.ink))
    if summary is not None:
        entries += [
            line_entry("pooled estimate", (0, (1.5, 2)), style.ink, 0.7),
            line_entry("95% region around it", (0, (4, 2)), style.ink, 0.7),
        ]
    if contours:
        entries += [area_entry(words, grey, style.faint) for _, _, grey, words in CONTOURS]
    return entries


def describe(
    frame: pd.DataFrame, *, outcome: str, measure: str, summary: float | None = None, test: str = ""
) -> Description:
    """Return the words of the funnel plot; ``test`` may name a test of asymmetry and its result.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"label": ["A", "B"], "estimate": [0.0, 0.1], "std_error": [0.1, 0.3]})
    >>> describe(frame, outcome="remission", measure="risk_ratio").alt
    'Funnel plot of remission (risk ratio) in 2 studies; standard errors from 0.10 to 0.30.'
    """
    kind, studies = check(frame, measure, summary), frame[~_filled(frame)]
    added = len(frame) - len(studies)
    alt = (
        f"Funnel plot of {outcome} ({kind.name}) in {counted(len(studies))}; standard errors from "
        f"{number(studies['std_error'].min())} to {number(studies['std_error'].max())}."
    )
    if summary is not None:
        sides = (studies["estimate"] < summary).sum(), (studies["estimate"] > summary).sum()
        alt += f" {sides[0]} lie left and {sides[1]} right of the pooled estimate."
    if added:
        alt += f" {counted(added)} by trim and fill."
    caption = _caption(kind.reference is not None, summary is not None) + (f" {test}" * bool(test))
    return Description(f"Funnel plot of {outcome}", caption, alt)


def _caption(shaded: bool, region: bool) -> str:
    """What is drawn, in words: an effect of one arm has no null, hence no shading."""
    drawn = ["Shading shows where a study's own two-sided p value falls"] * shaded
    drawn += ["dashed lines hold 95% of studies if only chance separates them"] * region
    said = "; ".join(drawn)
    sentences = ["Circles are studies, precise ones on top"]
    sentences += [said[0].upper() + said[1:]] if said else []
    return ". ".join([*sentences, "Asymmetry has other causes than publication bias."])
