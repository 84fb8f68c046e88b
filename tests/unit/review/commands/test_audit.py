"""The command ``evidence audit``."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evidence.cli import app
from evidence.review.core.project import find_project

ROOT = str(find_project(Path(__file__)).root)


@pytest.fixture(scope="module")
def outcome():
    return CliRunner().invoke(app, ["audit", "--json", "--project", ROOT])


def test_json_holds_whole_records_and_status_is_zero(outcome, findings):
    assert outcome.exit_code == 0
    records = json.loads(outcome.stdout)["findings"]
    assert [record["finding_id"] for record in records] == list(findings["finding_id"])
    assert set(records[0]) == set(findings.columns)


def test_one_document_and_severity(findings):
    outcome = CliRunner().invoke(
        app, ["audit", "--document", "lattupally_letter", "--severity", "error", "--project", ROOT]
    )
    wanted = findings[
        (findings["document_id"] == "lattupally_letter") & (findings["severity"] == "error")
    ]
    assert outcome.exit_code == 0 and "1200 Gy" in outcome.stdout and "huang" not in outcome.stdout
    assert f"{len(wanted)} errors; 0 warnings; 0 notes; 0 not decided" in outcome.stdout


@pytest.mark.parametrize(
    ("option", "value"), [("--severity", "grave"), ("--document", "nobody_1999")]
)
def test_what_is_not_there_is_said(option, value):
    outcome = CliRunner().invoke(app, ["audit", option, value, "--project", ROOT])
    assert outcome.exit_code == 1
    assert option in outcome.stderr and value in outcome.stderr
