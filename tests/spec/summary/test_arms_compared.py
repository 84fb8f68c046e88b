"""Arms are compared where all four cells of the 2x2 table hold a patient.

Worked by hand: 2 of 10 against 4 of 10 is a risk ratio of 0.5 and a difference of -0.2.
"""

import pandas as pd
import pytest

from evidence.summary.results.trials import compared


def outcomes(events: int, events_standard: int, **more: str) -> pd.DataFrame:
    """One result of both arms, 10 patients in each."""
    row = {
        "study_id": "s",
        "family_id": "f",
        "study_label": "S",
        "measure": "cr",
        "analysis_set": "all_randomised",
        "analysis_set_as_printed": "ITT",
        "arm_kind": "arm",
        "n": 10,
        "numerator_basis": "printed",
        **more,
    }
    arms = [("inotuzumab_ozogamicin", events), ("standard_chemotherapy", events_standard)]
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
    frame = compared(other_outcome(outcomes(events, events_standard)), "f")
    assert ("cr" in set(frame["outcome"])) is found


def test_the_ratio_and_the_difference_are_those_of_the_counts() -> None:
    frame = compared(outcomes(2, 4), "f").set_index("measure")
    assert frame.loc["risk_ratio", "estimate"] == pytest.approx(0.5)
    assert frame.loc["risk_difference", "estimate"] == pytest.approx(-0.2)


@pytest.mark.parametrize(
    ("measure", "name"),
    [
        ("cr", "number_needed_to_treat"),
        ("vod_sos_any", "number_needed_to_harm"),
        ("death", "number_needed_to_harm"),
    ],
)
def test_a_number_needed_is_to_harm_where_the_outcome_is_a_harm(measure: str, name: str) -> None:
    names = set(compared(outcomes(2, 4, measure=measure), "f")["measure"])
    assert name in names and len({n for n in names if n.startswith("number_needed")}) == 1


def test_one_inferred_numerator_makes_the_comparison_inferred() -> None:
    rows = outcomes(2, 4)
    assert set(compared(rows, "f")["numerator_basis"]) == {"printed"}
    rows.loc[1, "numerator_basis"] = "inferred"
    assert set(compared(rows, "f")["numerator_basis"]) == {"inferred"}


def test_results_of_other_analysis_sets_are_not_put_side_by_side() -> None:
    rows = outcomes(2, 4)
    rows.loc[1, "analysis_set"] = "first_218_randomised"
    frame = compared(other_outcome(rows), "f")
    assert set(frame["outcome"]) == {"always"}


def test_equal_proportions_need_infinitely_many_patients() -> None:
    needed = compared(outcomes(4, 4), "f").set_index("measure").loc["number_needed_to_treat"]
    assert needed["estimate"] == float("inf") and needed[["low", "high"]].isna().all()


def test_nothing_to_compare_is_an_empty_table() -> None:
    frame = compared(outcomes(0, 0), "f")
    assert frame.empty and {"outcome", "measure", "estimate", "sources"} <= set(frame)
