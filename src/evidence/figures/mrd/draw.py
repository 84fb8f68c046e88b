"""MRD trajectories: results of each patient in order, on logarithmic axes,
one panel an assay kind.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from evidence.figures.canvas.check_frame import missing
from evidence.figures.canvas.legend import LegendEntry, draw_legend, legend_height
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import Mark, current
from evidence.figures.canvas.symbols import box, line, symbol
from evidence.figures.canvas.text import one_line, power_of_ten, shortened, width_pt, wrapped
from evidence.figures.mrd.check import PERIODS, STATES, THRESHOLD, check, where
from evidence.figures.mrd.describe import describe
from evidence.figures.mrd.labels import label_points
from evidence.figures.mrd.layout import (
    BANDS,
    PANEL_HEAD_PT,
    Columns,
    Panel,
    columns,
    decades,
    panel,
    panel_height,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["describe", "draw"]

MARGIN, SIZE, MOST_NAMED = 3.0, 5.2, 12
DOTS = (0, (1, 1.6))


def draw(figure: Figure, frame: pd.DataFrame) -> Figure:
    """Draw MRD results over the whole figure, make it as high as its panels, return the figure.

    Columns of ``frame``, one row a result; panels go down in order of first appearance:

    - ``patient``; ``panel``: the assay kind; ``scale``: ``share`` (of cells) or ``ratio``
      (its scale not stated: an axis of its own, without the threshold);
    - ``period``: a key of PERIODS; ``step``: order within the patient (days are mostly not
      printed, so the plot is in order, not to scale);
    - ``state``: ``level`` (quantified: filled, however low), ``at_or_above``, ``below``,
      ``not_detected`` (open; at its detection limit, or in a band where no limit is
      printed), ``detected`` (filled, in a band: no level), ``term_only`` (a term that
      states no result);
    - ``value``, ``sensitivity``: shares or ratios; ``label``: the figure as printed;
      ``sources``.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` listing every fault of the
    frame.
    """
    check(frame)
    page, style = Page(figure), current()
    width = page.width_pt - 2 * MARGIN
    legend = _legend(frame)
    panels = [(name, rows) for name, rows in frame.groupby("panel", sort=False)]
    spans = _spans(panels)
    head = 1.2 * style.small_pt * 2 + 6
    foot = legend_height(legend, width) + MARGIN + 4
    heights = [panel_height(rows, spans[name]) for name, rows in panels]
    page.set_height(head + math.fsum(heights) + foot)
    left = MARGIN + max(width_pt(words, style.small_pt) for words in BANDS.values()) + 8
    across = columns(frame, left, page.width_pt - MARGIN)
    top = page.height_pt - head
    _periods(page, across, top, foot)
    for (name, rows), height in zip(panels, heights, strict=True):
        _panel(page, panel(name, rows, spans[name], top), across)
        top -= height
    draw_legend(page, MARGIN, foot - 4, width, legend)
    return figure


def _spans(panels: list[tuple[str, pd.DataFrame]]) -> dict[str, tuple[int, int]]:
    """All panels of shares have one span, so that they can be read across;
    ratios have their own.
    """
    shares = [rows for _, rows in panels if rows["scale"].iloc[0] == "share" and _on_axis(rows)]
    every = [decades(rows, "share") for rows in shares] or [(-5, -3)]
    common = (min(low for low, _ in every), max(high for _, high in every))
    return {
        name: decades(rows, "ratio")
        if rows["scale"].iloc[0] == "ratio" and _on_axis(rows)
        else common
        for name, rows in panels
    }


def _on_axis(rows: pd.DataFrame) -> bool:
    return any(where(row) == "axis" for row in rows.itertuples())


def _periods(page: Page, across: Columns, top: float, bottom: float) -> None:
    small = current().small_pt
    for i, (period, (left, right)) in enumerate(across.edges.items()):
        if i % 2 == 0:
            box(page, left, bottom, right, top, "0.96", "0.96", layer=0.1)
        lines = wrapped(PERIODS[period], right - left - 2, small, 2)
        for j, words in enumerate(reversed(lines)):
            page.text(
                (left + right) / 2,
                top + 6 + 1.2 * small * j,
                words,
                small,
                align="center",
                gid="period",
            )


def _panel(page: Page, shown: Panel, across: Columns) -> None:
    style = current()
    left, right = next(iter(across.edges.values()))[0], page.width_pt - MARGIN
    line(page, [MARGIN, right], [shown.top, shown.top], 0.6, style.muted, layer=0.3)
    words = shown.name + ("" if shown.scale == "share" else " (own axis)")
    page.text(
        MARGIN,
        shown.top - PANEL_HEAD_PT / 2,
        shortened(one_line(words), page.width_pt - 2 * MARGIN, style.text_pt, "bold"),
        weight="bold",
        gid="panel",
    )
    for band, y in shown.bands.items():
        page.text(
            left - 5, y, BANDS[band], style.small_pt, align="right", colour=style.muted, gid="band"
        )
    if shown.axis:
        _axis(page, shown, shown.axis, left, right)
    _results(page, shown, across)


def _axis(page: Page, shown: Panel, ends: tuple[float, float], left: float, right: float) -> None:
    style = current()
    line(page, [left, left], list(ends), 0.6, style.muted, layer=0.5)
    for exponent in range(shown.decades[0], shown.decades[1] + 1):
        y = shown.y(10.0**exponent)
        percent = (
            {-2: " (1%)", -4: " (0.01%)", 0: " (100%)"}.get(exponent, "")
            if shown.scale == "share"
            else ""
        )
        line(page, [left - 3, left], [y, y], 0.6, style.muted)
        line(page, [left, right], [y, y], 0.4, style.faint, layer=0.2)
        page.text(
            left - 5, y, power_of_ten(exponent) + percent, style.small_pt, align="right", gid="tick"
        )
    if shown.scale == "share":
        y = shown.y(THRESHOLD)
        line(page, [left, right], [y, y], 0.9, style.ink, (0, (5, 2)), gid="threshold", layer=0.6)


def _results(page: Page, shown: Panel, across: Columns) -> None:
    marks = _identity(across.patients)
    points, paths = [], []
    for patient, rows in shown.rows.groupby("patient", sort=False):
        rows = rows.sort_values("step", kind="stable")
        positions = [
            (across.x(patient, row.period, row.step), shown.height(row))
            for row in rows.itertuples()
        ]
        path = [
            here
            for here, state in zip(positions, rows["state"], strict=True)
            if state != "term_only"
        ]
        line(
            page,
            [x for x, _ in path],
            [y for _, y in path],
            0.7,
            marks[patient].colour,
            DOTS,
            gid="trajectory",
            layer=1.0,
        )
        paths.append(path)
        for row, (x, y) in zip(rows.itertuples(), positions, strict=True):
            paths += _result(page, row, x, y, marks[patient])
            points.append(
                (x, y, "" if missing(row.label) else str(row.label), where(row) == "axis")
            )
    if len(across.patients) <= MOST_NAMED:
        label_points(page, points, paths, across, shown)


def _identity(patients: tuple[str, ...]) -> dict[str, Mark]:
    style = current()
    marks = style.series(len(patients))
    if len(patients) <= MOST_NAMED:
        return dict(zip(patients, marks, strict=True))
    return dict.fromkeys(patients, marks[0])


def _result(
    page: Page, row: Any, x: float, y: float, mark: Mark
) -> list[list[tuple[float, float]]]:
    """Draw one result; return the lines drawn with it, which no label may cross."""
    fill, paths = STATES[row.state][0], []
    if row.state == "not_detected" and not missing(row.sensitivity):
        line(page, [x - 6, x + 6], [y, y], 1.2, gid="detection limit", layer=3)
        paths.append([(x - 7, y), (x + 7, y)])
    if row.state in ("below", "not_detected") and where(row) == "axis":
        _arrow(page, x, y, -1)
        paths.append([(x, y), (x, y - 11)])
    if row.state == "at_or_above":
        _arrow(page, x, y, 1)
        paths.append([(x, y), (x, y + 11)])
    if fill is None:
        symbol(page, x, y, "x", SIZE - 1, gid="term only")
    else:
        symbol(
            page,
            x,
            y,
            mark.marker,
            SIZE,
            fill,
            mark.colour,
            gid=f"result {'filled' if fill == 'full' else 'open'}",
        )
    return paths


def _arrow(page: Page, x: float, y: float, direction: int) -> None:
    line(page, [x, x], [y, y + direction * 9], 0.8, gid="arrow", layer=2.5)
    symbol(page, x, y + direction * 9, "^" if direction > 0 else "v", 2.6)


def _legend(frame: pd.DataFrame) -> list[tuple[str, list[LegendEntry]]]:
    patients = tuple(dict.fromkeys(frame["patient"]))
    named = _identity(patients) if len(patients) <= MOST_NAMED else {}
    states = set(frame["state"])
    limits = any(row.state == "not_detected" and where(row) == "axis" for row in frame.itertuples())
    signs = [
        (
            bool({"level", "at_or_above", "detected"} & states),
            "detected (also below 10⁻⁴)",
            lambda p, x, y: symbol(p, x, y, "o", SIZE),
        ),
        (
            bool({"below", "not_detected"} & states),
            "not detected",
            lambda p, x, y: symbol(p, x, y, "o", SIZE, "open"),
        ),
        (limits, "detection limit", lambda p, x, y: line(p, [x - 6, x + 6], [y, y], 1.2)),
        (
            (frame["scale"] == "share").any(),
            "10⁻⁴",
            lambda p, x, y: line(p, [x - 6, x + 6], [y, y], 0.9, style=(0, (5, 2))),
        ),
        ("at_or_above" in states, "at or above", lambda p, x, y: _arrow(p, x, y - 4, 1)),
        (
            "term_only" in states,
            "a term, no result",
            lambda p, x, y: symbol(p, x, y, "x", SIZE - 1),
        ),
    ]
    return [("Patients", [_patient_entry(name, mark) for name, mark in named.items()])] * bool(
        named
    ) + [("Results", [LegendEntry(words, mark) for shown, words, mark in signs if shown])]


def _patient_entry(name: str, mark: Mark) -> LegendEntry:
    words = shortened(one_line(name), 150, current().small_pt)
    return LegendEntry(
        words, lambda page, x, y: symbol(page, x, y, mark.marker, SIZE, "full", mark.colour)
    )
