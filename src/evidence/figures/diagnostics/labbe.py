"""L'Abbé plot: the risk in one arm against the risk in the other, study by study."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evidence.figures.canvas.check_frame import FrameRules, check_frame
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.domain import NOT_NEGATIVE, PROPORTION
from evidence.figures.canvas.legend import line_entry, marker_entry
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
) -> Axes:
    """Draw a L'Abbé plot over the whole figure and return its axes.

    Columns of ``frame``: ``label``; ``risk`` and ``risk_comparator``, proportions
    from 0 to 1; if known ``weight``, to which the circles' areas are
    proportional. ``curve`` holds the pooled effect as a line: columns
    ``risk_comparator`` and ``risk`` (L'Abbé et al. 1987, doi:10.7326/0003-4819-107-2-224).

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` for missing columns or rows,
    risks outside 0 to 1 and weights below 0.
    """
    check_frame(frame, RULES)
    if curve is not None:
        check_frame(curve, CURVE_RULES)
    x = Scale(f"{arms[1]}: patients with the event (%)", 0.0, 1.0, written=percent_label)
    y = Scale(f"{arms[0]}: patients with the event (%)", 0.0, 1.0, written=percent_label)
    style = current()
    legend = [
        marker_entry("study", "o", style.colour("blue"), style.ink),
        line_entry("equal risk", "-", style.muted, 0.7),
    ]
    if curve is not None:
        legend.append(line_entry(curve_words, (0, (4, 2)), style.ink))
    axes = plane(figure, x, y, legend=legend)
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
    mark_studies(axes, frame["risk_comparator"], frame["risk"], area=areas(frame), alpha=0.75)
    return axes


def areas(frame: pd.DataFrame) -> np.ndarray:
    """Return circle areas in square points, proportional to ``weight``; all
    alike without weights.
    """
    if "weight" not in frame or not frame["weight"].notna().any():
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
    weighted = "weight" in frame and frame["weight"].notna().any()
    caption = (
        f"Each circle is a study{', its area proportional to weight' if weighted else ''}. On the "
        f"diagonal both arms have the same risk; above it {outcome} is more frequent with "
        f"{arms[0]}."
    )
    return Description(
        f"{outcome[:1].upper()}{outcome[1:]} in both arms of each study", caption, alt
    )
