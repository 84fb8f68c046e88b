"""MRD by patient: one row each, results in order within four periods, the level written beside.

No axis of levels is drawn: most negative results come without a detection limit, and a symbol on an
axis would say how deep they reach.
"""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING, Any

from evidence.domains.haematology.figures.mrd.check import PERIODS, THRESHOLD, check
from evidence.figures.canvas.check_frame import missing
from evidence.figures.canvas.grid import MARGIN
from evidence.figures.canvas.legend import LegendEntry, draw_legend, legend_height
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import box, line, symbol
from evidence.figures.canvas.text import one_line, power_of_ten, width_pt, wrapped

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

# In points: the height of a row, a symbol, from a symbol down to its label, beside the names.
ROW_PT, SYMBOL_PT, LABEL_PT, GAP_PT = 30.0, 6.5, 9.5, 6.0
NAMES_PART, HEADING_LINES = 0.2, 3
SHAPES = ("o", "D", "s", "^", "p", "v", "P")
LIMIT_UNKNOWN = "?"
FINDINGS = {
    "full": "detected",
    "half": "detected, below 10⁻⁴",
    "open": "not detected (<: detection limit; ?: limit not stated)",
}


def draw(figure: Figure, frame: pd.DataFrame, *, index: str = "the index therapy") -> Figure:
    """Draw a row per patient over the whole figure, make it as high as needed, return the figure.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    frame : pandas.DataFrame
        One row per result: ``patient``; ``panel``, the assay; ``scale`` (share of cells, ratio);
        ``period`` (before, baseline, during, after_transplant); ``step``, the order within the
        patient; ``state`` (level, at_or_above, below, not_detected, detected, term_only);
        ``value`` and ``sensitivity``, as shares or ratios; ``label``, the level as reported;
        ``sources``.
    index : str
        The name of the index therapy.

    Raises
    ------
    FrameError
        For missing columns, unknown codes, levels that cannot be.
    """
    check(frame)
    page = Page(figure)
    rows = frame.sort_values("step", kind="stable")
    patients = list(dict.fromkeys(frame["patient"]))
    legend = _legend(frame)
    foot = legend_height(legend, page.width_pt - 2 * MARGIN) + GAP_PT + MARGIN
    head = HEADING_LINES * 1.2 * current().small_pt + GAP_PT
    page.set_height(MARGIN + head + ROW_PT * len(patients) + foot)
    top = page.height_pt - MARGIN - head
    bottom = top - ROW_PT * len(patients)
    slots = _slots(rows)
    edges = _edges(page, slots, patients)
    _periods(page, index, edges, top, bottom)
    shapes = dict(zip(dict.fromkeys(frame["panel"]), SHAPES, strict=False))
    for i, patient in enumerate(patients):
        y = top - ROW_PT * i
        _name(page, patient, edges, y)
        for period, results in rows[rows["patient"] == patient].groupby("period", sort=False):
            left, right = edges[period]
            for k, row in enumerate(results.itertuples()):
                x = left + (right - left) * (k + 0.5) / slots[period]
                _result(page, x, y - 0.38 * ROW_PT, shapes[row.panel], row)
    line(page, [MARGIN, page.width_pt - MARGIN], [bottom, bottom], 0.6, current().muted)
    draw_legend(page, MARGIN, bottom - GAP_PT, page.width_pt - 2 * MARGIN, legend)
    return figure


def _slots(rows: pd.DataFrame) -> dict[str, int]:
    """How many results the fullest patient has in each period, at least one."""
    fullest = rows.groupby(["period", "patient"]).size().groupby("period").max()
    return {period: max(int(fullest.get(period, 0)), 1) for period in PERIODS}


def _edges(
    page: Page, slots: dict[str, int], patients: list[str]
) -> dict[str, tuple[float, float]]:
    """The left and the right edge of each period: as wide as its results need."""
    widest = max(width_pt(one_line(name), current().small_pt, "bold") for name in patients)
    left = MARGIN + min(widest + 1, NAMES_PART * page.width_pt) + GAP_PT
    slot_pt = (page.width_pt - MARGIN - left) / sum(map(int, slots.values()))
    edges = {}
    for period, count in slots.items():
        edges[period] = (left, left + slot_pt * count)
        left += slot_pt * count
    return edges


def _periods(
    page: Page, index: str, edges: dict[str, tuple[float, float]], top: float, bottom: float
) -> None:
    small = current().small_pt
    for i, (period, (left, right)) in enumerate(edges.items()):
        if i % 2 == 0:
            box(page, left, bottom, right, top, "0.955", "0.955", layer=0.1, gid="period")
        lines = wrapped(PERIODS[period].format(index=index), right - left - 2, small, HEADING_LINES)
        for k, words in enumerate(reversed(lines)):
            x, y = (left + right) / 2, top + 5 + 1.2 * small * k
            page.text(x, y, words, small, "center", gid="period heading")


def _name(page: Page, patient: str, edges: dict[str, tuple[float, float]], y: float) -> None:
    small = current().small_pt
    line(page, [MARGIN, page.width_pt - MARGIN], [y, y], 0.5, current().faint, layer=0.15)
    free_width = next(iter(edges.values()))[0] - MARGIN - GAP_PT
    for i, words in enumerate(wrapped(one_line(patient), free_width, small, 2, "bold")):
        place = y - 0.38 * ROW_PT - 1.2 * small * i
        page.text(MARGIN, place, words, small, weight="bold", gid="patient")


def _result(page: Page, x: float, y: float, shape: str, row: Any) -> None:
    """The symbol of one result with its level, its limit or a question mark below."""
    fill = fill_of(row)
    if fill is None:
        page.text(x, y, "×", current().text_pt, "center", gid="result term_only")
    else:
        colour = current().colour("orange")
        symbol(page, x, y, shape, SYMBOL_PT, fill, colour, gid=f"result {row.state} {fill}")
    page.text(x, y - LABEL_PT, label_of(row), current().small_pt, "center", gid="level")


def fill_of(row: Any) -> str | None:
    """Return how the symbol of a result is filled; None for a term without a result.

    Half is detected below 10⁻⁴, the limit under which a response is called MRD-negative; a
    transcript ratio has no such limit.
    """
    if row.state == "term_only":
        return None
    if row.state in ("not_detected", "below"):
        return "open"
    low = row.state == "level" and row.scale == "share" and row.value < THRESHOLD
    return "half" if low else "full"


def label_of(row: Any) -> str:
    """Return what is written below a result: its level, its detection limit, or that none is
    stated.
    """
    level = one_line(row.label) or ("" if missing(row.value) else f"{row.value:g}")
    if row.state == "not_detected":
        return f"< {_limit(row.sensitivity)}" if not missing(row.sensitivity) else LIMIT_UNKNOWN
    signs = {"at_or_above": "≥ ", "below": "< "}
    return f"{signs.get(row.state, '')}{level}"


def _limit(sensitivity: float) -> str:
    exponent = round(log10(sensitivity))
    return power_of_ten(exponent) if sensitivity == 10.0**exponent else f"{sensitivity:g}"


def _legend(frame: pd.DataFrame) -> list[tuple[str, list[LegendEntry]]]:
    panels = list(dict.fromkeys(frame["panel"]))
    orange = current().colour("orange")

    def marked(words: str, shape: str, fill: str) -> LegendEntry:
        return LegendEntry(
            words, lambda page, x, y: symbol(page, x, y, shape, SYMBOL_PT, fill, orange)
        )

    fills = {fill_of(row) for row in frame.itertuples()}
    found = [marked(words, "o", fill) for fill, words in FINDINGS.items() if fill in fills]
    if None in fills:
        found.append(LegendEntry("a term without a result", _cross))
    assays = [marked(panel, shape, "open") for panel, shape in zip(panels, SHAPES, strict=False)]
    return [("Result", found), ("Assay", assays)]


def _cross(page: Page, x: float, y: float) -> object:
    return page.text(x, y, "×", current().text_pt, "center")
