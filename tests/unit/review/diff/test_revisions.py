"""Names of revisions that git would take for something else."""

import pytest

from evidence.review.core.project import Project
from evidence.review.diff.snapshots import DiffProblem, state_at


def test_a_revision_like_an_option_writes_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DiffProblem, match="does not begin with a hyphen"):
        state_at(Project(tmp_path), "--output=zzz").__enter__()
    assert list(tmp_path.iterdir()) == []
