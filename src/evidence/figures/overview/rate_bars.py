"""Rates as bars of patients: the counted part dark in the whole, rows of one group on one scale.

Equal dark parts in unequal bars show what a percentage hides: one number of patients
over several denominators.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.figures.canvas.check_frame import FrameRules, check_frame
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.domain import COUNT, PROPORTION
from evidence.figures.canvas.grid import MARGIN
from evidence.figures.canvas.legend import LegendEntry, draw_legend, legend_height
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import box
from evidence.figures.canvas.text import counted, listed, width_pt, wrapped

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["describe", "draw"]

RULES = FrameRules(
    "bars of rates",
    ("group", "label", "events", "n", "estimate", "low", "high"),
    numbers={
        "events": COUNT,
        "n": COUNT,
        "estimate": PROPORTION,
        "low": PROPORTION,
        "high": PROPORTION,
    },
    intervals=(("low", "estimate", "high"),),
    parts=(("events", "n"),),
)
# In points: from one row to the next, the height of a bar, between two groups, beside a bar.
ROW_PT, BAR_PT, GROUP_GAP_PT, GAP_PT = 16.0, 10.0, 7.0, 6.0
# The widest a label may be, as a part of the figure.
LABEL_PART = 0.34


def draw(
    figure: Figure, frame: pd.DataFrame, *, counted_as: str = "Events", others: str = "Others"
) -> Figure:
    """Draw one bar per row, as long as its denominator, the counted part dark; return the figure.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Its height is set to what the rows need.
    frame : pandas.DataFrame
        ``group`` (a heading over the rows), ``label`` (the denominator in words), ``events``,
        ``n``, and ``estimate``, ``low`` and ``high`` as proportions.
    counted_as, others : str
        What the dark and the pale part are, for the legend.

    Raises
    ------
    FrameError
        For missing columns, counts above their denominators and limits that do not ascend.
    """
    check_frame(frame, RULES)
    page, size = Page(figure), current().small_pt
    legend = [("", [_entry(counted_as, dark=True), _entry(others, dark=False)])]
    foot = legend_height(legend, page.width_pt - 2 * MARGIN) + MARGIN + GROUP_GAP_PT
    groups = list(dict.fromkeys(frame["group"]))
    gaps = GROUP_GAP_PT * (len(groups) - 1)
    page.set_height(MARGIN + ROW_PT * (len(frame) + len(groups)) + gaps + foot)
    labels = max(width_pt(label, size) for label in frame["label"])
    left = MARGIN + min(labels, LABEL_PART * page.width_pt) + 3 * GAP_PT
    values = max(width_pt(_rate(row), size) for row in frame.itertuples())
    patient_pt = (page.width_pt - MARGIN - values - GAP_PT - left) / max(1, *frame["n"])
    y = page.height_pt - MARGIN
    for group in groups:
        page.text(MARGIN, y - ROW_PT / 2, group, size, weight="bold", gid="group")
        y -= ROW_PT
        for row in frame[frame["group"] == group].itertuples():
            _row(page, row, left, y - ROW_PT / 2, patient_pt)
            y -= ROW_PT
        y -= GROUP_GAP_PT
    draw_legend(page, MARGIN, y, page.width_pt - 2 * MARGIN, legend)
    return figure


def _row(page: Page, row: Any, left: float, y: float, patient_pt: float) -> None:
    size = current().small_pt
    lines = wrapped(row.label, left - MARGIN - 3 * GAP_PT, size, 2)
    for i, words in enumerate(lines):
        offset = 1.1 * size * ((len(lines) - 1) / 2 - i)
        page.text(MARGIN + GAP_PT, y + offset, words, size, gid="label")
    end, part = left + patient_pt * row.n, left + patient_pt * row.events
    _bar(page, left, end, y, dark=False)
    _bar(page, left, part, y, dark=True)
    _count(page, row.events, left, part, y, "white")
    _count(page, row.n - row.events, part, end, y, current().ink)
    page.text(end + GAP_PT, y, _rate(row), size, gid="rate")


def _bar(page: Page, left: float, right: float, y: float, dark: bool) -> None:
    style = current()
    face = style.colour("blue") if dark else style.faint
    top, bottom = y + BAR_PT / 2, y - BAR_PT / 2
    if right > left:
        name = "counted" if dark else "whole"
        box(page, left, bottom, right, top, face, style.ink, width=0.5, gid=name)


def _count(page: Page, number: float, left: float, right: float, y: float, ink: str) -> None:
    """Write how many patients a part of a bar stands for, where it is wide enough."""
    size, words = current().small_pt, f"{number:.0f}"
    if right - left > width_pt(words, size) + 4:
        page.text((left + right) / 2, y, words, size, align="center", colour=ink, gid="count")


def _rate(row: Any) -> str:
    interval = f"{100 * row.low:.1f} to {100 * row.high:.1f}"
    return f"{100 * row.estimate:.1f}% ({interval})  {row.events:.0f}/{row.n:.0f}"


def _entry(words: str, dark: bool) -> LegendEntry:
    return LegendEntry(words, lambda page, x, y: _bar(page, x - 6, x + 6, y, dark), 18, 7)


def describe(
    frame: pd.DataFrame, *, outcome: str, title: str = "", interval: str = "exact 95% interval"
) -> Description:
    """Return title, caption and alt text of the bars that ``draw`` makes of the same frame."""
    check_frame(frame, RULES)
    rates = "; ".join(
        f"{row.group}, {row.label}: {row.events:.0f} of {row.n:.0f}, {100 * row.estimate:.1f}%"
        for row in frame.itertuples()
    )
    lowest, highest = 100 * min(frame["estimate"]), 100 * max(frame["estimate"])
    finding = f"The rate of {outcome} runs from {lowest:.1f}% to {highest:.1f}%{_alike(frame)}."
    alt = f"Bars of {counted(len(frame), 'rate', 'rates')} by denominator. {finding}"
    return Description(
        title or f"{outcome}: {counted(len(frame), 'rate', 'rates')}",
        (
            "Each bar is as long as the number of patients in the denominator; the dark part is "
            f"the numerator. Beside it the percentage with its {interval} and the counts."
        ),
        alt,
        f"{alt} {rates}.",
        finding,
    )


def _alike(frame: pd.DataFrame) -> str:
    """Which numerators a report has over several denominators: the rates differ by these only."""
    several = frame[frame.duplicated(["group", "events"], keep=False)]
    if several.empty:
        return ""
    counts = listed(f"{count:.0f}" for count in dict.fromkeys(several["events"]))
    return f": {counts} patients over several denominators"
