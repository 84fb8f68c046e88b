"""The option that says in which project a command works."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evidence.errors import EvidenceError

if TYPE_CHECKING:  # what reads a project need not be imported for help
    from evidence.review.core.project import Project

ProjectOption = Annotated[
    Path | None,
    typer.Option("--project", help="Folder of the project; the working folder by default."),
]


def project_at(folder: Path | None) -> "Project":
    """The project of a folder, or of the working folder.

    Raises
    ------
    EvidenceError : neither the folder nor one above it is a project.
    """
    from evidence.review.core.project import find_project

    try:
        return find_project(folder)
    except FileNotFoundError as error:
        raise EvidenceError(str(error)) from None
