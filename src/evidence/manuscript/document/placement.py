"""Where a manuscript shows its tables and figures, and what number each has."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from evidence.manuscript.document.nodes import Node, plain_text
from evidence.manuscript.refused import nearest

NAMES = {"table": "Table", "figure": "Figure"}
PLACE = re.compile(r"\{\{(table|figure):([^{}]*)\}\}")


@dataclass(frozen=True)
class Placed:
    """A table or figure with the number that its manuscript gives it."""

    kind: str
    name: str
    number: str


def placed(block: Node) -> tuple[str, str] | None:
    """Kind and name of what a paragraph places; nothing unless it holds that alone."""
    if block.get("t") != "Para":
        return None
    found = PLACE.fullmatch(plain_text(block["c"]).strip())
    return (found[1], found[2]) if found else None


def numbered(blocks: Iterable[Node], prefix: str) -> list[Placed]:
    """What a manuscript places, tables and figures counted apart in their order.

    Parameters
    ----------
    prefix : before each number, ``S`` for a supplement.
    """
    counts = dict.fromkeys(NAMES, 0)
    found = []
    for kind, name in filter(None, map(placed, blocks)):
        counts[kind] += 1
        found.append(Placed(kind, name, f"{NAMES[kind]} {prefix}{counts[kind]}"))
    return found


def unknown(items: Iterable[Placed], allowed: Mapping[str, Collection[str]]) -> list[str]:
    """Placed tables and figures that the review does not have, each with the nearest name."""
    return [
        f"unknown {item.kind} {item.name!r}; nearest: {nearest(item.name, allowed[item.kind])}"
        for item in items
        if item.name not in allowed[item.kind]
    ]
