"""Claims by verdict: for each report a bar of its statements about other studies, by verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import FrameRules, check_frame, without_words
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.grid import MARGIN
from evidence.figures.canvas.legend import LegendEntry, draw_legend, legend_height
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import box
from evidence.figures.canvas.text import counted, one_line, width_pt, wrapped

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

VERDICTS = {  # sign in the square, colour; the words are those of the code
    "supported": ("", "sky"),
    "other_analysis_set": ("A", "yellow"),
    "wrong_reference": ("R", "orange"),
    "wrong_denominator": ("D", "orange"),
    "wrong_author": ("W", "orange"),
    "time_point_omitted": ("T", "yellow"),
    "holds_in_part": ("P", "yellow"),
    "may_be_chance": ("C", "yellow"),
    "contradicted": ("X", "vermillion"),
    "not_contradicted": ("N", "white"),
    "not_checkable": ("", "white"),
}
RULES = FrameRules(
    "a figure of claims",
    ("document", "claim", "verdict", "sources"),
    codes={"verdict": VERDICTS},
    name="document",
)
LEGEND = "Statements about other studies"
SOUND = ("supported", "not_contradicted", "not_checkable")
# In points: from one bar to the next, the height of a bar, the space beside it and the height of a
# sign in the legend. The widest that the names may be, as a part of the figure.
ROW_PT, BAR_PT, GAP_PT, LEGEND_PT, NAMES_PART = 20.0, 12.0, 6.0, 8.5, 0.3


def check(frame: pd.DataFrame) -> None:
    """Raise :class:`FrameError` for missing columns, unknown verdicts or claims without words."""
    check_frame(frame, RULES, lambda claims: without_words(claims, "claim", "document"))


def draw(figure: Figure, frame: pd.DataFrame) -> Figure:
    """Draw one bar per document, as long as its claims, over the whole figure; return the figure.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Its height is set to what the bars need.
    frame : pandas.DataFrame
        One row per claim: ``document``; ``claim``, its words in short; ``verdict``, a key of
        ``VERDICTS``; ``sources``. All bars have one scale; each part carries its number of
        claims, and a letter where the claim does not hold.

    Raises
    ------
    FrameError
        For missing columns, unknown verdicts and claims without words.
    """
    check(frame)
    page, small = Page(figure), current().small_pt
    counts = claims_by_document(frame)
    found = [verdict for verdict in VERDICTS if any(verdict in of for of in counts.values())]
    legend = [(LEGEND, [_entry(verdict) for verdict in found])]
    foot = legend_height(legend, page.width_pt - 2 * MARGIN) + GAP_PT + MARGIN
    page.set_height(MARGIN + ROW_PT * len(counts) + foot)
    widest = max(width_pt(one_line(document), small) for document in counts)
    left = MARGIN + min(widest, NAMES_PART * page.width_pt) + GAP_PT
    totals = {document: str(sum(map(int, of.values()))) for document, of in counts.items()}
    right = page.width_pt - MARGIN - max(width_pt(total, small) for total in totals.values())
    claim_pt = (right - GAP_PT - left) / max(map(int, totals.values()))
    y = page.height_pt - MARGIN - ROW_PT / 2
    for document, of_document in counts.items():
        name = wrapped(one_line(document), left - MARGIN - GAP_PT, small, 1)[0]
        page.text(MARGIN, y, name, small, gid="row")
        end = _bar(page, of_document, left, y, claim_pt)
        page.text(end + GAP_PT, y, totals[document], small, gid="total")
        y -= ROW_PT
    draw_legend(page, MARGIN, y + ROW_PT / 2 - GAP_PT, page.width_pt - 2 * MARGIN, legend)
    return figure


def claims_by_document(frame: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Return for each document how many claims have each verdict, verdicts in their order."""
    counts = frame.groupby("document", sort=False)["verdict"].value_counts().to_dict()
    return {
        document: {
            verdict: counts[document, verdict]
            for verdict in VERDICTS
            if (document, verdict) in counts
        }
        for document in dict.fromkeys(frame["document"])
    }


def _bar(page: Page, counts: dict[str, int], left: float, y: float, claim_pt: float) -> float:
    """Draw the parts of a bar from the left; return where it ends."""
    for verdict, number in counts.items():
        right = left + claim_pt * number
        _part(page, verdict, left, right, y)
        sign = VERDICTS[verdict][0]
        both = f"{sign} {number}".strip()
        for words in (both, sign or str(number)):
            if width_pt(words, current().small_pt, "bold") + 3 <= right - left:
                _words_in_part(page, verdict, words, (left + right) / 2, y)
                break
        left = right
    return left


def _part(
    page: Page, verdict: str, left: float, right: float, y: float, height: float = BAR_PT
) -> None:
    style, colour = current(), VERDICTS[verdict][1]
    face = "white" if colour == "white" else style.colour(colour)
    bottom, top, gid = y - height / 2, y + height / 2, f"part {verdict}"
    box(page, left, bottom, right, top, face, style.ink, width=0.5, gid=gid)


def _words_in_part(page: Page, verdict: str, words: str, x: float, y: float) -> None:
    style, (sign, colour) = current(), VERDICTS[verdict]
    ink = "white" if style.palette == "grey" and colour == "vermillion" else style.ink
    weight = "bold" if sign else "normal"
    page.text(x, y, words, style.small_pt, "center", weight, ink, gid="count")


def _entry(verdict: str) -> LegendEntry:
    letter = VERDICTS[verdict][0]

    def sign(page: Page, x: float, y: float) -> None:
        _part(page, verdict, x - 6, x + 6, y, LEGEND_PT)
        if letter:
            _words_in_part(page, verdict, letter, x, y)

    return LegendEntry(_words(verdict), sign, 18, 7)


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
        f"{counted(len(frame), 'statement', 'statements')} of "
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
    finding = (
        f"{len(faulty)} of {counted(len(frame), 'statement', 'statements')} about other studies "
        f"do not hold as reported; {counts.get('not_checkable', 0)} could not be checked, "
        "which does not make them wrong."
    )
    caption = (
        "Each bar is as long as the number of statements of a report on other studies; its "
        "parts are verdicts, with the number of statements."
    )
    return Description(
        title or "Statements about other studies, checked against the study",
        caption,
        f"Bars of the statements of {counted(len(documents), 'report', 'reports')}. {finding}",
        f"{alt} {rows}",
        finding,
    )


def _words(verdict: str) -> str:
    return verdict.replace("_", " ")
