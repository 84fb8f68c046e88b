"""The notebooks as pages: question, answer, figure, tables, caveats, as they were executed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from evidence.review.core.notebook_files import read_cells
from evidence.review.lineage.notebook_outputs import typed_numbers
from evidence.review.notebook.card import card_in
from evidence.site.drawings import linked
from evidence.site.figures import Figure, Figures
from evidence.site.links.chains import Chains
from evidence.site.links.linked_text import Link, cell, linker, plain, rendered
from evidence.site.notebook_tables import ShownTable, tables_in

NAVIGATION = re.compile(r"^(?:← )?\[[^]]*\]\([^)]*\.ipynb\)(?: ·|  ?→)")


@dataclass(frozen=True)
class Block:
    """A part of a page: ``kind`` says which of the others is filled."""

    kind: str
    html: str = ""
    figure: Figure | None = None
    tables: tuple["Grid", ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Grid:
    """A table with its cells as HTML."""

    fold: str
    headings: list[str]
    numeric: list[bool]
    rows: list[list[Markup]]


@dataclass(frozen=True)
class Card:
    """A notebook on the first page: its question, its answer, its figure."""

    page: str
    question: str
    answer: Markup
    figure: Figure | None


@dataclass(frozen=True)
class Reader:
    """Makes blocks of the cells of notebooks."""

    names: tuple[str, ...]
    figures: Figures

    def blocks(self, cells: Sequence[dict[str, Any]], chains: Chains) -> list[Block]:
        """The blocks of a notebook after its heading, in order."""
        return [block for cell in cells for block in self._of_cell(cell, chains)]

    def _of_cell(self, cell: dict[str, Any], chains: Chains) -> Iterator[Block]:
        if cell["cell_type"] == "markdown":
            words = "\n".join(
                line for line in cell["source"].split("\n") if not NAVIGATION.search(line)
            )
            yield Block("words", rendered(words, plain, self.names))
            return
        outputs = [output for output in cell["outputs"] if output["data"]]
        hidden = "hide-input" in cell.get("metadata", {}).get("tags", ())
        if outputs and not hidden:
            yield Block("code", text=cell["source"])
        caption = False  # the words under a picture, which the record of a figure has too
        for output in outputs:
            for block in self._of_output(output, cell["source"], chains):
                if not (caption and block.kind == "sentence"):
                    yield block
                caption = block.figure is not None and bool(block.figure.title)

    def _of_output(self, output: dict, code: str, chains: Chains) -> Iterator[Block]:
        data = output["data"]
        html = "".join(data.get("text/html", ""))
        sources = output["metadata"].get("sources", ())
        if card := card_in(html):
            yield Block("card", text=card[0])
        elif html.startswith("<img "):
            figure = self.figures.showing(html, "".join(data.get("text/plain", "")))
            yield Block("figure", figure=linked(figure, self.figures, chains))
        elif html:
            yield Block("table", tables=tuple(self._grids(html, output["metadata"], chains)))
        elif "text/markdown" in data:
            words = "".join(data["text/markdown"])
            link = linker(chains, words, sources, typed_numbers(code))
            yield Block("sentence", rendered(words, link, self.names))

    def _grids(self, html: str, metadata: dict, chains: Chains) -> Iterator[Grid]:
        """The tables of an output; each row is linked by the sources of its own, where it has."""
        of_rows = iter(metadata.get("rows", ()))
        for table in tables_in(html):
            rows = [self._row(row, next(of_rows, "").split(), chains) for row in table.rows]
            yield Grid(table.fold, table.headings, _numeric(table), rows)

    def _row(self, cells: list[str], sources: list[str], chains: Chains) -> list[Markup]:
        link = linker(chains, " \n".join(cells), sources)
        return [cell(words, link) for words in cells]


def _numeric(table: ShownTable) -> list[bool]:
    width = max(map(len, table.rows), default=len(table.headings))
    return table.numeric or [False] * width


def question_and_introduction(cells: Sequence[dict[str, Any]]) -> tuple[str, str]:
    """The heading of a notebook, and what stands under it in the same cell."""
    first = cells[0]["source"] if cells else ""
    heading, _, rest = first.partition("\n")
    return heading.lstrip("# "), rest.strip()


def cards(cells: Sequence[dict[str, Any]], reader: Reader, chains: Chains) -> list[Card]:
    """The cards that a notebook shows, with their answers linked."""
    found = []
    for shown in cells:
        for output in shown.get("outputs", ()):
            card = card_in("".join(output["data"].get("text/html", "")))
            if card and card[0] in reader.names:
                answer = "".join(output["data"].get("text/plain", ""))
                sources = output["metadata"].get("sources", ())
                link: Link = linker(chains, answer, sources, typed_numbers(shown["source"]))
                question, _ = question_and_introduction(reader_cells(chains, card[0]))
                figure = reader.figures.named(card[1])
                found.append(Card(f"{card[0]}.html", question, rendered(answer, link), figure))
    return found


def reader_cells(chains: Chains, name: str) -> list[dict[str, Any]]:
    """The cells of a notebook of the project."""
    return read_cells(chains.records.project.notebooks / f"{name}.ipynb")
