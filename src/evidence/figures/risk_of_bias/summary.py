"""Appraisal bars: for each item, how many studies have each judgement; counts, not weights."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from evidence.figures.canvas.description import Description
from evidence.figures.canvas.grid import MARGIN
from evidence.figures.canvas.legend import LegendEntry, draw_legend, legend_height
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import box
from evidence.figures.canvas.text import counted, width_pt, wrapped
from evidence.figures.canvas.traffic_lights import LIGHTS, face_of, light_of
from evidence.figures.risk_of_bias.check import INSTRUMENTS, check, item_name, items

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure
    from matplotlib.typing import ColorType

__all__ = ["describe", "draw"]

ROW_PT, BAR_PT, LEADING = 17.0, 11.0, 1.2


def draw(figure: Figure, frame: pd.DataFrame, *, instrument: str = "generic") -> Figure:
    """Draw one bar per item, split by judgement, over the whole figure; return the figure.

    The columns of ``frame`` are those of :func:`evidence.figures.risk_of_bias.traffic_light.draw`.
    Each
    part carries its symbol and its count, so that it reads without colour; a study
    without a judgement on an item counts as no information.
    Raises :class:`~evidence.figures.canvas.check_frame.FrameError`.
    """
    check(frame, instrument)
    page, colours = Page(figure), INSTRUMENTS[instrument].colours
    small, asked = current().small_pt, items(frame, instrument)
    left = MARGIN + 0.46 * page.width_pt
    labels = {
        item: wrapped(_words(item, words), left - 2 * MARGIN - 6, small, 2)
        for item, words in asked.items()
    }
    heights = {
        item: max(ROW_PT, LEADING * small * len(lines) + 4) for item, lines in labels.items()
    }
    counts = counts_by_item(frame, instrument)
    judged = {words for judgements in counts.values() for words in judgements}
    legend = [("", [_entry(words, colours) for words in LIGHTS if words in judged])]
    foot = legend_height(legend, page.width_pt - 2 * MARGIN) + MARGIN + 6
    page.set_height(MARGIN + math.fsum(heights.values()) + foot)
    y = page.height_pt - MARGIN
    for item in asked:
        middle = y - heights[item] / 2
        for i, words in enumerate(labels[item]):
            page.text(
                MARGIN,
                middle + LEADING * small * ((len(labels[item]) - 1) / 2 - i),
                words,
                small,
                gid="item label",
            )
        _bar(page, counts[item], left, page.width_pt - MARGIN, middle, colours)
        y -= heights[item]
    draw_legend(page, MARGIN, y - 6, page.width_pt - 2 * MARGIN, legend)
    return figure


def _words(item: str, words: str) -> str:
    return f"{item}  {words}" if words and words != item else item


def counts_by_item(frame: pd.DataFrame, instrument: str = "generic") -> dict[str, dict[str, int]]:
    """Return for each item how many studies have each judgement, in the order of the lights."""
    studies = list(dict.fromkeys(frame["study"]))
    judgements = {
        (row.study, row.item): light_of(row.judgement).words for row in frame.itertuples()
    }
    silent = light_of(None).words
    every = {
        item: [judgements.get((study, item), silent) for study in studies]
        for item in items(frame, instrument)
    }
    return {
        item: {words: found.count(words) for words in LIGHTS if words in found}
        for item, found in every.items()
    }


def _bar(
    page: Page,
    counts: dict[str, int],
    left: float,
    right: float,
    y: float,
    colours: Mapping[str, str],
) -> None:
    style, whole, x = current(), sum(map(int, counts.values())), left
    for words, number in counts.items():
        face, ink = face_of(LIGHTS[words], colours)
        end = x + (right - left) * number / whole
        box(
            page,
            x,
            y - BAR_PT / 2,
            end,
            y + BAR_PT / 2,
            face,
            style.ink,
            width=0.5,
            gid=f"part {words}",
        )
        _part(page, LIGHTS[words].symbol, number, x, end, y, ink)
        x = end


def _part(
    page: Page, sign: str, number: int, x: float, end: float, y: float, ink: ColorType
) -> None:
    """The symbol at the left end, the count apart from it, so that no minus
    stands before a number.
    """
    size = current().small_pt
    if end - x > 14:
        page.text(x + 7, y, sign, size, align="center", weight="bold", colour=ink, gid="part sign")
    if end - x > width_pt(str(number), size) + 26:
        page.text(
            (x + end) / 2 + 4, y, str(number), size, align="center", colour=ink, gid="part count"
        )


def _entry(words: str, colours: Mapping[str, str]) -> LegendEntry:
    light = LIGHTS[words]

    def mark(page: Page, x: float, y: float) -> None:
        face, ink = face_of(light, colours)
        box(page, x - 6, y - 4.5, x + 6, y + 4.5, face, current().ink, width=0.5)
        if light.symbol:
            page.text(
                x, y, light.symbol, current().small_pt, align="center", weight="bold", colour=ink
            )

    return LegendEntry(words, mark, 18, 7)


def describe(
    frame: pd.DataFrame,
    *,
    instrument: str = "generic",
    rows: tuple[str, str] = ("study", "studies"),
    title: str = "",
) -> Description:
    """Return title, caption and alt text of the bars that ``draw`` makes of the same frame;
    ``rows`` says what is judged, one and many.
    """
    check(frame, instrument)
    asked, number = items(frame, instrument), frame["study"].nunique()
    name = INSTRUMENTS[instrument].name
    sentences = " ".join(
        f"{item_name(item)}: {', '.join(f'{count} {words}' for words, count in counts.items())}."
        for item, counts in counts_by_item(frame, instrument).items()
    )
    return Description(
        title or f"Appraisal of {counted(number, *rows)} with {name}, by item",
        (
            f"Each bar is one item of {name}, split by the number of {rows[1]} with each "
            f"judgement. All {rows[1]} count alike and items are not added up."
        ),
        (
            f"Stacked bars of judgements of {counted(number, *rows)} on "
            f"{counted(len(asked), 'item', 'items')} ({name}). {sentences}"
        ),
    )
