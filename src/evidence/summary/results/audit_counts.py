"""What the audit found, counted: by report, by verdict, and against what the readers found."""

from collections.abc import Iterable

import pandas as pd

from evidence.audit.compare_with_readers import matches, precision, recall
from evidence.audit.core.check import Check
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
    columns = ["document_id", "error", "warning", "note", "open", "sources"]
    return pd.DataFrame(rows, columns=columns)


def verdict_counts(verdicts: pd.DataFrame) -> pd.DataFrame:
    """How many claims have each verdict: verdict, claims, of, with_figure, study_coded, sources.

    ``study_coded`` counts the claims that name a study with a coded result.
    """
    marked = verdicts.assign(
        with_figure=verdicts["has_figure"] == "yes", named=verdicts["study_coded"] == "yes"
    )
    frame = (
        marked.groupby("verdict", sort=False)
        .agg(
            claims=("claim_id", "size"),
            with_figure=("with_figure", "sum"),
            study_coded=("named", "sum"),
            sources=("sources", joined_sources),
        )
        .reset_index()
        .assign(of=len(verdicts))
    )
    columns = ["verdict", "claims", "of", "with_figure", "study_coded", "sources"]
    return frame[columns].sort_values("claims", ascending=False, ignore_index=True)


def verdict_agreement(verdicts: pd.DataFrame, reading: pd.DataFrame) -> pd.DataFrame:
    """Verdicts of the rules beside those of a reader: the claims on which they differ, and totals.

    Returns
    -------
    claim_id (all for the totals), verdict, read, claims, equal, percent, sources; no row where
    nothing was read.
    """
    both = verdicts.merge(
        reading.rename(columns={"verdict": "read"}), on="claim_id", validate="one_to_one"
    )
    both = both.assign(claims=1, equal=(both["verdict"] == both["read"]).astype(int))
    differ = both[both["equal"] == 0]
    total = pd.DataFrame(
        [
            {
                "claim_id": "all",
                "verdict": "",
                "read": "",
                "claims": len(both),
                "equal": int(both["equal"].sum()),
                "sources": joined_sources(both["sources"]),
            }
        ]
    )
    frame = pd.concat([total.iloc[: len(both)], differ], ignore_index=True)
    frame = frame.assign(percent=(100 * frame["equal"] / frame["claims"]).round(1))
    return frame[["claim_id", "verdict", "read", "claims", "equal", "percent", "sources"]]


def recall_against_readers(
    findings: pd.DataFrame, points: pd.DataFrame, checks: Iterable[Check]
) -> pd.DataFrame:
    """The share of the readers' points that the checks find, by group; sources are the points."""
    return recall(findings, points, checks).assign(
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
