"""What a cell of the summary of findings says of one result."""

from types import SimpleNamespace

import pandas as pd
import pytest

from evidence.tables.manuscript.findings_results import NoResult, result_of

NB = "\u00a0"
KEY = "trial / cr / all_randomised"
IDENTITY = {
    "study_id": "trial",
    "outcome": "cr",
    "analysis_set": "all_randomised",
    "sources": "outcomes:t.o1",
}


def outcome(table: str, key: str) -> SimpleNamespace:
    return SimpleNamespace(summary_outcome_id="o", result_table=table, result_key=key)


def case_cell(**others: int) -> str:
    row = {
        "item": "x",
        "yes": 1,
        "reported": 3,
        "low": 0.0084,
        "high": 0.9057,
        "sources": "cases:a",
    }
    row |= {"not_reported": 0, "not_assessable": 0, "not_applicable": 0} | others
    return result_of({"case_counts": pd.DataFrame([row])}, outcome("case_counts", "x")).cells[0]


@pytest.mark.parametrize("state", ["not_reported", "not_assessable", "not_applicable"])
@pytest.mark.parametrize("patients", [0, 1, 2])
def test_other_states_are_named_only_where_there_are_any(state: str, patients: int) -> None:
    named = f";\n{patients}{NB}{state.replace('_', NB)}" if patients else ""
    assert case_cell(**{state: patients}) == f"1/3{NB}reported\n[0.8–90.6%]{named}"


def test_states_stand_in_one_order() -> None:
    shown = case_cell(not_reported=3, not_applicable=2, not_assessable=1).split(";\n")[1:]
    assert shown == [f"1{NB}not{NB}assessable", f"2{NB}not{NB}applicable", f"3{NB}not{NB}reported"]


@pytest.mark.parametrize(
    ("level", "reported"),
    [
        (95, ""),
        (94.9, ";\nat 94.9%, as reported:\n[0.57–0.99]"),
        (97.5, ";\nat 97.5%, as reported:\n[0.57–0.99]"),
    ],
)
def test_limits_of_another_level_than_95_are_shown_as_reported_too(
    level: float, reported: str
) -> None:
    limits = {"estimate": 0.75, "low": 0.57, "high": 0.99, "low_95": 0.59, "high_95": 0.96}
    frame = pd.DataFrame([{**IDENTITY, **limits, "level_percent": level}])
    shown = result_of({"hazard_ratios": frame}, outcome("hazard_ratios", KEY)).cells
    assert shown == ("—", "—", f"HR{NB}0.75\n[0.59–0.96]{reported}", "—")


def compared(difference: float, low: float, high: float) -> tuple[str, ...]:
    arms = {"events": 8, "n": 10, "events_comparator": 4, "n_comparator": 10}
    ratio = {"measure": "risk_ratio", "estimate": 2.0, "low": 0.9, "high": 4.5}
    absolute = {"measure": "risk_difference", "estimate": difference, "low": low, "high": high}
    frame = pd.DataFrame([{**IDENTITY, **arms, **row} for row in (ratio, absolute)])
    arm = {"study_id": "trial", "events": 8, "n": 10}
    limits = {"clopper_pearson_low": 0.444, "clopper_pearson_high": 0.975}
    derived = {"arms_compared": frame, "trial_proportions": pd.DataFrame([arm | limits])}
    return result_of(derived, outcome("arms_compared", KEY)).cells


@pytest.mark.parametrize(
    ("difference", "low", "high", "shown"),
    [
        (0.4, 0.001, 0.7, f"400{NB}more\n[1–700]"),
        (0.4, 0.0, 0.7, f"400{NB}more\n[0–700]"),
        (0.4, -0.001, 0.7, f"400{NB}more\n[−1{NB}to{NB}700]"),
        (0.0, -0.3, 0.3, f"0{NB}fewer\n[−300{NB}to{NB}300]"),
        (-0.4, -0.7, -0.1, f"400{NB}fewer\n[−700{NB}to{NB}−100]"),
    ],
)
def test_a_difference_is_counted_per_1000_patients(
    difference: float, low: float, high: float, shown: str
) -> None:
    assert compared(difference, low, high)[3] == shown


def test_an_arm_whose_limits_were_not_computed_is_a_bare_fraction() -> None:
    treated, standard, *_ = compared(0.4, 0.001, 0.7)
    assert treated == f"8/10{NB}(80.0)\n[44.4–97.5]" and standard == "4/10"


@pytest.mark.parametrize("rows", [0, 2])
def test_a_key_names_exactly_one_row(rows: int) -> None:
    row = {"item": "x", "yes": 1, "reported": 3, "not_reported": 0, "low": 0.0, "high": 1.0}
    columns = [*row, "sources"]
    counts = pd.DataFrame([{**row, "sources": "cases:a"}] * rows, columns=columns)
    with pytest.raises(NoResult, match=f"exactly one row of case_counts, this is of {rows}"):
        result_of({"case_counts": counts}, outcome("case_counts", "x"))
