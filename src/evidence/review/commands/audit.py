"""The audit of a project, reported."""

import json

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from evidence.audit.core.findings import SEVERITIES
from evidence.audit.run_audit import audit, decisions_without_finding
from evidence.errors import EvidenceError
from evidence.review.core.open_review import read_review
from evidence.review.core.project import Project


class AuditProblem(EvidenceError, ValueError):
    """What was asked for is not there."""


def audit_project(project: Project) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Findings on the project's coded tables, and decisions whose finding is no more.

    Raises
    ------
    ProblemsFound : the coded tables are not what the dictionary promises.
    """
    review = read_review(project)
    findings = audit(review.coded, review.derived, review.definitions.checks.values())
    return findings, decisions_without_finding(review.coded, findings)


def chosen(findings: pd.DataFrame, severity: str | None, document: str | None) -> pd.DataFrame:
    """Findings of one severity, one document, or both.

    Raises
    ------
    AuditProblem : no such severity, or no finding on such a document.
    """
    if severity and severity not in SEVERITIES:
        raise AuditProblem(f"--severity: found {severity!r}; allowed: {', '.join(SEVERITIES)}")
    documents = sorted(set(findings["document_id"]))
    if document and document not in documents:
        raise AuditProblem(
            f"--document: no finding on {document!r}; there are findings on {', '.join(documents)}"
        )
    shown = findings[(findings["severity"] == severity) | (not severity)]
    return shown[(shown["document_id"] == document) | (not document)]


def _shown(findings: pd.DataFrame) -> Table:
    """Four columns, so that it reads in a narrow terminal too."""
    shown = Table(
        *(
            Column(name, overflow="fold")
            for name in ("finding", "where", "reported", "expected, and how that is known")
        ),
        show_lines=True,
    )
    for row in findings.itertuples():
        likely = f"; likely {row.likely_intended}" if row.likely_intended else ""
        cells = (
            f"{row.severity}: {row.check}, {row.decision}",
            f"{row.document_id}, {row.row_key}; {row.locator}",
            row.reported,
            f"{row.expected}; {row.how}{likely}",
        )
        shown.add_row(*map(escape, cells))
    return shown


def print_findings(findings: pd.DataFrame, stale: pd.DataFrame, as_json: bool) -> None:
    """Print findings as a table, or as JSON with the whole record of each."""
    if as_json:
        print(
            json.dumps(
                {
                    "findings": findings.to_dict("records"),
                    "decisions_without_finding": stale.to_dict("records"),
                },
                indent=1,
            )
        )
        return
    console = Console(highlight=False)
    console.print(_shown(findings))
    counts = findings["severity"].value_counts().reindex(SEVERITIES, fill_value=0)
    console.print(
        "; ".join(f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts.items())
        + f"; {int((findings['decision'] == 'open').sum())} not decided"
    )
    for row in stale.itertuples():
        console.print(
            (
                f"coded/audit_decisions.csv: {row.finding_id}: no such finding any more; the "
                f"decision ({row.decision}) can go"
            ),
            markup=False,
        )
