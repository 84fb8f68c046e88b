"""Tables of the review as tables of the site: words for codes, each row a link to its chain."""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup, escape

from evidence.review.lineage.lineage import CODED, DERIVED, Source, is_number, key_columns, row_keys
from evidence.site.links.chains import Chains, spaced
from evidence.site.links.find_rows import Place
from evidence.site.links.linked_text import cell
from evidence.site.notebooks import Grid

# Columns that say how a row is filed, not what was found.
FILING = ("sources", "rule", "note", "sequence", "address", "locator")
DIGITS = 4  # significant, in a table; the chain has all
LONGEST = 240  # letters of a cell in a table; the chain has it whole


def rows_of(chains: Chains, table: str, **chosen: str) -> tuple[pd.DataFrame, list[Source]]:
    """The rows of a table with these cells, as text, and which rows they are."""
    records = chains.records
    side = DERIVED if table in records.derived else CODED
    frame = records.derived[table] if side == DERIVED else records.coded[table]
    columns = key_columns(frame) if side == DERIVED else records.lineage.coded_keys[table]
    rows = [Source(side, table, key) for key in row_keys(frame, columns)]
    wanted = pd.Series(True, index=frame.index)
    for column, value in chosen.items():
        wanted &= frame[column] == value
    return frame[wanted], [row for row, is_wanted in zip(rows, wanted, strict=True) if is_wanted]


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
    fold: str = "",
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
    return Grid(fold, [spaced(name) for name in columns], numeric, shown)


def _cell(chains: Chains, row: Source, column: str, text: str, is_first: bool) -> Markup:
    if is_number(text):
        return chains.link(rounded(text), Place(row, column))
    if is_first and text:
        return chains.link(text, Place(row, column))
    return cell(shortened(text)) if text else escape("")


def rounded(text: str) -> str:
    """A number at four significant digits, with a true minus; a whole number as it is.

    >>> rounded("2.39048780488"), rounded("-3"), rounded("1835")
    ('2.39', '−3', '1835')
    """
    whole = float(text).is_integer() and "." not in text
    return (text if whole else f"{float(text):.{DIGITS}g}").replace("-", "−")


def shortened(text: str) -> str:
    """A long text cut at a space, with an ellipsis."""
    return text if len(text) <= LONGEST else text[:LONGEST].rpartition(" ")[0] + " …"
