"""What the search box looks through: questions, numbers, studies, patients, findings, terms."""

import json
from collections.abc import Iterator

from evidence.site.shared import Shared

FILE = "search.js"
# A chain that more numbers open is that of a list, not a result that somebody looks for.
MOST_NUMBERS = 12
LONGEST = 100  # letters of a term with its definition; its page has it whole


def search_index(shared: Shared) -> dict[str, bytes]:
    """The index as a script that a page without a server can load: by page, the words and the
    anchor of each entry.
    """
    pages: dict[str, list[list[str]]] = {}
    for place, words in (*shared.titles.items(), *_numbers(shared), *_terms(shared)):
        page, _, anchor = place.partition("#")
        pages.setdefault(page, []).append([words, anchor])
    text = json.dumps(pages, separators=(",", ":"), ensure_ascii=True)
    return {FILE: f"window.searchIndex={text};\n".encode()}


def _numbers(shared: Shared) -> Iterator[tuple[str, str]]:
    """The numbers that open each chain where the site has it first, with the words of the chain."""
    uses = shared.uses
    titles = {place: uses.chains[rows].title for rows, place in uses.first.items()}
    for (page, anchor), numbers in uses.numbers.items():
        if (page, anchor) in titles and len(numbers) <= MOST_NUMBERS:
            yield f"{page}#{anchor}", f"{' '.join(numbers)}: {titles[page, anchor]}"


def _terms(shared: Shared) -> Iterator[tuple[str, str]]:
    for name, frame in shared.records.coded.items():
        if {"code", "label", "definition"} <= set(frame):
            for row in frame.to_dict("records"):
                yield f"terms.html#{name}", f"{row['label']}: {row['definition']}"[:LONGEST]
