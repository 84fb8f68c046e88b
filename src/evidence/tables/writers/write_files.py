"""Tables and their references as files."""

import json
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

import pandas as pd

from evidence.files.atomic_write import write_all
from evidence.files.escape import markdown
from evidence.tables.core.bibliography import formatted
from evidence.tables.core.citation_numbers import cited, numbered
from evidence.tables.core.csl_items import csl_items
from evidence.tables.core.table import Table
from evidence.tables.writers.bibtex import to_bibtex
from evidence.tables.writers.csv import to_csv
from evidence.tables.writers.html_latex import to_html, to_latex
from evidence.tables.writers.ris import to_ris
from evidence.tables.writers.word import to_word

ENDINGS = {"html": "html", "latex": "tex", "docx": "docx", "csv": "csv"}
FORMATS = tuple(ENDINGS)
PAGE = "README.md"


def _content(table: Table, references: tuple[str, ...], kind: str) -> bytes:
    """One table in one format; LaTeX and CSV leave the references to ``references.bib``."""
    if kind == "docx":
        return to_word([table], references, table.title)
    return {
        "html": lambda: to_html(table, references),
        "latex": lambda: to_latex(table),
        "csv": lambda: to_csv(table),
    }[kind]().encode("utf-8")


def reference_files(items: list[dict], entries: Iterable[str]) -> dict[str, str]:
    """Contents by name: the references as text, CSL-JSON, BibTeX and RIS."""
    return {
        "references.txt": "".join(f"{entry}\n" for entry in entries),
        "references.json": json.dumps(items, ensure_ascii=False, indent=1) + "\n",
        "references.bib": to_bibtex(items),
        "references.ris": to_ris(items),
    }


def index_page(tables: Iterable[Table], formats: Iterable[str], references: Iterable[str]) -> str:
    """A page in Markdown that lists the tables with a link to each file."""
    lines = [
        f"- {markdown(table.title)}: "
        + " · ".join(f"[{kind}]({table.name}.{ENDINGS[kind]})" for kind in formats)
        for table in tables
    ]
    together = (
        ["", "All tables in one Word file: [tables.docx](tables.docx)"] if "docx" in formats else []
    )
    sources = [
        "",
        "References, numbered in order of appearance: "
        + " · ".join(f"[{name}]({name})" for name in references),
    ]
    return "\n".join(
        [
            "# Tables",
            "",
            "Made by `evidence build`; edit the coded tables, not these files.",
            "",
            *lines,
            *together,
            *sources,
            "",
        ]
    )


def write_files(
    tables: list[Table],
    coded: dict[str, pd.DataFrame],
    folder: Path,
    *,
    formats: Collection[str] = FORMATS,
    done: Callable[[str], None] = lambda name: None,
) -> list[Path]:
    """Write the tables, numbered as they stand, each with the references that it cites; the paths
    written.

    Parameters
    ----------
    tables : as :func:`evidence.tables.make_tables.make_tables` gives them, citations not numbered
    yet.
    coded : coded tables. done : hears the name of each table that is written.
    """
    shown, order = numbered(tables)
    items = csl_items(coded, order)
    entries = formatted(items)
    entry = dict(zip(order, entries, strict=True))
    contents: dict[str, bytes] = {}
    for before, table in zip(tables, shown, strict=True):
        references = tuple(entry[document] for document in sorted(cited([before]), key=order.index))
        contents |= {
            f"{table.name}.{ENDINGS[kind]}": _content(table, references, kind) for kind in formats
        }
        done(table.name)
    if "docx" in formats:
        contents["tables.docx"] = to_word(shown, entries)
    reference_texts = reference_files(items, entries)
    contents |= {
        name: text.encode("utf-8")
        for name, text in {
            **reference_texts,
            PAGE: index_page(shown, formats, reference_texts),
        }.items()
    }
    return write_all(folder, contents)
