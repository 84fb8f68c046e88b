"""Characters that no reported text has: they break XML, Word, consoles and spreadsheets."""

import re
import unicodedata

import pandas as pd

from evidence.coded.dictionary import Table
from evidence.coded.problems import Problem
from evidence.coded.validate import row_names

# XML 1.0 has no control characters but tab and line ends, no surrogates, no U+FFFE and U+FFFF;
# a coded cell is one line. Marks of direction reorder what a reader sees. U+FEFF is a byte order
# mark pasted in, U+FFFD a character that an earlier program could not read.
UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffd-\uffff]"
)


def name_of_character(character: str) -> str:
    """Code point and name of a character that may not be visible.

    >>> name_of_character("\\x0c"), name_of_character("\\u202e")
    ('U+000C (a form feed)', 'U+202E (RIGHT-TO-LEFT OVERRIDE)')
    """
    common = {"\0": "NUL", "\t": "a tab", "\n": "a line break", "\r": "a line break"}
    common |= {"\x0c": "a form feed"}
    name = common.get(character) or unicodedata.name(character, "a control character")
    return f"U+{ord(character):04X} ({name})"


def character_problems(frame: pd.DataFrame, table: Table) -> list[Problem]:
    """Cells with control characters and the like, one problem per cell.

    Parameters
    ----------
    frame : the coded table as text. table : its entry in the dictionary.
    """
    problems = []
    for column in table.columns:
        if not UNWANTED.search("".join(frame[column].unique())):
            continue  # one search of all texts is a hundred times quicker than one per cell
        found = frame[column].map(UNWANTED.search)
        rows = frame.index[found.notna()].tolist()
        problems += [
            Problem(
                table.path,
                name,
                column,
                name_of_character(found[row].group()),
                "text in one line, without control characters",
            )
            for row, name in zip(rows, row_names(frame, table, rows), strict=True)
        ]
    return problems
