"""Files that cannot be read, written or understood: one message that names the file, status 1."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evidence.cli import app
from evidence.review.core.project import copy_choices

ROOT = Path(__file__).parents[4]
RUBBISH = b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe" * 9
FIGURE, NOTEBOOK, TABLE = "figures/swimmer", "notebooks/n.ipynb", "data/coded/doses.csv"


def _folder(path):
    path.unlink()
    path.mkdir()


BROKEN = {
    "missing": Path.unlink,
    "a folder": _folder,
    "rubbish": lambda path: path.write_bytes(RUBBISH),
    "empty": lambda path: path.write_bytes(b""),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "other JSON": lambda path: path.write_text('[{"title": 1}]'),
}


def copy_in(folder):
    """A copy with its data, one figure and one notebook; never built."""
    root = folder / "project"
    shutil.copytree(ROOT / "data", root / "data")
    copy_choices(ROOT, root)
    (root / "figures").mkdir()
    for suffix in ("csv", "json"):
        shutil.copy(ROOT / f"{FIGURE}.{suffix}", root / "figures")
    (root / "notebooks").mkdir()
    shutil.copy(sorted(ROOT.glob("notebooks/*.ipynb"))[0], root / NOTEBOOK)
    return root


@pytest.fixture
def project(tmp_path):
    """A copy to be damaged."""
    return copy_in(tmp_path)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """One copy that stays as it is, so that its tables are derived once."""
    return copy_in(tmp_path_factory.mktemp("sound"))


def digests(root):
    return {
        path: hashlib.sha256(path.read_bytes()).digest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".build" not in path.parts
    }


def refused(root, *words, status=1):
    """What a command says that ends with status 1, a message, and nothing changed."""
    before = digests(root)
    result = CliRunner().invoke(app, [*words, "--project", str(root)])
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code == status and "Traceback" not in result.output
    assert digests(root) == before
    return " ".join(result.output.split())


def read_no_lineage(project):
    """In the place of a reading that takes seconds: what is wrong is said before."""
    raise AssertionError("the lineage was read")


@pytest.mark.parametrize("how", BROKEN)
def test_trace_of_a_figure_with_a_broken_record(project, how):
    BROKEN[how](project / f"{FIGURE}.json")
    assert "figures/swimmer" in refused(project, "trace", FIGURE)


@pytest.mark.parametrize("how", ["missing", "a folder", "rubbish", "empty"])
def test_trace_of_a_figure_with_broken_data(project, how):
    BROKEN[how](project / f"{FIGURE}.csv")
    assert "figures/swimmer.csv: " in refused(project, "trace", FIGURE)


@pytest.mark.parametrize("how", BROKEN)
def test_trace_of_a_broken_notebook(project, how, monkeypatch):
    BROKEN[how](project / NOTEBOOK)
    monkeypatch.setattr("evidence.review.lineage.trace.read_lineage", read_no_lineage)
    assert "notebooks/n" in refused(project, "trace", "notebooks/n")


@pytest.mark.parametrize(
    "outputs", ["[1]", '[{"data": 1}]', '[{"metadata": [1]}]', '{"a": 1}', "1"]
)
def test_trace_of_a_notebook_whose_outputs_are_none(project, outputs, monkeypatch):
    (project / NOTEBOOK).write_text(f'{{"cells": [{{"source": "", "outputs": {outputs}}}]}}')
    monkeypatch.setattr("evidence.review.lineage.trace.read_lineage", read_no_lineage)
    assert "n.ipynb: not a notebook" in refused(project, "trace", "notebooks/n")


@pytest.mark.parametrize("stamp", [b"\xff\xfe", b"[]", b'{"tables": 1}', b'{"tables": {}}'])
def test_broken_stamps_of_the_last_build_count_as_none(project, stamp):
    (project / ".build").mkdir()
    (project / ".build" / "stamps.json").write_bytes(stamp)
    assert "no row 'zzz'" in refused(project, "trace", "hazard_ratios", "zzz")


@pytest.mark.parametrize("target", [("zzz",), ("hazard_ratios", "zzz"), ("figures/zzz",)])
def test_trace_of_what_is_not_there_reads_no_lineage(sound, target, monkeypatch):
    monkeypatch.setattr("evidence.review.lineage.trace.read_lineage", read_no_lineage)
    assert "zzz" in refused(sound, "trace", *target)


@pytest.mark.parametrize(
    "command", [("verify", "--sources", "{root}"), ("trace", "mrd"), ("diff", "{root}/earlier")]
)
@pytest.mark.parametrize("how", ["missing", "a folder", "rubbish", "empty", "cut off"])
def test_a_broken_coded_table(project, command, how):
    shutil.copytree(project / "data", project / "earlier" / "data")
    copy_choices(ROOT, project / "earlier")
    BROKEN[how](project / TABLE)
    words = [word.replace("{root}", str(project)) for word in command]
    assert "doses" in refused(project, *words)


@pytest.mark.parametrize("how", ["missing", "a folder", "rubbish", "empty", "cut off"])
def test_diff_to_a_folder_with_a_broken_table(project, how):
    earlier = project / "earlier"
    shutil.copytree(project / "data", earlier / "data")
    BROKEN[how](earlier / TABLE)
    said = refused(project, "diff", str(earlier))
    assert said.startswith(f"{earlier}: ") and "doses.csv" in said


@pytest.mark.parametrize("revision", ["zzz", "HEAD~9999", "", "data", "a b", "{root}/a.txt"])
def test_diff_to_no_state_of_the_data(sound, tmp_path, revision):
    (tmp_path / "a.txt").write_text("text")
    said = refused(sound, "diff", revision.replace("{root}", str(tmp_path)))
    assert "neither a folder with data/datapackage.json nor a git revision" in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("café".encode("cp1252"), "a.txt: line 1: byte 0xe9 is not UTF-8"),
        ("text".encode("utf-16"), "a.txt: line 1: byte 0xff is not UTF-8"),
        (b"one\n" + RUBBISH, "a.txt: line 2: byte 0x89 is not UTF-8"),
        (b"\x00" * 99, "none of its 1 .txt and .md files holds, in its first"),
        (b"", "none of its 1 .txt and .md files holds, in its first"),
    ],
)
def test_verify_with_texts_that_are_none(project, content, words):
    sources = project / "sources"
    sources.mkdir()
    (sources / "a.txt").write_bytes(content)
    assert words in refused(project, "verify", "--sources", str(sources))


def test_verify_with_a_folder_for_a_text_and_a_text_for_a_folder(project):
    sources = project / "sources"
    (sources / "a.txt").mkdir(parents=True)
    assert "a.txt: cannot be read" in refused(project, "verify", "--sources", str(sources))
    (sources / "b.txt").write_text("text")
    said = refused(project, "verify", "--sources", str(sources / "b.txt"))
    assert "b.txt: no such folder" in said


WRITERS = {
    "tables": ("tables", "--only", "table_1", "--format", "csv"),
    "figures": ("figures", "--only", "inovate_mrd_rates", "--format", "svg"),
}
WRITTEN = {"tables": "table_1.csv", "figures": "inovate_mrd_rates.svg"}


@pytest.mark.parametrize("command", WRITERS)
@pytest.mark.parametrize("place", ["occupied", "occupied/below", "out"])
def test_an_output_that_cannot_be_written(sound, tmp_path, command, place):
    (tmp_path / "occupied").write_text("a file")
    (tmp_path / "out" / WRITTEN[command]).mkdir(parents=True)
    output = tmp_path / place
    said = refused(sound, *WRITERS[command], "--output", str(output))
    assert str(output) in said and "cannot be" in said
    assert [path.name for path in (tmp_path / "out").iterdir()] == [WRITTEN[command]]


@pytest.mark.parametrize("command", WRITERS)
def test_a_folder_that_the_system_keeps_from_us(sound, tmp_path, command, monkeypatch):
    plain, output = os.mkdir, str(tmp_path / "out")

    def denied(path, *args, **options):
        if str(path) == output:
            raise PermissionError(13, "Permission denied", output)
        plain(path, *args, **options)

    monkeypatch.setattr(os, "mkdir", denied)
    said = refused(sound, *WRITERS[command], "--output", output)
    assert f"{output}: cannot be written: Permission denied" in said


@pytest.mark.parametrize("command", [("verify", "--sources", "."), ("trace", "mrd")])
def test_a_coded_table_that_the_system_keeps_from_us(project, command, monkeypatch):
    plain = Path.open

    def denied(path, *args, **options):
        if path.name == "doses.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return plain(path, *args, **options)

    monkeypatch.setattr(Path, "open", denied)
    result = CliRunner().invoke(app, [*command, "--project", str(project)])
    assert isinstance(result.exception, SystemExit) and result.exit_code == 1
    assert "doses.csv" in result.output and "Permission denied" in result.output
