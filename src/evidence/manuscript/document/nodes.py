"""Pandoc's document as plain dictionaries: what is put in, and how texts are found in it.

Text that comes from data is put in as a node of the document, never as Markdown, so that no
character of it can be read as markup by any format (https://pandoc.org/filters.html).
"""

from collections.abc import Callable, Iterator
from typing import Any

Node = dict[str, Any]
Inlines = list[Node]
# Nodes whose inlines are one stretch of text.
TEXT_BLOCKS = ("Para", "Plain", "MetaInlines")


def attributes(name: str = "", *classes: str, **values: str) -> list[Any]:
    """Attributes of a node: identifier, classes, and values by name."""
    return [name, list(classes), [list(pair) for pair in values.items()]]


def inlines(text: str) -> Inlines:
    r"""A text as inline nodes; a line break stays one.

    >>> [node["t"] for node in inlines("a *b*\nc")]
    ['Str', 'Space', 'Str', 'LineBreak', 'Str']
    """
    found: Inlines = []
    for number, line in enumerate(text.split("\n")):
        found += [{"t": "LineBreak"}] if number else []
        for position, word in enumerate(line.split(" ")):
            found += [{"t": "Space"}] if position else []
            found += [{"t": "Str", "c": word}] if word else []
    return found


def typst_inlines(text: str) -> Inlines:
    r"""The same for typst, as strings: pandoc 3.9 leaves a mark at the start of a cell as markup.

    >>> typst_inlines('- a "b"')[0]["c"]
    ['typst', '#"- a \\"b\\"";']
    """
    found: Inlines = []
    for number, line in enumerate(text.split("\n")):
        found += [{"t": "LineBreak"}] if number else []
        found += [{"t": "RawInline", "c": ["typst", f"#{typst_string(line)};"]}] if line else []
    return found


def typst_string(text: str) -> str:
    r"""A text as a string of typst's code (https://typst.app/docs/reference/foundations/str/).

    >>> print(typst_string('a "b" \\ c'))
    "a \"b\" \\ c"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def strong(content: Inlines) -> Node:
    """Bold text."""
    return {"t": "Strong", "c": content}


def span(content: Inlines, attribute: list[Any]) -> Node:
    """Text with attributes."""
    return {"t": "Span", "c": [attribute, content]}


def paragraph(content: Inlines) -> Node:
    """A paragraph."""
    return {"t": "Para", "c": content}


def styled(blocks: list[Node], style: str, name: str) -> Node:
    """Blocks in a named style of Word, and of a class of the same purpose elsewhere."""
    return {"t": "Div", "c": [["", [name], [["custom-style", style]]], blocks]}


def raw(kind: str, text: str) -> Node:
    """A block that only the format named shows."""
    return {"t": "RawBlock", "c": [kind, text]}


def cite(documents: list[str]) -> Node:
    """A citation of documents by their keys, which citeproc numbers."""
    citations = [
        {
            "citationId": document,
            "citationPrefix": [],
            "citationSuffix": [],
            "citationMode": {"t": "NormalCitation"},
            "citationNoteNum": 0,
            "citationHash": 0,
        }
        for document in documents
    ]
    return {"t": "Cite", "c": [citations, inlines("[cited]")]}


def plain_text(node: Any) -> str:
    """The text of a node without its citations and without code.

    >>> plain_text({"t": "Para", "c": inlines("a b")})
    'a b'
    """
    if isinstance(node, list):
        return "".join(map(plain_text, node))
    if not isinstance(node, dict) or node.get("t") in ("Cite", "Code", "RawInline"):
        return ""
    if node.get("t") in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if node.get("t") == "Str":
        return str(node["c"])
    if node.get("t") == "Math":
        return str(node["c"][1])
    if node.get("t") in ("Link", "Image", "Span", "Quoted"):
        return plain_text(node["c"][1])
    return plain_text(node.get("c", []))


def texts(node: Any) -> Iterator[str]:
    """Every stretch of text of a document: paragraphs, headings, cells, and the metadata."""
    if isinstance(node, list):
        for part in node:
            yield from texts(part)
    elif isinstance(node, dict) and node.get("t") in TEXT_BLOCKS:
        yield plain_text(node["c"])
    elif isinstance(node, dict) and node.get("t") == "Header":
        yield plain_text(node["c"][2])
    elif isinstance(node, dict):
        for part in node.values():
            yield from texts(part)


def with_words(node: Any, change: Callable[[str], Inlines]) -> Any:
    """The document with every word replaced by the nodes that ``change`` gives for it."""
    if isinstance(node, list):
        changed: list[Any] = []
        for part in node:
            if isinstance(part, dict) and part.get("t") == "Str":
                changed += change(part["c"])
            else:
                changed.append(with_words(part, change))
        return changed
    if not isinstance(node, dict) or node.get("t") in ("Cite", "Code"):
        return node
    return {name: with_words(part, change) for name, part in node.items()}


def cited_documents(node: Any) -> Iterator[str]:
    """The keys of the documents that a document cites, as often as it does."""
    if isinstance(node, list):
        for part in node:
            yield from cited_documents(part)
    elif isinstance(node, dict) and node.get("t") == "Cite":
        yield from (citation["citationId"] for citation in node["c"][0])
    elif isinstance(node, dict):
        for part in node.values():
            yield from cited_documents(part)
