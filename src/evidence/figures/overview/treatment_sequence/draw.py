"""Treatment sequence: one row a patient, one cell a line, lined up at the first inotuzumab."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from evidence.figures.canvas.check_frame import (
    FrameRules,
    check_frame,
    missing,
    place,
    without_words,
)
from evidence.figures.canvas.domain import WHOLE
from evidence.figures.canvas.grid import LEADING, MARGIN, Matrix, draw_matrix, plan
from evidence.figures.canvas.legend import LegendEntry, draw_legend, legend_height
from evidence.figures.canvas.page import POINTS_PER_MM, Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import box, symbol
from evidence.figures.canvas.text import one_line, shortened, width_pt, wrapped

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


THERAPIES = {  # short word for the cell, words for the legend, colour of the strip
    "inotuzumab": ("InO", "inotuzumab", "blue"),
    "chemotherapy": ("Chemo", "chemotherapy", "sky"),
    "blinatumomab": ("Blina", "blinatumomab", "orange"),
    "car_t": ("CAR T", "CAR T cells", "purple"),
    "transplant": ("HSCT", "transplant", "green"),
    "tki": ("TKI", "tyrosine-kinase inhibitor", "yellow"),
    "radiotherapy": ("RT", "radiotherapy", "black"),
    "intrathecal": ("IT", "intrathecal therapy", "black"),
    "steroid": ("Steroid", "steroid", "black"),
    "donor_lymphocytes": ("DLI", "donor lymphocytes", "green"),
    "other": ("Other", "other therapy", "black"),
}


RESULTS = {"absent": "open", "reduced": "half", "present": "full", "not_reported": None}


RULES = FrameRules(
    "a treatment sequence",
    ("patient", "position", "therapy", "response", "result", "sources"),
    codes={"therapy": THERAPIES, "result": RESULTS},
    numbers={"position": WHOLE},
    name="patient",
)


BAND, LINES, INSET = (
    1.45,
    4,
    2.0,
)  # the strip and the lines of a cell in text heights and lines; the space before words in points


DARK = ("blue", "black")  # bands that need white words


HYPHENS = {
    "morphological": 6,
    "haematological": 7,
    "progression": 7,
    "progressive": 7,
    "autologous": 6,
    "reconstitution": 5,
    "mrd-negative": 4,
    "mrd-positive": 4,
    "cytogenetic": 4,
    "refractory": 5,
    "molecular": 5,
    "remission": 5,
    "metabolic": 4,
}


def check(frame: pd.DataFrame) -> None:
    """Raise :class:`FrameError` for missing columns, unknown codes or two lines in one place."""
    check_frame(frame, RULES, _positions)


def _positions(frame: pd.DataFrame) -> Iterator[str]:
    yield from without_words(frame, "position", "patient")
    for i in np.flatnonzero(frame.duplicated(["patient", "position"])):
        cell = place(frame, i, "position", "patient")
        yield f"{cell}: {frame['position'].iloc[i]}; another line of therapy stands there"


def draw(figure: Figure, frame: pd.DataFrame) -> Figure:
    """Draw the sequence of treatment lines over the whole figure, make it as high as its rows,
    return the figure.

    Columns of ``frame``, one row a line of therapy; patients go down in order of appearance:

    - ``patient``; ``position``: whole number, 0 is the first inotuzumab, negative before it;
    - ``therapy``: a key of THERAPIES; ``response``: the words for the cell, missing where
      not reported; ``result``: what that word means: absent (remission, negative), reduced,
      present, not_reported;
    - ``sources``.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError`.
    """
    check(frame)
    page, style = Page(figure), current()
    small = style.small_pt
    patients = {patient: patient for patient in dict.fromkeys(frame["patient"])}
    positions = {
        place: _heading(place)
        for place in range(int(frame["position"].min()), int(frame["position"].max()) + 1)
    }
    legend = _legend(frame)
    foot = legend_height(legend, page.width_pt - 2 * MARGIN) + 8 + MARGIN
    tall, low = BAND * small + LINES * LEADING * small + 5, 1.2 * small
    limit = (style.preset.height_limit_mm or 1e9) * POINTS_PER_MM
    spacious = len(patients) * tall + foot + 40 <= limit
    wide = plan(
        page,
        patients,
        positions,
        row_height=tall if spacious else low,
        widest_label=0.122 if spacious else 0.25,
    )
    page.set_height(MARGIN + wide.head + wide.body + foot)
    matrix = draw_matrix(page, wide, page.height_pt - MARGIN)
    _first(page, matrix)
    for row in frame.itertuples():
        _cell(page, matrix, row, spacious)
    draw_legend(page, MARGIN, matrix.bottom - 8, page.width_pt - 2 * MARGIN, legend)
    return figure


def _heading(place: int) -> str:
    return "first InO" if place == 0 else f"{'−' if place < 0 else '+'}{abs(place)}"


def _first(page: Page, matrix: Matrix) -> None:
    if 0 in matrix.columns:
        half = matrix.column_width / 2
        box(
            page,
            matrix.columns[0] - half,
            matrix.bottom,
            matrix.columns[0] + half,
            matrix.top,
            "0.94",
            "0.94",
            layer=0.05,
            gid="first inotuzumab",
        )


def _cell(page: Page, matrix: Matrix, row: Any, spacious: bool) -> None:
    style = current()
    x, y = matrix.centre(row.patient, row.position)
    half, high = matrix.column_width / 2 - 1.2, matrix.row_height / 2 - (1.5 if spacious else 0.5)
    short, _, colour = THERAPIES[row.therapy]
    bold, size = row.therapy == "inotuzumab", style.small_pt
    band = min(BAND * size, 2 * high)
    box(
        page,
        x - half,
        y - high,
        x + half,
        y + high,
        "white",
        style.ink if bold else style.muted,
        width=1.3 if bold else 0.5,
        gid=f"line {row.therapy}",
        layer=0.6,
    )
    box(
        page,
        x - half,
        y + high - band,
        x + half,
        y + high,
        style.colour(colour),
        style.muted,
        width=0.4,
        layer=0.7,
    )
    middle = y + high - band / 2
    page.text(
        x - half + INSET,
        middle,
        shortened(short, 2 * half - 10, size),
        size,
        gid="therapy",
        colour="white" if colour in DARK else style.ink,
    )
    fill = RESULTS[row.result]
    if fill:
        symbol(
            page, x + half - 4.2, middle, "o", 4.4, fill, gid=f"result {row.result}"
        ).set_markeredgecolor("white" if colour in DARK and fill == "full" else style.ink)
    if spacious:
        words = "not reported" if missing(row.response) else one_line(row.response)
        for i, line in enumerate(_lines(words, 2 * half - INSET - 1.5, size)):
            page.text(
                x - half + INSET,
                y + high - band - LEADING * size * (i + 0.55),
                line,
                size,
                colour=style.muted if missing(row.response) else style.ink,
                gid="response",
            )


def _lines(words: str, width: float, size: float) -> list[str]:
    """Words in lines; a word wider than its box is broken with a hyphen, where HYPHENS tells
    how.
    """
    parts = []
    for word in words.split(" "):
        while width_pt(word, size) > width and len(word) > 3:
            fits = max(
                (i for i in range(2, len(word)) if width_pt(word[:i] + "-", size) <= width),
                default=2,
            )
            cut = min(HYPHENS.get(word.lower(), fits), fits)
            parts.append(word[:cut] if word[cut - 1] == "-" else word[:cut] + "-")
            word = word[cut:]
        parts.append(word)
    return wrapped(" ".join(parts), width, size, LINES)


def _legend(frame: pd.DataFrame) -> list[tuple[str, list[LegendEntry]]]:
    kinds = [kind for kind in THERAPIES if kind in set(frame["therapy"])]
    results = [
        ("absent", "called remission, negative or resolved"),
        ("reduced", "called partial"),
        ("present", "called no response, relapse or positive"),
    ]
    shown = [_result_entry(code, words) for code, words in results if code in set(frame["result"])]
    return [("Therapy", [_therapy_entry(kind) for kind in kinds])] + (
        [("Response as reported", shown)] if shown else []
    )


def _result_entry(code: str, words: str) -> LegendEntry:
    fill = RESULTS[code] or "open"
    return LegendEntry(words, lambda page, x, y: symbol(page, x, y, "o", 4.6, fill))


def _therapy_entry(kind: str) -> LegendEntry:
    short, words, colour = THERAPIES[kind]

    def mark(page: Page, x: float, y: float) -> Any:
        box(
            page,
            x - 5,
            y - 3.5,
            x + 4,
            y + 3.5,
            current().colour(colour),
            current().muted,
            width=0.4,
        )

    return LegendEntry(f"{short}: {words}" if short.lower() not in words.lower() else words, mark)
