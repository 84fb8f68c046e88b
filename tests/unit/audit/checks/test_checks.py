"""The checks find nothing in tables without an error, or without rows."""

import pytest

from bench.planted_errors.clean_tables import CODED, clean_tables
from bench.planted_errors.sensitivity import CHECKS, audit_inputs
from evidence.audit.claims.verdicts import claim_verdicts
from evidence.audit.core.findings import COLUMNS, NONE, SEVERITIES
from evidence.audit.registry import FAMILIES
from evidence.audit.run_audit import audit, find_all


def test_clean_tables_have_no_finding(coded):
    tables = clean_tables(coded, 30)
    derived = audit_inputs(tables)
    assert find_all(tables, derived, CHECKS).empty
    assert (derived["claim_verdicts"]["verdict"] == "supported").all()


@pytest.mark.parametrize("table", CODED)
def test_a_table_without_rows_is_no_error(table, clean):
    derived = audit_inputs(clean)
    tables = {**clean, table: clean[table].iloc[:0]}
    made = {name: frame.iloc[:0] if name == table else frame for name, frame in derived.items()}
    made["claim_verdicts"] = claim_verdicts(tables)
    assert list(audit(tables, made, CHECKS).columns) == COLUMNS


LISTS = (
    *("analytes", "author_given_names", "checked_codes", "dated_terms", "dose_limits"),
    *("incompatible_responses", "label_limits", "dose_schedule", "measure_groups"),
    *("measure_parts", "opposed_terms", "phases", "protocol_starts", "set_parents"),
    *("severity_words", "subject_terms", "therapy_classes"),
)


@pytest.mark.parametrize("name", LISTS)
def test_a_code_list_without_rows_is_no_error(name, clean):
    tables = {**clean, name: clean[name].iloc[:0]}
    assert list(audit(tables, audit_inputs(clean), CHECKS).columns) == COLUMNS


def test_nothing_coded_is_no_error(clean):
    tables = {name: frame.iloc[:0] for name, frame in clean.items()}
    made = {name: frame.iloc[:0] for name, frame in audit_inputs(clean).items()}
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
