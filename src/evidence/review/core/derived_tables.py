"""Every derived table and what it is made from: one line a table, in one direction."""

from evidence.audit.claims.verdicts import claim_verdicts
from evidence.audit.run_audit import audit
from evidence.harmonise.cases import harmonise_cases
from evidence.harmonise.doses import harmonise_doses
from evidence.harmonise.laboratory import harmonise_laboratory
from evidence.harmonise.mrd import harmonise_mrd
from evidence.harmonise.responses import harmonise_responses
from evidence.harmonise.timeline import harmonise_timeline
from evidence.harmonise.trials import harmonise_effects, harmonise_outcomes
from evidence.summary.results import audit_counts as audited
from evidence.summary.results import cases, counts, inventory, pooled, robustness, trials

RANDOMISED_FAMILY = "inovate"


def _events(coded):
    return (
        coded["events"]
        .drop(columns=["locator", "note"])
        .assign(sources="events:" + coded["events"]["event_id"])
    )


# name -> function of the coded tables and of the derived ones; those it asks for are made first.
STEPS = {
    "inventory": lambda coded, made: inventory.inventory(coded),
    "timeline": lambda coded, made: harmonise_timeline(coded["timeline"]),
    "doses": lambda coded, made: harmonise_doses(coded["doses"], coded["label_schedule"]),
    "laboratory": lambda coded, made: harmonise_laboratory(coded["laboratory"], coded["analytes"]),
    "events": lambda coded, made: _events(coded),
    "mrd": lambda coded, made: harmonise_mrd(coded["assessments"], made["timeline"]),
    "responses": lambda coded, made: harmonise_responses(coded["assessments"], made["mrd"]),
    "cases": lambda coded, made: harmonise_cases(coded, made["timeline"], made["responses"]),
    "case_counts": lambda coded, made: cases.case_counts(made["cases"]),
    "case_medians": lambda coded, made: cases.case_medians(made["cases"]),
    "response_counts": lambda coded, made: counts.response_counts(made["responses"]),
    "dose_marks": lambda coded, made: counts.dose_marks(made["doses"]),
    "evidence_map": lambda coded, made: cases.evidence_map(coded),
    "map_counts": lambda coded, made: counts.map_counts(made["evidence_map"]),
    "claim_verdicts": lambda coded, made: claim_verdicts(coded),
    "audit_findings": lambda coded, made: audit(coded, made),
    "findings_by_report": lambda coded, made: audited.findings_by_report(
        made["audit_findings"], coded["documents"]
    ),
    "verdict_counts": lambda coded, made: audited.verdict_counts(made["claim_verdicts"]),
    "audit_recall": lambda coded, made: audited.recall_against_readers(
        made["audit_findings"], coded["reader_findings"]
    ),
    "audit_precision": lambda coded, made: audited.precision_on_the_reports(
        coded, made["audit_findings"]
    ),
    "found_by_readers_only": lambda coded, made: audited.points_by_readers_only(
        made["audit_findings"], coded["reader_findings"]
    ),
    "outcomes": lambda coded, made: harmonise_outcomes(coded),
    "effects": lambda coded, made: harmonise_effects(coded),
    "trial_proportions": lambda coded, made: trials.counted(made["outcomes"]),
    "printed_intervals": lambda coded, made: trials.printed_intervals(made["outcomes"]),
    "arms_compared": lambda coded, made: trials.compared(made["outcomes"], RANDOMISED_FAMILY),
    "hazard_ratios": lambda coded, made: trials.hazard_ratios(made["effects"]),
    "mrd_rates": lambda coded, made: trials.mrd_rates(made["outcomes"], RANDOMISED_FAMILY),
    "single_arm": lambda coded, made: trials.single_arm(coded["pool_rows"], made["outcomes"]),
    "pooled": lambda coded, made: pooled.pooled_proportions(made["single_arm"]),
    "leave_one_out": lambda coded, made: robustness.leave_one_out(made["single_arm"]),
    "subsets": lambda coded, made: robustness.every_subset(made["single_arm"]),
    "multiverse": lambda coded, made: robustness.every_specification(made["single_arm"]),
    "multiverse_range": lambda coded, made: robustness.range_of(made["multiverse"]).to_frame().T,
    "multiverse_mrd": lambda coded, made: robustness.mrd_specifications(made["single_arm"]),
    "conventions": lambda coded, made: robustness.by_convention(made["single_arm"]),
}
