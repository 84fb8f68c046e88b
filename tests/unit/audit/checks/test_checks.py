"""The checks find nothing in tables without an error, or without rows."""

from collections.abc import Mapping

import pytest

from bench.planted_errors.clean_tables import CODED, clean_tables
from bench.planted_errors.sensitivity import CHECKS, audit_inputs
from evidence.audit.checks.intervals.proportions import outcome_intervals
from evidence.audit.claims.verdicts import claim_verdicts
from evidence.audit.core.findings import COLUMNS, NONE, SEVERITIES
from evidence.audit.registry import FAMILIES
from evidence.audit.run_audit import audit, find_all


@pytest.fixture(scope="module")
def clean_derived(clean):
    """What the audit reads besides the clean tables."""
    return audit_inputs(clean)


class Noted(Mapping):
    """Tables that note the name of each that is read."""

    def __init__(self, tables):
        self._tables, self.names = tables, set()

    def __getitem__(self, name):
        self.names.add(name)
        return self._tables[name]

    def __iter__(self):
        return iter(self._tables)

    def __len__(self):
        return len(self._tables)


MADE_FROM_ALL = {"claim_verdicts", "outcome_intervals"}


@pytest.fixture(scope="module")
def checks_that_read(clean, clean_derived):
    """The checks that read a table, or one derived from it: the others see what they saw."""
    reads = {}
    for check in CHECKS:
        coded = Noted(clean)
        derived = Noted(clean_derived | {"outcome_intervals": outcome_intervals(clean)})
        check.find(coded, derived)
        reads[check] = coded.names | derived.names

    def of(name):
        return [check for check, names in reads.items() if names & {name, *MADE_FROM_ALL}]

    return of


def test_clean_tables_have_no_finding(coded):
    tables = clean_tables(coded, 30)
    derived = audit_inputs(tables)
    assert find_all(tables, derived, CHECKS).empty
    assert (derived["claim_verdicts"]["verdict"] == "supported").all()


@pytest.mark.parametrize("table", CODED)
def test_a_table_without_rows_is_no_error(table, clean, clean_derived, checks_that_read):
    tables = {**clean, table: clean[table].iloc[:0]}
    made = {
        name: frame.iloc[:0] if name == table else frame for name, frame in clean_derived.items()
    }
    made["claim_verdicts"] = claim_verdicts(tables)
    assert list(audit(tables, made, checks_that_read(table)).columns) == COLUMNS


LISTS = (
    *("analytes", "author_given_names", "checked_codes", "dated_terms", "dose_limits"),
    *("incompatible_responses", "label_limits", "dose_schedule", "measure_groups"),
    *("measure_parts", "opposed_terms", "phases", "protocol_starts", "set_parents"),
    *("severity_words", "subject_terms", "therapy_classes"),
)


@pytest.mark.parametrize("name", LISTS)
def test_a_code_list_without_rows_is_no_error(name, clean, clean_derived, checks_that_read):
    tables = {**clean, name: clean[name].iloc[:0]}
    assert list(audit(tables, clean_derived, checks_that_read(name)).columns) == COLUMNS


def test_nothing_coded_is_no_error(clean, clean_derived):
    tables = {name: frame.iloc[:0] for name, frame in clean.items()}
    made = {name: frame.iloc[:0] for name, frame in clean_derived.items()}
    assert audit(tables, made, CHECKS).empty


def test_eight_families_and_three_severities():
    assert FAMILIES == (
        "arithmetic",
        "intervals",
        "units",
        "doses",
        "chronology",
        "responses",
        "citations",
        "overlap",
    )
    assert {check.severity for check in CHECKS} == set(SEVERITIES)
    assert NONE.empty
