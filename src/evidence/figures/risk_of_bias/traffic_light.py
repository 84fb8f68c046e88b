"""Appraisal lights: one row per study, one column per item, each judgement a symbol in a circle;
never a score.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import missing
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.grid import MARGIN, draw_matrix, plan
from evidence.figures.canvas.legend import LegendEntry, draw_legend, legend_height
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.text import counted, one_line
from evidence.figures.canvas.traffic_lights import LIGHTS, draw_light, light_of
from evidence.figures.risk_of_bias.check import (
    INSTRUMENTS,
    check,
    item_list_height,
    item_name,
    items,
    set_item_list,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["describe", "draw"]

LIGHT_ROW_PT = 17.0


def draw(figure: Figure, frame: pd.DataFrame, *, instrument: str = "generic") -> Figure:
    """Draw appraisal lights over the whole figure, make it as high as its rows, return the figure.

    Columns of ``frame``, one row per judgement, in the order drawn:

    - ``study``; ``group``, if given: of the studies, set above them;
    - ``item``: the heading of the column (``"1"``, ``"D2"``, ``"Overall"``); ``item_label``:
      what it asks, set below the lights;
    - ``judgement``: one that the instrument has; missing is no information; ``sources``.

    ``instrument`` is a key of INSTRUMENTS: items, their order and judgements are checked against
    it. No sum over items is drawn: they do not weigh the same.
    Raises :class:`~evidence.figures.canvas.check_frame.FrameError`.
    """
    check(frame, instrument)
    page, colours = Page(figure), INSTRUMENTS[instrument].colours
    small, asked = current().small_pt, items(frame, instrument)
    groups = dict(zip(frame["study"], frame["group"], strict=True)) if "group" in frame else {}
    wide = plan(
        page,
        {study: study for study in dict.fromkeys(frame["study"])},
        {item: item for item in asked},
        groups=groups,
        row_height=LIGHT_ROW_PT,
        widest_column=34.0,
    )
    cells = {(row.study, row.item): row.judgement for row in frame.itertuples()}
    shown = {
        light_of(cells.get((study, item))).words for study in wide.rows for item in wide.columns
    }
    legend, legend_width = (
        [("", [_entry(words, colours) for words in LIGHTS if words in shown])],
        page.width_pt - 2 * MARGIN,
    )
    foot = legend_height(legend, legend_width) + item_list_height(asked, page.width_pt) + MARGIN + 8
    page.set_height(MARGIN + wide.head + wide.body + foot)
    matrix = draw_matrix(page, wide, page.height_pt - MARGIN)
    diameter = min(0.8 * matrix.row_height, 0.8 * matrix.column_width, 12.0)
    size = max(small, min(9.0, 0.75 * diameter))
    for study in wide.rows:
        for item in wide.columns:
            light = cells.get((study, item))
            draw_light(page, *matrix.centre(study, item), light, diameter, size, colours)
    set_item_list(page, asked, draw_legend(page, MARGIN, matrix.bottom - 5, legend_width, legend))
    return figure


def _entry(words: str, colours: Mapping[str, str]) -> LegendEntry:
    def sign(page: Page, x: float, y: float) -> None:
        draw_light(page, x, y, words, 9.0, current().small_pt, colours)

    return LegendEntry(words, sign)


def describe(
    frame: pd.DataFrame,
    *,
    instrument: str = "generic",
    rows: tuple[str, str] = ("study", "studies"),
    title: str = "",
) -> Description:
    """Return title, caption and alt text of the lights that ``draw`` makes of the same frame.

    ``rows`` says what is judged, one and many. Raises
    :class:`~evidence.figures.canvas.check_frame.FrameError` as ``draw`` does.
    """
    check(frame, instrument)
    asked, studies = items(frame, instrument), list(dict.fromkeys(frame["study"]))
    name = INSTRUMENTS[instrument].name
    alt = (
        f"Traffic lights of {counted(len(studies), *rows)} by "
        f"{counted(len(asked), 'item', 'items')} ({name}). "
        f"{' '.join(_item(item, frame) for item in asked)}"
    )
    caption = (
        f"Appraisal with {name}. Each light is one judgement: its sign says the same as "
        f"its colour. "
        f"{_asked(asked)}The items are not added up to a score, since they do not weigh the same."
    )
    return Description(
        title or f"Appraisal of {counted(len(studies), *rows)} with {name}",
        caption,
        alt,
        f"{alt} {' '.join(_study(study, frame) for study in studies)}",
    )


def _asked(asked: dict[str, str]) -> str:
    """What the items ask, as sentences; a question keeps its own mark."""
    parts = [
        f"{item_name(item)}: {words}" for item, words in asked.items() if words and words != item
    ]
    return "".join(f"{words} " if words.endswith("?") else f"{words}. " for words in parts)


def _item(item: str, frame: pd.DataFrame) -> str:
    parts = [
        light_of(judgement).words for judgement in frame.loc[frame["item"] == item, "judgement"]
    ]
    return (
        f"{item_name(item)}: "
        f"{', '.join(f'{parts.count(words)} {words}' for words in LIGHTS if words in parts)}."
    )


def _study(study: str, frame: pd.DataFrame) -> str:
    judged = [
        f"{row.item} {light_of(None if missing(row.judgement) else row.judgement).words}"
        for row in frame[frame["study"] == study].itertuples()
    ]
    return f"{one_line(study)}: {', '.join(judged)}."
