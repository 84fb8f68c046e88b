"""docs/audit.md: what every check says, and how the checks fare against two readers.

python -m docs.make.audit_page
"""

from pathlib import Path

import pandas as pd

from bench.planted_errors.sensitivity import harmonised, markdown
from evidence.audit.compare_with_readers import precision, recall
from evidence.audit.core.findings import SEVERITIES, Frames
from evidence.audit.registry import checks_table
from evidence.audit.run_audit import audit

OPENING = """# Audit

`evidence audit` holds the coded tables against themselves: counts against percentages, \
intervals against methods, doses against the label, times against dates, terms against criteria, \
claims against the studies they cite, patients against each other. Checks read coded columns, \
code lists and thresholds only; none knows a document. A finding names the coded rows behind it, \
and its decision is coded in `data/coded/audit_decisions.csv` under an id (check, table, row, \
column) that survives a rebuild.

What checks cannot see is coded too: `data/coded/reader_findings.csv` has the points of two \
independent readers. The checks were written with those points at hand, so recall on these five \
reports is that of the data they were made on; planted errors \
([audit_planted.md](audit_planted.md)) and the next report measure the rest."""


def _by_check(findings: pd.DataFrame) -> pd.DataFrame:
    counts = findings.groupby("check").size()
    table = checks_table()
    return table.assign(findings=table["id"].map(counts).fillna(0).astype(int))


def page(coded: Frames) -> str:
    """The page, from coded tables."""
    findings = audit(coded, harmonised(coded))
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
        "## Recall: points of the readers that checks find",
        markdown(recall(findings, coded["reader_findings"])),
        "## Precision: findings on the reports that reviewers confirmed",
        markdown(precision(coded, findings)),
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    from evidence.coded.dictionary import read_dictionary
    from evidence.coded.load import find_problems, typed

    root = Path.cwd()
    tables = read_dictionary(root / "data")
    read = {
        name: typed(frame, tables[name]) for name, frame in find_problems(root / "data")[0].items()
    }
    (root / "docs" / "audit.md").write_text(page(read), encoding="utf-8")
