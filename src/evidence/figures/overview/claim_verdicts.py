"""Claims by verdict: what the reports say of other studies, each claim one square, the faulty ones
in words.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import FrameRules, check_frame, missing, without_words
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.grid import LEADING, MARGIN, Matrix, Plan, draw_matrix, plan
from evidence.figures.canvas.page import POINTS_PER_MM, Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import box, line
from evidence.figures.canvas.text import counted, one_line, wrapped

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

VERDICTS = {  # words, sign in the square, colour
    "supported": ("supported", "", "sky"),
    "other_analysis_set": ("other analysis set", "A", "yellow"),
    "wrong_reference": ("wrong reference", "R", "orange"),
    "wrong_denominator": ("wrong denominator", "D", "orange"),
    "wrong_author": ("wrong author", "W", "orange"),
    "time_point_omitted": ("time point omitted", "T", "yellow"),
    "holds_in_part": ("holds in part", "P", "yellow"),
    "not_shown": ("may be chance", "C", "yellow"),
    "contradicted": ("contradicted", "X", "vermillion"),
    "not_contradicted": ("not contradicted", "", "white"),
    "not_checkable": ("not checkable", "", "white"),
}
RULES = FrameRules(
    "a figure of claims",
    ("document", "claim", "verdict", "sources"),
    codes={"verdict": VERDICTS},
    name="document",
)
UNCHECKED = "not_checkable"  # most claims: their number is written, they are not drawn one by one
SOUND = ("supported", "not_contradicted", UNCHECKED)
SQUARE, STEP, LIST_PART = 8.4, 9.6, 0.17


def check(frame: pd.DataFrame) -> None:
    """Raise :class:`FrameError` for missing columns, unknown verdicts or claims without words."""
    check_frame(frame, RULES, lambda claims: without_words(claims, "claim", "document"))


def draw(figure: Figure, frame: pd.DataFrame) -> Figure:
    """Draw claims by document and verdict over the whole figure, make it as high as needed, return
    the figure.

    Columns of ``frame``, one row a claim: ``document``; ``claim``, its words in short;
    ``verdict``: a key of VERDICTS; ``finding``, if given: why, in a few words; ``sources``.
    One square is one claim (one stands for all that are not checkable); the number under
    them is their count; claims that do not
    hold are listed below with their verdicts, as far as the page goes.
    Raises :class:`~evidence.figures.canvas.check_frame.FrameError`.
    """
    check(frame)
    page = Page(figure)
    documents = {document: document for document in dict.fromkeys(frame["document"])}
    verdicts = {verdict: words for verdict, (words, _, _) in VERDICTS.items()}
    counts = frame.groupby(["document", "verdict"]).size()
    tallest = max(
        (int(count) for (_, verdict), count in counts.items() if verdict != UNCHECKED), default=1
    )
    first = plan(page, documents, verdicts, widest_label=0.2)
    per_row = max(int((first.column_width - 3) / STEP), 1)
    wide = plan(
        page,
        documents,
        verdicts,
        widest_label=0.2,
        row_height=-(-tallest // per_row) * STEP + LEADING * current().small_pt + 5,
    )
    listed, left_out = _listed(frame, page, wide)
    below = (
        math.fsum(height for *_, height in listed)
        + (LEADING * current().small_pt * 2 if listed else 0)
        + (12 if left_out else 0)
    )
    page.set_height(MARGIN + wide.head + wide.body + below + 8 + MARGIN)
    matrix = draw_matrix(page, wide, page.height_pt - MARGIN)
    for document in documents:
        for verdict in verdicts:
            _cell(page, matrix, document, verdict, int(counts.get((document, verdict), 0)), per_row)
    _list(page, listed, left_out, matrix.bottom - 8)
    return figure


def _cell(
    page: Page, matrix: Matrix, document: str, verdict: str, count: int, per_row: int
) -> None:
    style = current()
    x, y = matrix.at(document, verdict)
    drawn = min(count, 1) if verdict == UNCHECKED else count
    rows, top = -(-drawn // per_row), y + matrix.row_height / 2 - 3
    if (
        rows * STEP + LEADING * style.small_pt > matrix.row_height - 2
    ):  # many documents: the numbers alone
        rows, top = 0, y + 0.65 * style.small_pt
    for i in range(drawn if rows else 0):
        row, place = divmod(i, per_row)
        across = min(drawn - row * per_row, per_row)
        _square(page, x + (place - (across - 1) / 2) * STEP, top - (row + 0.5) * STEP, verdict)
    page.text(
        x,
        top - rows * STEP - 0.65 * style.small_pt if count else y,
        f"{count}" if count else "none",
        style.small_pt,
        align="center",
        colour=style.ink if count else style.muted,
        gid="count" if count else "none",
    )


def _square(page: Page, x: float, y: float, verdict: str) -> None:
    style = current()
    _, sign, colour = VERDICTS[verdict]
    box(
        page,
        x - SQUARE / 2,
        y - SQUARE / 2,
        x + SQUARE / 2,
        y + SQUARE / 2,
        "white" if colour == "white" else style.colour(colour),
        style.ink if sign else style.muted,
        width=0.5,
        gid=f"claim {verdict}",
        layer=1,
    )
    if sign:
        white = style.palette == "grey" and colour == "vermillion"
        page.text(
            x,
            y,
            sign,
            style.small_pt,
            align="center",
            colour="white" if white else style.ink,
            weight="bold",
            gid="sign",
        )


def _listed(frame: pd.DataFrame, page: Page, wide: Plan) -> tuple[list, int]:
    """The claims that do not hold: verdict, document, lines and height of each; and how many found
    no room.
    """
    small = current().small_pt
    faulty = frame[~frame["verdict"].isin(SOUND)].to_dict("records")
    limit = (current().preset.height_limit_mm or 1e9) * POINTS_PER_MM - wide.head - wide.body - 40
    listed, used = [], 0.0
    for row in faulty:
        words = one_line(row["claim"]) + (
            f" – {one_line(row['finding'])}" if not missing(row.get("finding")) else ""
        )
        lines = wrapped(words, page.width_pt - MARGIN - _claim_left(page), small, 3)
        height = LEADING * small * len(lines) + 3
        if used + height > limit:
            break
        listed.append((row["verdict"], one_line(row["document"]), lines, height))
        used += height
    return listed, len(faulty) - len(listed)


def _claim_left(page: Page) -> float:
    """Where the words of a listed claim begin."""
    return MARGIN + 14 + LIST_PART * page.width_pt


def _list(page: Page, listed: list, left_out: int, top: float) -> None:
    style = current()
    small = style.small_pt
    if listed:
        page.text(
            MARGIN,
            top - small,
            "Claims that do not hold as printed",
            style.text_pt,
            weight="bold",
            gid="list heading",
        )
    y, room = top - 2 * LEADING * small, LIST_PART * page.width_pt
    for verdict, document, lines, height in listed:
        _square(page, MARGIN + SQUARE / 2, y - 0.6 * LEADING * small, verdict)
        page.text(
            MARGIN + 14,
            y - 0.6 * LEADING * small,
            wrapped(document, room - 6, small, 1)[0],
            small,
            gid="list document",
        )
        for i, words in enumerate(lines):
            page.text(
                _claim_left(page), y - LEADING * small * (0.6 + i), words, small, gid="list claim"
            )
        y -= height
    if left_out:
        line(page, [MARGIN, MARGIN + 30], [y - 1, y - 1], 0.4, style.muted)
        page.text(
            MARGIN + 14,
            y - 8,
            f"and {counted(left_out, 'claim', 'claims')} more, in the data of the figure",
            small,
            gid="list rest",
        )


def describe(frame: pd.DataFrame, *, title: str = "") -> Description:
    """Return title, caption and alt text of the figure that ``draw`` makes of the same frame.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` as ``draw`` does.
    """
    check(frame)
    documents = list(dict.fromkeys(frame["document"]))
    counts = frame["verdict"].value_counts()
    counted_verdicts = ", ".join(
        f"{counts[verdict]} {_words(verdict)}" for verdict in VERDICTS if verdict in counts
    )
    alt = (
        f"{counted(len(frame), 'claim', 'claims')} of "
        f"{counted(len(documents), 'report', 'reports')} about other studies, by verdict: "
        f"{counted_verdicts}."
    )
    faulty = frame[~frame["verdict"].isin(SOUND)]
    rows = " ".join(
        f"{document}: {one_line(claim)} ({_words(verdict)})."
        for document, claim, verdict in zip(
            faulty["document"], faulty["claim"], faulty["verdict"], strict=True
        )
    )
    letters = "; ".join(
        f"{sign}, {_words(verdict)}" for verdict, (_, sign, _) in VERDICTS.items() if sign
    )
    caption = (
        f"Each square is one claim that a report makes about another study, held against that "
        f"study (one open square stands for all that are not checkable); numbers are counts. "
        f"Letters: {letters}. Claims that cannot be checked are not thereby wrong."
    )
    return Description(
        title or "Claims about other studies, held against them", caption, alt, f"{alt} {rows}"
    )


def _words(verdict: str) -> str:
    return VERDICTS[verdict][0]
