"""What CITATION.cff says, as far as a deposit needs it."""

import re
from dataclasses import dataclass
from pathlib import Path

from evidence.errors import EvidenceError

FILE = "CITATION.cff"
NEEDED = ("title", "date-released", "license", "authors")


class CitationProblem(EvidenceError, ValueError):
    """CITATION.cff is not there or lacks what a deposit needs; the message says what."""


@dataclass(frozen=True)
class Citation:
    """Title, date, licences (SPDX) and authors of a review."""

    title: str
    date: str
    licences: tuple[str, ...]
    authors: tuple[str, ...]


def read_citation(root: Path) -> Citation:
    """Read the file, whose form is that of the Citation File Format 1.2.0.

    Raises
    ------
    CitationProblem : it is not there, or lacks an entry.
    """
    path = root / FILE
    if not path.is_file():
        raise CitationProblem(f"{FILE}: not there; allowed: a file with {', '.join(NEEDED)}")
    entries = _entries(path.read_text("utf-8"))
    missing = [name for name in NEEDED if not entries.get(name)]
    if missing:
        raise CitationProblem(f"{FILE}: no {', '.join(missing)}; needed for a deposit")
    found = (tuple(entries[name]) for name in ("license", "authors"))
    return Citation(entries["title"][0], entries["date-released"][0], *found)


def _entries(text: str) -> dict[str, list[str]]:
    """The values of each entry at the left margin; of a list of authors, their names.

    >>> _entries("title: 'A'\\nauthors:\\n  - name: B\\n  - family-names: C\\n    given-names: D")
    {'title': ['A'], 'authors': ['B', 'C, D']}
    """
    entries: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        head = re.match(r"([\w-]+):\s*(.*)", line)
        item = re.match(r"\s+(-\s+)?(?:(?:name|family-names|given-names):\s*)?(.+)", line)
        if head:
            name = head[1]
            entries[name] = [_unquoted(head[2])] if head[2] else []
        elif item and item[1]:
            entries[name].append(_unquoted(item[2]))
        elif item and "given-names:" in line:
            entries[name][-1] += f", {_unquoted(item[2])}"
    return entries


def _unquoted(text: str) -> str:
    return text.strip().strip("\"'")
