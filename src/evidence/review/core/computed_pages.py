"""Pages that are computed: the data dictionary, and the blocks of the READMEs that hold numbers."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pandas as pd

from evidence.coded.dictionary import Field, Table, read_dictionary
from evidence.coded.reader_agreement import agreement
from evidence.errors import EvidenceError
from evidence.files.atomic_write import write_file
from evidence.review.core.project import Project


def _limits(field: Field) -> str:
    limits = ["required"] if field.required else []
    limits += [" · ".join(f"`{code}`" for code in field.enum)] if field.enum else []
    limits += [f"form `{field.pattern}`".replace("|", "\\|")] if field.pattern else []
    limits += [f"at least {field.minimum:g}"] if field.minimum is not None else []
    limits += [f"at most {field.maximum:g}"] if field.maximum is not None else []
    return "; ".join(limits)


def _table_page(table: Table) -> str:
    keys = {
        name: key.table for key in table.foreign_keys for name in key.fields if len(key.fields) == 1
    }
    rows = [
        (
            f"| `{field.name}`{' (key)' if field.name in table.key else ''} | {field.type} | "
            f"{field.description}{f' Unit: {field.unit}.' if field.unit else ''} | "
            f"{f'of `{keys[field.name]}`; ' if field.name in keys else ''}{_limits(field)} |"
        )
        for field in table.fields
    ]
    return "\n".join(
        [
            f"## {table.name}",
            "",
            f"`data/{table.path}`. {table.description}",
            "",
            "| field | type | what it holds | allowed |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def dictionary_page(tables: dict[str, Table]) -> str:
    """The data dictionary in Markdown, one section a table."""
    opening = (
        "# Data dictionary\n\nMade from `data/datapackage.json` by `evidence build`; edit "
        "that file, not this one.\n"
    )
    return "\n".join([opening, *map(_table_page, tables.values())])


def agreement_block(found: pd.DataFrame, published: pd.DataFrame) -> str:
    """How far the two readings agree, as a Markdown table with its totals in words, beside
    published error rates.
    """
    cells, equal = int(found["cells"].sum()), int(found["cells_equal"].sum())
    both, first, second = (
        int(found[name].sum()) for name in ("rows_both", "rows_first", "rows_second")
    )
    words = (
        f"The first reading found {first} rows that were kept, the second {second}; {both} "
        f"were found by both. In those, {cells} cells were compared and {equal} agreed "
        f"({100 * equal / cells:.1f}%), so that {cells - equal} were resolved against the "
        f"text."
    )
    head = (
        "| table | rows, first | rows, second | rows, both | cells | agreement, % | kappa of "
        "categories |\n| --- | --- | --- | --- | --- | --- | --- |"
    )
    rows = [
        (
            f"| {row.table} | {row.rows_first} | {row.rows_second} | {row.rows_both} | "
            f"{row.cells} | {row.agreement_percent:.1f} | {row.kappa:.2f} |"
        )
        for row in found.itertuples()
    ]
    return "\n".join([words, "", head, *rows, "", *_beside_published(found, published)])


def _beside_published(found: pd.DataFrame, published: pd.DataFrame) -> list[str]:
    """Classes of disagreement of the two readings beside published rates, as Markdown."""
    cells = int(found["cells"].sum())
    counts = {
        "equal": ("Both readings agree", int(found["cells_equal"].sum())),
        "missed": ("A reading has no value", int(found["missed"].sum())),
        "wrong": ("Both have a value, and they differ", int(found["wrong"].sum())),
        "major": ("Of these, a code differs", int(found["major"].sum())),
    }
    rates = {
        row.compares_with: f"{row.percent} ({row.study}: {row.what.lower()}, of {row.of})"
        for row in published.itertuples()
        if row.compares_with
    }
    others = [
        f"{row.what}: {row.percent}% of {row.of} ({row.study})."
        for row in published.itertuples()
        if not row.compares_with
    ]
    return [
        "| class | cells | % of those compared | published, % |\n| --- | --- | --- | --- |",
        *(
            f"| {words} | {count} | {100 * count / cells:.1f} | {rates.get(name, '')} |"
            for name, (words, count) in counts.items()
        ),
        "",
        " ".join(others),
    ]


class NoBlock(EvidenceError, ValueError):
    """A page without the block that is to hold its numbers."""


def filled(page: str, blocks: Mapping[str, str]) -> str:
    """The page with the text between ``<!-- name -->`` and ``<!-- /name -->`` replaced.

    >>> filled("a <!-- n -->old<!-- /n --> b", {"n": "new"})
    'a <!-- n -->\\nnew\\n<!-- /n --> b'
    """
    for name, text in blocks.items():
        page = _block(name).sub(
            lambda found, text=text: f"{found.group(1)}\n{text}\n{found.group(2)}", page
        )
    return page


def write_pages(
    project: Project,
    tables: Mapping[str, pd.DataFrame],
    readme_blocks: Mapping[str, Callable[..., str]],
) -> list[Path]:
    """Write the computed pages of the project; the paths written.

    Parameters
    ----------
    tables : coded and derived. readme_blocks : what makes each block of the README of this review.

    Raises
    ------
    NoBlock : the README has no block of a name that the review declares.
    """
    dictionary = read_dictionary(project.data)
    pages = {project.root / "docs" / "data_dictionary.md": dictionary_page(dictionary)}
    blocks = {name: partial(make, tables) for name, make in readme_blocks.items()}
    pages |= _with_blocks(project.root / "README.md", blocks)
    if (project.data / "readings").is_dir():
        pages |= _with_blocks(
            project.data / "README.md",
            {"agreement": partial(_agreement, project, dictionary, tables)},
        )
    for path, text in pages.items():
        write_file(path, text)
    return list(pages)


def _agreement(
    project: Project, dictionary: dict[str, Table], tables: Mapping[str, pd.DataFrame]
) -> str:
    found = agreement(project.data, dictionary)
    return agreement_block(found, tables["published_error_rates"])


def _with_blocks(path: Path, blocks: Mapping[str, Callable[[], str]]) -> dict[Path, str]:
    """The page with its blocks made anew; nothing where there is no page or no block."""
    if not (blocks and path.is_file()):
        return {}
    page = path.read_text(encoding="utf-8")
    missing = [name for name in blocks if not _block(name).search(page)]
    if missing:
        needed = ", ".join(f"<!-- {name} --> … <!-- /{name} -->" for name in missing)
        raise NoBlock(f"{path}: found no block {', '.join(missing)}; needed: {needed}")
    return {path: filled(page, {name: make() for name, make in blocks.items()})}


def _block(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {name} -->).*?(<!-- /{name} -->)", re.S)
