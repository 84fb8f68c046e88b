"""Tables of the review as tables of the site: words for codes, each row a link to its chain."""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup, escape

from evidence.review.lineage.lineage import Source, is_number
from evidence.site.links.chains import Chains, shortened
from evidence.site.links.find_rows import Place
from evidence.site.links.linked_text import cell
from evidence.site.notebooks import Grid
from evidence.site.records import spaced

# Columns that say how a row is filed, not what was found.
FILING = ("sources", "rule", "note", "sequence", "address", "locator")
MOST_COLUMNS = 8  # as many as fit beside each other; the row itself has all
DIGITS = 4  # significant, in a table; the chain has all
LONGEST = 240  # letters of a cell in a table; the chain has it whole


def rows_of(chains: Chains, table: str, **chosen: str) -> tuple[pd.DataFrame, list[Source]]:
    """The rows of a table with these cells, as text, and which rows they are."""
    records = chains.records
    frame = records.derived[table] if table in records.derived else records.coded[table]
    rows = records.rows(table)
    wanted = pd.Series(True, index=frame.index)
    for column, value in chosen.items():
        wanted &= frame[column] == value
    return frame[wanted], [row for row, is_wanted in zip(rows, wanted, strict=True) if is_wanted]


def telling(frame: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    """Of these columns the first ones, those that are the same in every row left out."""
    varied = [name for name in columns if frame[name].nunique() > 1]
    return (varied or list(columns))[:MOST_COLUMNS]


def filled(frame: pd.DataFrame, without: Sequence[str] = ()) -> list[str]:
    """The columns with something in them, without keys and filing."""
    return [
        name
        for name in frame
        if name not in (*FILING, *without) and not name.endswith("_id") and any(frame[name] != "")
    ]


def grid(
    chains: Chains,
    frame: pd.DataFrame,
    rows: Sequence[Source],
    columns: Sequence[str],
) -> Grid:
    """Rows of a table; the first cell of each, and its numbers, open the chain of the row."""
    words = chains.records.in_words(frame[list(columns)])
    shown = [
        [
            _cell(chains, row, name, str(value), is_first=place == 0)
            for place, (name, value) in enumerate(cells.items())
        ]
        for row, cells in zip(rows, words.to_dict("records"), strict=True)
    ]
    numeric = [all(is_number(text) or not text for text in words[name]) for name in columns]
    return Grid("", [spaced(name) for name in columns], numeric, shown)


def as_list(chains: Chains, frame: pd.DataFrame, row: Source, columns: Sequence[str]) -> Grid:
    """The only row of a frame, a line for each of its cells."""
    cells = chains.records.in_words(frame[list(columns)]).to_dict("records")[0]
    shown = [
        [cell(spaced(name)), _cell(chains, row, name, str(value), is_first=True)]
        for name, value in cells.items()
    ]
    return Grid("", [], [False, False], shown)


def _cell(chains: Chains, row: Source, column: str, text: str, is_first: bool) -> Markup:
    if is_number(text):
        return chains.link(rounded(text), Place(row, column))
    if is_first and text:
        return chains.link(text, Place(row, column))
    return cell(shortened(text, LONGEST)) if text else escape("")


def rounded(text: str) -> str:
    """A number at four significant digits, with a true minus; a whole number as it is.

    >>> rounded("2.39048780488"), rounded("-3"), rounded("1835")
    ('2.39', '−3', '1835')
    """
    whole = float(text).is_integer() and "." not in text
    return (text if whole else f"{float(text):.{DIGITS}g}").replace("-", "−")
