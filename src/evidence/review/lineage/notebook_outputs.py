"""What the notebooks say, and which sentences and tables show a number that moved."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from evidence.review.core.notebook_files import read_cells
from evidence.review.core.project import Project
from evidence.review.lineage.lineage import is_number

NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
# A sign that Markdown would read, escaped: the point in "1\. January".
ESCAPED = re.compile(r"\\([^\w\s])")
WHOLE_FROM = 10


@dataclass(frozen=True)
class Output:
    """One output of a notebook: what sort it is, its words, the keys of the rows behind it, the
    code that made it.
    """

    cell: int
    kind: str
    words: str
    sources: tuple[str, ...]
    code: str


def _kind(data: dict) -> str:
    html = "".join(data.get("text/html", ""))
    if "image/png" in data or "image/svg+xml" in data or html.startswith("<img "):
        return "figure"
    return "table" if html else "sentence"


def _words(output: dict, kind: str) -> str:
    data = output.get("data", {})
    text = data.get("text/markdown") or data.get("text/plain") or output.get("text", "")
    return "a figure" if kind == "figure" else "".join(text).strip()


def said(path: Path) -> Iterator[Output]:
    """Every output of a notebook, printed text among them; cells are counted from 1."""
    for number, cell in enumerate(read_cells(path), 1):
        for output in cell.get("outputs", ()):
            kind = _kind(output.get("data", {}))
            yield Output(
                number,
                kind,
                _words(output, kind),
                tuple(output.get("metadata", {}).get("sources", ())),
                cell["source"],
            )


def typed_numbers(template: str) -> list[str]:
    """The numbers that are typed in the texts of a sentence's code, outside their fields.

    >>> typed_numbers('say("{a[events]} of the first 218 ({a[p]:.1%})", a=rows.iloc[0])')
    ['218']
    """
    texts = (
        node.value
        for node in ast.walk(ast.parse(template))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return NUMBER.findall(re.sub(r"\{[^{}]*\}", " ", " ".join(texts)))


def unfounded(words: str, template: str, cells: list[str]) -> list[str]:
    """The numbers of a sentence that are neither typed in its template nor in one of the cells.

    >>> unfounded(
    ...     "88 of the first 218 (80.7%)",
    ...     'say("{a[events]} of the first 218 ({a[p]:.1%})", a=row)',
    ...     ["88", "0.8073"],
    ... )
    []
    """
    words = ESCAPED.sub(r"\1", words)
    typed = typed_numbers(template)
    in_words = {number for cell in cells if not is_number(cell) for number in NUMBER.findall(cell)}
    numbers = [cell for cell in cells if is_number(cell)]
    return [
        number
        for number in NUMBER.findall(words)
        if number not in typed and number not in in_words and not shows(number, numbers)
    ]


@dataclass(frozen=True)
class Sentence:
    """An output of a notebook, sentence or table, that shows a number which moved."""

    notebook: str
    cell: int
    words: str


@dataclass(frozen=True)
class Moved:
    """A derived row that differs: the sources that it names, and its cells that changed, before and
    after.
    """

    sources: frozenset[str]
    cells: frozenset[str]


def _printed(words: str) -> set[tuple[int, float, bool]]:
    """The numbers of a text: decimals, value, and whether a percent sign follows."""
    return {
        (len(token.partition(".")[2]), float(token), bool(sign))
        for token, sign in re.findall(r"(\d+(?:\.\d+)?)(\s*%)?", words)
    }


def reads_as(number: float, places: int, percent: bool) -> set[float]:
    """What a number looks like at some decimals, itself and in percent; a fraction below ten is not
    written as a whole number.
    """
    shown = (
        {round(number, places)} if places or number.is_integer() or number >= WHOLE_FROM else set()
    )
    return shown | ({round(100 * number, places)} if places or percent else set())


def shows(words: str, cells: Iterable[str]) -> bool:
    """Does a text show one of the cells: a number as rounded there, or in percent, or a term?

    >>> (
    ...     shows("2.39 times among 164 (74%)", ["2.3905"]),
    ...     shows("74% of 164", ["0.738"]),
    ...     shows("74 of 164", ["0.738"]),
    ... )
    (True, True, False)
    """
    printed = _printed(words)
    numbers = [abs(float(cell)) for cell in cells if is_number(cell)]
    terms = [cell.replace("_", " ") for cell in cells if cell and not is_number(cell)]
    seen = any(
        value in reads_as(number, places, percent)
        for places, value, percent in printed
        for number in numbers
    )
    return seen or any(term in words for term in terms)


def sentences_showing(project: Project, moved: set[Moved]) -> tuple[Sentence, ...]:
    """Outputs that rest on all the sources of a row that moved, and show a cell of it that changed.

    A sentence names the sources of every row it speaks of; which of their cells it shows is read in
    its words.
    """
    found = []
    for path in sorted(project.notebooks.glob("*.ipynb")):
        for output in said(path):
            rests_on = [row for row in moved if row.sources <= set(output.sources)]
            if any(shows(output.words, row.cells) for row in rests_on):
                found.append(Sentence(path.stem, output.cell, output.words))
    return tuple(found)
