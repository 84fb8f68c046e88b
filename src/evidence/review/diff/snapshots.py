"""A state of the data: the work tree, another folder, or a git revision."""

import subprocess
import tempfile
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from evidence.errors import EvidenceError
from evidence.review.core.project import Project, copy_choices, read_project
from evidence.review.lineage.lineage import Frames, as_text, coded_text


class DiffProblem(EvidenceError, ValueError):
    """A state of the data that cannot be read or derived; the message says why."""


@dataclass(frozen=True)
class State:
    """Coded tables, derived tables and the frames that figures are drawn from, as text."""

    coded: Frames
    derived: Frames
    drawn: Frames
    coded_keys: dict[str, list[str]]


def _texts(frames: Frames) -> Frames:
    return {name: as_text(frame) for name, frame in frames.items()}


def refuse_problems(project: Project, name: str) -> None:
    """Raise `DiffProblem` where coded tables are not what their dictionary promises."""
    from evidence.coded.problems import ProblemsFound

    try:
        read_project(project)
    except (ProblemsFound, OSError) as problems:
        raise DiffProblem(f"{name}: {problems}") from None


def read_state(project: Project, name: str) -> State:
    """A state of the data with everything derived from it by this version of the package.

    Raises
    ------
    DiffProblem : this version of the package cannot derive its tables.
    """
    from evidence.review.build.figures import figure_frames
    from evidence.review.core.open_review import read_review

    try:
        review = read_review(project)
        drawn = figure_frames(review)
        coded, keys = coded_text(project)
    except (LookupError, ValueError, TypeError, AttributeError, OSError) as error:
        raise DiffProblem(
            f"{name}: this version of the package cannot derive its tables "
            f"({type(error).__name__}: {error})"
        ) from None
    return State(coded, _texts(review.derived), _texts(drawn), keys)


def _archive(project: Project, revision: str) -> bytes:
    """The data of a revision as a zip file."""
    if revision.startswith("-"):  # git would take it for an option, and --output writes a file
        raise DiffProblem(f"{revision}: a git revision does not begin with a hyphen")
    try:
        made = subprocess.run(
            ["git", "-C", str(project.root), "archive", "--format=zip", revision, "data"],
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise DiffProblem(
            f"{revision}: no folder with data/datapackage.json, and git is not installed"
        ) from None
    if made.returncode:
        reason = made.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise DiffProblem(
            f"{revision or 'an empty name'}: neither a folder with data/datapackage.json nor a "
            f"git revision of this project ({reason})"
        )
    return made.stdout


@contextmanager
def state_at(project: Project, revision: str):
    """The project as it was: a folder, or a git revision taken out into a temporary folder.

    Raises
    ------
    DiffProblem : neither a folder with data nor a revision of the project's repository.
    """
    folder = Path(revision)
    if revision and (folder / "data" / "datapackage.json").is_file():
        yield Project(folder.resolve())
        return
    archive = _archive(project, revision)
    with tempfile.TemporaryDirectory(prefix="evidence-") as aside:
        # zipfile writes nothing outside the folder and makes no links, in every Python.
        with zipfile.ZipFile(BytesIO(archive)) as packed:
            packed.extractall(aside)
        copy_choices(project.root, Path(aside))  # older data are derived by what is chosen now
        yield Project(Path(aside))
