"""References and trials in from other programs; comparisons, trials and cases out to them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evidence.errors import EvidenceError
from evidence.review.commands.project_option import ProjectOption, project_at

if TYPE_CHECKING:
    import pandas as pd

    from evidence.coded.dictionary import Table
    from evidence.review.core.open_review import Review
    from evidence.review.core.project import Project

import_commands = typer.Typer(
    name="import", help="Take over what other programs export.", no_args_is_help=True
)
export_commands = typer.Typer(
    name="export", help="Write what other programs read.", no_args_is_help=True
)
Folder = Annotated[Path, typer.Argument(help="Folder to write to.")]


@import_commands.command("ris")
def import_ris(
    file: Annotated[Path, typer.Argument(help="RIS of EndNote, Rayyan, Covidence or Zotero.")],
    role: Annotated[
        str, typer.Option(help="Code of the new documents: report, cited or trial.")
    ] = "cited",
    cited_by: Annotated[
        str | None,
        typer.Option(
            "--cited-by", help="Key of the document whose reference list the file is, in order."
        ),
    ] = None,
    project: ProjectOption = None,
) -> None:
    """Add documents, and the citations of one document; what is there already is named."""
    from evidence.exchange.ris import read_ris

    found = project_at(project)
    references = read_ris(_text_of(file), file.name)
    _add_documents(found, references, role, cited_by, file.name)


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise EvidenceError(f"{file}: byte {error.start} is not UTF-8; export as UTF-8") from None


def _add_documents(
    project: "Project", references: list, role: str, cited_by: str | None, source: str
) -> None:
    from evidence.coded.dictionary import read_dictionary
    from evidence.exchange.new_documents import new_citations, new_documents
    from evidence.files.atomic_write import write_all
    from evidence.files.lock import sole_writer
    from evidence.review.core.coded_texts import coded_texts, with_rows

    with sole_writer(project.lock, "evidence import ris"):
        tables = read_dictionary(project.data)
        frames = coded_texts(project, tables)
        documents, citations = frames["documents"], frames["citations"]
        _refuse_unknown(role, tables["documents"], cited_by, documents)
        new = new_documents(references, documents, role, source)
        rows = {"documents": new.documents}
        if cited_by:
            listed = citations.loc[citations["document_id"] == cited_by, "reference_number"]
            start = max(map(int, listed), default=0) + 1
            rows["citations"] = new_citations(references, new.document_ids, cited_by, start, source)
        write_all(project.data, with_rows(frames, tables, rows))
    for duplicate in new.duplicates:
        print(duplicate)
    added = ", ".join(f"{len(found)} {name}" for name, found in rows.items())
    print(f"{len(references)} records: {added} added, {len(new.duplicates)} duplicates")


def _refuse_unknown(
    role: str, table: "Table", cited_by: str | None, documents: "pd.DataFrame"
) -> None:
    roles = next(field.enum for field in table.fields if field.name == "role")
    if role not in roles:
        raise EvidenceError(f"--role: found {role!r}; allowed: {', '.join(roles)}")
    if cited_by and cited_by not in set(documents["document_id"]):
        raise EvidenceError(f"--cited-by: found {cited_by!r}; allowed: a document of documents.csv")


@import_commands.command("revman")
def import_revman(
    folder: Annotated[Path, typer.Argument(help="Folder with RevMan's CSV tables.")],
    project: ProjectOption = None,
) -> None:
    """Add studies, arms, results and judgements; `evidence check` names what is left to code."""
    from evidence.coded.dictionary import read_dictionary
    from evidence.exchange.revman.read import revman_rows
    from evidence.files.atomic_write import write_all
    from evidence.files.lock import sole_writer
    from evidence.review.core.coded_texts import coded_texts, with_rows

    found = project_at(project)
    with sole_writer(found.lock, "evidence import revman"):
        tables = read_dictionary(found.data)
        frames = coded_texts(found, tables)
        rows = revman_rows(folder, frames)
        write_all(found.data, with_rows(frames, tables, rows))
    added = ", ".join(f"{len(found)} {name}" for name, found in rows.items())
    print(f"added: {added}; `evidence check` names the cells that RevMan does not fill")


@export_commands.command("metafor")
def export_metafor(folder: Folder, project: ProjectOption = None) -> None:
    """Every comparison and pool as a CSV in the columns of metafor."""
    from evidence.exchange.metafor import metafor_files

    _write(folder, metafor_files(_review(project).derived))


@export_commands.command("revman")
def export_revman(folder: Folder, project: ProjectOption = None) -> None:
    """The trials as RevMan's four CSV tables; import the references first, as RIS."""
    from evidence.exchange.revman.write import revman_files

    _write(folder, revman_files(_review(project).coded))


@export_commands.command("phenopackets")
def export_phenopackets(folder: Folder, project: ProjectOption = None) -> None:
    """The cases as phenopackets, version 2."""
    from datetime import UTC, datetime

    from evidence.exchange.phenopackets import phenopacket_files

    review = _review(project)
    _write(folder, phenopacket_files(review.coded, review.derived, datetime.now(UTC)))


@export_commands.command("cbioportal")
def export_cbioportal(folder: Folder, project: ProjectOption = None) -> None:
    """The timeline of the cases as a timeline file of cBioPortal."""
    from evidence.exchange.cbioportal import cbioportal_files

    review = _review(project)
    _write(folder, cbioportal_files(review.coded, review.derived))


def _review(folder: Path | None) -> "Review":
    from evidence.review.core.open_review import read_review

    return read_review(project_at(folder))


def _write(folder: Path, contents: dict[str, str]) -> None:
    from evidence.files.atomic_write import write_all

    if not contents:
        raise EvidenceError("nothing to export: nothing of the sort is coded")
    print(f"{len(write_all(folder, contents))} files in {folder}")
