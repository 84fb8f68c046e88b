"""Findings against readers' points, and decisions that have lost their finding."""

import pandas as pd
import pytest

from bench.planted_errors.sensitivity import CHECKS
from evidence.audit.compare_with_readers import matches, recall
from evidence.audit.core.findings import COLUMNS, Finding
from evidence.audit.run_audit import audit, decisions_without_finding


def _findings(**cells):
    row = {
        "finding_id": "f1",
        "check": "radiation_impossible",
        "family": "units",
        "document_id": "a",
        "locator": "Letter ¶8",
        "reported": "1200 Gy",
        **cells,
    }
    return pd.DataFrame([row])


def _points(**cells):
    row = {
        "reader_finding_id": "a.p1",
        "document_id": "a",
        "locator": "Letter ¶8; Letter ¶9",
        "as_reported": "cranial radiation",
        "severity": "error",
        "found_by": "both",
        "checkable": "yes",
        "check": "radiation_impossible",
        "kind": "",
        **cells,
    }
    return pd.DataFrame([row])


@pytest.mark.parametrize(
    ("finding", "point", "same"),
    [
        ({}, {}, True),  # the check that the point names, in a shared paragraph
        (
            {},
            {"check": "", "as_reported": "1200 Gy"},
            True,
        ),  # a shared figure in a shared paragraph
        ({}, {"check": "", "as_reported": "cranial"}, False),  # neither check nor figure
        ({}, {"locator": "Letter ¶3"}, False),  # another paragraph
        ({}, {"document_id": "b"}, False),  # another document
        ({"locator": "whole text"}, {}, True),  # what is not reported has no paragraph
        ({}, {"locator": "Letter ¶80"}, False),  # 8 is not 80
    ],
)
def test_a_point_and_a_finding_are_the_same(finding, point, same):
    assert len(matches(_findings(**finding), _points(**point))) == int(same)


def test_recall_counts_points_by_severity_and_family():
    points = pd.concat(
        [
            _points(),
            _points(
                reader_finding_id="a.p2",
                check="",
                locator="Letter ¶3",
                severity="note",
                checkable="no",
            ),
        ],
        ignore_index=True,
    )
    table = recall(_findings(), points, CHECKS).set_index(["by", "group"])["recall_percent"]
    assert (
        table["all", "all"],
        table["severity", "error"],
        table["severity", "note"],
        table["family", "units"],
        table["family", "none"],
    ) == (50, 100, 0, 100, 0)


def test_a_decision_survives_and_one_without_finding_is_reported(coded, derived):
    included, gone = (
        "radiation_impossible:doses:lattupally_letter.d5:dose_as_reported",
        "radiation_impossible:doses:lattupally_letter.d99:dose_as_reported",
    )
    decisions = pd.DataFrame(
        {
            "finding_id": [included, gone],
            "decision": ["explained", "confirmed"],
            "reason": ["asked the authors", "was there once"],
        }
    )
    tables = {**coded, "audit_decisions": decisions}
    findings = audit(tables, derived, CHECKS)
    assert findings.set_index("finding_id").loc[included, ["decision", "reason"]].tolist() == [
        "explained",
        "asked the authors",
    ]
    assert set(findings.loc[findings["finding_id"] != included, "decision"]) == {"open"}
    assert decisions_without_finding(tables, findings)["finding_id"].tolist() == [gone]


def test_records_are_frozen(findings):
    record = Finding(*findings[COLUMNS].iloc[0])
    assert isinstance(record, Finding) and record.finding_id == findings["finding_id"].iloc[0]
    with pytest.raises(AttributeError):
        record.severity = "note"
