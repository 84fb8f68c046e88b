"""Cells that a spreadsheet has rewritten, seen by comparing a table with an earlier state of it.

A CSV that is opened and saved in a spreadsheet comes back with dates where there were digits,
without the last zeros of decimals, or with digits grouped anew. Alone such a cell looks sound;
beside what it was before, the change can be named.
"""

import re
from collections.abc import Iterator

import pandas as pd

from evidence.coded.dictionary import Table
from evidence.coded.problems import Problem

MONTH_NUMBERS = {
    "jan": 1, "feb": 2, "mar": 3, "mär": 3, "mrz": 3, "apr": 4, "may": 5, "mai": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12,
}  # fmt: skip
MONTHS = "|".join(MONTH_NUMBERS)
TIME = r"[ T]\d{1,2}:\d{2}(?::\d{2})?"
# Forms that spreadsheets give to what they take for a date, in English and German settings.
DATE = re.compile(
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}[-. ]{{1,2}}(?:{MONTHS})[a-zä]*\.?(?:[-. ]{{1,2}}\d{{2,4}})?"
    rf"|(?:{MONTHS})[a-zä]*\.?[-. ]\d{{2,4}})(?:{TIME})?",
    re.I,
)
# What spreadsheets take for one: a month's name, or digits parted by a stroke, point or hyphen.
DATE_LIKE = re.compile(rf"\d{{1,4}}\s*[-/.]\s*\d{{1,4}}|(?<![a-zä])(?:{MONTHS})", re.I)
NUMBER = re.compile(r"[+-]?[\d.,' \u00a0\u202f]*\d[\d.,' \u00a0\u202f]*%?")
SCIENTIFIC = re.compile(r"([+-]?\d(?:[.,]\d+)?)E\+?(-?\d+)", re.I)
RATIO = re.compile(r"\d+:\d+")
CLOCK = re.compile(r"\d{1,3}:\d{2}(?::\d{2})?(?: ?[AP]M)?", re.I)
TRUTH = {"true": ("TRUE", "WAHR"), "false": ("FALSE", "FALSCH")}
ERROR = re.compile(r"#(?:N/A|NV|REF!|BEZUG!|VALUE!|WERT!|DIV/0!|NAME\?|NUM!|ZAHL!|NULL!)")
COMMIT = "what is reported; commit the file if it is meant"


def spreadsheet_changes(before: pd.DataFrame, after: pd.DataFrame, table: Table) -> list[Problem]:
    """Cells that differ from an earlier state as a spreadsheet makes them differ.

    Parameters
    ----------
    before, after : the table as text, in two states; rows are the same where their key is.
    table : its entry in the dictionary.

    Returns
    -------
    One problem a cell: what it was, and what the spreadsheet did.
    """
    keys = list(table.key)
    if not set(keys) <= set(before) or before[keys].duplicated().any():
        return []
    old, new = before.set_index(keys), after.drop_duplicates(keys).set_index(keys)
    rows = new.index.intersection(old.index)
    return [
        Problem(
            table.path, _row_name(row), column, found, f"{was!r} as before ({how}), or {COMMIT}"
        )
        for column in new.columns.intersection(old.columns)
        for row, was, found in _different(old.loc[rows, column], new.loc[rows, column])
        if (how := what_changed(was, found))
    ]


def _different(before: pd.Series, after: pd.Series) -> Iterator[tuple[object, str, str]]:
    changed = (before != after).to_numpy()
    yield from zip(before.index[changed], before[changed], after[changed], strict=True)


def _row_name(row: object) -> str:
    return " / ".join(row) if isinstance(row, tuple) else str(row)


def what_changed(before: str, after: str) -> str:
    """What a spreadsheet did to a cell; empty where the change looks like a person's.

    >>> what_changed("0.450", "0.45"), what_changed("0.450", "450")
    ('decimals lost', 'digits regrouped')
    >>> what_changed("9/17", "09/17/2026"), what_changed("10-3", "Oct-03")
    ('made a date', 'made a date')
    >>> what_changed("0.450", "0.52")
    ''
    """
    if not before or not after or before == after:
        return ""
    if ERROR.fullmatch(after):
        return "made an error of a formula"
    if before.startswith("=") and not after.startswith("="):
        return "made the result of a formula"
    if after in TRUTH.get(before.lower(), ()):
        return "made a truth value"
    power = SCIENTIFIC.fullmatch(after)
    if power and _is_rounded(before, power):
        return "digits lost"
    if NUMBER.fullmatch(before) and NUMBER.fullmatch(after) and _digits(before) == _digits(after):
        return _number_change(before, after)
    if RATIO.fullmatch(before) and CLOCK.fullmatch(after):
        return "made a time"
    if DATE.fullmatch(after) and DATE_LIKE.search(before) and _parts(before) <= _parts(after):
        return "date written anew" if DATE.fullmatch(before) else "made a date"
    return ""


def _digits(number: str) -> str:
    """The digits that count: without grouping, signs of decimals, and zeros at both ends."""
    return re.sub(r"\D", "", number).strip("0")


def _is_rounded(before: str, after: re.Match[str]) -> bool:
    """Is the number in powers of ten what was there, rounded to its decimals?"""
    if not re.fullmatch(r"[+-]?\d+", before):
        return False
    mantissa = after[1].replace(",", ".")
    decimals = len(mantissa.partition(".")[2])
    return float(f"{int(before):.{decimals}E}") == float(f"{mantissa}E{after[2]}")


def _number_change(before: str, after: str) -> str:
    """What happened to a number whose digits are the same, zeros at both ends left out."""
    if not re.search(r"\D", before + after):
        return "zeros in front lost" if int(before) == int(after) else ""
    try:
        same = float(before) == float(after)
    except ValueError:  # signs that group, a decimal comma
        same = False
    if not same:
        return "digits regrouped"
    return "decimals lost" if len(after) < len(before) else "decimals added"


def _parts(date: str) -> set[int]:
    """Day, month and year in any order and form, the year without its century."""
    months = {MONTH_NUMBERS[name.lower()] for name in re.findall(MONTHS, date, re.I)}
    return months | {int(number) % 100 for number in re.findall(r"\d+", re.sub(TIME, "", date))}
