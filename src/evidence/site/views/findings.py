"""What is wrong in the sources: every finding, most severe first, to be filtered."""

from dataclasses import dataclass

from markupsafe import Markup

from evidence.review.lineage.lineage import DERIVED, Source
from evidence.site.links.find_rows import Place
from evidence.site.records import spaced
from evidence.site.shared import Shared
from evidence.site.template import page

FILE = "audit.html"
SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True)
class Finding:
    """A finding as its page shows it."""

    severity: str
    check: str
    document: str
    locator: str
    reported: Markup
    expected: str
    how: str
    decision: str
    reason: str


def audit_page(shared: Shared) -> dict[str, bytes]:
    """The page of the audit; nothing where the review was not audited."""
    records = shared.records
    frame = records.derived.get("audit_findings")
    if frame is None:
        return {}
    chains = shared.chains(FILE, "Audit", beside=False)
    words = records.in_words(frame).to_dict("records")
    found = [
        Finding(
            row["severity"],
            spaced(row["check"]),
            records.named(row["document_id"]),
            row["locator"],
            chains.link(
                shown["reported"] or "nothing reported",
                Place(Source(DERIVED, "audit_findings", row["finding_id"]), "reported"),
            ),
            shown["expected"],
            shown["how"],
            row["decision"],
            shown["reason"],
        )
        for row, shown in zip(frame.to_dict("records"), words, strict=True)
    ]
    found.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    return {
        FILE: page(
            "audit.html",
            shared.site,
            FILE,
            "Audit: what the sources get wrong",
            chains,
            findings=found,
            counts=[(level, sum(f.severity == level for f in found)) for level in SEVERITIES],
            documents=sorted({finding.document for finding in found}),
            checks=sorted({finding.check for finding in found}),
        )
    }
