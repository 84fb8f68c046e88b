"""L'Abbé plot: the risk in one arm against the risk in the other, study by study."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from evidence.figures.canvas.check_frame import FrameRules, check_frame
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.domain import NOT_NEGATIVE, PROPORTION
from evidence.figures.canvas.legend import LegendEntry, line_entry, marker_entry
from evidence.figures.canvas.point_labels import label_points
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import counted
from evidence.figures.canvas.ticks import percent_label
from evidence.figures.canvas.xy_plot import Scale, mark_studies, plane

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KIND = "a L'Abbé plot"
LARGEST_PT2, PLAIN_PT2 = 110.0, 18.0
# The air around the risks, as a part of their range, and what the limits are rounded to.
AIR, STEP = 0.08, 0.05
LINE_POINTS = 60  # at which names keep clear of a line
RULES = FrameRules(
    KIND,
    ("label", "risk", "risk_comparator"),
    numbers={"risk": PROPORTION, "risk_comparator": PROPORTION, "weight": NOT_NEGATIVE},
)
CURVE_RULES = FrameRules(
    f"the curve of {KIND}",
    ("risk_comparator", "risk"),
    numbers={"risk_comparator": PROPORTION, "risk": PROPORTION},
)


def draw(
    figure: Figure,
    frame: pd.DataFrame,
    *,
    arms: tuple[str, str] = ("Treated", "Comparator"),
    curve: pd.DataFrame | None = None,
    curve_words: str = "pooled effect",
    names: bool = True,
) -> Axes:
    """Draw a L'Abbé plot over the whole figure and return its axes.

    Columns of ``frame``: ``label``; ``risk`` and ``risk_comparator``, proportions
    from 0 to 1; if known ``weight``, to which the circles' areas are
    proportional. Both axes have the same limits, which hold every risk.
    ``curve`` holds the pooled effect as a line: columns ``risk_comparator`` and ``risk``
    (L'Abbé et al. 1987, doi:10.7326/0003-4819-107-2-224). Unless ``names`` is false, names
    stand beside the circles, the largest first.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` for missing columns or rows,
    risks outside 0 to 1 and weights below 0.
    """
    check_frame(frame, RULES)
    if curve is not None:
        check_frame(curve, CURVE_RULES)
    limits, style = _limits(frame), current()
    x, y = (
        Scale(f"{arm}: patients with the event (%)", *limits, written=percent_label)
        for arm in reversed(arms)
    )
    axes = plane(figure, x, y, legend=_legend(frame, None if curve is None else curve_words))
    axes.plot([0, 1], [0, 1], color=style.muted, linewidth=0.7, zorder=1, gid="equal risk")
    if curve is not None:
        axes.plot(
            curve["risk_comparator"],
            curve["risk"],
            color=style.ink,
            linewidth=0.9,
            linestyle=(0, (4, 2)),
            zorder=2,
            gid="pooled effect",
        )
    draw_weighted(
        axes,
        frame.rename(columns={"risk_comparator": "x", "risk": "y"}),
        _lines(limits, curve) if names else None,
    )
    return axes


def _limits(frame: pd.DataFrame) -> tuple[float, float]:
    """Return the limits of both axes: every risk with some air, rounded outwards, within 0 to 1."""
    risks = frame[["risk", "risk_comparator"]].to_numpy(dtype=float, na_value=np.nan)
    if not np.isfinite(risks).any():
        return 0.0, 1.0
    low, high = float(np.nanmin(risks)), float(np.nanmax(risks))
    air = max(AIR * (high - low), STEP / 2)
    steps = math.floor((low - air) / STEP + 1e-9), math.ceil((high + air) / STEP - 1e-9)
    return max(0.0, round(steps[0] * STEP, 9)), min(1.0, round(steps[1] * STEP, 9))


def _legend(frame: pd.DataFrame, curve_words: str | None) -> list[LegendEntry]:
    style = current()
    entries = [
        study_entry(frame),
        line_entry("equal risk", "-", style.muted, 0.7),
    ]
    return entries + (
        [] if curve_words is None else [line_entry(curve_words, (0, (4, 2)), style.ink)]
    )


def _lines(limits: tuple[float, float], curve: pd.DataFrame | None) -> list[tuple[float, float]]:
    """Return closely spaced points of the lines that names keep clear of."""
    risks = np.linspace(*limits, LINE_POINTS)
    points = [(risk, risk) for risk in risks]
    if curve is not None:
        ordered = curve.sort_values("risk_comparator")
        pooled = np.interp(risks, ordered["risk_comparator"], ordered["risk"])
        points += list(zip(risks, pooled, strict=True))
    return points


def study_entry(frame: pd.DataFrame) -> LegendEntry:
    """Return the legend's entry of the studies, which says what their size means."""
    style = current()
    words = "study, area by weight" if _weighted(frame) else "study"
    return marker_entry(words, "o", style.colour("blue"), style.ink)


def draw_weighted(axes: Axes, frame: pd.DataFrame, avoid: list[tuple[float, float]] | None) -> None:
    """Draw circles at ``x`` and ``y``, the largest first so that none is hidden, and, unless
    ``avoid`` is None, their names.
    """
    known = frame[frame["x"].notna() & frame["y"].notna()]
    known = known.assign(area=areas(known)).sort_values("area", ascending=False, kind="stable")
    mark_studies(axes, known["x"], known["y"], area=known["area"], alpha=0.75)
    if avoid is not None:
        x, y, area, names = (list(known[name]) for name in ("x", "y", "area", "label"))
        label_points(axes, x, y, names, areas_pt2=area, avoid=avoid)


def _weighted(frame: pd.DataFrame) -> bool:
    return "weight" in frame and bool(frame["weight"].notna().any())


def areas(frame: pd.DataFrame) -> np.ndarray:
    """Return circle areas in square points, proportional to ``weight``; all
    alike without weights.
    """
    if not _weighted(frame):
        return np.full(len(frame), PLAIN_PT2)
    weights = frame["weight"].to_numpy(dtype=float, na_value=np.nan)
    return LARGEST_PT2 * weights / np.nanmax(weights)


def describe(
    frame: pd.DataFrame, *, outcome: str, arms: tuple[str, str] = ("Treated", "Comparator")
) -> Description:
    """Return the words of the L'Abbé plot, with how many studies lie on each side of equal risk.

    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {"label": ["A", "B"], "risk": [0.8, 0.2], "risk_comparator": [0.4, 0.3]}
    ... )
    >>> describe(frame, outcome="remission").alt  # doctest: +NORMALIZE_WHITESPACE
    "L'Abbé plot of remission in 2 studies. The risk is higher with Treated in 1, with Comparator in
    1."
    """
    check_frame(frame, RULES)
    above = int((frame["risk"] > frame["risk_comparator"]).sum())
    below = int((frame["risk"] < frame["risk_comparator"]).sum())
    alt = (
        f"L'Abbé plot of {outcome} in {counted(len(frame))}. The risk is higher with "
        f"{arms[0]} in {above}, "
        f"with {arms[1]} in {below}."
    )
    size = ", its area proportional to weight" if _weighted(frame) else ""
    caption = (
        f"Each circle is a study{size}. On the "
        f"diagonal both arms have the same risk; above it {outcome} is more frequent with "
        f"{arms[0]}."
    )
    return Description(
        f"{outcome[:1].upper()}{outcome[1:]} in both arms of each study", caption, alt
    )
