"""What a build leaves behind: the committed bytes, nothing half-written, only what changed."""

import json
import shutil
from pathlib import Path

import pytest

from evidence.review.build.build import BuildFailed, build_review
from evidence.review.build.notebooks import execute_notebooks
from evidence.review.core.project import Project, copy_choices
from evidence.review.core.stamps import Stamps, digest_of_files

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A copy of the data, without its outputs, and what a build makes of it."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data", root / "data", ignore=shutil.ignore_patterns("derived"))
    copy_choices(ROOT, root)
    (root / "notebooks").mkdir()
    build_review(Project(root))
    return root


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("folder", ["data/derived", "figures"])
def test_a_build_gives_the_committed_bytes(built, folder):
    made, committed = files(built / folder), files(ROOT / folder)
    assert sorted(made) == sorted(committed)
    assert [name for name in made if made[name] != committed[name]] == []


def test_the_dictionary_page_is_the_committed_one(built):
    assert (built / "docs" / "data_dictionary.md").read_bytes() == (
        ROOT / "docs" / "data_dictionary.md"
    ).read_bytes()


def test_a_notebook_executed_again_has_the_same_bytes(tmp_path):
    path = sorted((ROOT / "notebooks").glob("*.ipynb"))[0]
    execute_notebooks([path], tmp_path, side_by_side=1)
    assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_nothing_is_made_twice(built, monkeypatch, capsys):
    monkeypatch.setattr(
        "evidence.review.build.derive.write_derived",
        lambda *given: pytest.fail("derived again"),
    )
    monkeypatch.setattr(
        "evidence.review.build.figures.draw_gallery",
        lambda *given, **named: pytest.fail("drawn again"),
    )
    build_review(Project(built))
    assert capsys.readouterr().out.count("nothing changed") == 4


def test_a_changed_cell_moves_only_what_rests_on_it(built, tmp_path, capsys):
    root = tmp_path / "project"
    shutil.copytree(built, root)
    coded = root / "data" / "coded" / "laboratory.csv"
    rows = coded.read_text(encoding="utf-8")
    assert rows.count("10.3 g/dL") == 1
    coded.write_text(rows.replace("10.3 g/dL", "10.4 g/dL"), encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*.*") if path.is_file()}
    build_review(Project(root))
    moved = {path.name for path, time in before.items() if path.stat().st_mtime_ns != time}
    assert "figures: nothing changed" in capsys.readouterr().out
    # The value, rows counted, what the audit says, the page of figures, what the build remembers.
    assert (
        {"laboratory.csv"}
        <= moved
        <= {
            "laboratory.csv",
            "audit_findings.csv",
            "inventory.csv",
            "README.md",
            "stamps.json",
            "lock",
        }
    )


def test_a_notebook_names_the_tables_that_it_read(tmp_path):
    path = next((ROOT / "notebooks").glob("06_*.ipynb"))
    reads = execute_notebooks([path], tmp_path, side_by_side=1)[path]
    assert "hazard_ratios" in reads
    assert "laboratory" not in reads


def test_a_step_is_stale_when_an_input_or_an_output_changed(tmp_path):
    stamps, output = Stamps(tmp_path / "stamps", tmp_path), tmp_path / "output"
    output.write_text("good")
    stamps.record("step", "inputs", [output])
    stamps.save()
    assert Stamps(tmp_path / "stamps", tmp_path).fresh("step", "inputs")
    assert not stamps.fresh("step", "other inputs")
    output.write_text("edited by hand")
    assert not stamps.fresh("step", "inputs")
    output.unlink()
    assert not stamps.fresh("step", "inputs")


def test_digests_see_names_and_contents(tmp_path):
    (tmp_path / "a.csv").write_text("1")
    first = digest_of_files(tmp_path, "*.csv")
    (tmp_path / "a.csv").rename(tmp_path / "b.csv")
    assert digest_of_files(tmp_path, "*.csv") != first


def test_a_failing_notebook_replaces_none(tmp_path, built):
    root = tmp_path / "project"
    shutil.copytree(built, root)
    good, bad = (
        json.loads(sorted((ROOT / "notebooks").glob("*.ipynb"))[0].read_text()) for _ in range(2)
    )
    good["cells"] = [
        {**good["cells"][1], "source": ["1 + 1"], "outputs": [], "execution_count": None}
    ]
    bad["cells"] = [
        {**bad["cells"][1], "source": ["1 / 0"], "outputs": [], "execution_count": None}
    ]
    for name, notebook in (("00_good", good), ("01_bad", bad)):
        (root / "notebooks" / f"{name}.ipynb").write_text(json.dumps(notebook))
    before = files(root / "notebooks")
    with pytest.raises(BuildFailed, match="ZeroDivisionError"):
        build_review(Project(root))
    assert files(root / "notebooks") == before
