"""A figure of the review, as its files and record stand, as a figure of pandoc's document."""

import json
from dataclasses import dataclass
from pathlib import Path

from evidence.manuscript.document.nodes import (
    Node,
    attributes,
    inlines,
    paragraph,
    strong,
    typst_string,
)
from evidence.manuscript.refused import ManuscriptRefused


@dataclass(frozen=True)
class Figure:
    """A figure that was drawn: its name, its words, and its width."""

    name: str
    title: str
    caption: str
    alt: str
    width_mm: float


def read_figure(folder: Path, name: str) -> Figure:
    """The record of a figure.

    Raises
    ------
    ManuscriptRefused : it was drawn without alternative text.
    """
    record = json.loads((folder / f"{name}.json").read_text("utf-8"))
    if not record["alt"].strip():
        raise ManuscriptRefused(f"figures/{name}.json: no alternative text; found an empty one")
    words = (record["title"], record["caption"], record["alt"])
    return Figure(name, *words, float(record["size_mm"]["width"]))


def figure_block(figure: Figure, number: str, image: Node) -> list[Node]:
    """The picture, and its caption below.

    Parameters
    ----------
    number : as the manuscript counts it: ``Figure 1``. image : the picture in the format written.
    """
    title = strong(inlines(f"{number}. {figure.title}."))
    caption = [None, [paragraph([title, {"t": "Space"}, *inlines(figure.caption)])]]
    attribute = attributes(f"figure-{figure.name}")
    return [{"t": "Figure", "c": [attribute, caption, [{"t": "Plain", "c": [image]}]]}]


def image(figure: Figure, path: str) -> Node:
    """The picture with its alternative text, as pandoc writes it for every format but typst."""
    size = attributes(width=f"{figure.width_mm:g}mm")
    return {"t": "Image", "c": [size, inlines(figure.alt), [path, ""]]}


def typst_image(figure: Figure, path: str) -> Node:
    """The same in typst's markup, since pandoc 3.9 leaves alternative text out of it."""
    size = f"width: {figure.width_mm:g}mm"
    call = f"#image({typst_string(path)}, {size}, alt: {typst_string(figure.alt)})"
    return {"t": "RawInline", "c": ["typst", call]}
