"""Blocks of a README: those that a review declares, and a page that lacks one of them."""

import json

import pytest

from evidence.review.core.computed_pages import NoBlock, write_pages
from evidence.review.core.project import Project


@pytest.fixture
def project(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "datapackage.json").write_text(json.dumps({"resources": []}))
    (tmp_path / "README.md").write_text("Begun <!-- found -->old<!-- /found --> ended")
    return Project(tmp_path)


def test_a_block_holds_what_its_function_makes_of_the_tables(project):
    blocks = {"found": lambda tables: f"{len(tables)} tables"}
    write_pages(project, {"a": None, "b": None}, blocks)
    page = (project.root / "README.md").read_text()
    assert page == "Begun <!-- found -->\n2 tables\n<!-- /found --> ended"


def test_a_review_without_blocks_leaves_its_readme_as_it_is(project):
    before = (project.root / "README.md").read_text()
    written = write_pages(project, {}, {})
    assert [path.name for path in written] == ["data_dictionary.md"]
    assert (project.root / "README.md").read_text() == before


def test_a_page_without_a_block_that_is_declared_is_named(project):
    with pytest.raises(NoBlock, match=r"README\.md: found no block answer; needed: <!-- answer"):
        write_pages(project, {}, {"answer": lambda tables: ""})


def test_agreement_of_two_readings_is_asked_only_where_there_are_two(project):
    (project.data / "README.md").write_text("no block")
    write_pages(project, {}, {})
    (project.data / "readings").mkdir()
    with pytest.raises(NoBlock, match="agreement"):
        write_pages(project, {"published_error_rates": None}, {})
