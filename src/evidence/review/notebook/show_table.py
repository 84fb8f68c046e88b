"""A table as HTML for the page and as text for programs, rounded once, here.

A view names columns as templates: ``{"Inotuzumab": "{events}/{n}"}``. Words are at the left,
numbers at the right; what is not reported is said to be so.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from string import Formatter
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from evidence.coded.settings import Index
from evidence.errors import EvidenceError
from evidence.tables.core.number_format import raised
from evidence.tables.core.table import Table

NOT_REPORTED = "not reported"
FIRST_ROWS = 30  # further rows are folded
NUMBER = re.compile(r"[<>−+(]*\d.*|[−–∞]")
HAS_WORD = re.compile(r"[^\W\d_]{3,}")
CITATION = re.compile(r"@\[[^\]]*\]")
View = Mapping[str, str]


class NoView(EvidenceError, KeyError):
    """A table that has no view, or a view with a column that the table lacks."""

    def __str__(self) -> str:
        return str(self.args[0])


class _Missing(Exception):
    """A field of a cell holds nothing."""


class _Cell(Formatter):
    """Formats a row: whole floats without decimals, a true minus, missing values refused."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if value is None or value == "" or (not isinstance(value, str) and pd.isna(value)):
            raise _Missing
        if isinstance(value, float) and not format_spec and value.is_integer():
            format_spec = ".0f"
        text = str(format(value, format_spec))
        return raised(text) if isinstance(value, str) else text.replace("-", "−")


@cache
def general_views() -> dict[str, dict[str, str]]:
    """The views of the package's tables by name: heading to template."""
    return tomllib.loads(files(__package__).joinpath("views.toml").read_text(encoding="utf-8"))


def named_views(views: Mapping[str, View], index: Index) -> dict[str, View]:
    """All views, with ``{index}`` and ``{comparator}`` in headings replaced by the review's words.

    Parameters
    ----------
    views : those of fields of medicine and of the review.

    >>> named_views({"a": {"{index}, n": "{n}"}}, Index(short="xylose"))["a"]
    {'Xylose, n': '{n}'}
    """
    named = {"{index}": _capital(index.short), "{comparator}": _capital(index.comparator)}
    every = {**general_views(), **views}
    return {
        name: {_replaced(heading, named): template for heading, template in view.items()}
        for name, view in every.items()
    }


def _replaced(heading: str, named: Mapping[str, str]) -> str:
    for placeholder, word in named.items():
        heading = heading.replace(placeholder, word)
    return heading


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def cells_of(frame: pd.DataFrame, view: View) -> list[list[str]]:
    """The cells of every row as text.

    Raises
    ------
    NoView : a template names a column that the frame does not have.

    >>> cells_of(pd.DataFrame({"x": [3.0], "n": [4], "low": [None]}), {"": "{x}/{n}", "L": "{low}"})
    [['3/4', 'not reported']]
    """
    return [
        [_cell(template, row) for template in view.values()] for row in frame.to_dict("records")
    ]


def _cell(template: str, row: Mapping[Any, Any]) -> str:
    try:
        return _Cell().vformat(template, (), row)
    except _Missing:
        return NOT_REPORTED
    except KeyError as error:
        found = ", ".join(map(str, row))
        raise NoView(f"column {error} found in a view; allowed: {found}") from None


def every_column(frame: pd.DataFrame) -> tuple[pd.DataFrame, View]:
    """The frame and a view of all its columns but the sources, under their names."""
    shown = [name for name in frame if name != "sources"]
    renamed = frame.rename(columns={name: f"column{place}" for place, name in enumerate(shown)})
    return renamed, {str(name): f"{{column{place}}}" for place, name in enumerate(shown)}


def manuscript_frame(table: Table) -> pd.DataFrame:
    """A table of the manuscript, with its groups as first column and without citations."""
    rows = [row for row in table.rows if not CITATION.fullmatch(row.cells[1])]
    columns = {
        column.heading: [CITATION.sub("", row.cells[place]).strip() for row in rows]
        for place, column in enumerate(table.columns)
        if not all(CITATION.fullmatch(row.cells[place]) for row in rows)
    }
    groups = {"Group": [row.group for row in rows]} if any(row.group for row in rows) else {}
    if "" in columns:  # the heads of rows, which have no heading
        columns = {"Item": columns.pop(""), **columns}
    return pd.DataFrame({**groups, **columns, "sources": [row.sources for row in rows]})


def as_text(headings: list[str], rows: list[list[str]]) -> str:
    """The table as lines of cells between bars."""
    return "\n".join(
        " | ".join(" ".join(cell.split()) for cell in row) for row in [headings, *rows]
    )


def as_html(headings: list[str], rows: list[list[str]], fold: str = "") -> str:
    """The table as HTML; ``fold`` is the heading under which all of it is folded."""
    numeric = [_is_numeric([row[place] for row in rows]) for place in range(len(headings))]
    first, rest = (rows, []) if fold else (rows[:FIRST_ROWS], rows[FIRST_ROWS:])
    html = _table(headings, first, numeric)
    if fold:
        return _folded(fold, html)
    more = _folded(f"{len(rest)} more rows", _table(headings, rest, numeric)) if rest else ""
    return html + more


def _folded(heading: str, html: str) -> str:
    return f"<details><summary>{escape(heading)}</summary>{html}</details>"


def _is_numeric(cells: list[str]) -> bool:
    said = [cell for cell in cells if cell != NOT_REPORTED]
    return bool(said) and all(NUMBER.fullmatch(cell) and not HAS_WORD.search(cell) for cell in said)


def _table(headings: list[str], rows: list[list[str]], numeric: list[bool]) -> str:
    """A table whose cells wrap, so that it is never wider than the page."""
    style = [
        "text-align:right;white-space:nowrap" if is_number else "text-align:left"
        for is_number in numeric
    ]
    head = "".join(
        f'<th style="text-align:{"right" if is_number else "left"};vertical-align:bottom">'
        f"{escape(heading)}</th>"
        for heading, is_number in zip(headings, numeric, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<td style="{css};vertical-align:top">{_linked(cell)}</td>'
            for cell, css in zip(row, style, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    # The class keeps browsers from setting what is between dollars as mathematics.
    return (
        '<table class="tex2jax_ignore" style="margin-left:0;max-width:100%">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _linked(cell: str) -> str:
    """The cell as HTML; an address is a link that shows its host."""
    words = [
        f'<a href="{escape(word, quote=True)}">{escape(urlsplit(word).netloc)}</a>'
        if word.startswith(("https://", "http://"))
        else escape(word)
        for word in cell.split(" ")
    ]
    return " ".join(words).replace("\n", "<br>")
