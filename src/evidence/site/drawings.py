"""Figures as part of a page: the drawing itself, with its numbers linked to their chains."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from xml.etree import ElementTree as Tree

from markupsafe import Markup

from evidence.site.figures import FOLDER, Figure, Figures
from evidence.site.links.chains import Chains
from evidence.site.links.find_rows import tokens_of

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
# What a drawing consists of; anything else in the file, a script for one, is left out.
DRAWN = frozenset(
    f"{SVG}{name}"
    for name in ("svg", "g", "path", "text", "tspan", "use", "defs", "clipPath", "rect")
)
# A drawing is part of a page where each of its rows is named and has an estimate.
COLUMNS = frozenset({"label", "sources", "estimate"})
# A larger one stays a file beside the page.
MOST_BYTES = 60_000
# A label and the numbers of its row stand on one line, in the units of the drawing.
SAME_LINE = 1.0
FONT = "Arimo, Arial, Helvetica, 'Liberation Sans', sans-serif"
REFERENCE = re.compile(r"url\(#([^)]+)\)")


def linked(figure: Figure, figures: Figures, chains: Chains) -> Figure:
    """The figure with its drawing, if its numbers can be linked; else as it is."""
    drawing = figures.files.get(f"{FOLDER}/{figure.name}.svg", b"")
    data = figures.files.get(f"{FOLDER}/{figure.name}.csv", b"").decode()
    rows = list(csv.DictReader(StringIO(data)))
    if not rows or not set(rows[0]) >= COLUMNS or not 0 < len(drawing) <= MOST_BYTES:
        return figure
    root = Tree.fromstring(drawing)
    if not _link_numbers(root, rows, chains):
        return figure
    _part_of_a_page(root, figure)
    Tree.register_namespace("", SVG[1:-1])
    return replace(figure, drawing=Markup(Tree.tostring(root, encoding="unicode")))


def _lines(root: Tree.Element) -> Iterator[list[tuple[Tree.Element, Tree.Element]]]:
    """The texts of a drawing from its top, those of one line together, each with its parent."""
    texts = [
        (part, parent) for parent in root.iter() for part in parent if part.tag == f"{SVG}text"
    ]
    texts.sort(key=lambda found: float(found[0].get("y", 0)))
    line: list[tuple[Tree.Element, Tree.Element]] = []
    for text, parent in texts:
        if line and float(text.get("y", 0)) - float(line[0][0].get("y", 0)) > SAME_LINE:
            yield line
            line = []
        line.append((text, parent))
    if line:
        yield line


def _link_numbers(root: Tree.Element, rows: list[dict[str, str]], chains: Chains) -> int:
    """Link the numbers on the line of each row's label; how many are links then."""
    waiting = [row for row in rows if row["label"]]
    count = 0
    for line in list(_lines(root)):
        words = {"".join(text.itertext()).strip() for text, _ in line}
        row = next((row for row in waiting if row["label"] in words), None)
        if row:
            waiting.remove(row)
            count += _link_line(line, row, chains)
    return count


def _link_line(
    line: list[tuple[Tree.Element, Tree.Element]], row: dict[str, str], chains: Chains
) -> int:
    shown = [(text, parent, "".join(text.itertext()).strip()) for text, parent in line]
    numbers = [part for part in shown if part[2] != row["label"]]
    tokens = tokens_of(" \n".join(words for _, _, words in numbers))
    places = chains.origins.places(tokens, row["sources"].split()) if row["sources"] else {}
    count = 0
    for text, parent, words in numbers:
        found = next((places[token] for token in tokens_of(words) if token in places), None)
        if found:
            link = Tree.Element(f"{SVG}a", {"class": "n", **chains.opens(words, found)})
            parent.insert(list(parent).index(text), link)
            parent.remove(text)
            link.append(text)
            count += 1
    return count


def _part_of_a_page(root: Tree.Element, figure: Figure) -> None:
    """Leave what draws, with attributes in place of styles, which the page forbids, and names that
    no other figure of the page has.
    """
    for parent in list(root.iter()):
        for part in list(parent):
            if part.tag not in {*DRAWN, f"{SVG}a"}:
                parent.remove(part)
    named = {name for part in root.iter() for name in _references(part)}
    for part in root.iter():
        _plain(part, figure.name, named)
    size = root.get("viewBox", "")
    root.attrib.clear()
    given = {"viewBox": size, "role": "group", "aria-label": figure.alt, "font-family": FONT}
    root.attrib.update(given | {"stroke-linejoin": "round", "stroke-linecap": "butt"})


def _references(part: Tree.Element) -> list[str]:
    """The names that an element refers to."""
    return [
        name
        for key, value in part.attrib.items()
        for name in (REFERENCE.findall(value) if key != XLINK else [value.lstrip("#")])
    ]


def _plain(part: Tree.Element, figure: str, named: set[str]) -> None:
    for key, value in list(part.attrib.items()):
        if key.startswith("on") or (key == "transform" and value.startswith("rotate(-0 ")):
            del part.attrib[key]
        elif key == "style":
            del part.attrib[key]
            pairs = (pair.partition(":") for pair in value.split(";") if ":" in pair)
            style = {name.strip(): set_to.strip() for name, _, set_to in pairs}
            part.attrib.update({name: style[name] for name in style if name != "font-family"})
        elif key == XLINK:
            del part.attrib[key]
            part.set("href", f"#{figure}-{value.lstrip('#')}")
        elif key == "id":
            del part.attrib[key]
            part.attrib.update({"id": f"{figure}-{value}"} if value in named else {})
    for key, value in part.attrib.items():
        part.set(key, REFERENCE.sub(rf"url(#{figure}-\1)", value))
    part.tail = "\n" if part.tail else None
    part.text = part.text if part.tag in (f"{SVG}text", f"{SVG}tspan") else None
    if part.get("d"):
        part.set("d", " ".join(part.get("d", "").split()))
