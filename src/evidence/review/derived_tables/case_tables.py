"""Derived tables of the patients in the case reports."""

from collections.abc import Mapping

from pandas import DataFrame

from evidence.domains.derived_table import derived
from evidence.harmonise.cases import harmonise_cases
from evidence.harmonise.doses import harmonise_doses
from evidence.harmonise.laboratory import harmonise_laboratory
from evidence.harmonise.mrd import harmonise_mrd
from evidence.harmonise.responses import harmonise_responses
from evidence.harmonise.timeline import harmonise_timeline
from evidence.summary.results import cases as patients
from evidence.summary.results import counts
from evidence.summary.results import evidence_map as reporting
from evidence.summary.results.inventory import inventory as count_rows

Coded = Mapping[str, DataFrame]
COUNTED_IN_INVENTORY = (
    *("documents", "patients", "studies", "families", "citations", "claims", "outcomes"),
    *("effects", "assessments", "doses", "events", "laboratory", "therapies", "timeline"),
)


@derived(*COUNTED_IN_INVENTORY)
def inventory(coded: Coded) -> DataFrame:
    """Rows coded per table."""
    return count_rows(coded)


@derived("timeline")
def timeline(coded: Coded) -> DataFrame:
    """Everything that happened to a patient, in days from the first dose."""
    return harmonise_timeline(coded["timeline"])


@derived("doses", "label_schedule", "dose_limits")
def doses(coded: Coded) -> DataFrame:
    """Doses in comparable units, compared with the label."""
    return harmonise_doses(coded["doses"], coded["label_schedule"], coded["dose_limits"])


@derived("laboratory", "analytes")
def laboratory(coded: Coded) -> DataFrame:
    """Laboratory values in the canonical unit of their analyte."""
    return harmonise_laboratory(coded["laboratory"], coded["analytes"])


@derived("events")
def events(coded: Coded) -> DataFrame:
    """Adverse events as coded; there is nothing to convert."""
    reported = coded["events"]
    return reported.drop(columns=["locator", "note"]).assign(
        sources="events:" + reported["event_id"]
    )


@derived("assessments")
def mrd(coded: Coded, timeline: DataFrame) -> DataFrame:
    """Measurable residual disease as a fraction, with what the assay could see."""
    return harmonise_mrd(coded["assessments"], timeline)


@derived("assessments", "therapies")
def responses(coded: Coded, mrd: DataFrame, timeline: DataFrame) -> DataFrame:
    """Responses by one rule, marrow and other compartments together."""
    return harmonise_responses(coded["assessments"], mrd, coded["therapies"], timeline)


@derived("patients", "doses", "events", "follow_up", "transplants", "characteristics", "therapies")
def cases(coded: Coded, timeline: DataFrame, responses: DataFrame) -> DataFrame:
    """One row per patient."""
    return harmonise_cases(coded, timeline, responses)


@derived()
def case_counts(coded: Coded, cases: DataFrame) -> DataFrame:
    """Patients by characteristic."""
    return patients.case_counts(cases)


@derived()
def case_medians(coded: Coded, cases: DataFrame) -> DataFrame:
    """Medians and ranges over the patients."""
    return patients.case_medians(cases)


@derived()
def response_counts(coded: Coded, responses: DataFrame, cases: DataFrame) -> DataFrame:
    """Patients by response."""
    return counts.response_counts(responses, cases)


@derived()
def dose_marks(coded: Coded, doses: DataFrame) -> DataFrame:
    """Doses by what the comparison with the label gives."""
    return counts.dose_marks(doses)


@derived("assessments", "doses", "events", "follow_up", "transplants")
def evidence_map(coded: Coded, cases: DataFrame) -> DataFrame:
    """What is reported of each patient, and what is not."""
    return reporting.evidence_map(coded, cases)


@derived()
def map_counts(coded: Coded, evidence_map: DataFrame) -> DataFrame:
    """The evidence map, counted."""
    return reporting.map_counts(evidence_map)
