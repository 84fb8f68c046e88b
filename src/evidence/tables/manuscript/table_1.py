"""Table 1: the patients of the case reports, one column per patient, so that a page holds them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import pandas as pd

from evidence.coded.labels import labels
from evidence.coded.problems import Problem, ProblemsFound, one_of
from evidence.coded.settings import FILE
from evidence.coded.source_keys import joined_sources, source_keys
from evidence.tables.core.citation_numbers import cite
from evidence.tables.core.labels import Tables, response_labels
from evidence.tables.core.number_format import (
    ABBREVIATED,
    NOT_APPLICABLE,
    NOT_REPORTED,
    as_coded,
    state,
)
from evidence.tables.core.table import Column, Row, Table

Items = Mapping[str, Sequence[Mapping[str, Any]]]
Words = Mapping[str, str]
AGES = (
    "Derived ages follow from reported ages and dates. Where a report prints more than "
    "one figure for an item, all are shown, separated by semicolons."
)


@dataclass(frozen=True)
class Item:
    """One row of the table.

    ``show`` is one of `SHOWN`; ``words`` are those of codes that no list holds; ``if_any`` names
    columns of the cases: where none of them is yes, the item does not apply.
    """

    heading: str
    column: str
    show: str = "text"
    words: Words = field(default_factory=dict)
    if_any: Sequence[str] = ()


def _text(case: pd.Series, item: Item, words: Words) -> str:
    return as_coded(case[item.column])


def _state(case: pd.Series, item: Item, words: Words) -> str:
    code = case[item.column]
    return item.words.get(code) or state(code)


def _number(case: pd.Series, item: Item, words: Words) -> str:
    return str(case[item.column])


def _label(case: pd.Series, item: Item, words: Words) -> str:
    return words[case[item.column]]


def _dated_label(case: pd.Series, item: Item, words: Words) -> str:
    """A label with the day on which it was found."""
    day = case[f"{item.column}_day"]
    return words[case[item.column]] + (f" ({day})" if day not in ("", "not_reported") else "")


SHOWN: dict[str, Callable[[pd.Series, Item, Words], str]] = {
    "text": _text,  # as reported
    "state": _state,  # yes, no, or another code in words
    "number": _number,
    "label": _label,  # of a phase or response, from its code list
    "dated_label": _dated_label,
}


def _cell(case: pd.Series, item: Item, words: Words) -> str:
    conditions = [case[column] for column in item.if_any]
    if conditions and "yes" not in conditions:
        return NOT_REPORTED if "not_reported" in conditions else NOT_APPLICABLE
    return SHOWN[item.show](case, item, words)


def _problems(items: Items, columns: Sequence[str]) -> list[Problem]:
    """Items that cannot be shown: unknown entries, columns and ways to show them."""
    problems, entries = [], [entry.name for entry in fields(Item)]
    for given in (given for several in items.values() for given in several):
        place = f"tables table_1, items, {given.get('heading', given)}"
        found = {name: "no such entry" for name in given if name not in entries}
        found |= {name: "nothing" for name in ("heading", "column") if name not in given}
        problems += [Problem(FILE, place, n, f, ", ".join(entries)) for n, f in found.items()]
        named = [given.get("column", ""), *given.get("if_any", ())]
        unknown = {name: columns for name in named if name and name not in columns}
        unknown |= {name: [*SHOWN] for name in [given.get("show", "text")] if name not in SHOWN}
        problems += [Problem(FILE, place, "", n, one_of(n, all_)) for n, all_ in unknown.items()]
    return problems


def table_1(
    coded: Tables,
    derived: Tables,
    *,
    items: Items,
    abbreviations: str = "",
    footnotes: Sequence[str] = (),
) -> Table:
    """The cases, one column each; every row rests on the same rows of the cases.

    Parameters
    ----------
    items : the fields of `Item` of each row, by the heading of its group.
    abbreviations : those of the headings and cells. footnotes : further ones of the review.

    Raises
    ------
    ProblemsFound : items that name no column of the cases, all at once.
    """
    cases = derived["cases"]
    problems = _problems(items, [*cases])
    if problems:
        raise ProblemsFound(problems)
    sources = joined_sources(source_keys("cases", cases["patient_id"]))
    words = labels(coded, "phases") | response_labels(coded)
    references = ("Reference", *map(cite, cases["document_id"]))
    rows = [Row(references, sources, next(iter(items), ""))] if len(cases) else []
    for group, several in items.items() if len(cases) else ():
        for item in (Item(**given) for given in several):
            cells = [_cell(case, item, words) for _, case in cases.iterrows()]
            rows.append(Row((item.heading, *cells), sources, group))
    headings = [
        Column(patient, label)
        for patient, label in zip(cases["patient_id"], cases["label"], strict=True)
    ]
    reports = f"{len(cases)} patients of {cases['document_id'].nunique()} reports"
    explained = "; ".join(filter(None, (f"{NOT_APPLICABLE}, not applicable", abbreviations)))
    return Table(
        "table_1",
        f"The cases: {reports}",
        (Column("item", ""), *headings),
        tuple(rows),
        (f"{ABBREVIATED}; {explained}.", AGES, *footnotes),
        landscape=True,
    )
