"""The shipped tables, small clean ones, and a copy of the data that a test may break."""

import shutil
from pathlib import Path

import pytest

from bench.planted_errors.clean_tables import clean_tables
from bench.planted_errors.sensitivity import CHECKS, audit_inputs
from evidence.audit.run_audit import audit
from evidence.review.core.project import copy_choices, find_project, read_project

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def coded():
    return read_project(find_project(Path(__file__)))


@pytest.fixture(scope="session")
def derived(coded):
    return audit_inputs(coded)


@pytest.fixture(scope="session")
def findings(coded, derived):
    return audit(coded, derived, CHECKS)


@pytest.fixture(scope="session")
def clean(coded):
    """Two reports and two trials without an error."""
    return clean_tables(coded, 2)


@pytest.fixture
def copy(tmp_path):
    """A project with the data of this one, a figure and a notebook as a last
    good build left them.
    """
    shutil.copytree(ROOT / "data", tmp_path / "data")
    copy_choices(ROOT, tmp_path)
    for folder, name in (("figures", "kept.svg"), ("notebooks", "kept.ipynb")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text("as the last good build left it")
    return tmp_path
