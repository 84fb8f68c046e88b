"""What the manuscripts of a review ask for by name, found or refused."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from evidence.manuscript.document.figure_block import Figure, read_figure
from evidence.manuscript.document.placement import Placed, unknown
from evidence.manuscript.document.source import Source
from evidence.manuscript.numbers.read_numbers import FILE, Number, Numbers, read_numbers
from evidence.manuscript.numbers.text_tables import table_names, text_tables
from evidence.manuscript.numbers.typed_numbers import unexplained
from evidence.manuscript.refused import ManuscriptRefused, nearest
from evidence.review.core.open_review import Review
from evidence.review.core.project import Project
from evidence.review.notebook.words import in_words, words_by_column
from evidence.tables.core.table import Table

FOLDER = "manuscript"


@dataclass(frozen=True)
class Contents:
    """Numbers by key, tables and figures by name, and what number each of these has."""

    numbers: dict[str, Number]
    tables: dict[str, Table]
    figures: dict[str, Figure]
    placed: dict[tuple[str, str], Placed]


def find_contents(project: Project, review: Review, sources: list[Source]) -> Contents:
    """All that the manuscripts ask for.

    Raises
    ------
    ManuscriptRefused : what cannot be found, and numbers that were typed, all at once.
    """
    numbers = _read_numbers(project, review)
    figures = sorted(path.stem for path in project.figures.glob("*.json"))
    allowed = {"table": list(review.manuscript_tables), "figure": figures}
    found, problems = _numbers(sources, numbers)
    problems += [*_names(sources, allowed), *_typed(sources, numbers), *_cited(sources, review)]
    if problems:
        raise ManuscriptRefused("\n".join(problems))
    items = [item for source in sources for item in source.placed]
    wanted = [item.name for item in items if item.kind == "table"]
    return Contents(
        found,
        _tables(review, wanted),
        {i.name: read_figure(project.figures, i.name) for i in items if i.kind == "figure"},
        {(item.kind, item.name): item for item in items},
    )


def _read_numbers(project: Project, review: Review) -> Numbers:
    words = words_by_column(review.coded, project.data, review.definitions)

    def word(column: str, cell: str) -> str:
        return str(in_words(pd.DataFrame({column: [cell]}), words).iat[0, 0])

    path = project.root / FOLDER / FILE
    return read_numbers(
        path, lambda names: text_tables(project, review, names), table_names(review), word
    )


def _numbers(sources: list[Source], numbers: Numbers) -> tuple[dict[str, Number], list[str]]:
    """The numbers of every key, and what is wrong with the others."""
    found: dict[str, Number] = {}
    problems = list(numbers.problems)
    for source in sources:
        for key in source.keys:
            try:
                found[key] = numbers.number(key)
            except ManuscriptRefused as error:
                problems.append(f"{FOLDER}/{source.name}.md: {error}")
    return found, problems


def _names(sources: list[Source], allowed: Mapping[str, Collection[str]]) -> list[str]:
    """Tables and figures that do not exist, or that are named and nowhere shown."""
    shown = {(item.kind, item.name) for source in sources for item in source.placed}
    return [
        f"{FOLDER}/{source.name}.md: {problem}"
        for source in sources
        for problem in [
            *unknown(source.placed, allowed),
            *(
                f"{kind} {name!r} is named and nowhere shown; "
                f"nearest: {nearest(name, [other for sort, other in shown if sort == kind])}"
                for kind, name in source.mentioned
                if (kind, name) not in shown
            ),
        ]
    ]


def _typed(sources: list[Source], numbers: Numbers) -> list[str]:
    """Numbers that were typed, in words or forms, and allowed phrases without a reason."""
    allowed = list(numbers.typed)
    places = [
        *((f"{FOLDER}/{source.name}.md", source.typed(allowed)) for source in sources),
        (f"{FOLDER}/{FILE}, forms", numbers.typed_in_forms()),
    ]
    return [
        f"{place}: typed number {number}; allowed: a key of {FILE}, or the phrase under [typed] "
        f"there with a reason"
        for place, found in places
        for number in found
    ] + [
        f"{FOLDER}/{FILE}, typed: {phrase!r} has no reason" for phrase in unexplained(numbers.typed)
    ]


def _cited(sources: list[Source], review: Review) -> list[str]:
    """References to documents that are not coded."""
    documents = set(review.coded["documents"]["document_id"])
    return [
        f"{FOLDER}/{source.name}.md: unknown reference @{name}; nearest: {nearest(name, documents)}"
        for source in sources
        for name in dict.fromkeys(source.cited)
        if name not in documents
    ]


def _tables(review: Review, names: list[str]) -> dict[str, Table]:
    """The tables named, citations not numbered yet.

    Raises
    ------
    ManuscriptRefused : a table without rows.
    """
    makers = review.manuscript_tables
    made = {name: makers[name](review.coded, review.derived) for name in dict.fromkeys(names)}
    empty = [f"table {name!r} has no rows in this review" for name in made if not made[name].rows]
    if empty:
        raise ManuscriptRefused("\n".join(empty))
    return made
