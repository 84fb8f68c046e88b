"""Reported values that the rules cannot read, as problems for the person who coded them."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd

from evidence.coded.dictionary import Field, Table
from evidence.coded.problems import Problem
from evidence.coded.validate import row_names
from evidence.harmonise.doses import ACTIVITY, CANONICAL, OTHER
from evidence.harmonise.laboratory import Scale, canonical_of, reported_ends, scales
from evidence.harmonise.numbers import plain_typography
from evidence.harmonise.quantities import factor, is_unit, read_quantity
from evidence.harmonise.readers import (
    BEGINS_WITH_VALUE,
    READERS,
    Reader,
    unreadable,
    what_is_allowed,
)

Frames = Mapping[str, pd.DataFrame]
FindProblems = Callable[[Frames, dict[str, Table]], list[Problem]]
MONTH = "jan|feb|mar|mär|mrz|apr|may|mai|jun|jul|aug|sep|sept|oct|okt|nov|dec|dez"
# What a spreadsheet makes of 10-3, 3.10 or 3/2010, and of a formula that fails.
SPREADSHEET_DATE = re.compile(
    rf"\s*(?:\d{{1,2}}[-. ]{{1,2}}(?:{MONTH})\.?(?:[-. ]\d{{2}})?|(?:{MONTH})[-. ]\d{{2}})\s*", re.I
)
SPREADSHEET_ERROR = re.compile(r"\s*#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)\s*")
SPREADSHEET = "what is reported: a spreadsheet turns 10-3 into a date and formulas into errors"
DATED_ITEMS = ("diagnosis_date", "first_index_dose")  # characteristics that rules read as dates


@dataclass(frozen=True)
class ScaleCheck:
    """Values that cannot be brought to the scale on which they are compared.

    Attributes
    ----------
    tables : those that ``find`` reads; it is not asked where one of them is empty.
    find : function of the tables as text and of the dictionary, which gives the problems.
    """

    tables: tuple[str, ...]
    find: FindProblems


def _from_spreadsheet(text: str) -> bool:
    return bool(SPREADSHEET_DATE.fullmatch(text) or SPREADSHEET_ERROR.fullmatch(text))


def row_problems(
    frame: pd.DataFrame,
    table: Table,
    column: str,
    bad: pd.Series,
    allowed: str | Callable[[str], str],
) -> list[Problem]:
    """One problem per row where ``bad`` holds; what is allowed may depend on the cell."""
    rows = frame.index[bad.to_numpy(bool)].tolist()
    names = row_names(frame, table, rows) if rows else []
    return [
        Problem(
            *(table.path, name, column, frame.loc[row, column]),
            allowed if isinstance(allowed, str) else allowed(str(frame.loc[row, column])),
        )
        for row, name in zip(rows, names, strict=True)
    ]


def where_text(texts: pd.Series, holds: Callable[[str], bool]) -> pd.Series:
    """Where ``holds(text)``, asked once for each distinct text."""
    return texts.isin([text for text in texts.unique() if text and holds(text)])


def _field_problems(frame: pd.DataFrame, table: Table, field: Field) -> list[Problem]:
    texts = frame[field.name]
    damaged = where_text(texts, _from_spreadsheet)
    if not field.reads_as:
        return row_problems(frame, table, field.name, damaged, SPREADSHEET)
    reader = READERS[field.reads_as]
    if field.reads_as == "time":
        damaged &= False  # "10-Mar" is a date there, and lacks its year
    unread = where_text(texts, lambda text: unreadable(text, reader)) & ~damaged
    return row_problems(frame, table, field.name, damaged, SPREADSHEET) + row_problems(
        frame, table, field.name, unread, partial(what_is_allowed, reader=reader)
    )


def promises_value(text: str) -> bool:
    return bool(BEGINS_WITH_VALUE.match(plain_typography(text)))


def _laboratory_reads(text: str, scale: Scale) -> bool:
    """Can the value be converted? A value without unit is read; the audit says what it lacks."""
    if not promises_value(text) or not read_quantity(reported_ends(text)[0])[1]:
        return True
    return all(scale.convert(end) is not None for end in reported_ends(text))


def _laboratory_problems(frames: Frames, tables: dict[str, Table]) -> list[Problem]:
    """Laboratory values in a unit that the analyte is not measured in."""
    frame, found = frames["laboratory"], []
    for analyte, scale in scales(frames["analytes"]).items():
        if not is_unit(scale.unit):
            continue  # a problem of the code list, named there
        rows = frame["analyte"] == analyte
        reader = Reader(BEGINS_WITH_VALUE, partial(_laboratory_reads, scale=scale), "")
        bad = where_text(
            frame["value_as_reported"].where(rows, ""), partial(unreadable, reader=reader)
        )
        allowed = (
            f"a unit of the same kind as {scale.unit or 'none'}, canonical_unit in analytes.csv"
        )
        found += row_problems(frame, tables["laboratory"], "value_as_reported", bad & rows, allowed)
    return found


def _dated_item_problems(frames: Frames, tables: dict[str, Table]) -> list[Problem]:
    """Items that are a date and cannot be read as one."""
    frame, reader = frames["characteristics"], READERS["time"]
    unread = where_text(frame["as_reported"], lambda text: unreadable(text, reader))
    bad = frame["item"].isin(DATED_ITEMS) & unread
    return row_problems(frame, tables["characteristics"], "as_reported", bad, reader.allowed)


def _severity_problems(frames: Frames, tables: dict[str, Table]) -> list[Problem]:
    """Limits of severity in a unit that the analyte is not measured in."""
    frame, analytes = frames["severity_words"], frames["analytes"].drop_duplicates("code")
    scale = frame["analyte"].map(analytes.set_index("code")["canonical_unit"]).fillna("")
    bad = [
        is_unit(canonical_of(unit)) and not _same_kind(canonical_of(unit), canonical_of(other))
        for unit, other in zip(frame["unit"], scale, strict=True)
    ]
    allowed = "a unit of the same kind as the analyte's canonical_unit in analytes.csv"
    return row_problems(frame, tables["severity_words"], "unit", pd.Series(bad), allowed)


def _same_kind(unit: str, other: str) -> bool:
    try:
        return factor(unit, other) > 0
    except ValueError:
        return False


def _dose_limit_problems(frames: Frames, tables: dict[str, Table]) -> list[Problem]:
    """Limits in a unit in which no dose is harmonised."""
    frame, units = frames["dose_limits"], sorted({*CANONICAL.values(), *ACTIVITY, *OTHER})
    bad = ~frame["unit"].isin(units)
    return row_problems(frame, tables["dose_limits"], "unit", bad, "one of " + ", ".join(units))


def _judgement_problems(frames: Frames, tables: dict[str, Table]) -> list[Problem]:
    """Judgements that the item's tool does not have, and tools that are none."""
    rows, judgements = frames["appraisal"], frames["appraisal_judgements"]
    tool_of = frames["appraisal_items"].drop_duplicates("code").set_index("code")["tool"]
    of_tool = {tool: set[str]() for tool in frames["appraisal_tools"]["code"]}
    unknown = pd.Series(False, index=judgements.index)
    for place, code, tools in zip(
        judgements.index, judgements["code"], judgements["tools"], strict=True
    ):
        unknown[place] = not set(tools.split(";")) <= of_tool.keys()
        for tool in of_tool.keys() & set(tools.split(";")):
            of_tool[tool].add(code)
    found = row_problems(
        judgements,
        tables["appraisal_judgements"],
        "tools",
        unknown,
        "codes of appraisal_tools, separated by semicolons",
    )
    for tool, codes in of_tool.items():
        bad = (rows["item"].map(tool_of) == tool) & ~rows["judgement"].isin(codes)
        allowed = f"a judgement of {tool}: {', '.join(sorted(codes))}"
        found += row_problems(rows, tables["appraisal"], "judgement", bad, allowed)
    return found


SCALES = (
    ScaleCheck(("characteristics",), _dated_item_problems),
    ScaleCheck(("laboratory", "analytes"), _laboratory_problems),
    ScaleCheck(("severity_words", "analytes"), _severity_problems),
    ScaleCheck(("dose_limits",), _dose_limit_problems),
    ScaleCheck(
        ("appraisal", "appraisal_items", "appraisal_judgements", "appraisal_tools"),
        _judgement_problems,
    ),
)


def _first_of_each_cell(problems: Iterable[Problem]) -> list[Problem]:
    cells: dict[tuple[str, str, str], Problem] = {}
    for problem in problems:
        cells.setdefault((problem.file, problem.row, problem.column), problem)
    return list(cells.values())


def readability_problems(
    frames: Frames, tables: dict[str, Table], further: Iterable[ScaleCheck] = ()
) -> list[Problem]:
    """Every cell with a value or date that cannot be read.

    Asked of each column by its ``readsAs`` in the dictionary, of every column of reported text
    for what a spreadsheet left there, and of values for the scale on which they are compared.

    Parameters
    ----------
    frames : coded tables as text. tables : the dictionary. further : checks of scales besides
        those that every review has.

    Returns
    -------
    one problem per cell.
    """
    problems = [
        problem
        for name, table in tables.items()
        for field in table.fields
        if field.reads_as or field.name.endswith("_as_reported")
        if not frames[name].empty
        for problem in _field_problems(frames[name], table, field)
    ]
    for scale in (*SCALES, *further):
        if all(name in frames and not frames[name].empty for name in scale.tables):
            problems += scale.find(frames, tables)
    return _first_of_each_cell(problems)
