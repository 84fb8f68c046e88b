"""A manuscript as people write it: its words, and what it asks for by name."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from evidence.manuscript.document.nodes import (
    Inlines,
    Node,
    cited_documents,
    inlines,
    plain_text,
    texts,
)
from evidence.manuscript.document.placement import PLACE, Placed, numbered
from evidence.manuscript.numbers.typed_numbers import PLACEHOLDER, typed_numbers
from evidence.manuscript.tools import read_markdown

ABSTRACT = "abstract"
README = "README.md"


@dataclass(frozen=True)
class Source:
    """One file: its name without ending, its metadata and its blocks."""

    name: str
    meta: dict[str, Any]
    blocks: list[Node]

    @property
    def prefix(self) -> str:
        """What stands before the numbers of its tables and figures."""
        return plain_text(self.meta.get("prefix", {}).get("c", []))

    @property
    def placed(self) -> list[Placed]:
        """The tables and figures that it shows."""
        return numbered(self.blocks, self.prefix)

    @property
    def _content(self) -> list[Any]:
        return [self.meta, self.blocks]

    @property
    def cited(self) -> list[str]:
        """The documents that its words cite."""
        return list(cited_documents(self._content))

    @property
    def keys(self) -> list[str]:
        """The keys of numbers that it uses, each once."""
        found = (key[2:-2] for text in texts(self._content) for key in PLACEHOLDER.findall(text))
        return list(dict.fromkeys(key for key in found if not PLACE.fullmatch(f"{{{{{key}}}}}")))

    @property
    def mentioned(self) -> list[tuple[str, str]]:
        """Kind and name of the tables and figures that it names."""
        return [found for text in texts(self._content) for found in PLACE.findall(text)]

    def typed(self, allowed: Iterator[str] | list[str]) -> list[str]:
        """The numbers that were typed, with the words around them."""
        return typed_numbers(texts(self._content), allowed)

    def with_abstract(self) -> Self:
        """The same with its section *Abstract* among the metadata, where every format has a place
        for it.
        """
        start = [number for number, block in enumerate(self.blocks) if _is_abstract(block)]
        if not start:
            return self
        after = [
            number
            for number, block in enumerate(self.blocks)
            if number > start[0] and block["t"] == "Header" and block["c"][0] == 1
        ]
        end = after[0] if after else len(self.blocks)
        inside = {"t": "MetaBlocks", "c": self.blocks[start[0] + 1 : end]}
        rest = self.blocks[: start[0]] + self.blocks[end:]
        return replace(self, meta=self.meta | {ABSTRACT: inside}, blocks=rest)

    def with_plain_authors(self) -> Self:
        """The same with every author as one line: name, and affiliation in brackets."""
        authors = self.meta.get("author")
        if not authors or authors["t"] != "MetaList":
            return self
        lines = {"t": "MetaList", "c": [_author(author) for author in authors["c"]]}
        return replace(self, meta=self.meta | {"author": lines})


def _is_abstract(block: Node) -> bool:
    return block["t"] == "Header" and plain_text(block["c"][2]).lower() == ABSTRACT


def _author(author: Node) -> Node:
    if author["t"] != "MetaMap":
        return author
    parts = author["c"]
    line: Inlines = list(parts["name"]["c"])
    if "affiliation" in parts:
        line += [*inlines(" ("), *parts["affiliation"]["c"], *inlines(")")]
    return {"t": "MetaInlines", "c": line}


def read_sources(folder: Path) -> list[Source]:
    """Every manuscript of a folder, ``paper.md`` first."""
    paths = sorted(path for path in folder.glob("*.md") if path.name != README)
    paths.sort(key=lambda path: path.stem != "paper")
    return [_read(path) for path in paths]


def _read(path: Path) -> Source:
    document = read_markdown(path.read_text("utf-8"), path.parent)
    return Source(path.stem, document["meta"], document["blocks"])
