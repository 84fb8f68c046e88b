"""The archive of a review: complete, the same bytes twice, and usable where it is unpacked."""

import hashlib
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from evidence.audit.verify.full_texts import SourcesProblem
from evidence.bundle.build import BundleRefused, write_bundle
from evidence.bundle.citation import CitationProblem, read_citation
from evidence.bundle.crate import crate
from evidence.bundle.members import members
from evidence.files.csv_text import csv_text
from evidence.review.commands.check import check_project
from evidence.review.commands.verify import confirmed, verify_project
from evidence.review.core.open_review import read_review
from evidence.review.core.project import Project, copy_choices
from evidence.review.lineage.trace import trace
from tests.unit.audit.verify.test_full_texts import sources_folder

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A review as a build leaves it, with a paper, a page, and a file that does not belong."""
    root = tmp_path_factory.mktemp("review")
    shutil.copytree(ROOT / "data", root / "data")
    copy_choices(ROOT, root)
    for name in ("CITATION.cff", "LICENSE", "README.md"):
        shutil.copy(ROOT / name, root)
    for name in ("manuscript/paper.docx", "site/index.html", "figures/a b.svg", "docs/.hidden"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(name)
    for name, frame in read_review(Project(root)).derived.items():
        (root / "data" / "derived" / f"{name}.csv").write_text(csv_text(frame), "utf-8")
    return Project(root)


@pytest.fixture(scope="module")
def package(built, tmp_path_factory):
    return write_bundle(built, tmp_path_factory.mktemp("out") / "bundle.zip")


@pytest.fixture(scope="module")
def unpacked(package, tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere")
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    return folder


def test_same_bytes_twice(built, package, tmp_path):
    assert write_bundle(built, tmp_path / "again.zip").read_bytes() == package.read_bytes()


def test_it_holds_the_review(unpacked):
    for name in (
        *("data/datapackage.json", "data/coded/outcomes.csv", "data/vocabulary/agents.csv"),
        *("data/derived/pooled.csv", "review.toml", "manuscript/paper.docx", "site/index.html"),
        *("CITATION.cff", "ro-crate-metadata.json", "checksums.sha256"),
    ):
        assert (unpacked / name).is_file(), name
    assert not (unpacked / "docs" / ".hidden").exists()


def test_checksums(unpacked):
    lines = (unpacked / "checksums.sha256").read_text().splitlines()
    assert len(lines) == sum(path.is_file() for path in unpacked.rglob("*")) - 1
    for line in lines:
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((unpacked / name).read_bytes()).hexdigest() == digest


def test_check_trace_and_verify_work_elsewhere(unpacked):
    project = Project(unpacked)
    assert len(check_project(project)["documents"]) > 5
    chain = trace(project, "pooled", "cr_or_cri.primary").as_dict()
    assert "outcomes" in json.dumps(chain["origins"])
    sources = sources_folder()
    if sources:
        assert confirmed(verify_project(project, sources))
    with pytest.raises(SourcesProblem):  # the full texts are not deposited
        verify_project(project, unpacked / "figures")


def test_ro_crate(unpacked):
    """The properties that version 1.2 requires, and every file reached from the root by hasPart."""
    read = json.loads((unpacked / "ro-crate-metadata.json").read_text("utf-8"))
    assert read["@context"] == "https://w3id.org/ro/crate/1.2/context"
    entities = {entity["@id"]: entity for entity in read["@graph"]}
    assert len(entities) == len(read["@graph"])
    descriptor, root = entities["ro-crate-metadata.json"], entities["./"]
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.2"}
    assert descriptor["about"] == {"@id": "./"} and descriptor["@type"] == "CreativeWork"
    assert {"@type", "name", "description", "datePublished", "license"} <= set(root)
    assert root["datePublished"] == "2026-11-20"
    reached, waiting = set(), ["./"]
    while waiting:
        entity = waiting.pop()
        reached.add(entity)
        waiting += [part["@id"] for part in entities[entity].get("hasPart", [])]
    files = {name for name, entity in entities.items() if entity["@type"] == "File"}
    assert files <= reached and "figures/a%20b.svg" in files
    for entity in entities.values():
        for licence in entity.get("license", []):
            assert entities[licence["@id"]]["name"]


def test_licences_of_code_and_tables():
    citation = read_citation(ROOT)
    graph = json.loads(crate("T", citation, {"a.csv": b"", "b.py": b""}))["@graph"]
    licence = {entity["@id"]: entity.get("license") for entity in graph}
    assert licence["a.csv"] == [{"@id": "https://spdx.org/licenses/CC-BY-4.0"}]
    assert licence["b.py"] == [{"@id": "https://spdx.org/licenses/MIT"}]


def test_stale_tables_are_refused(built, tmp_path):
    root = tmp_path / "stale"
    shutil.copytree(built.root, root)
    path = root / "data" / "derived" / "pooled.csv"
    path.write_text(path.read_text("utf-8").replace("244", "245"), "utf-8")
    with pytest.raises(BundleRefused, match="pooled not as the coded tables give"):
        write_bundle(Project(root), tmp_path / "bundle.zip")
    assert not (tmp_path / "bundle.zip").exists()


@pytest.mark.parametrize(("text", "found"), [("title: A", "no date-released"), (None, "not there")])
def test_citation_that_lacks_something(tmp_path, text, found):
    if text:
        (tmp_path / "CITATION.cff").write_text(text)
    with pytest.raises(CitationProblem, match=found):
        read_citation(tmp_path)


def test_links_and_hidden_files_are_left_out(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("")
    (tmp_path / "data" / ".secret").write_text("")
    (tmp_path / "data" / "link.csv").symlink_to(tmp_path / "data" / "a.csv")
    assert members(tmp_path) == [Path("data/a.csv")]
