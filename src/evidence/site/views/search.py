"""What the search box looks through: questions, numbers, studies, patients, findings, terms."""

import json
from collections.abc import Iterator

from evidence.site.shared import Shared

FILE = "search.js"
# A chain that more numbers open is that of a list, not a result that somebody looks for.
MOST_NUMBERS = 12


def search_index(shared: Shared) -> dict[str, bytes]:
    """The index as a script that a page without a server can load: words and page of each entry."""
    entries = [[words, page] for page, words in shared.titles.items()]
    entries += [*_numbers(shared), *_terms(shared)]
    text = json.dumps(entries, separators=(",", ":"), ensure_ascii=True)
    return {FILE: f"window.searchIndex={text};\n".encode()}


def _numbers(shared: Shared) -> Iterator[list[str]]:
    """The numbers that open each chain of a question's page, with the words of the chain."""
    titles = {
        (page, anchor): words
        for uses in shared.uses.by_row.values()
        for (page, _), chains in uses.items()
        for anchor, words in chains.items()
    }
    for (page, anchor), numbers in shared.uses.numbers.items():
        if len(numbers) <= MOST_NUMBERS:
            title = titles.get((page, anchor), "")
            yield [f"{' '.join(numbers)} – {title}", f"{page}#{anchor}"]


def _terms(shared: Shared) -> Iterator[list[str]]:
    for name, frame in shared.records.coded.items():
        if {"code", "label", "definition"} <= set(frame):
            for row in frame.to_dict("records"):
                yield [f"{row['label']}: {row['definition']}"[:160], f"terms.html#{name}"]
