"""A copy of the project's data that a test may change, with its own history."""

import os
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from evidence.review.core.project import Project, copy_choices

ROOT = Path(__file__).resolve().parents[4]
HERE = Path(__file__).resolve().parent
QUIET = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


def copy_of_the_data(target: Path) -> Project:
    for name in ("coded", "vocabulary"):
        shutil.copytree(ROOT / "data" / name, target / "data" / name)
    shutil.copy(ROOT / "data" / "datapackage.json", target / "data")
    shutil.copytree(ROOT / "notebooks", target / "notebooks", ignore=shutil.ignore_patterns(".*"))
    copy_choices(ROOT, target)
    return Project(target)


def read(project: Project, table: str) -> pd.DataFrame:
    return pd.read_csv(project.data / "coded" / f"{table}.csv", dtype=str, keep_default_na=False)


def write(project: Project, table: str, frame: pd.DataFrame) -> None:
    frame.to_csv(project.data / "coded" / f"{table}.csv", index=False, lineterminator="\n")


def git(project: Project, *words: str) -> None:
    subprocess.run(
        ["git", "-C", str(project.root), *words],
        check=True,
        capture_output=True,
        env={**os.environ, **QUIET},
    )


def committed_copy(target: Path) -> Project:
    """The copy in a repository of its own, everything committed."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed: differences to a revision were not tested")
    project = copy_of_the_data(target)
    git(project, "init", "-q")
    git(project, "add", ".")
    git(project, "commit", "-q", "-m", "As it stands")
    return project


@pytest.fixture(scope="module")
def committed(tmp_path_factory) -> Project:
    """A committed copy that no test changes."""
    return committed_copy(tmp_path_factory.mktemp("committed") / "project")


@pytest.fixture(scope="module")
def changed(tmp_path_factory) -> Project:
    """A committed copy that a module's fixture changes once."""
    return committed_copy(tmp_path_factory.mktemp("changed") / "project")


@pytest.fixture(scope="session")
def invented() -> dict[str, pd.DataFrame]:
    """The rows of a seventh, invented patient by table."""
    return {
        path.stem: pd.read_csv(path, dtype=str, keep_default_na=False)
        for path in sorted((HERE / "invented_patient").glob("*.csv"))
    }


@pytest.fixture(scope="session")
def six(tmp_path_factory) -> Project:
    """A copy of the data as it stands."""
    return copy_of_the_data(tmp_path_factory.mktemp("six") / "project")


@pytest.fixture(scope="session")
def with_seventh(six, tmp_path_factory, invented) -> Project:
    """The same data with the invented patient added."""
    folder = tmp_path_factory.mktemp("seventh") / "project"
    shutil.copytree(six.root, folder)
    for table, rows in invented.items():
        coded = read(six, table)
        write(
            Project(folder),
            table,
            pd.concat([coded, rows.reindex(columns=coded.columns, fill_value="")]),
        )
    return Project(folder)


@pytest.fixture(scope="session")
def change_cell():
    """Write one cell of one row into the coded tables of a copy."""

    def change(project: Project, table: str, key: str, column: str, value: str) -> None:
        frame = read(project, table)
        frame.loc[frame.iloc[:, 0] == key, column] = value
        write(project, table, frame)

    return change
