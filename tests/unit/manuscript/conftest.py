"""A small review on paper: two tables, a figure, two references, and nasty text in each of them."""

import json
from pathlib import Path

import matplotlib.figure
import pytest

from evidence.manuscript.build import written
from evidence.manuscript.contents import Contents
from evidence.manuscript.document.figure_block import read_figure
from evidence.manuscript.document.source import read_sources
from evidence.manuscript.numbers.read_numbers import Number
from evidence.tables.core.table import Row, Table, columns
from tests.unit.tables.nasty import NASTY

PAPER = """---
title: A paper on {{trial.events}} patients
author:
  - name: A. Author
    affiliation: An institute
lang: en-GB
keywords: [one, two]
---

# Abstract

**Background.** Seen in {{trial.events}}.

# Methods

See {{table:nasty}} and {{figure:dots}} [@second; @first].

{{figure:dots}}

# References

::: {#refs}
:::

{{table:nasty}}

{{table:wide}}
"""
REFERENCES = [
    {
        "id": "first",
        "type": "article-journal",
        "title": "Of <i>one</i> #kind",
        "issued": {"date-parts": [[2001]]},
    },
    {
        "id": "second",
        "type": "article-journal",
        "title": "Of $another$",
        "issued": {"date-parts": [[2002]]},
    },
]
ALT = 'Dots: a "first" one, a \\second one, # and $.'


# What typst reads as a list, a heading, a term, a hyphen or a minus sign at the start of a cell.
TYPST = (
    "- item",
    "+ item",
    "1. item",
    "= head",
    "/ term: x",
    "-?",
    "-2",
    "a -- b ...",
    "x^2_3",
    "';",
)
CELLS = (*NASTY, *TYPST)


def nasty_table() -> Table:
    rows = tuple(
        Row((text, "@[first]"), "", "Group *g*" if n > 2 else "") for n, text in enumerate(CELLS)
    )
    heading = columns(("text", "Text #1", "left", "Shared"), ("cited", "Ref.", "center", ""))
    return Table("nasty", "Title $x$ | #y", heading, rows, ("Note <b> [a](b) @[second]",))


@pytest.fixture(scope="session")
def contents(tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures")
    drawn = matplotlib.figure.Figure((2, 1))
    drawn.add_subplot().plot([0, 1], [0, 1])
    for ending in ("svg", "png"):
        drawn.savefig(folder / f"dots.{ending}")
    record = {
        "title": "Dots",
        "caption": "Two *dots* & $x$.",
        "alt": ALT,
        "size_mm": {"width": 80.0},
    }
    (folder / "dots.json").write_text(json.dumps(record), "utf-8")
    wide = Table("wide", "Wide", columns(("a", "A")), (Row(("x",), ""),), landscape=True)
    return folder, {"nasty": nasty_table(), "wide": wide}


@pytest.fixture(scope="session")
def paper(tmp_path_factory):
    """The folder of a manuscript, as people write it."""
    folder = tmp_path_factory.mktemp("paper")
    (folder / "paper.md").write_text(PAPER, "utf-8")
    return folder


def build(paper: Path, figures: Path, tables: dict[str, Table]) -> dict[str, bytes]:
    sources = read_sources(paper)
    number = Number("trial.events", "121 <b>", "trials", "trials, study a", {"events": "121"}, "")
    placed = {(item.kind, item.name): item for item in sources[0].placed}
    found = Contents({number.key: number}, tables, {"dots": read_figure(figures, "dots")}, placed)
    return written(sources, found, REFERENCES, figures)


@pytest.fixture(scope="session")
def made(paper, contents):
    return build(paper, *contents)
