"""The shipped tables, and small clean ones, for the tests of the audit."""

from pathlib import Path

import pytest

from evidence.audit.auditing import audit
from evidence.audit.planted import harmonised
from evidence.audit.synthetic import clean_tables
from evidence.review.project import find_project, read_project


@pytest.fixture(scope="session")
def coded():
    return read_project(find_project(Path(__file__)))


@pytest.fixture(scope="session")
def derived(coded):
    return harmonised(coded)


@pytest.fixture(scope="session")
def findings(coded, derived):
    return audit(coded, derived)


@pytest.fixture(scope="session")
def clean(coded):
    """Two reports and two trials without an error."""
    return clean_tables(coded, 2)
