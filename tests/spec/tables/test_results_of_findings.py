"""The result of each outcome in the summary of findings, by the table that holds it."""

from types import SimpleNamespace

import pandas as pd
import pytest

from evidence.tables.manuscript.findings_results import NoResult, result_of

NB = "\u00a0"


def outcome(table: str, key: str) -> SimpleNamespace:
    return SimpleNamespace(summary_outcome_id="row1", result_table=table, result_key=key)


def compared(measure: str, estimate: float, low: float, high: float, **cells: object) -> dict:
    return {
        "study_id": "alder",
        "outcome": "cr",
        "analysis_set": "all",
        "measure": measure,
        "estimate": estimate,
        "low": low,
        "high": high,
        "events": 30,
        "n": 100,
        "events_comparator": 20,
        "n_comparator": 90,
        "sources": "outcomes:a outcomes:b",
        **cells,
    }


ARM = {"study_id": "alder", "events": 30, "n": 100}
LIMITS = {"clopper_pearson_low": 0.2124, "clopper_pearson_high": 0.3998}
RATIO = compared("risk_ratio", 1.35, 0.826, 2.204)


def arms_compared(difference: dict, *arms: dict) -> dict[str, pd.DataFrame]:
    columns = [*ARM, *LIMITS]
    return {
        "arms_compared": pd.DataFrame([RATIO, difference]),
        "trial_proportions": pd.DataFrame([{**LIMITS, **arm} for arm in arms], columns=columns),
    }


@pytest.mark.parametrize(
    ("estimate", "low", "high", "shown"),
    [
        (0.0778, -0.0512, 0.2004, f"78{NB}more\n[−51{NB}to{NB}200]"),
        (-0.0778, -0.2004, -0.0104, f"78{NB}fewer\n[−200{NB}to{NB}−10]"),
        (0.0001, -0.1, 0.1, f"0{NB}more\n[−100{NB}to{NB}100]"),
        (0.0, -0.1, 0.1, f"0{NB}fewer\n[−100{NB}to{NB}100]"),
    ],
)
def test_a_difference_is_patients_of_1000(
    estimate: float, low: float, high: float, shown: str
) -> None:
    difference = compared("risk_difference", estimate, low, high)
    result = result_of(arms_compared(difference, ARM), outcome("arms_compared", "alder / cr / all"))
    assert result.cells == (
        f"30/100{NB}(30.0)\n[21.2–40.0]",
        "20/90",  # no limits are computed for this arm
        f"RR{NB}1.35\n[0.83–2.20]",
        shown,
    )
    assert (result.sources, result.studies) == ("outcomes:a outcomes:b", ("alder",))


@pytest.mark.parametrize("other", [{"study_id": "birch"}, {"events": 31}, {"n": 101}])
def test_limits_are_those_of_the_arm_with_study_count_and_denominator(other: dict) -> None:
    derived = arms_compared(compared("risk_difference", 0.1, 0.0, 0.2), {**ARM, **other})
    result = result_of(derived, outcome("arms_compared", "alder / cr / all"))
    assert result.cells[0] == "30/100"


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("alder / cr", "study / outcome / analysis set, separated by ' / '"),
        ("alder / cr / all / x", "study / outcome / analysis set, separated by ' / '"),
        ("alder/cr/all", "study / outcome / analysis set, separated by ' / '"),
        ("birch / cr / all", "a key of exactly one row of arms_compared, this is of 0"),
        ("alder / os / all", "a key of exactly one row of arms_compared, this is of 0"),
        ("alder / cr / treated", "a key of exactly one row of arms_compared, this is of 0"),
    ],
)
def test_a_key_names_study_outcome_and_set(key: str, found: str) -> None:
    derived = arms_compared(compared("risk_difference", 0.1, 0.0, 0.2), ARM)
    with pytest.raises(NoResult) as refused:
        result_of(derived, outcome("arms_compared", key))
    problem = refused.value.problem
    assert (problem.file, problem.row, problem.column) == (
        "coded/summary_outcomes.csv",
        "row1",
        "result_key",
    )
    assert (problem.found, problem.allowed) == (key, found)


@pytest.mark.parametrize(
    ("level", "note"),
    [(95, ""), (94.9, ";\nat 94.9%, as reported:\n[0.58–1.03]"),
     (97.5, ";\nat 97.5%, as reported:\n[0.58–1.03]")],
)  # fmt: skip
def test_a_hazard_ratio_is_shown_at_95_and_as_reported(level: float, note: str) -> None:
    row = {
        "study_id": "alder",
        "outcome": "os",
        "analysis_set": "all",
        "estimate": 0.77,
        "low": 0.58,
        "high": 1.03,
        "low_95": 0.602,
        "high_95": 0.986,
        "level_percent": level,
        "sources": "effects:e",
    }
    derived = {"hazard_ratios": pd.DataFrame([row])}
    result = result_of(derived, outcome("hazard_ratios", "alder / os / all"))
    assert result.cells == ("—", "—", f"HR{NB}0.77\n[0.60–0.99]{note}", "—")
    assert (result.sources, result.studies) == ("effects:e", ("alder",))


def test_a_pooled_proportion_cites_the_studies_of_the_main_analysis_of_its_outcome() -> None:
    pooled = pd.DataFrame(
        [
            {"pooled_id": key, "outcome": "cr", "estimate": 0.6537, "low": 0.5, "high": 0.789,
             "events": 150, "n": 230, "k": 3.0, "sources": f"pool_rows:{key}"}
            for key in ("main", "wider")
        ]
    )  # fmt: skip
    studies = pd.DataFrame(
        [("alder", "cr", "yes"), ("birch", "cr", "no"), ("cedar", "os", "yes"),
         ("dogwood", "cr", "yes")],
        columns=["study_id", "outcome", "primary"],
    )  # fmt: skip
    result = result_of({"pooled": pooled, "single_arm": studies}, outcome("pooled", "main"))
    assert result.cells == (
        f"65.4%\n[50.0–78.9] pooled;\n150/230 in 3{NB}populations",
        "—",
        "—",
        "—",
    )
    assert (result.sources, result.studies) == ("pool_rows:main", ("alder", "dogwood"))


@pytest.mark.parametrize("table", ["case_counts", "response_counts"])
def test_cases_say_how_many_do_not_answer(table: str) -> None:
    row = {"item": "vod", "yes": 2, "reported": 5, "low": 0.0527, "high": 0.8534}
    row |= {"not_assessable": 0, "not_applicable": 0, "not_reported": 0, "sources": "events:e"}
    counts = f"2/5{NB}reported\n[5.3–85.3%]"
    for unanswered, note in (
        ({}, ""),
        ({"not_reported": 1}, f";\n1{NB}not{NB}reported"),
        (
            {"not_assessable": 3, "not_applicable": 2, "not_reported": 1},
            f";\n3{NB}not{NB}assessable;\n2{NB}not{NB}applicable;\n1{NB}not{NB}reported",
        ),
    ):
        rows = pd.DataFrame([{**row, **unanswered}, {**row, "item": "death", "yes": 4}])
        result = result_of({table: rows}, outcome(table, "vod"))
        assert result.cells == (counts + note, "—", "—", "—")
        assert (result.sources, result.studies) == ("events:e", ())
