"""Citation matrix: which report cites which study, studies of the same patients boxed as a
family.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import missing
from evidence.figures.canvas.grid import MARGIN, Matrix, draw_matrix, plan
from evidence.figures.canvas.legend import LegendEntry, draw_legend, legend_height
from evidence.figures.canvas.page import POINTS_PER_MM, Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import box
from evidence.figures.canvas.text import count
from evidence.figures.overview.citation_network.check import check

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

TOTAL = "Cited by"
# In points: a row, the widest column, half of the side of a cell, from a box to its rows,
# from the rows to the legend.
ROW_PT, WIDEST_COLUMN_PT, CELL_PT, INSET_PT, LEGEND_GAP_PT = 11.5, 62.0, 4.6, 1.0, 6.0
ROWS_PART = 0.8  # of the height that a journal allows, for the rows


def draw(figure: Figure, frame: pd.DataFrame) -> Figure:
    """Draw the matrix over the whole figure; its height is set to what the studies need.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    frame : pandas.DataFrame
        One row per report that cites a study: ``report``; ``study``; ``family`` (optional: studies
        of the same patients, boxed together); ``number`` (optional: of the reference in the
        report, written in the cell); ``sources``.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    FrameError
        For missing columns, a citation without its ends, and a study in two families.

    Examples
    --------
    >>> import pandas as pd
    >>> from evidence.figures.canvas.style import style
    >>> cited = pd.DataFrame({"report": ["A", "B"], "study": "First", "number": [4, 9]})
    >>> with style() as figure_style:
    ...     len(draw(figure_style.figure(), cited.assign(sources="")).texts) > 5
    True
    """
    check(frame)
    page = Page(figure)
    studies = in_order(frame)
    reports = list(dict.fromkeys(frame["report"]))
    limit = (current().preset.height_limit_mm or 1e9) * POINTS_PER_MM * ROWS_PART
    wide = plan(
        page,
        {study: study for study in studies},
        {**{report: report for report in reports}, TOTAL: TOTAL},
        groups=studies,
        row_height=max(min(ROW_PT, limit / len(studies)), 1.25 * current().small_pt),
        widest_column=WIDEST_COLUMN_PT,
    )
    numbered = "number" in frame and not frame["number"].map(missing).all()
    words = (
        "a citation, with the number of the reference in the report" if numbered else "a citation"
    )
    legend = [("", [LegendEntry(words, _legend_cell, 18, 7)])]
    foot = legend_height(legend, page.width_pt - 2 * MARGIN) + LEGEND_GAP_PT + MARGIN
    page.set_height(MARGIN + wide.head + wide.body + foot)
    matrix = draw_matrix(page, wide, page.height_pt - MARGIN)
    _families(page, matrix, studies)
    for row in frame.drop_duplicates(["report", "study"]).itertuples():
        _cell(page, *matrix.centre(row.study, row.report), getattr(row, "number", None))
    cited = frame.groupby("study")["report"].nunique()
    for study in studies:
        x, y = matrix.centre(study, TOTAL)
        page.text(x, y, f"{cited[study]}", current().small_pt, "center", gid="total")
    width = page.width_pt - 2 * MARGIN
    draw_legend(page, MARGIN, matrix.bottom - LEGEND_GAP_PT, width, legend)
    return figure


def in_order(frame: pd.DataFrame) -> dict[str, str]:
    """Return the family of each study (empty if none of several): those cited by most reports
    first, a family together.
    """
    cited = frame.groupby("study", sort=False)["report"].nunique()
    families = frame.drop_duplicates("study").set_index("study").get("family")
    named = {} if families is None else families[~families.map(missing)].to_dict()
    sizes = {family: [*named.values()].count(family) for family in named.values()}
    family = {study: name if sizes[name] > 1 else "" for study, name in named.items()}
    most = dict.fromkeys(family.values(), 0)
    for study, name in family.items():
        most[name] = max(most[name], int(cited[study]))

    def rank(study: str) -> tuple[int, bool, str, int]:
        name = family.get(study, "")
        return (-most[name] if name else 0, name == "", name, -int(cited[study]))

    return {study: family.get(study, "") for study in sorted(cited.index, key=rank)}


def _families(page: Page, matrix: Matrix, studies: dict[str, str]) -> None:
    """A box around the rows of each family."""
    half, right = matrix.row_height / 2, max(matrix.columns.values()) + matrix.column_width / 2
    for family in dict.fromkeys(name for name in studies.values() if name):
        heights = [matrix.rows[study] for study, name in studies.items() if name == family]
        box(
            page,
            INSET_PT,
            min(heights) - half,
            right,
            max(heights) + half,
            "none",
            width=0.9,
            gid="family",
            layer=3,
        )


def _cell(page: Page, x: float, y: float, number: object) -> None:
    style = current()
    face = style.colour("sky")
    side = 2 * CELL_PT
    low, high = y - CELL_PT, y + CELL_PT
    box(page, x - side, low, x + side, high, face, style.muted, width=0.4, gid="link")
    if not missing(number):
        page.text(x, y, count(number), style.small_pt, "center", gid="number")


def _legend_cell(page: Page, x: float, y: float) -> None:
    half, tall = CELL_PT * 1.3, CELL_PT * 0.8
    face, edge = current().colour("sky"), current().muted
    box(page, x - half, y - tall, x + half, y + tall, face, edge, width=0.4, gid="legend link")
