"""Appraisal sheet: several tools side by side, one row per report, the items by their names."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from evidence.figures.canvas.check_frame import FrameRules, check_frame, place, without_words
from evidence.figures.canvas.description import Description
from evidence.figures.canvas.grid import MARGIN, Matrix, draw_matrix, plan
from evidence.figures.canvas.legend import LegendEntry, draw_legend, legend_height
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import current
from evidence.figures.canvas.symbols import line
from evidence.figures.canvas.text import counted, listed, one_line, wrapped
from evidence.figures.canvas.traffic_lights import LIGHTS, ROBVIS, draw_light, light_of
from evidence.figures.risk_of_bias.check import INSTRUMENTS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["describe", "draw"]

RULES = FrameRules(
    "an appraisal sheet",
    ("study", "instrument", "item", "item_name", "judgement", "sources"),
    codes={"instrument": INSTRUMENTS},
    name="study",
)
ROW_PT, WIDEST_COLUMN_PT, LIGHT_PT = 15.0, 26.0, 10.5


def check(frame: pd.DataFrame) -> None:
    """Raise :class:`FrameError` for missing columns, unknown tools and judgements of no tool."""
    check_frame(frame, RULES, _judgements)


def _judgements(frame: pd.DataFrame) -> Iterator[str]:
    for column in ("study", "item", "item_name"):
        yield from without_words(frame, column, "study")
    for i, again in enumerate(frame.duplicated(["study", "instrument", "item"])):
        if again:
            yield f"{place(frame, i, 'item', 'study')}: {frame['item'].iloc[i]} is judged twice"
    for i, row in enumerate(frame.to_dict("records")):
        allowed = INSTRUMENTS[row["instrument"]].judgements
        words = str(row["judgement"]).strip().lower()
        if row["judgement"] == row["judgement"] and row["judgement"] and words not in allowed:
            cell = place(frame, i, "judgement", "study")
            yield f"{cell}: {row['judgement']!r}; allowed: {', '.join(allowed)}"


def draw(figure: Figure, frame: pd.DataFrame) -> Figure:
    """Draw the sheet over the whole figure; its height is set to what the rows need.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    frame : pandas.DataFrame
        One row per judgement, in the order drawn: ``study``; ``instrument`` (a tool that the
        package knows); ``item`` (its number in the tool) and ``item_name``; ``judgement`` (one of
        the tool; missing is no information); ``sources``. No sum over items is drawn.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    FrameError
        For missing columns, unknown tools, judgements that a tool does not have, doubled cells.

    Examples
    --------
    >>> import pandas as pd
    >>> from evidence.figures.canvas.style import style
    >>> judged = pd.DataFrame(
    ...     {
    ...         "study": ["A", "A"],
    ...         "instrument": ["murad", "jbi_case_report"],
    ...         "item": "1",
    ...         "item_name": ["Selection", "Demographics"],
    ...         "judgement": ["no", "yes"],
    ...         "sources": "",
    ...     }
    ... )
    >>> with style() as figure_style:
    ...     len(draw(figure_style.figure(), judged).texts) > 5
    True
    """
    check(frame)
    page = Page(figure)
    tools = list(dict.fromkeys(frame["instrument"]))
    columns = {
        (row.instrument, row.item): f"{row.item}  {one_line(row.item_name)}"
        for tool in tools
        for row in frame[frame["instrument"] == tool].itertuples()
    }
    wide = plan(
        page,
        {study: study for study in dict.fromkeys(frame["study"])},
        columns,
        row_height=ROW_PT,
        widest_column=WIDEST_COLUMN_PT,
    )
    legend = [("", [_entry(words) for words in LIGHTS if words in _shown(frame)])]
    foot = legend_height(legend, page.width_pt - 2 * MARGIN) + MARGIN + 7
    head = _tools_height(tools, len(columns), wide.column_width)
    page.set_height(MARGIN + head + wide.head + wide.body + foot)
    matrix = draw_matrix(page, wide, page.height_pt - MARGIN - head)
    _tools(page, matrix, columns, page.height_pt - MARGIN)
    for row in frame.itertuples():
        x, y = matrix.centre(row.study, (row.instrument, row.item))
        draw_light(page, x, y, row.judgement, LIGHT_PT, current().small_pt, ROBVIS)
    draw_legend(page, MARGIN, matrix.bottom - 7, page.width_pt - 2 * MARGIN, legend)
    return figure


def _tool_lines(tool: str, width: float) -> list[str]:
    name = INSTRUMENTS[tool].name.removeprefix("the ")
    return wrapped(name[:1].upper() + name[1:], width, current().small_pt, 3, "bold")


def _tools_height(tools: list[str], items: int, column: float) -> float:
    lines = max(len(_tool_lines(tool, items / len(tools) * column - 6)) for tool in tools)
    return 1.25 * current().small_pt * lines + 5


def _tools(page: Page, matrix: Matrix, columns: dict, top: float) -> None:
    """Name each tool over its items, with a rule; a rule between tools over the rows too."""
    size, half = current().small_pt, matrix.column_width / 2
    tools = list(dict.fromkeys(tool for tool, _ in columns))
    for tool in tools:
        centres = [matrix.columns[column] for column in columns if column[0] == tool]
        left, right = min(centres) - half, max(centres) + half
        lines = _tool_lines(tool, math.floor(len(columns) / len(tools)) * matrix.column_width - 6)
        for i, words in enumerate(lines):
            y = top - 1.25 * size * (i + 0.5)
            page.text(left + 3, y, words, size, weight="bold", gid="tool")
        below = top - 1.25 * size * len(lines) - 2
        line(page, [left + 3, right - 3], [below, below], 0.7, gid="tool rule")
        if tool != tools[0]:
            line(page, [left, left], [matrix.bottom, matrix.top], 0.7, gid="tool border")


def _shown(frame: pd.DataFrame) -> set[str]:
    return {light_of(judgement).words for judgement in frame["judgement"]}


def _entry(words: str) -> LegendEntry:
    return LegendEntry(
        words, lambda page, x, y: draw_light(page, x, y, words, 9.0, current().small_pt, ROBVIS)
    )


def describe(
    frame: pd.DataFrame, *, rows: tuple[str, str] = ("report", "reports"), title: str = ""
) -> Description:
    """Return title, caption and alt text of the sheet that ``draw`` makes of the same frame.

    Raises :class:`~evidence.figures.canvas.check_frame.FrameError` as ``draw`` does.
    """
    check(frame)
    tools = [INSTRUMENTS[tool].name for tool in dict.fromkeys(frame["instrument"])]
    number = counted(frame["study"].nunique(), *rows)
    finding = _finding(frame, rows)
    sentences = " ".join(
        _study(str(study), judged) for study, judged in frame.groupby("study", sort=False)
    )
    return Description(
        title or f"Appraisal of {number} with {listed(tools)}",
        (
            f"One row per {rows[0]}, one column per item, under the name of its tool. A sign says "
            "the same as its colour: plus, yes; minus, no; question mark, unclear; stroke, not "
            "applicable. Items are not added up to a score, since they do not weigh the same."
        ),
        f"Traffic lights of {number} by the items of {listed(tools)}. {finding}",
        f"{finding} {sentences}",
        finding,
    )


def _study(study: str, judged: pd.DataFrame) -> str:
    words = [f"{row.item_name} {light_of(row.judgement).words}" for row in judged.itertuples()]
    return f"{study}: {', '.join(words)}."


def _finding(frame: pd.DataFrame, rows: tuple[str, str]) -> str:
    """The items that most reports fail, and how many judgements are a yes."""
    words = frame["judgement"].map(lambda judgement: light_of(judgement).words)
    asked = frame[words != "not applicable"]
    good = words.isin(["yes", "low"])
    bad = frame[words.isin(["no", "high"])]
    failed = bad.groupby("item_name", sort=False)["study"].nunique()
    most = failed[failed == failed.max()].index if len(failed) else []
    worst = (
        f"; most often failed: {listed(most)} ({failed.max()} of {frame['study'].nunique()} "
        f"{rows[1]})"
        if len(most)
        else ""
    )
    return (
        f"{int(good.sum())} of {counted(len(asked), 'judgement', 'judgements')} "
        f"{'is' if good.sum() == 1 else 'are'} favourable{worst}."
    )
