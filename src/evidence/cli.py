"""The command line: ``evidence check | build | figures | pool ...``.

Nothing heavy is imported before a command needs it, so help is quick.
"""

import os
from pathlib import Path
from typing import Annotated

import typer

from evidence.console import write_what_the_console_has
from evidence.review.commands.command_group import CommandGroup
from evidence.review.commands.exchange import export_commands, import_commands
from evidence.review.commands.migrate import migrate
from evidence.review.commands.new import new
from evidence.review.commands.pool import pool
from evidence.review.commands.project_option import ProjectOption, project_at
from evidence.review.commands.sheet import sheet

app = typer.Typer(
    cls=CommandGroup,
    name="evidence",
    help=(
        "Traceable evidence synthesis: coded tables in, checked tables, figures and notebooks out."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def check(project: ProjectOption = None) -> None:
    """Are the coded tables what the dictionary promises? All problems at once."""
    found = project_at(project)
    from evidence.coded.dictionary import read_dictionary
    from evidence.coded.formula_cells import formula_cells
    from evidence.review.commands.check import check_project
    from evidence.review.core.definitions import definitions_for
    from evidence.review.core.figure_specs import figure_specs
    from evidence.review.core.table_specs import table_specs

    tables = check_project(found)
    declared = definitions_for(tables.settings)
    figure_specs(tables.settings, declared)
    table_specs(tables.settings, declared)
    print(f"{len(tables)} tables, {sum(map(len, tables.values()))} rows: no problems")
    for remark in formula_cells(tables, read_dictionary(found.data)):
        print(remark)


@app.command()
def build(project: ProjectOption = None) -> None:
    """Derive every table, draw every figure, execute every notebook; only what changed."""
    found = project_at(project)
    from evidence.review.build.build import build_review

    build_review(found)


@app.command()
def verify(
    sources: Annotated[
        Path,
        typer.Option(
            "--sources", help="Folder with the full texts as .txt or .md files, under any name."
        ),
    ],
    project: ProjectOption = None,
) -> None:
    """Is every coded value found where its locator says? Needs the full texts of the reports."""
    found = project_at(project)
    from rich.console import Console

    from evidence.review.commands.verify import confirmed, print_results, verify_project

    results = verify_project(found, sources)
    print_results(results, Console(highlight=False, soft_wrap=True))
    if not confirmed(results):
        raise typer.Exit(1)


@app.command()
def audit(
    severity: Annotated[
        str | None, typer.Option(help="error, warning or note; all by default.")
    ] = None,
    document: Annotated[
        str | None, typer.Option(help="Key of one document; all by default.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print whole records as JSON.")] = False,
    project: ProjectOption = None,
) -> None:
    """What in the sources does not agree with itself, with its references or
    with what is possible?
    """
    found = project_at(project)
    from evidence.review.commands.audit import audit_project, chosen, print_findings

    findings, stale = audit_project(found)
    print_findings(chosen(findings, severity, document), stale, as_json)


@app.command()
def figures(
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", help="Name of a figure; may be given several times. All by default."
        ),
    ] = None,
    journal: Annotated[
        str,
        typer.Option(
            help="A journal's layout: default, nature, plos, bmc, blood, lancet or elsevier."
        ),
    ] = "default",
    palette: Annotated[str, typer.Option(help="colour, or grey for print.")] = "colour",
    width: Annotated[
        str, typer.Option(help="Columns of the page: single, one_and_a_half or double.")
    ] = "double",
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            help="svg, pdf, png or tiff; may be given several times. The journal's by default.",
        ),
    ] = None,
    dpi: Annotated[
        int | None,
        typer.Option(
            min=72, max=1200, help="Dots per inch of PNG and TIFF; the journal's by default."
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="Folder to write to; exports/<journal> by default.")
    ] = None,
    project: ProjectOption = None,
) -> None:
    """Export figures in a journal's sizes and formats, with their data and words."""
    found = project_at(project)
    from evidence.review.commands.figures import export_figures

    target = output or found.root / "exports" / journal
    written = export_figures(
        found,
        target,
        only=only or [],
        journal=journal,
        palette=palette,
        width=width,
        formats=formats or [],
        dpi=dpi,
        done=print,
    )
    print(f"{len(written)} figures in {target}")


@app.command()
def tables(
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            help="Name of a table, e.g. table_1; may be given several times. All by default.",
        ),
    ] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format", help="html, latex, docx or csv; may be given several times. All by default."
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="Folder to write to; exports/tables by default.")
    ] = None,
    project: ProjectOption = None,
) -> None:
    """Export the tables of the manuscript with their references."""
    found = project_at(project)
    from evidence.review.build.tables import export_tables

    target = output or found.root / "exports" / "tables"
    written = export_tables(found, target, print, only=only or (), formats=formats or ())
    print(f"{len(written)} files in {target}")


@app.command()
def site(project: ProjectOption = None) -> None:
    """Make the page of the review in site/: every number opens the place where it was reported."""
    found = project_at(project)
    from evidence.site.build import build_site

    folder = found.root / "site"
    print(f"{build_site(found, folder)} files; open {folder / 'index.html'}")


@app.command()
def trace(
    target: Annotated[
        str, typer.Argument(help="figures/<id>, notebooks/<name> or the name of a derived table.")
    ],
    row: Annotated[str | None, typer.Argument(help="Key of one row of the derived table.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the chain as JSON.")] = False,
    project: ProjectOption = None,
) -> None:
    """Which reported figures is this computed from? The chain to documents and locators."""
    found = project_at(project)
    from evidence.review.lineage.trace import show
    from evidence.review.lineage.trace import trace as chain

    show(chain(found, target, row), as_json)


@app.command()
def diff(
    revision: Annotated[
        str,
        typer.Argument(
            metavar="REV", help="A git revision, or the folder of another copy of the project."
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the changes as JSON.")] = False,
    project: ProjectOption = None,
) -> None:
    """What changed in the data since REV, and which results, figures and
    sentences moved with it.
    """
    found = project_at(project)
    from evidence.review.diff.changes import changes_since
    from evidence.review.diff.print_changes import print_changes

    print_changes(changes_since(found, revision), as_json)


@app.command()
def manuscript(project: ProjectOption = None) -> None:
    """Write the papers of manuscript/ as Word, PDF, HTML and JATS, with the review's numbers."""
    found = project_at(project)
    from evidence.manuscript.build import build_manuscript

    for path in build_manuscript(found):
        print(path.relative_to(found.root))


@app.command()
def bundle(
    output: Annotated[
        Path | None, typer.Option(help="File to write; exports/bundle.zip by default.")
    ] = None,
    project: ProjectOption = None,
) -> None:
    """Pack the review into one archive to deposit, with RO-Crate metadata and checksums."""
    found = project_at(project)
    from evidence.bundle.build import write_bundle

    print(write_bundle(found, output or found.root / "exports" / "bundle.zip"))


app.command()(pool)
app.command()(new)
app.command()(migrate)
app.add_typer(sheet)
app.add_typer(import_commands)
app.add_typer(export_commands)


def main() -> None:
    """Entry point of the console script."""
    os.environ["MPLBACKEND"] = "agg"  # figures go to files; a wrong setting would stop matplotlib
    write_what_the_console_has()
    app()
