"""The coded tables as they were last committed, where the project is under git."""

import subprocess
from collections.abc import Iterable

from evidence.review.core.project import Project


def changed_since_commit(project: Project, paths: Iterable[str]) -> dict[str, bytes]:
    """What the last commit holds of the files that have been changed since.

    Parameters
    ----------
    paths : files below the data folder, with ``/`` between folders.

    Returns
    -------
    The committed bytes by path; nothing where there is no git, no repository or no commit.
    """
    changed = set(_git(project, "diff", "--name-only", "--relative", "HEAD").decode().splitlines())
    return {path: _git(project, "show", f"HEAD:./{path}") for path in paths if path in changed}


def _git(project: Project, *arguments: str) -> bytes:
    """What git writes; nothing where it refuses or is not there."""
    command = ["git", "-c", "core.quotePath=false", "-C", str(project.data), *arguments]
    try:
        made = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        return b""
    return b"" if made.returncode else made.stdout
