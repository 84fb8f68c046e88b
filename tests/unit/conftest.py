"""The shipped tables, and small clean ones, for the tests of the audit."""

from pathlib import Path

import pytest

from bench.planted_errors.clean_tables import clean_tables
from bench.planted_errors.sensitivity import audit_inputs
from evidence.audit.run_audit import audit
from evidence.review.core.project import find_project, read_project


@pytest.fixture(scope="session")
def coded():
    return read_project(find_project(Path(__file__)))


@pytest.fixture(scope="session")
def derived(coded):
    return audit_inputs(coded)


@pytest.fixture(scope="session")
def findings(coded, derived):
    return audit(coded, derived)


@pytest.fixture(scope="session")
def clean(coded):
    """Two reports and two trials without an error."""
    return clean_tables(coded, 2)
