"""What the audit found, counted: by report, by verdict, and against what the readers found."""

import pandas as pd

from evidence.audit.compare_with_readers import matches, precision, recall
from evidence.coded.source_keys import joined_sources, source_keys


def findings_by_report(findings: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """One row per report: findings by severity, and those open; sources are the
    rows found at fault.
    """
    rows = []
    for report in reports[reports["role"] == "report"].itertuples():
        of_report = findings[findings["document_id"] == report.document_id]
        counts = {
            severity: int((of_report["severity"] == severity).sum())
            for severity in ("error", "warning", "note")
        }
        sources = joined_sources(of_report["sources"]) or f"documents:{report.document_id}"
        rows.append(
            {
                "document_id": report.document_id,
                **counts,
                "open": int((of_report["decision"] == "open").sum()),
                "sources": sources,
            }
        )
    return pd.DataFrame(rows)


def verdict_counts(verdicts: pd.DataFrame) -> pd.DataFrame:
    """How many claims with a figure have each verdict: verdict, claims, of, sources."""
    with_value = verdicts[verdicts["has_figure"] == "yes"]
    groups = with_value.groupby("verdict", sort=False)
    frame = groups.agg(
        claims=("claim_id", "size"),
        sources=("sources", joined_sources),
    ).reset_index()
    return frame.assign(of=len(with_value))[["verdict", "claims", "of", "sources"]].sort_values(
        "claims", ascending=False, ignore_index=True
    )


def recall_against_readers(findings: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """The share of the readers' points that the checks find, by group; sources are the points."""
    return recall(findings, points).assign(
        sources=joined_sources(source_keys("reader_findings", points["reader_finding_id"]))
    )


def precision_on_the_reports(
    coded: dict[str, pd.DataFrame], findings: pd.DataFrame
) -> pd.DataFrame:
    """The share of findings that reviewers confirmed, by family; sources are the decisions."""
    return precision(coded, findings).assign(
        sources=joined_sources(
            source_keys("audit_decisions", coded["audit_decisions"]["finding_id"])
        )
    )


def points_by_readers_only(findings: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """The readers' points that no check found."""
    found = matches(findings, points)["reader_finding_id"]
    missed = points[~points["reader_finding_id"].isin(found)].reset_index(drop=True)
    return missed.assign(sources=source_keys("reader_findings", missed["reader_finding_id"]))
