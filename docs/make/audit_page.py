"""docs/audit.md: what every check says, and how the checks fare against two readers."""

from pathlib import Path

import pandas as pd

from bench.planted_errors.sensitivity import CHECKS, audit_inputs, markdown
from evidence.audit.compare_with_readers import precision, recall
from evidence.audit.core.findings import SEVERITIES, Frames
from evidence.audit.registry import checks_table
from evidence.audit.run_audit import audit
from evidence.coded.dictionary import read_dictionary
from evidence.coded.load import find_problems, typed

OPENING = """# Audit

`evidence audit` compares the coded tables with themselves: counts with percentages, intervals with methods, doses with the label, times with dates, terms with criteria, claims with the studies they cite, patients with each other. Checks read coded columns, code lists and thresholds only; their rules contain no exception for a report. A finding names the coded rows behind it, and its decision is coded in `data/coded/audit_decisions.csv` under an id (check, table, row, column) that stays the same from build to build.

What checks cannot see is coded too: `data/coded/reader_findings.csv` has the points of two independent readers. The checks were developed on these reports with those points at hand, so recall here is that of the data they were made on; planted errors ([audit_planted.md](audit_planted.md)) and the next report measure the rest. How to add a check: [developing.md](developing.md)."""  # noqa: E501 (a paragraph of Markdown is one line)


def _by_check(findings: pd.DataFrame) -> pd.DataFrame:
    counts = findings.groupby("check").size()
    table = checks_table()
    return table.assign(findings=table["id"].map(counts).fillna(0).astype(int))


def _coded(data: Path) -> Frames:
    """Coded tables with the types that the dictionary gives them."""
    tables = read_dictionary(data)
    frames, _problems = find_problems(data)
    return {name: typed(frame, tables[name]) for name, frame in frames.items()}


def page(root: Path) -> str:
    """The page, from the coded tables below ``root``."""
    coded = _coded(root / "data")
    findings = audit(coded, audit_inputs(coded), CHECKS)
    severities = (
        findings.groupby(["family", "severity"], sort=False)
        .size()
        .unstack(fill_value=0)
        .reindex(columns=list(SEVERITIES), fill_value=0)
        .reset_index()
    )
    parts = [
        OPENING,
        "## Findings on the shipped tables",
        markdown(severities),
        "## Checks",
        markdown(_by_check(findings)),
        "## Recall: readers' points that checks find",
        markdown(recall(findings, coded["reader_findings"], CHECKS)),
        "## Precision: findings on the reports that reviewers confirmed",
        markdown(precision(coded, findings)),
    ]
    return "\n\n".join(parts) + "\n"
