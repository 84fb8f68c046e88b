"""Derived tables of the audit: verdicts on statements, findings, and how many errors are found."""

from collections.abc import Mapping

from pandas import DataFrame

from evidence.audit.claims.verdicts import claim_verdicts as compare_claims
from evidence.audit.core.check import Check
from evidence.audit.run_audit import audit
from evidence.coded.tables import CodedTables
from evidence.domains.derived_table import derived
from evidence.review.core.definitions import definitions_for
from evidence.summary.results import audit_counts

Coded = Mapping[str, DataFrame]
# A check may compare any coded values with any others; those of a domain add `audited`.
AUDITED = (
    *("analytes", "assessments", "audit_decisions", "author_given_names", "characteristics"),
    "checked_codes",
    *("citation_contexts", "citations", "claims", "claims_of_significance", "dated_terms"),
    *("documents", "dose_limits"),
    *("doses", "effects", "events", "families", "follow_up", "incompatible_responses"),
    *("dose_schedule", "laboratory", "measure_groups", "measure_parts"),
    *("opposed_terms", "outcomes", "overlaps", "patients", "phases", "pool_rows"),
    "protocol_starts",
    "published_pools",
    *("set_parents", "severity_words", "studies", "subject_terms", "therapies"),
    *("therapy_classes", "timeline"),
)


def _checks(coded: CodedTables) -> list[Check]:
    """The checks of the review: those of the package, of its domains and its own."""
    return list(definitions_for(coded.settings).checks.values())


@derived(
    *("arms", "author_given_names", "citations", "claims", "claims_of_direction", "documents"),
    *("effects", "families", "measure_groups", "outcomes", "studies"),
)
def claim_verdicts(coded: Coded) -> DataFrame:
    """What the reports state about other studies, compared with those studies."""
    return compare_claims(coded)


@derived(*AUDITED)
def audit_findings(
    coded: CodedTables,
    claim_verdicts: DataFrame,
    doses: DataFrame,
    laboratory: DataFrame,
    timeline: DataFrame,
) -> DataFrame:
    """Every place where a check does not hold, with what was decided on it."""
    made = {
        "claim_verdicts": claim_verdicts,
        "doses": doses,
        "laboratory": laboratory,
        "timeline": timeline,
    }
    return audit(coded, made, _checks(coded))


@derived("documents")
def findings_by_report(coded: Coded, audit_findings: DataFrame) -> DataFrame:
    """Findings by report and severity."""
    return audit_counts.findings_by_report(audit_findings, coded["documents"])


@derived()
def verdict_counts(coded: Coded, claim_verdicts: DataFrame) -> DataFrame:
    """Verdicts, counted."""
    return audit_counts.verdict_counts(claim_verdicts)


@derived("claims_read_again")
def verdict_agreement(coded: Coded, claim_verdicts: DataFrame) -> DataFrame:
    """Verdicts beside those of a reader."""
    return audit_counts.verdict_agreement(claim_verdicts, coded["claims_read_again"])


@derived("reader_findings")
def audit_recall(coded: CodedTables, audit_findings: DataFrame) -> DataFrame:
    """How much of what human readers found the audit finds."""
    return audit_counts.recall_against_readers(
        audit_findings, coded["reader_findings"], _checks(coded)
    )


@derived("audit_decisions", "documents", "reader_findings")
def audit_precision(coded: Coded, audit_findings: DataFrame) -> DataFrame:
    """How many findings were confirmed."""
    return audit_counts.precision_on_the_reports(coded, audit_findings)


@derived("reader_findings")
def found_by_readers_only(coded: Coded, audit_findings: DataFrame) -> DataFrame:
    """What only human readers found."""
    return audit_counts.points_by_readers_only(audit_findings, coded["reader_findings"])
