"""What the first page says of a review: what moved since its last release."""

import os
import shutil
import subprocess

import pytest
from typer.testing import CliRunner

from evidence.cli import app
from evidence.review.core.project import Project
from evidence.review.diff.changes import Cell, TableChange
from evidence.site.build import site_files
from evidence.site.status import moved, words_of

QUIET = dict.fromkeys(("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"), os.devnull) | {
    f"GIT_{who}_{what}": "a@example.org"
    for who in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}


def git(root, *words):
    asked = ["git", "-C", str(root), *words]
    subprocess.run(asked, check=True, capture_output=True, env={**os.environ, **QUIET})


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """An invented review in a repository of its own, everything committed, without a release."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed: what moved since a release was not tested")
    root = tmp_path_factory.mktemp("released") / "review"
    result = CliRunner().invoke(app, ["new", str(root), "--example"])
    assert result.exit_code == 0, result.output
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "As it stands")
    return Project(root)


def first_page(project):
    return site_files(project)["index.html"].decode()


def test_without_a_release_the_first_page_says_so(project):
    assert "there is no release yet" in first_page(project)


def test_after_a_release_the_first_page_shows_what_moved(project):
    git(project.root, "tag", "v1.0")
    assert moved(project) == "nothing since v1.0"
    path = project.data / "coded" / "laboratory.csv"
    before = path.read_text("utf-8")
    path.write_text(before.replace("2.1 mg/dL", "4.2 mg/dL"), "utf-8")
    assert path.read_text("utf-8") != before
    shown = first_page(project)
    assert "1 coded row since v1.0; results that moved: laboratory (" in shown
    assert "185.6 to 371.3" in shown  # 2.1 and 4.2 mg/dL at 113.12 g/mol, in umol/L
    path.write_text(before, "utf-8")
    assert moved(project) == "nothing since v1.0"


def test_an_added_row_and_a_word_that_changed_are_counted():
    coded = [TableChange("outcomes", ("o2",), (), (Cell("o1", "note", "a", "b"),))]
    assert words_of(coded, [], "v2") == "2 coded rows since v2; no result moved"
    results = [TableChange("cases", ("c3",), (), ()), TableChange("pooled", (), ("x",), ())]
    assert words_of(coded, results, "v2").endswith("results that moved: cases; pooled")
