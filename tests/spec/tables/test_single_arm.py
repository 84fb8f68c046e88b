"""Rows of studies with one arm: what is inferred, and why a row does not count."""

import pandas as pd
import pytest

from evidence.tables.manuscript.single_arm import single_arm

NB = "\u00a0"


def codes(**labels: str) -> pd.DataFrame:
    return pd.DataFrame({"code": list(labels), "label": list(labels.values())})


CODED = {
    "studies": pd.DataFrame({"study_id": ["alder"], "document_id": ["alder_2020"]}),
    "outcome_measures": codes(cr="Remission", cr_or_cri="Remission, any"),
    "populations": codes(adult="Adults"),
    "analysis_sets": codes(treated="Treated"),
    "pool_exclusions": codes(none="None", same_patients="Same patients elsewhere"),
}
ROW = {
    "study_id": "alder",
    "study_label": "Alder 2020",
    "population": "adult",
    "treatment": "index_single_agent",
    "design": "single_arm_trial",
    "counted_as": "cr_or_cri",
    "outcome": "cr",
    "analysis_set": "treated",
    "time_point_as_reported": "",
    "events": 18,
    "n": 35,
    "clopper_pearson_low": 0.3399,
    "clopper_pearson_high": 0.6862,
    "numerator_basis": "reported",
    "primary": "yes",
    "exclusion": "none",
    "sources": "outcomes:a",
}


def test_a_row_is_shown() -> None:
    table = single_arm(CODED, {"single_arm": pd.DataFrame([ROW])})
    [row] = table.rows
    assert row.cells == (
        "Alder 2020",
        "Adults",
        "Single agent",
        "Single arm trial",
        "Remission, any",
        "Treated",
        f"18/35{NB}(51.4){NB}[34.0–68.6]",
        "Yes",
        "@[alder_2020]",
    )
    assert (row.sources, row.group, table.landscape) == ("outcomes:a", "Remission", True)


@pytest.mark.parametrize(
    ("cells", "column", "shown"),
    [
        ({"time_point_as_reported": "day 28"}, 5, "Treated, day 28"),
        ({"numerator_basis": "inferred"}, 6, f"18/35{NB}(51.4){NB}[34.0–68.6]†"),
        ({"numerator_basis": "not_stated"}, 6, f"18/35{NB}(51.4){NB}[34.0–68.6]"),
        ({"primary": "no", "exclusion": "same_patients"}, 7, "No: same patients elsewhere"),
        ({"treatment": "index_with_chemotherapy"}, 2, "With chemotherapy"),
        ({"treatment": "chemotherapy"}, 2, "Chemotherapy"),
    ],
)
def test_a_cell_is_shown(cells: dict, column: int, shown: str) -> None:
    [row] = single_arm(CODED, {"single_arm": pd.DataFrame([ROW | cells])}).rows
    assert row.cells[column] == shown


def test_each_row_is_under_its_outcome_and_cites_its_study() -> None:
    rows = pd.DataFrame([ROW, ROW | {"outcome": "cr_or_cri", "sources": "outcomes:b"}])
    table = single_arm(CODED, {"single_arm": rows}, title="Studies")
    assert [(row.group, row.sources) for row in table.rows] == [
        ("Remission", "outcomes:a"),
        ("Remission, any", "outcomes:b"),
    ]
    assert (table.name, table.title) == ("single_arm", "Studies")
