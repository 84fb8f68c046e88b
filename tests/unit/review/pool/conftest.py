"""`evidence pool` on a text."""

import pytest
from typer.testing import CliRunner

from evidence.cli import app


@pytest.fixture
def pooled(tmp_path):
    def run(text, *options):
        path = tmp_path / "studies.csv"
        path.write_text(text)
        return CliRunner().invoke(app, ["pool", str(path), *options])

    return run
