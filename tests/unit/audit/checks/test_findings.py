"""What each check reports of its example: where, how grave, which values, resting on which rows.

The examples are those of ``spoils.py``. The rows of ``findings.csv`` were written down as the
checks gave them and then read against the spoiled tables, one by one: they hold what a reader has
agreed to, not what was computed apart. Rules with values known apart are in tests/spec/audit.
"""

import csv
from itertools import groupby
from pathlib import Path

import pytest

from bench.planted_errors.sensitivity import CHECKS, audit_inputs
from evidence.audit.checks.intervals.proportions import outcome_intervals
from tests.unit.audit.spoils import SPOILS

with (Path(__file__).parent / "findings.csv").open(encoding="utf-8", newline="") as stream:
    FINDINGS = {
        check: list(rows)
        for check, rows in groupby(csv.DictReader(stream), lambda row: row["check"])
    }
BY_ID = {check.id: check for check in CHECKS}


def test_every_check_has_its_findings():
    assert set(FINDINGS) == set(BY_ID)


@pytest.mark.parametrize("check", FINDINGS)
def test_findings_of_an_example(check, clean):
    tables = clean
    for spoil in SPOILS[check]:
        tables = spoil(tables)
    derived = audit_inputs(tables) | {"outcome_intervals": outcome_intervals(tables)}
    found = BY_ID[check].find(tables, derived).to_dict("records")
    assert len(found) == len(FINDINGS[check])
    for row, known in zip(found, FINDINGS[check], strict=True):
        severity = row["severity"] or BY_ID[check].severity
        assert (severity, f"{row['table']}:{row['row_key']}") == (known["severity"], known["row"])
        for name in ("column", "reported", "likely_intended", "sources"):
            assert row[name] == known[name], name
        assert known["expected"] in ("", row["expected"])
