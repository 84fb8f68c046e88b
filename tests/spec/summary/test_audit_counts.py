"""What the audit found, counted: by report, by verdict, against a reader."""

import pandas as pd

from evidence.audit.core.check import Check
from evidence.summary.results.audit_counts import (
    findings_by_report,
    points_by_readers_only,
    precision_on_the_reports,
    recall_against_readers,
    verdict_agreement,
    verdict_counts,
)


def test_findings_of_each_report_by_severity() -> None:
    findings = pd.DataFrame(
        [
            ("d", "error", "confirmed", "doses:a"),
            ("d", "error", "open", "doses:b doses:a"),
            ("d", "warning", "open", "events:c"),
            ("d", "note", "rejected", "events:c"),
            ("trial", "error", "open", "outcomes:o"),
        ],
        columns=["document_id", "severity", "decision", "sources"],
    )
    documents = pd.DataFrame(
        {"document_id": ["d", "e", "trial"], "role": ["report", "report", "source"]}
    )
    found = findings_by_report(findings, documents)
    assert found.values.tolist() == [
        ["d", 2, 1, 1, 2, "doses:a doses:b events:c"],
        ["e", 0, 0, 0, 0, "documents:e"],
    ]
    assert list(found) == ["document_id", "error", "warning", "note", "open", "sources"]


VERDICTS = pd.DataFrame(
    [
        ("c1", "wrong", "yes", "yes", "claims:c1"),
        ("c2", "supported", "yes", "no", "claims:c2"),
        ("c3", "supported", "no", "yes", "claims:c3 outcomes:o"),
        ("c4", "supported", "no", "no", "claims:c4"),
    ],
    columns=["claim_id", "verdict", "has_figure", "study_coded", "sources"],
)


def test_claims_by_verdict_the_most_frequent_first() -> None:
    assert verdict_counts(VERDICTS).to_dict("records") == [
        {
            "verdict": "supported",
            "claims": 3,
            "of": 4,
            "with_figure": 1,
            "study_coded": 1,
            "sources": "claims:c2 claims:c3 outcomes:o claims:c4",
        },
        {
            "verdict": "wrong",
            "claims": 1,
            "of": 4,
            "with_figure": 1,
            "study_coded": 1,
            "sources": "claims:c1",
        },
    ]


def test_verdicts_beside_those_of_a_reader() -> None:
    reading = pd.DataFrame(
        {"claim_id": ["c1", "c2", "c3"], "verdict": ["wrong", "wrong", "supported"]}
    )
    found = verdict_agreement(VERDICTS, reading)
    columns = ["claim_id", "verdict", "read", "claims", "equal", "percent"]
    assert found[columns].values.tolist() == [
        ["all", "", "", 3, 2, 66.7],
        ["c2", "supported", "wrong", 1, 0, 0.0],
    ]
    assert found["sources"].tolist() == ["claims:c1 claims:c2 claims:c3 outcomes:o", "claims:c2"]


FINDINGS = pd.DataFrame(
    {
        "finding_id": ["f1", "f2"],
        "check": ["percent_of_count", "dates_in_order"],
        "family": ["arithmetic", "chronology"],
        "document_id": "d",
        "locator": ["Results ¶3", "Results ¶9"],
        "reported": "12.5",
    }
)
CHECKS = [
    Check("percent_of_count", "arithmetic", "error", "", "none", lambda coded, derived: FINDINGS)
]
POINTS = pd.DataFrame(
    {
        "reader_finding_id": ["r1", "r2"],
        "document_id": "d",
        "locator": ["Results ¶3", "Results ¶4"],
        "as_reported": "",
        "check": ["percent_of_count", ""],
    }
)


def test_points_that_only_readers_found() -> None:
    missed = points_by_readers_only(FINDINGS, POINTS)
    assert missed[["reader_finding_id", "sources"]].values.tolist() == [
        ["r2", "reader_findings:r2"]
    ]


def test_recall_of_the_readers_points() -> None:
    points = POINTS.assign(
        severity=["error", "note"], found_by="both", checkable="yes", kind=["", "antigen_lost"]
    )
    found = recall_against_readers(FINDINGS, points, CHECKS).set_index(["by", "group"])
    columns = ["points", "found_by_checks", "recall_percent"]
    assert found.loc[("all", "all"), columns].tolist() == [2, 1, 50.0]
    assert found.loc[("severity", "error"), columns].tolist() == [1, 1, 100.0]
    assert found.loc[("family", "arithmetic"), columns].tolist() == [1, 1, 100.0]
    assert found.loc[("family", "none"), columns].tolist() == [1, 0, 0.0]
    assert found.loc[("kind", "antigen_lost"), columns].tolist() == [1, 0, 0.0]
    assert set(found["sources"]) == {"reader_findings:r1 reader_findings:r2"}


def test_precision_counts_what_reviewers_decided_on_the_reports() -> None:
    findings = pd.concat([FINDINGS, FINDINGS.assign(document_id="trial")], ignore_index=True)
    findings["finding_id"] = ["f1", "f2", "f3", "f4"]
    coded = {
        "documents": pd.DataFrame({"document_id": ["d", "trial"], "role": ["report", "source"]}),
        "reader_findings": POINTS,
        "audit_decisions": pd.DataFrame({"finding_id": ["f1", "f2"]}),
    }
    decided = findings.assign(decision=["confirmed", "explained", "open", "open"])
    found = precision_on_the_reports(coded, decided).set_index("family")
    columns = ["findings", "confirmed", "explained", "open", "precision_percent", "also_by_readers"]
    assert found.loc["all", columns].tolist() == [2, 1, 1, 0, 50.0, 1]
    assert found.loc["arithmetic", columns].tolist() == [1, 1, 0, 0, 100.0, 1]
    assert found.loc["chronology", columns].tolist() == [1, 0, 1, 0, 0.0, 0]
    assert set(found["sources"]) == {"audit_decisions:f1 audit_decisions:f2"}
