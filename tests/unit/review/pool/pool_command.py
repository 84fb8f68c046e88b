"""`evidence pool` on a text, and its record."""

import json

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


def record(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.output)
