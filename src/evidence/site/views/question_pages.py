"""The first page and a page for each other notebook, in the order of their files."""

from collections.abc import Sequence
from typing import Any

from evidence.review.core.notebook_files import read_cells
from evidence.site.links.linked_text import rendered
from evidence.site.notebooks import Block, Reader, cards, question_and_introduction
from evidence.site.shared import Shared
from evidence.site.status import status_lines
from evidence.site.template import page

Turn = tuple[str, str] | None


def question_pages(shared: Shared) -> dict[str, bytes]:
    """The pages by name; the first notebook becomes index.html."""
    folder = shared.records.project.notebooks
    notebooks = {path.stem: read_cells(path) for path in sorted(folder.glob("*.ipynb"))}
    reader = Reader(tuple(notebooks), shared.figures)
    made, turns = {}, [*notebooks]
    for position, (name, cells) in enumerate(notebooks.items()):
        file = page_of(name, turns)
        turn = [_turn(notebooks, turns, position + step) for step in (-1, 1)]
        made[file] = (
            _question_page(shared, reader, file, cells, turn)
            if position
            else _first_page(shared, reader, file, cells)
        )
    return made


def page_of(name: str, names: Sequence[str]) -> str:
    """The page of a notebook.

    >>> page_of("00_summary", ["00_summary", "01_methods"]), page_of("b", ["a", "b"])
    ('index.html', 'b.html')
    """
    return "index.html" if name == names[0] else f"{name}.html"


def _turn(notebooks: dict[str, Any], names: Sequence[str], position: int) -> Turn:
    """The page and the question of the notebook in a position; nothing where there is none."""
    if not 0 <= position < len(names):
        return None
    name = names[position]
    return page_of(name, names), question_and_introduction(notebooks[name])[0]


def _question_page(
    shared: Shared, reader: Reader, file: str, cells: list[dict[str, Any]], turn: list[Turn]
) -> bytes:
    title, introduction = question_and_introduction(cells)
    chains = shared.chains(file, title)
    return page(
        "question.html",
        shared.site,
        file,
        title,
        chains,
        introduction=rendered(introduction, pages=reader.names),
        blocks=reader.blocks(cells[1:], chains),
        before=turn[0],
        after=turn[1],
    )


def _first_page(shared: Shared, reader: Reader, file: str, cells: list[dict[str, Any]]) -> bytes:
    """The answer first, then how certain and how old it is, then a card for each question."""
    question, introduction = question_and_introduction(cells)
    chains = shared.chains(file, question)
    blocks = reader.blocks(cells[1:], chains)
    answer = _leading(blocks)
    return page(
        "index.html",
        shared.site,
        file,
        shared.site.title,
        chains,
        question=question,
        introduction=rendered(introduction, pages=reader.names),
        answer=answer,
        status=status_lines(chains),
        cards=cards(cells, reader, chains),
        blocks=[block for block in blocks[len(answer) :] if block.kind != "card"],
    )


def _leading(blocks: list[Block]) -> list[Block]:
    """The sentences before anything else."""
    others = (place for place, block in enumerate(blocks) if block.kind != "sentence")
    return blocks[: next(others, len(blocks))]
