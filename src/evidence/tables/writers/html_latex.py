"""Tables as HTML and LaTeX, both by great_tables."""

import html
import re
from typing import Any

import pandas as pd

from evidence.files.escape import printable
from evidence.tables.core.table import Table
from evidence.tables.writers.column_widths import shares

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ margin: 2rem; background: #fff; color: #111; }}
.gt_row {{ white-space: pre-line; vertical-align: top !important; \
font-variant-numeric: tabular-nums; }}
.gt_sourcenote {{ text-align: left; }}
</style>
</head>
<body>
{table}
</body>
</html>
"""
FONTS = ("Helvetica Neue", "Arial", "sans-serif")
LATEX_HEAD = (
    "% Needs booktabs, longtable and array; compile with XeLaTeX or LuaLaTeX (Unicode text).\n"
)
# A star or a length in brackets may follow the end of a row, a width in brackets the upper rule.
AFTER_ROW = re.compile(r"((?:\\\\|\\toprule) *\n\s*)([\[*])")


def _frame(table: Table) -> pd.DataFrame:
    """Cells under the names of their columns, with the group of each row."""
    rows = [(*row.cells, group) for group, same in table.grouped for row in same]
    return pd.DataFrame(
        rows, columns=[*(column.name for column in table.columns), "row_group"], dtype=str
    )


def _great_table(table: Table, references: tuple[str, ...] = ()) -> Any:
    from great_tables import GT

    frame = _frame(table)
    grouped = frame["row_group"].ne("").any()
    shown = GT(
        frame if grouped else frame.drop(columns="row_group"),
        groupname_col="row_group" if grouped else None,
        id=table.name,
    )
    shown = shown.tab_header(title=table.title).cols_label(
        cases={column.name: column.heading for column in table.columns}
    )
    for align in ("left", "center", "right"):
        shown = shown.cols_align(
            align, columns=[column.name for column in table.columns if column.align == align]
        )
    position = 0
    for heading, count in table.spans:
        if heading:
            shown = shown.tab_spanner(
                label=heading,
                columns=[column.name for column in table.columns[position : position + count]],
                id=f"{table.name}-{position}",
            )
        position += count
    shown = shown.cols_width(
        {
            column.name: f"{100 * share:.1f}%"
            for column, share in zip(table.columns, shares(table), strict=True)
        }
    )
    for note in (*table.footnotes, *references):
        shown = shown.tab_source_note(note)
    return shown.tab_options(
        table_width="100%",
        table_font_names=list(FONTS),
        table_font_size="13px",
        heading_align="left",
        heading_title_font_size="16px",
        row_group_font_weight="bold",
        column_labels_font_weight="bold",
        source_notes_font_size="11px",
    )


def to_html(table: Table, references: tuple[str, ...] = ()) -> str:
    """A page with the table, its footnotes under it, then the references that it cites."""
    table = table.printable()
    fragment = _great_table(table, tuple(map(printable, references))).as_raw_html()
    return PAGE.format(title=html.escape(table.title), table=fragment)


def _widths(table: Table) -> str:
    """Columns that wrap: a paragraph column each, ragged to the side that its text keeps to."""
    side = {"left": r"\raggedright", "right": r"\raggedleft", "center": r"\centering"}
    spacing = 2 * len(table.columns)
    spec = [
        rf">{{{side[column.align]}\arraybackslash}}"
        rf"p{{{share:.4f}\dimexpr\linewidth-{spacing}\tabcolsep\relax}}"
        for column, share in zip(table.columns, shares(table), strict=True)
    ]
    return "".join(spec)


def _protected(text: str) -> str:
    """Rows whose first sign the end of the row before would take for its argument, in braces."""
    return AFTER_ROW.sub(lambda found: f"{found.group(1)}{{{found.group(2)}}}", text)


def to_latex(table: Table) -> str:
    """A longtable whose columns wrap and whose header stands on every page; great_tables makes the
    rest.
    """
    table = table.printable()
    text = _great_table(table).as_latex(use_longtable=True)
    spec = re.search(r"\\begin\{longtable\}(?:\[[^\]]*\])?\{(.*)\}\n", text)
    head = re.search(r"\\toprule\n.*?\\midrule\\addlinespace\[2\.5pt\]\n", text, re.S)
    if not (spec and head):
        raise ValueError(
            f"table {table.name}: no longtable with a header in what great_tables made"
        )
    repeated = f"{head.group()}\\endfirsthead\n{head.group()}\\endhead\n"
    return (
        LATEX_HEAD
        + text[: spec.start(1)]
        + _widths(table)
        + _protected(text[spec.end(1) : head.start()] + repeated + text[head.end() :])
        + "\n"
    )
