"""Patient timelines: a band to scale for each case, numbered, with the list of its events under
it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from evidence.figures.canvas.check_frame import (
    FrameRules,
    check_frame,
    missing,
    place,
    without_words,
)
from evidence.figures.canvas.domain import COUNT, NUMBER
from evidence.figures.canvas.legend import LegendEntry, draw_legend, legend_height
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import box, line, symbol
from evidence.figures.canvas.text import wrapped
from evidence.figures.overview.patient_timeline.band import Band, draw_axis, draw_numbers
from evidence.figures.overview.patient_timeline.event_list import EventList, event_list

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

INDEX = "index"
# Shape, colour and fill of the kinds of event other than a dose, in the order of ``kinds``.
SIGNS = (
    ("v", "black", "open"),
    ("s", "sky", "full"),
    ("o", "black", "open"),
    ("X", "vermillion", "full"),
    ("*", "green", "full"),
    ("h", "purple", "full"),
    ("^", "orange", "full"),
    (">", "black", "full"),
)
RULES = FrameRules(
    "a patient timeline",
    ("case", "kind", "label", "date", "day", "day_low", "day_high", "listed", "series", "sources"),
    numbers={"day_low": NUMBER, "day_high": NUMBER, "series": COUNT},
    flags=("listed",),
    name="case",
)
MARGIN, LEADING = 3.0, 1.2
# In points: the names of the cases, the band, from the numbers down to its middle and from there to
# the list, after a case; half of a stroke of a dose; the axis.
NAME_PT, BAND_PT, ABOVE_PT, BELOW_PT, AFTER_PT, STROKE_PT = 92.0, 7.0, 15.0, 9.0, 5.0, 5.5


def check(frame: pd.DataFrame, kinds: Mapping[str, str]) -> None:
    """Raise :class:`FrameError` for missing columns, unknown kinds or events without words."""
    check_frame(frame, RULES, lambda events: _faults(events, kinds))


def _faults(frame: pd.DataFrame, kinds: Mapping[str, str]) -> Iterator[str]:
    yield from without_words(frame, "label", "case")
    yield from without_words(frame, "listed", "case")
    for i in np.flatnonzero(~frame["kind"].isin([*kinds, INDEX])):
        cell = place(frame, i, "kind", "case")
        yield f"{cell}: {frame['kind'].iloc[i]!r}; allowed: {', '.join([INDEX, *kinds])}"
    for i in np.flatnonzero(frame["day_low"] > frame["day_high"]):
        cell = place(frame, i, "day_low", "case")
        yield f"{cell}: {frame['day_low'].iloc[i]:g}; allowed: at most day_high"


def draw(
    figure: Figure,
    frame: pd.DataFrame,
    *,
    kinds: Mapping[str, str],
    index: str = "index therapy",
) -> Figure:
    """Draw the timelines over the whole figure; its height is set to what they need.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    frame : pandas.DataFrame
        One row per event, in order within its case: ``case``; ``kind`` (``index`` for a dose of the
        index therapy, or one of ``kinds``); ``label`` (what happened); ``date`` and ``day`` (as
        they are written in the list, empty where not known); ``day_low``, ``day_high`` (days from
        the first dose of the index therapy, for the band); ``listed`` (whether it is in the list);
        ``series`` (doses of one number are one stretch of treatment, drawn in its colour from the
        first to the last); ``sources``.
    kinds : mapping
        The other kinds of event, with their words, at most eight.
    index : str
        The name of the index therapy.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    FrameError
        For missing columns, unknown kinds, events without words and days in the wrong order.

    Examples
    --------
    >>> import pandas as pd
    >>> from evidence.figures.canvas.style import style
    >>> events = pd.DataFrame(
    ...     {
    ...         "case": "A",
    ...         "kind": ["relapse", "index"],
    ...         "label": ["relapse", "first dose"],
    ...         "date": "",
    ...         "day": ["(−30)", "0"],
    ...         "day_low": [-30.0, 0],
    ...         "day_high": [-30.0, 0],
    ...         "listed": True,
    ...         "series": [None, 1],
    ...         "sources": "",
    ...     }
    ... )
    >>> with style() as figure_style:
    ...     len(draw(figure_style.figure(), events, kinds={"relapse": "relapse"}).texts) > 5
    True
    """
    check(frame, kinds)
    page = Page(figure)
    band = Band.of(frame, MARGIN + NAME_PT, page.width_pt - MARGIN - 6)
    lists = {
        name: event_list(rows[rows["listed"].astype(bool)], page.width_pt - 2 * MARGIN)
        for name, rows in frame.groupby("case", sort=False)
    }
    legend = [("", _legend(frame, kinds, index))]
    foot = legend_height(legend, page.width_pt - 2 * MARGIN) + MARGIN
    axis = 2.6 * current().small_pt + 8
    heights = {name: ABOVE_PT + BELOW_PT + AFTER_PT + found.height for name, found in lists.items()}
    page.set_height(MARGIN + math.fsum(heights.values()) + axis + foot)
    y = page.height_pt - MARGIN
    signs = dict(zip(kinds, SIGNS, strict=False))
    for name, rows in frame.groupby("case", sort=False):
        _case(page, str(name), rows, band, lists[name], y, signs)
        y -= heights[name]
    draw_axis(page, band, y - 4, index)
    draw_legend(page, MARGIN, foot, page.width_pt - 2 * MARGIN, legend)
    return figure


def _case(
    page: Page,
    name: str,
    rows: pd.DataFrame,
    band: Band,
    listed: EventList,
    top: float,
    signs: Mapping[str, tuple[str, str, str]],
) -> None:
    style = current()
    line(page, [MARGIN, page.width_pt - MARGIN], [top, top], 0.5, style.faint, layer=0.2)
    y = top - ABOVE_PT
    words = wrapped(name, NAME_PT - 6, style.text_pt, 2, "bold")
    for i, text in enumerate(words):
        middle = y + LEADING * style.text_pt * ((len(words) - 1) / 2 - i)
        page.text(MARGIN, middle, text, style.text_pt, weight="bold", gid="case")
    _band(page, rows, band, y)
    for row in rows[rows["day_low"].notna()].to_dict("records"):
        _event(page, band, y, row, signs)
    draw_numbers(page, rows, band, y + BAND_PT / 2 + 4.5)
    listed.draw(page, MARGIN, y - BELOW_PT)


def _band(page: Page, rows: pd.DataFrame, band: Band, y: float) -> None:
    """The time that the report covers in white; in colour while the index therapy is given."""
    style = current()
    known = rows[rows["day_low"].notna()]
    if known.empty:
        return
    half = BAND_PT / 2
    left, right = band.x(known["day_low"].min()), band.x(known["day_high"].max())
    box(page, left, y - half, right, y + half, "white", style.muted, width=0.5, gid="band")
    for _, doses in known[known["series"].notna()].groupby("series"):
        middles = [band.middle(row) for row in doses.to_dict("records")]
        colour = style.colour("blue")
        box(page, min(middles), y - half, max(middles), y + half, colour, colour, gid="given")


def _event(
    page: Page, band: Band, y: float, row: dict, signs: Mapping[str, tuple[str, str, str]]
) -> None:
    """A stroke for a dose, a symbol for another event, and a line over the days that it may be."""
    style, x = current(), band.middle(row)
    low, high = band.x(row["day_low"]), band.x(row["day_high"])
    if high - low > 1:
        below = y - BAND_PT / 2 - 2
        line(page, [low, high], [below, below], 0.6, style.muted, gid="days possible", layer=1.5)
    if row["kind"] == INDEX:
        line(page, [x, x], [y - STROKE_PT, y + STROKE_PT], 1.2, gid="event index", layer=4)
        return
    shape, colour, fill = signs[row["kind"]]
    size = 7.0 if shape == "*" else 4.8
    symbol(page, x, y, shape, size, fill, style.colour(colour), gid=f"event {row['kind']}")


def _legend(frame: pd.DataFrame, kinds: Mapping[str, str], index: str) -> list[LegendEntry]:
    drawn = set(frame.loc[frame["day_low"].notna(), "kind"])
    entries = [
        _entry(words, *sign)
        for (kind, words), sign in zip(kinds.items(), SIGNS, strict=False)
        if kind in drawn
    ]
    if INDEX in drawn:
        entries.append(LegendEntry(f"{index}: doses, and while it was given", _index_sign))
    if not frame["day_low"].map(missing).all():
        entries.append(LegendEntry("days on which it may have been", _possible_sign))
    return entries


def _entry(words: str, shape: str, colour: str, fill: str) -> LegendEntry:
    size = 7.0 if shape == "*" else 4.8
    return LegendEntry(
        words, lambda page, x, y: symbol(page, x, y, shape, size, fill, current().colour(colour))
    )


def _index_sign(page: Page, x: float, y: float) -> None:
    colour = current().colour("blue")
    box(page, x - 5, y - BAND_PT / 2, x + 4, y + BAND_PT / 2, colour, colour)
    for end in (x - 5, x + 4):
        line(page, [end, end], [y - STROKE_PT + 1, y + STROKE_PT - 1], 1.2, layer=4)


def _possible_sign(page: Page, x: float, y: float) -> None:
    line(page, [x - 6, x + 5], [y, y], 0.6, current().muted)
