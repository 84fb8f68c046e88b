"""Specification curve: every analysis that could have been made, in order of its result."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from evidence.figures.canvas.check_frame import FrameRules, check_frame
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.domain import NUMBER, POSITIVE, Domain
from evidence.figures.canvas.legend import Entry, draw_key, key_height
from evidence.figures.canvas.measures import LAYOUTS, Measure, measure_named
from evidence.figures.canvas.page import POINTS_PER_MM, Paper
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import one_line, shortened, width_pt
from evidence.figures.canvas.ticks import linear_limits, percent_label, plain_label, ratio_limits
from evidence.figures.canvas.xy_plot import Scale

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KIND = "a specification curve"
EDGE_PT, CURVE_PT, SPACE_PT = 3.0, 130.0, 10.0


def draw(
    figure: Figure, frame: pd.DataFrame, *, measure: str, choices: dict[str, str]
) -> tuple[Axes, Axes]:
    """Draw the curve above the choices, make the figure as high as needed, return both axes.

    Columns of ``frame``, one row a specification: ``estimate``, ``low``, ``high`` on the
    scale of reading; the columns named in ``choices`` (column to heading), which say
    what was chosen; if known ``main``, true for the analysis planned. Rows
    are ordered by estimate here; those without an estimate are left out and
    counted in the description (Simonsohn et al. 2020, doi:10.1038/s41562-020-0912-z).

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` for missing columns or rows,
    an unknown measure, values it cannot have and estimates outside their limits.
    """
    measured = check(frame, measure, choices)
    ordered, lines, paper = _ordered(frame), _lines(frame, choices), Paper(figure)
    key, pitch = _key(ordered), _pitch(len(lines))
    foot = EDGE_PT + pitch * len(lines)
    paper.set_height(foot + SPACE_PT + CURVE_PT + key_height(key, paper.width_pt) + EDGE_PT)
    draw_key(paper, key, EDGE_PT, paper.height_pt - EDGE_PT, paper.width_pt - EDGE_PT)
    names = _name_room(lines, paper)
    left, right = EDGE_PT + names + 8, paper.width_pt - EDGE_PT - 6
    upper = paper.axes(left, foot + SPACE_PT, right, foot + SPACE_PT + CURVE_PT)
    lower = paper.axes(left, EDGE_PT, right, foot)
    _draw_curve(upper, ordered, measured)
    _set_axis_name(paper, measured, left, foot + SPACE_PT)
    _draw_choices(lower, ordered, lines)
    _set_names(paper, lines, foot, pitch, names)
    for axes in (upper, lower):
        count = max(len(ordered), 1)
        axes.set_xlim(-0.5 - 0.01 * count, count - 0.5 + 0.01 * count)
    return upper, lower


def check(frame: pd.DataFrame, measure: str, choices: dict[str, str]) -> Measure:
    """Return the measure, or raise :class:`FrameError` for what cannot be in the curve."""
    kind = measure_named(measure, KIND)
    rules = FrameRules(
        KIND,
        ("estimate", "low", "high", *choices),
        numbers=_numbers(kind),
        intervals=(("low", "estimate", "high"),),
        flags=("main",),
    )
    check_frame(frame, rules)
    return kind


def _numbers(kind: Measure) -> dict[str, Domain]:
    """Return what estimates and limits can be.

    Some analyses pool proportions untransformed: their limits may lie below 0 or above 1, and
    that is what such an analysis gives.
    """
    limit = POSITIVE if kind.log else NUMBER
    limits = dict.fromkeys(("low", "high"), replace(limit, infinite=True))
    return {"estimate": kind.domain, **limits}


def _ordered(frame):
    return (
        frame[frame["estimate"].notna()]
        .sort_values("estimate", kind="stable")
        .reset_index(drop=True)
    )


def _lines(frame, choices: dict[str, str]) -> list[tuple[str, object, str]]:
    """Return the rows of the lower part: a heading (no value), then each value in order of
    appearance.
    """
    lines = []
    for column, heading in choices.items():
        lines.append((column, None, one_line(heading)))
        values = frame[column].dropna().unique()
        lines += [(column, value, one_line(value)) for value in values]
    return lines


def _pitch(lines: int) -> float:
    look = current()
    limit = (look.preset.height_limit_mm or 1e9) * POINTS_PER_MM - CURVE_PT - SPACE_PT - 30
    return min(1.5 * look.small_pt, max(1.2 * look.small_pt, limit / lines))


def _name_room(lines, paper: Paper) -> float:
    widest = max(width_pt(words, current().small_pt, "bold") for _, _, words in lines)
    return min(widest + 8, 0.34 * paper.width_pt)


def _main(ordered) -> np.ndarray:
    if "main" not in ordered:
        return np.zeros(len(ordered), dtype=bool)
    return ordered["main"].fillna(False).to_numpy(dtype=bool)


def _key(ordered) -> list[Entry]:
    look = current()
    entries = [
        Entry("one analysis", "o", look.colour("blue"), look.colour("blue")),
        Entry("its interval", line="-", edge="0.75", width=2.0),
    ]
    if _main(ordered).any():
        entries.append(Entry("the planned analysis", "D", look.colour("vermillion"), look.ink))
    return entries


def _draw_curve(axes: Axes, ordered, kind: Measure) -> None:
    look, places, main = current(), np.arange(len(ordered)), _main(ordered)
    limits = _limits(ordered, kind)
    _set_scale(axes, kind, limits)
    if kind.reference is not None:
        axes.axhline(kind.reference, color=look.muted, linewidth=0.6, zorder=1, gid="reference")
    axes.vlines(
        places,
        np.clip(ordered["low"], *limits),
        np.clip(ordered["high"], *limits),
        color="0.75",
        linewidth=_weight(len(ordered)),
        zorder=2,
        gid="intervals",
    )
    area = min(16.0, max(3.0, 900.0 / max(len(ordered), 1)))
    axes.scatter(
        places[~main],
        ordered["estimate"][~main],
        s=area,
        color=look.colour("blue"),
        linewidths=0,
        zorder=3,
        gid="analyses",
    )
    axes.scatter(
        places[main],
        ordered["estimate"][main],
        s=22,
        marker="D",
        edgecolors=look.ink,
        linewidths=0.6,
        facecolors=[look.colour("vermillion")],
        zorder=4,
        gid="planned analysis",
    )


def _set_scale(axes: Axes, kind: Measure, limits: tuple[float, float]) -> None:
    size = current().small_pt
    up = Scale(
        "",
        *limits,
        kind="log" if kind.log else "linear",
        written=percent_label if kind.percent else plain_label,
    )
    ticks, labels = up.ticks(2 * CURVE_PT if kind.log else CURVE_PT, size, across=kind.log)
    if kind.log:
        axes.set_yscale("log")
    axes.set_ylim(*limits)
    axes.yaxis.minorticks_off()
    axes.set_yticks(ticks, labels, fontsize=size)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)


def _limits(ordered, kind: Measure) -> tuple[float, float]:
    """Return limits that hold the estimates and, unless they are huge, the intervals."""
    null = [] if kind.reference is None else [kind.reference]
    if ordered.empty:
        return (0.5, 2.0) if kind.log else (0.0, 1.0)
    lows, highs = ordered["low"].dropna(), ordered["high"].dropna()
    low, high = (ratio_limits if kind.log else linear_limits)(
        ordered["estimate"], lows, highs, *null
    )
    reach = [*ordered["estimate"], *lows, *highs, *null]
    if kind.log:
        return max(low, min(reach) / 1.08), min(high, max(reach) * 1.08)
    air = 0.04 * (high - low)
    return max(low, min(reach)) - air, min(high, max(reach)) + air


def _weight(count: int) -> float:
    return float(np.clip(250.0 / max(count, 1), 0.5, 2.0))


def _draw_choices(axes: Axes, ordered, lines) -> None:
    look, main = current(), _main(ordered)
    axes.set_ylim(len(lines), 0)
    axes.axis("off")
    for row, (column, value, _) in enumerate(lines):
        if value is None:
            continue
        made = (ordered[column] == value).to_numpy(dtype=bool, na_value=False)
        axes.axhline(row + 0.5, color=look.faint, linewidth=0.5, zorder=0)
        # The planned analysis has taller bars, so that they are found without colour.
        for rows, colour, half in (
            (made & ~main, look.ink, 0.28),
            (made & main, look.colour("vermillion"), 0.48),
        ):
            axes.vlines(
                np.flatnonzero(rows),
                row + 0.5 - half,
                row + 0.5 + half,
                color=colour,
                linewidth=_weight(len(ordered)) + 0.3,
                zorder=3,
                gid=f"choice {column} {value}",
            )


def _set_names(paper: Paper, lines, foot: float, pitch: float, room: float) -> None:
    size = current().small_pt
    for row, (_, value, words) in enumerate(lines):
        heading = value is None
        indent, weight = (0.0, "bold") if heading else (8.0, "normal")
        paper.text(
            EDGE_PT + indent,
            foot - (row + 0.5) * pitch,
            shortened(words, room - indent, size, weight),
            size,
            weight=weight,
            gid="choice name",
        )


def _set_axis_name(paper: Paper, kind: Measure, left: float, bottom: float) -> None:
    look = current()
    name = kind.name.capitalize() + (" (log scale)" if kind.log else " (%)" if kind.percent else "")
    paper.figure.text(
        left - 30,
        bottom + CURVE_PT / 2,
        name,
        rotation=90,
        ha="right",
        va="center",
        fontsize=look.text_pt,
        color=look.ink,
        transform=paper.transform,
        gid="y label",
    )


def describe(
    frame: pd.DataFrame, *, outcome: str, measure: str, choices: dict[str, str]
) -> Description:
    """Return the words of the curve: how many analyses, their range, how many exclude no effect.

    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {"estimate": [0.5, 0.8], "low": [0.3, 0.6], "high": [0.9, 1.1], "model": ["a", "b"]}
    ... )
    >>> words = describe(
    ...     frame, outcome="remission", measure="risk_ratio", choices={"model": "Model"}
    ... )
    >>> words.alt.split("; ")  # doctest: +NORMALIZE_WHITESPACE
    ['Specification curve of remission (risk ratio): 2 analyses, from 0.50 [0.30, 0.90] to 0.80
    [0.60, 1.10]', '1 interval of 2 excludes 1.']
    """
    kind, ordered = check(frame, measure, choices), _ordered(frame)
    alt = (
        f"Specification curve of {outcome} "
        f"({kind.name}{', percent' if kind.percent else ''}): {len(ordered)} analyses"
    )
    if len(ordered):
        ends = (
            (
                f"{kind.written(row['estimate'])} "
                f"{LAYOUTS['compact'].written_interval(kind, row['low'], row['high'])}"
            )
            for row in (ordered.iloc[0], ordered.iloc[-1])
        )
        alt += ", from {} to {}".format(*ends)
    for row in ordered[_main(ordered)].to_dict("records"):
        alt += f"; the planned analysis gives {kind.written(row['estimate'])}"
    if kind.reference is not None:
        outside = int(
            ((ordered["low"] > kind.reference) | (ordered["high"] < kind.reference)).sum()
        )
        alt += (
            f"; {outside} {'interval' if outside == 1 else 'intervals'} of {len(ordered)} "
            f"{'excludes' if outside == 1 else 'exclude'} {kind.reference:g}"
        )
    absent = len(frame) - len(ordered)
    alt += f"; {absent} gave no estimate." if absent else "."
    caption = (
        "Above, the estimates of all analyses in order, with their intervals; below, "
        "what each of them "
        "chose. Intervals longer than the plot are cut at its edge. Neighbouring "
        "analyses share most of their data, so the curve is no sample."
    )
    return Description(f"{kind.name.capitalize()} of {outcome} under every choice", caption, alt)
