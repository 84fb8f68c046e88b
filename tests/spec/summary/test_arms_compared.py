"""Arms are compared where all four cells of the 2x2 table hold a patient.

Worked by hand: 2 of 10 against 4 of 10 is a risk ratio of 0.5 and a difference of -0.2.
"""

import pandas as pd
import pytest

from evidence.summary.results.compared import Comparison
from evidence.summary.results.compared import compared as compared_arms

DIRECTIONS = {"cr": "benefit", "always": "benefit", "death": "harm", "sex": "neither"}
CHOSEN = Comparison("f", "drug", "usual_care")


def compared(rows: pd.DataFrame) -> pd.DataFrame:
    return compared_arms(rows, DIRECTIONS, [CHOSEN])


def outcomes(events: int, events_standard: int, **more: str) -> pd.DataFrame:
    """One result of both arms, 10 patients in each."""
    row = {
        "study_id": "s",
        "family_id": "f",
        "study_label": "S",
        "measure": "cr",
        "analysis_set": "all_randomised",
        "analysis_set_as_reported": "ITT",
        "arm_kind": "arm",
        "n": 10,
        "numerator_basis": "reported",
        **more,
    }
    arms = [("drug", events), ("usual_care", events_standard)]
    return pd.DataFrame(
        [
            {
                **row,
                "agent": agent,
                "arm_id": agent,
                "events": found,
                "sources": f"outcomes:{agent}",
            }
            for agent, found in arms
        ]
    )


def other_outcome(rows: pd.DataFrame) -> pd.DataFrame:
    """The same with an outcome that can always be compared, so that there is a result."""
    return pd.concat([rows, outcomes(5, 5).assign(measure="always")])


@pytest.mark.parametrize(
    ("events", "events_standard", "found"),
    [
        (0, 4, False),
        (1, 4, True),
        (9, 4, True),
        (10, 4, False),
        (4, 0, False),
        (4, 1, True),
        (4, 10, False),
    ],
)
def test_no_ratio_is_made_of_an_empty_cell(events: int, events_standard: int, found: bool) -> None:
    frame = compared(other_outcome(outcomes(events, events_standard)))
    assert ("cr" in set(frame["outcome"])) is found


def test_the_ratio_and_the_difference_are_those_of_the_counts() -> None:
    frame = compared(outcomes(2, 4)).set_index("measure")
    assert frame.loc["risk_ratio", "estimate"] == pytest.approx(0.5)
    assert frame.loc["risk_difference", "estimate"] == pytest.approx(-0.2)


def number_needed(measure: str, events: int, events_standard: int) -> tuple[str, float] | None:
    found = compared(other_outcome(outcomes(events, events_standard, measure=measure)))
    rows = found[(found["outcome"] == measure) & found["measure"].str.startswith("number_needed")]
    return None if rows.empty else (rows["measure"].item(), rows["estimate"].item())


@pytest.mark.parametrize(
    ("measure", "events", "events_standard", "name"),
    [
        ("cr", 4, 2, "number_needed_to_treat"),
        ("cr", 2, 4, "number_needed_to_harm"),  # fewer remissions
        ("death", 4, 2, "number_needed_to_harm"),
        ("death", 2, 4, "number_needed_to_treat"),  # fewer deaths
    ],
)
def test_a_number_needed_is_named_by_what_happens_to_patients(
    measure: str, events: int, events_standard: int, name: str
) -> None:
    # 2 and 4 of 10 differ by 0.2: one patient in five
    assert number_needed(measure, events, events_standard) == (name, pytest.approx(5))


@pytest.mark.parametrize("measure", ["sex", "of no code list"])
def test_what_is_neither_benefit_nor_harm_has_no_number_needed(measure: str) -> None:
    assert number_needed(measure, 2, 4) is None


@pytest.mark.parametrize("measure", ["cr", "death"])
def test_the_limits_of_a_number_needed_are_positive_and_in_order(measure: str) -> None:
    # 10 of 100 against 40 of 100: Newcombe's limits of the difference are -0.4059 and -0.1830
    rows = outcomes(10, 40, measure=measure).assign(n=100)
    found = compared(rows).set_index("measure").filter(like="number_needed", axis=0).iloc[0]
    assert found["estimate"] == pytest.approx(1 / 0.3)
    assert 0 < found["low"] < found["estimate"] < found["high"]
    difference = compared(rows).set_index("measure").loc["risk_difference"]
    assert [found["low"], found["high"]] == pytest.approx(
        [-1 / difference["low"], -1 / difference["high"]]
    )


def test_arms_of_other_families_and_agents_are_not_compared() -> None:
    for other in (Comparison("g", "drug", "usual_care"), Comparison("f", "drug", "placebo")):
        assert compared_arms(outcomes(2, 4), DIRECTIONS, [other]).empty
    assert compared_arms(outcomes(2, 4), DIRECTIONS, []).empty


def test_one_inferred_numerator_makes_the_comparison_inferred() -> None:
    rows = outcomes(2, 4)
    assert set(compared(rows)["numerator_basis"]) == {"reported"}
    rows.loc[1, "numerator_basis"] = "inferred"
    assert set(compared(rows)["numerator_basis"]) == {"inferred"}


def test_results_of_other_analysis_sets_are_not_put_side_by_side() -> None:
    rows = outcomes(2, 4)
    rows.loc[1, "analysis_set"] = "first_218_randomised"
    frame = compared(other_outcome(rows))
    assert set(frame["outcome"]) == {"always"}


def test_equal_proportions_need_infinitely_many_patients() -> None:
    needed = compared(outcomes(4, 4)).set_index("measure").loc["number_needed_to_treat"]
    assert needed["estimate"] == float("inf") and needed[["low", "high"]].isna().all()


def test_nothing_to_compare_is_an_empty_table() -> None:
    frame = compared(outcomes(0, 0))
    assert frame.empty and {"outcome", "measure", "estimate", "sources"} <= set(frame)
