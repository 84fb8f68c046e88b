"""Rates of MRD negativity: which results of an arm are rates of the whole arm."""

import pandas as pd
import pytest

from evidence.domains.haematology.summary.mrd_rates import MrdRates, mrd_rates

CHOICE = MrdRates(
    family="f",
    agent="inotuzumab_ozogamicin",
    measures=("mrd_negative_of_responders", "mrd_negative_of_all"),
    analysis_sets=("responders", "all_randomised"),
)
OUTCOME = {
    "outcome_id": "o",
    "study_id": "s",
    "family_id": "f",
    "study_label": "S",
    "arm_id": "a",
    "arm_label": "A",
    "arm_kind": "arm",
    "agent": "inotuzumab_ozogamicin",
    "design": "single_arm",
    "population": "adult",
    "treatment": "index_single_agent",
    "measure": "mrd_negative_of_responders",
    "analysis_set": "responders",
    "time_point_as_reported": "",
    "events": 88,
    "n": 109,
    "numerator_basis": "reported",
    "percent_as_reported": "80.7",
    "low_as_reported": "72.1",
    "high_as_reported": "87.7",
    "level_percent": 95.0,
    "mrd_threshold_as_reported": "",
    "mrd_method": "",
    "only_in_a_report": "no",
    "sources": "outcomes:o",
}


def outcomes(*cells: dict) -> pd.DataFrame:
    frame = pd.DataFrame([OUTCOME | row for row in cells])
    return frame.astype({"events": "Int64", "n": "Int64"})


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        ({}, 1),
        ({"family_id": "g"}, 0),
        ({"agent": "standard_chemotherapy"}, 0),
        ({"arm_kind": "subgroup"}, 0),
        ({"numerator_basis": "inferred"}, 0),
        ({"measure": "cr"}, 0),
        ({"analysis_set": "subgroup_age"}, 0),
        *(({"measure": code}, 1) for code in CHOICE.measures),
        *(({"analysis_set": code}, 1) for code in CHOICE.analysis_sets),
    ],
)
def test_rates_of_mrd_negativity_of_the_whole_arm(cells: dict, rows: int) -> None:
    assert len(mrd_rates(outcomes(cells, {"study_id": "other"}), CHOICE)) == 1 + rows


def test_the_highest_rate_is_first() -> None:
    shares = [{"events": events} for events in (20, 88, 50)]
    assert mrd_rates(outcomes(*shares), CHOICE)["events"].tolist() == [88, 50, 20]
