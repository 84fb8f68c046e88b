"""Results of trials as numbers: a bound is no value, and what is missing stays missing."""

import pandas as pd
import pytest

from evidence.harmonise.trials import harmonise_effects, harmonise_outcomes
from tests.spec.harmonise.tables import rows

STUDIES = rows(
    "studies", {"study_id": "s", "family_id": "f", "label": "Trial 1", "design": "randomised"}
)
ARMS = rows("arms", {"arm_id": "a", "study_id": "s", "label": "Arm 1", "kind": "subgroup"})


def effect(**cells):
    row = {"effect_id": "e1", "study_id": "s"} | cells
    return harmonise_effects({"studies": STUDIES, "effects": rows("effects", row)}).iloc[0]


@pytest.mark.parametrize("reported", ["0.04", "p = 0·04", "P=.04"])
def test_p_as_a_number(reported):
    assert effect(p_as_reported=reported)["p_value"] == 0.04


@pytest.mark.parametrize("reported", ["p<0.001", "p > 0.05", "≤0.05", "≥0.05", ""])
def test_a_bound_of_p_is_no_p(reported):
    assert pd.isna(effect(p_as_reported=reported)["p_value"])


def test_an_effect_with_its_study():
    found = effect(estimate_as_reported="0·77", low_as_reported="0.58", high_as_reported="1,03")
    assert found[["estimate", "low", "high"]].tolist() == [0.77, 0.58, 1.03]
    assert found[["study_label", "family_id", "sources", "rule"]].tolist() == [
        "Trial 1",
        "f",
        "effects:e1",
        "trials 1",
    ]


def outcome(**cells):
    row = {"outcome_id": "o1", "study_id": "s", "arm_id": "a"} | cells
    coded = {"studies": STUDIES, "arms": ARMS, "outcomes": rows("outcomes", row)}
    return harmonise_outcomes(coded).iloc[0]


@pytest.mark.parametrize(("events", "n", "proportion"), [(3, 4, 0.75), (0, 4, 0), (4, 4, 1)])
def test_a_proportion(events, n, proportion):
    assert outcome(events=events, n=n)["proportion"] == proportion


@pytest.mark.parametrize(("events", "n"), [(3, ""), ("", 4)])
def test_a_proportion_needs_numerator_and_denominator(events, n):
    assert pd.isna(outcome(events=events, n=n)["proportion"])


def test_an_outcome_with_its_study_and_arm():
    found = outcome(
        percent_as_reported="73·8",
        estimate_as_reported="7.7",
        low_as_reported="6.0",
        high_as_reported="NE",
    )
    assert found[["percent", "estimate", "low"]].tolist() == [73.8, 7.7, 6.0]
    assert pd.isna(found["high"])
    assert found[["study_label", "arm_label", "arm_kind", "design", "sources"]].tolist() == [
        "Trial 1",
        "Arm 1",
        "subgroup",
        "randomised",
        "outcomes:o1",
    ]


def test_a_wider_denominator_with_the_same_numerator_is_a_smaller_proportion():
    shared = {"study_id": "s", "arm_id": "s.a", "events": 76}
    coded = {
        "studies": rows("studies", {"study_id": "s"}),
        "arms": rows("arms", {"arm_id": "s.a", "study_id": "s"}),
        "outcomes": rows(
            "outcomes",
            shared | {"outcome_id": "s.o1", "n": 109, "analysis_set": "treated"},
            shared | {"outcome_id": "s.o2", "n": 164, "analysis_set": "all_randomised"},
        ),
    }
    found = harmonise_outcomes(coded)
    assert found["proportion"].tolist() == pytest.approx([76 / 109, 76 / 164])
    assert found["analysis_set"].tolist() == ["treated", "all_randomised"]
