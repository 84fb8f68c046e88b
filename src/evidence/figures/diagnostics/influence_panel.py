"""Influence panel: one row per study, one column per diagnostic, the influential ones marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evidence.figures.canvas.check_frame import FrameError, FrameRules, check_frame
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.domain import NOT_NEGATIVE, NUMBER, PERCENTAGE, PROPORTION
from evidence.figures.canvas.legend import LegendEntry, draw_legend, marker_entry
from evidence.figures.canvas.page import POINTS_PER_MM, Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import counted, listed, one_line, shortened, width_pt, wrapped
from evidence.figures.canvas.xy_plot import Scale, legend_depth, scale

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KIND = "an influence panel"
DIAGNOSTICS = {
    "rstudent": "Studentised residual",
    "dffits": "DFFITS",
    "cooks_distance": "Cook's distance",
    "covariance_ratio": "Covariance ratio",
    "tau2_deleted": "τ² without it",
    "q_deleted": "Q without it",
    "hat": "Hat value",
    "weight_percent": "Weight (%)",
}
# What each diagnostic can be; rstudent, dffits and those of the caller can be any number.
DOMAINS = {
    "cooks_distance": NOT_NEGATIVE,
    "covariance_ratio": NOT_NEGATIVE,
    "tau2_deleted": NOT_NEGATIVE,
    "q_deleted": NOT_NEGATIVE,
    "hat": PROPORTION,
    "weight_percent": PERCENTAGE,
}
# What each diagnostic is when a study changes nothing; others have no such value.
NEUTRAL = {"rstudent": 0.0, "dffits": 0.0, "cooks_distance": 0.0, "covariance_ratio": 1.0}
EDGE_PT, GAP_PT = 3.0, 9.0


def draw(
    figure: Figure, frame: pd.DataFrame, *, diagnostics: dict[str, str] | None = None
) -> list[Axes]:
    """Draw the panel over the whole figure, make it as high as its rows, return an axes a
    diagnostic.

    Columns of ``frame``: ``label``; any of the diagnostics in ``DIAGNOSTICS`` (or of
    ``diagnostics``, column to heading; ``hat`` only where there is no weight); if
    known ``influential``, true for studies marked by the caller's own rule:
    their rows have a filled diamond and a band.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` for missing columns or rows,
    for values that a diagnostic cannot have,
    or when no diagnostic is in the frame.
    """
    shown = _shown(frame, diagnostics)
    page, style = Page(figure), current()
    names_right = EDGE_PT + _name_width(frame, page, len(shown))
    heading, foot = _heading_height(shown, names_right, page), style.small_pt + 8
    top_margin = EDGE_PT + legend_depth(_legend(frame), page.width_pt) + heading
    pitch = _pitch(len(frame), top_margin + foot)
    page.set_height(top_margin + pitch * len(frame) + foot + EDGE_PT)
    top, legend_width = page.height_pt - EDGE_PT, page.width_pt - 2 * EDGE_PT
    draw_legend(page, EDGE_PT, top, legend_width, [("", _legend(frame))])
    top = page.height_pt - top_margin
    heights = [top - pitch * (i + 0.5) for i in range(len(frame))]
    _set_names(page, frame, heights, names_right, pitch)
    return _panels(page, frame, shown, heights, names_right, (top, top - pitch * len(frame)))


def _shown(frame: pd.DataFrame, diagnostics: dict[str, str] | None) -> dict[str, str]:
    """Return the headings of the diagnostics shown, by column, of a frame that was checked."""
    columns = tuple(diagnostics or {})
    rules = FrameRules(
        KIND,
        ("label", *columns),
        numbers={name: DOMAINS.get(name, NUMBER) for name in (*DIAGNOSTICS, *columns)},
        flags=("influential",),
    )
    check_frame(frame, rules)
    shown = diagnostics or {name: words for name, words in DIAGNOSTICS.items() if name in frame}
    if not diagnostics and "weight_percent" in shown:
        shown.pop("hat", None)  # without moderators they say the same
    if not shown:
        raise FrameError(f"{KIND} needs at least one diagnostic of {', '.join(DIAGNOSTICS)}")
    return shown


def _pitch(rows: int, fixed: float) -> float:
    style = current()
    limit = (style.preset.height_limit_mm or 1e9) * POINTS_PER_MM
    return min(1.65 * style.small_pt, max(1.22 * style.small_pt, (limit - fixed) / rows))


def _name_width(frame: pd.DataFrame, page: Page, panels: int) -> float:
    widest = max(width_pt(one_line(label), current().small_pt) for label in frame["label"])
    return min(widest, max(60.0, page.width_pt - 2 * EDGE_PT - panels * 52.0))


def _panel_width(panels: int, names_right: float, page: Page) -> float:
    return (page.width_pt - EDGE_PT - names_right) / panels - GAP_PT


def _heading_height(shown: dict[str, str], names_right: float, page: Page) -> float:
    panel_width, size = _panel_width(len(shown), names_right, page), current().small_pt
    return (
        1.2 * size * max(len(wrapped(words, panel_width, size, 3)) for words in shown.values()) + 4
    )


def _influential(frame: pd.DataFrame) -> np.ndarray:
    if "influential" not in frame:
        return np.zeros(len(frame), dtype=bool)
    return frame["influential"].fillna(False).to_numpy(dtype=bool)


def _legend(frame: pd.DataFrame) -> list[LegendEntry]:
    if not _influential(frame).any():
        return []
    style = current()
    return [
        marker_entry("study", "o", "white", style.ink),
        marker_entry("influential study", "D", style.colour("vermillion"), style.ink),
    ]


def _set_names(
    page: Page, frame: pd.DataFrame, heights: list[float], right: float, pitch: float
) -> None:
    from matplotlib.patches import Rectangle

    size = current().small_pt
    for label, y, strong in zip(frame["label"], heights, _influential(frame), strict=True):
        if strong:
            page.figure.add_artist(
                Rectangle(
                    (EDGE_PT, y - pitch / 2),
                    page.width_pt - 2 * EDGE_PT,
                    pitch,
                    zorder=-1,
                    facecolor="0.93",
                    linewidth=0,
                    transform=page.transform,
                    gid="influential band",
                )
            )
        page.text(
            EDGE_PT, y, shortened(one_line(label), right - EDGE_PT, size), size, gid="study name"
        )


def _panels(
    page: Page,
    frame: pd.DataFrame,
    shown: dict[str, str],
    heights: list[float],
    names_right: float,
    span: tuple[float, float],
) -> list[Axes]:
    width, panels = _panel_width(len(shown), names_right, page), []
    for i, (column, words) in enumerate(shown.items()):
        left = names_right + GAP_PT * (i + 1) + width * i
        axes = page.axes(left, span[1], left + width, span[0])
        axes.set_ylim(span[1], span[0])
        _draw_panel(axes, frame, column, heights, width)
        _set_heading(page, words, left + width / 2, span[0] + 3, width)
        panels.append(axes)
    return panels


def _draw_panel(
    axes: Axes, frame: pd.DataFrame, column: str, heights: list[float], width: float
) -> None:
    style, neutral = current(), NEUTRAL.get(column)
    values = frame[column].to_numpy(dtype=float, na_value=np.nan)
    across = scale("", values[np.isfinite(values)], [] if neutral is None else [neutral], pad=0.08)
    axes.set_xlim(across.low, across.high)
    axes.set_xticks(*_ticks(across, width), fontsize=style.small_pt)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.patch.set_visible(False)
    if neutral is not None:
        axes.axvline(neutral, color=style.muted, linewidth=0.6, zorder=1, gid="neutral")
    axes.plot(values, heights, color="0.7", linewidth=0.6, zorder=2)
    strong = _influential(frame)
    for rows, marker, face, gid in (
        (~strong, "o", "white", "studies"),
        (strong, "D", style.colour("vermillion"), "influential studies"),
    ):
        axes.scatter(
            values[rows],
            np.asarray(heights)[rows],
            s=11,
            marker=marker,
            facecolors=[face],
            edgecolors=style.ink,
            linewidths=0.6,
            zorder=3,
            clip_on=False,
            gid=gid,
        )


def _ticks(across: Scale, width: float) -> tuple[list[float], list[str]]:
    """Return ticks whose labels stay within the panel, in points."""
    size, span = current().small_pt, across.high - across.low
    fitting = []
    for tick, words in zip(*across.ticks(width, size), strict=True):
        position, half = (tick - across.low) / span * width, width_pt(words, size) / 2
        if position - half > -GAP_PT / 2 + 1 and position + half < width + GAP_PT / 2 - 1:
            fitting.append((tick, words))
    return [tick for tick, _ in fitting], [words for _, words in fitting]


def _set_heading(page: Page, words: str, x: float, bottom: float, width: float) -> None:
    size = current().small_pt
    for i, line in enumerate(reversed(wrapped(words, width, size, 3))):
        page.text(x, bottom + (0.5 + 1.2 * i) * size, line, size, "center", gid="heading")


def describe(
    frame: pd.DataFrame, *, outcome: str, diagnostics: dict[str, str] | None = None
) -> Description:
    """Return the words of the panel, naming the influential studies.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"label": ["A", "B"], "hat": [0.4, 0.6], "influential": [False, True]})
    >>> describe(frame, outcome="remission").alt
    'Influence panel of remission in 2 studies: Hat value. Marked as influential: B.'
    """
    shown = _shown(frame, diagnostics)
    strong = [one_line(label) for label in frame.loc[_influential(frame), "label"]]
    alt = (
        f"Influence panel of {outcome} in {counted(len(frame))}: {listed(shown.values())}. "
        f"Marked as influential: {listed(strong) or 'none'}."
    )
    caption = (
        "One row per study, one column per diagnostic of what the study does to the result. "
        "A line stands where "
        "a study changes nothing; diamonds on a grey band mark influential studies."
    )
    return Description(f"Influence of each study on {outcome}", caption, alt)
