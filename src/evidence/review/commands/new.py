"""A new review, written whole."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from evidence.errors import EvidenceError

EXAMPLE_TITLE = "An invented drug in an invented disease"
EXAMPLE_INDEX = "inventumab"


def new(
    folder: Annotated[Path, typer.Argument(help="Folder to write to; made, or empty.")],
    title: Annotated[str | None, typer.Option(help="What the review is about.")] = None,
    index: Annotated[
        str | None, typer.Option(help="The therapy that it asks about; day 0 is its first dose.")
    ] = None,
    short: Annotated[
        str | None, typer.Option(help="A short name of it, for figures; the same by default.")
    ] = None,
    domain: Annotated[
        list[str] | None,
        typer.Option(help="A field of medicine with rules of its own; may be given several times."),
    ] = None,
    example: Annotated[
        bool, typer.Option("--example", help="With an invented report and trial, coded.")
    ] = False,
) -> None:
    """Begin a review: dictionary, empty tables, code lists, notebooks, tests, how to code."""
    from evidence.domains import definitions_of
    from evidence.files.atomic_write import write_all
    from evidence.new.project import EXECUTABLE, Answers, project_files

    _refuse_filled(folder)
    asked = title or (EXAMPLE_TITLE if example else _asked("--title", "What is the review about"))
    agent = index or (EXAMPLE_INDEX if example else _asked("--index", "Which therapy"))
    for name in domain or ():
        definitions_of(name)  # refuses a domain that is not there
    answers = Answers(asked, agent, short or agent, tuple(domain or ()))
    written = write_all(folder, project_files(answers, example=example))
    for name in EXECUTABLE:
        (folder / name).chmod(0o755)
    print(f"{len(written)} files in {folder}")
    print("next: docs/CODING.md says how to code; `evidence sheet out coding.xlsx` writes the form")


def _refuse_filled(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise EvidenceError(f"{folder}: is not empty; allowed: a new or an empty folder")


def _asked(flag: str, question: str) -> str:
    if not sys.stdin.isatty():
        raise EvidenceError(f"{flag} is needed where nobody can be asked")
    answer: str = typer.prompt(question)
    return answer
