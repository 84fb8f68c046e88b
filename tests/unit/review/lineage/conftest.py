"""The project as it stands, and the ways between its rows."""

from pathlib import Path

import pytest

from evidence.review.core.project import find_project
from evidence.review.lineage.lineage import read_lineage


@pytest.fixture(scope="session")
def project():
    return find_project(Path(__file__).parent)


@pytest.fixture(scope="session")
def lineage(project):
    return read_lineage(project)


@pytest.fixture(scope="session")
def broken(lineage):
    """The links that do not reach a coded row, for names ``table:key``."""
    from evidence.review.lineage.lineage import LineageProblem

    def problems(names) -> list[str]:
        found = []
        for name in names:
            try:
                if not lineage.resolve([name]):
                    found.append(f"{name}: reaches no coded row")
            except LineageProblem as problem:
                found.append(str(problem))
        return list(dict.fromkeys(found))

    return problems
