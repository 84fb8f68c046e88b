"""The manuscripts of a review, built whole or not at all."""

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from evidence.files.atomic_write import write_all
from evidence.files.lock import sole_writer
from evidence.manuscript.assemble import Assembler
from evidence.manuscript.contents import FOLDER, Contents, find_contents
from evidence.manuscript.document.source import Source, read_sources
from evidence.manuscript.numbers.read_numbers import Number
from evidence.manuscript.refused import ManuscriptRefused
from evidence.manuscript.tools import pandoc
from evidence.manuscript.writers.formats import FORMATS
from evidence.review.core.open_review import read_review
from evidence.review.core.project import Project
from evidence.review.core.stamps import Stamps, data_digest, digest_of, digest_of_files
from evidence.tables.core.csl_items import csl_items
from evidence.tables.core.table import Table

NUMBERS_USED = "numbers.csv"


# What manuscripts are made from besides the data and the code.
MADE_FROM = (
    *(f"{FOLDER}/*.md", f"{FOLDER}/*.toml", "figures/*.svg", "figures/*.png", "figures/*.json"),
    "data/derived/*.csv",
)
PROGRAMS = ("pypandoc-binary", "typst")
STEP = "manuscript"


def build_manuscript(project: Project) -> list[Path]:
    """Write every manuscript of the folder ``manuscript`` in every format; the paths.

    Manuscripts that were written from the same and still stand are left as they are.

    Raises
    ------
    ExtraMissing : pandoc and typst are not installed.
    ManuscriptRefused : typed numbers and unknown names, all at once.
    """
    pandoc()
    folder = project.root / FOLDER
    with sole_writer(project.lock, "evidence manuscript"):
        stamps, inputs = Stamps(project.stamps, project.root), _inputs_of(project)
        if not stamps.fresh(STEP, inputs):
            stamps.record(STEP, inputs, write_all(folder, _made(project, folder)))
            stamps.save()
        return [project.root / name for name in stamps.outputs(STEP)]


def _inputs_of(project: Project) -> str:
    """The digest of everything that the manuscripts show, and of what writes them."""
    package = Path(str(files("evidence")))
    styles = digest_of_files(package, "manuscript/writers/*", "tables/core/*.csl")
    programs = [f"{name} {version(name)}" for name in PROGRAMS]
    shown = digest_of_files(project.root, *MADE_FROM)
    return digest_of(data_digest(project), styles, shown, *programs)


def _made(project: Project, folder: Path) -> dict[str, bytes]:
    sources = read_sources(folder)
    if not sources:
        raise ManuscriptRefused(f"{FOLDER}/paper.md: not there; write the paper in Markdown first")
    review = read_review(project)
    contents = find_contents(project, review, sources)
    documents = list(review.coded["documents"]["document_id"])
    return written(sources, contents, csl_items(dict(review.coded), documents), project.figures)


def written(
    sources: list[Source], contents: Contents, references: list[dict], figures: Path
) -> dict[str, bytes]:
    """Every manuscript in every format by the name of its file, several at a time.

    Parameters
    ----------
    references : in CSL-JSON, more than are cited at will. figures : the folder of the figures.
    """
    descriptions = {
        f"{contents.placed['table', name].number}. {table.title}": _description(table)
        for name, table in contents.tables.items()
    }
    with tempfile.TemporaryDirectory() as aside, ThreadPoolExecutor() as pool:
        folder = Path(aside)
        _prepare(folder, contents, references, figures)
        jobs = {}
        for source in sources:
            for kind in FORMATS.values():
                document = Assembler(contents, kind).document(source)
                name = f"{source.name}.{kind.ending}"
                jobs[name] = pool.submit(kind.write, document, folder, name, descriptions)
        made = {name: job.result() for name, job in jobs.items()}
    return made | {NUMBERS_USED: _used(contents.numbers.values()).encode()}


def _prepare(folder: Path, contents: Contents, references: list[dict], figures: Path) -> None:
    """A folder with what pandoc needs beside the documents."""
    (folder / "figures").mkdir(parents=True)
    for name in contents.figures:
        for ending in ("svg", "png"):
            shutil.copy(figures / f"{name}.{ending}", folder / "figures")
    (folder / "references.json").write_text(json.dumps(references), "utf-8")
    style = files("evidence.tables.core").joinpath("numbered.csl").read_text("utf-8")
    (folder / "numbered.csl").write_text(style, "utf-8")


def _description(table: Table) -> str:
    """Alternative text of a table: what its columns are."""
    headings = ", ".join(column.heading for column in table.columns if column.heading)
    return f"{len(table.rows)} rows. Columns: {headings}."


def _used(numbers: Iterable[Number]) -> str:
    """The numbers of the manuscripts as CSV, each with the cells and rows behind it."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(["key", "text", "row", "cells", "sources"])
    for number in numbers:
        cells = "; ".join(f"{name} = {cell}" for name, cell in number.cells.items())
        rows.writerow([number.key, number.text, number.row, cells, number.sources])
    return written.getvalue()
