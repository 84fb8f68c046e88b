"""A seventh, invented patient changes the rows and figures of the case
reports, and nothing else.
"""

import pytest

from evidence.review.diff.changes import changes_between
from evidence.review.diff.snapshots import read_state

PATIENT, DOCUMENT, LABEL = "invented_1", "invented_2030", "Invented 2030"
BY_PATIENT = {"cases", "timeline", "doses", "laboratory", "events", "mrd", "responses"}
BY_REPORT = {"evidence_map", "findings_by_report"}
AUDITED = {"audit_findings", "audit_precision"}
COUNTS = {"inventory", "case_counts", "case_medians", "response_counts", "dose_marks", "map_counts"}
OF_TRIALS = {
    "trial_proportions",
    "reported_intervals",
    "arms_compared",
    "hazard_ratios",
    "mrd_rates",
    "single_arm",
    "pooled",
    "leave_one_out",
    "multiverse",
    "claim_verdicts",
    "verdict_counts",
}
FIGURES_OF_PATIENTS = {
    *("swimmer", "treatment_sequence", "mrd_trajectories", "evidence_map", "patient_timelines")
}


@pytest.fixture(scope="module")
def before(six):
    return read_state(six, "six patients")


@pytest.fixture(scope="module")
def after(with_seventh):
    return read_state(with_seventh, "seven patients")


@pytest.fixture(scope="module")
def changes(before, after, with_seventh):
    return changes_between(before, after, with_seventh)


def lines(frame) -> list[str]:
    return frame.to_csv(index=False).splitlines()


def test_only_rows_of_the_patient_are_added_to_the_coded_tables(changes, invented):
    assert {change.table: set(change.added) for change in changes.coded} == {
        table: set(rows.iloc[:, 0]) for table, rows in invented.items()
    }
    assert not any(change.removed or change.cells for change in changes.coded)


@pytest.mark.parametrize("table", sorted(BY_PATIENT | BY_REPORT))
def test_the_rows_of_the_six_stay_as_they_are(table, before, after):
    old, new = lines(before.derived[table]), lines(after.derived[table])
    added = [line for line in new if line not in set(old)]
    assert [line for line in new if line in set(old)] == old
    assert added and all(PATIENT in line or DOCUMENT in line for line in added)


@pytest.mark.parametrize("table", sorted(OF_TRIALS))
def test_no_result_of_a_trial_moves(table, before, after):
    assert lines(before.derived[table]) == lines(after.derived[table])


def test_no_other_table_moves(changes):
    assert {change.table for change in changes.results} == BY_PATIENT | BY_REPORT | COUNTS | AUDITED


def test_the_audit_finds_something_new_only_in_the_new_report(before, after):
    old, new = before.derived["audit_findings"], after.derived["audit_findings"]
    added = new[~new["finding_id"].isin(old["finding_id"])]
    assert set(old["finding_id"]) <= set(new["finding_id"])
    assert set(added["document_id"]) <= {DOCUMENT}


def test_counts_move_but_none_comes_or_goes(changes):
    counts = [change for change in changes.results if change.table in COUNTS]
    assert not any(change.added or change.removed for change in counts)


@pytest.mark.parametrize(
    ("table", "item", "column", "difference"),
    [
        ("inventory", "patients", "count", 1),
        ("inventory", "reports", "count", 1),
        ("inventory", "doses of inotuzumab", "count", 2),
        ("inventory", "laboratory values", "count", 2),
        ("case_counts", "Philadelphia chromosome", "reported", 1),
        ("case_counts", "CD22 on blasts", "yes", 1),
        ("case_counts", "KMT2A rearranged", "not_reported", 1),
        ("case_counts", "VOD/SOS on inotuzumab", "reported", 1),
        ("case_counts", "VOD/SOS after a later transplant", "not_reported", 1),
        ("case_medians", "Age at first inotuzumab, years", "reported", 1),
        ("case_medians", "Relapses before inotuzumab", "reported", 1),
    ],
)
def test_counts_move_by_what_was_added(changes, table, item, column, difference):
    change = next(change for change in changes.results if change.table == table)
    moved = {cell.column: cell.difference for cell in change.cells if cell.row == item}
    assert moved[column] == difference


def test_the_highest_age_is_hers(after):
    ages = after.derived["case_medians"].set_index("item").loc["Age at first inotuzumab, years"]
    assert float(ages["highest"]) == pytest.approx(
        88, abs=0.5
    )  # 88 is reported: from 88.0 to 88.99, counted with the middle


def test_only_figures_of_patients_are_redrawn(changes, before, after):
    assert {change.table for change in changes.figures} == FIGURES_OF_PATIENTS
    for name in set(before.drawn) - FIGURES_OF_PATIENTS:
        assert lines(before.drawn[name]) == lines(after.drawn[name])


@pytest.mark.parametrize("name", sorted(FIGURES_OF_PATIENTS))
def test_figures_of_patients_gain_only_hers(name, before, after):
    old, new = lines(before.drawn[name]), lines(after.drawn[name])
    added = [line for line in new if line not in set(old)]
    assert set(old) <= set(new)
    assert added and all(LABEL in line or DOCUMENT in line for line in added)
