"""Derived tables of the patients in the case reports."""

from collections.abc import Mapping

from pandas import DataFrame

from evidence.coded.labels import labels
from evidence.coded.settings import section, settings_of
from evidence.domains.derived_table import case_columns, derived
from evidence.harmonise import cases as case_table
from evidence.harmonise.ages import ages
from evidence.harmonise.cases import CaseTable
from evidence.harmonise.doses import harmonise_doses
from evidence.harmonise.laboratory import harmonise_laboratory
from evidence.harmonise.timeline import harmonise_timeline
from evidence.summary.results import cases as patients
from evidence.summary.results import counts
from evidence.summary.results import evidence_map as reporting
from evidence.summary.results.cases import Counts
from evidence.summary.results.inventory import inventory as count_rows

Coded = Mapping[str, DataFrame]
COUNTED_IN_INVENTORY = (
    *("documents", "patients", "studies", "families", "citations", "claims", "outcomes"),
    *("effects", "assessments", "doses", "events", "laboratory", "therapies", "timeline"),
)


def _case_table(coded: Coded) -> CaseTable:
    return section(settings_of(coded), "cases", CaseTable)


def _counts(coded: Coded) -> Counts:
    return section(settings_of(coded), "counts", Counts)


@case_columns("characteristics")
def age(coded: Coded, timeline: DataFrame) -> DataFrame:
    """Age at the first dose."""
    found = ages(coded["characteristics"], timeline)
    return found.rename(columns={"age_sources": "sources"}).set_index("patient_id")


@case_columns("characteristics", "patients")
def items(coded: Coded) -> DataFrame:
    """Items of the characteristics that the review shows."""
    return case_table.characteristics_side_by_side(
        coded["characteristics"], coded["patients"]["patient_id"], _case_table(coded)
    )


@case_columns()
def index_days(coded: Coded, timeline: DataFrame) -> DataFrame:
    """First and last day of the index therapy."""
    return case_table.index_days(timeline)


@case_columns("doses")
def index_doses(coded: Coded) -> DataFrame:
    """Doses of the index therapy as reported."""
    return case_table.given_doses(coded["doses"], settings_of(coded).index.agent)


@case_columns("events", "event_terms")
def adverse_events(coded: Coded) -> DataFrame:
    """Adverse events that occurred."""
    return case_table.adverse_events(coded["events"], labels(coded, "event_terms"))


@case_columns("follow_up")
def follow_up(coded: Coded, timeline: DataFrame) -> DataFrame:
    """Length of follow-up and last status."""
    return case_table.last_status(coded["follow_up"], timeline, _case_table(coded))


@derived(*COUNTED_IN_INVENTORY)
def inventory(coded: Coded) -> DataFrame:
    """Rows coded per table."""
    return count_rows(coded, settings_of(coded).index)


@derived("timeline")
def timeline(coded: Coded) -> DataFrame:
    """Everything that happened to a patient, in days from the first dose."""
    return harmonise_timeline(coded["timeline"], settings_of(coded).index.event)


@derived("doses", "dose_schedule", "dose_limits")
def doses(coded: Coded) -> DataFrame:
    """Doses in comparable units, compared with the label."""
    return harmonise_doses(coded["doses"], coded["dose_schedule"], coded["dose_limits"])


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


@derived()
def case_counts(coded: Coded, cases: DataFrame) -> DataFrame:
    """Patients by characteristic."""
    return patients.case_counts(cases, _counts(coded), settings_of(coded).index)


@derived()
def case_medians(coded: Coded, cases: DataFrame) -> DataFrame:
    """Medians and ranges over the patients."""
    return patients.case_medians(cases, _counts(coded), settings_of(coded).index)


@derived()
def dose_marks(coded: Coded, doses: DataFrame) -> DataFrame:
    """Doses by what the comparison with the label gives."""
    return counts.dose_marks(doses)


@derived()
def map_counts(coded: Coded, evidence_map: DataFrame) -> DataFrame:
    """The evidence map, counted."""
    return reporting.map_counts(evidence_map)
