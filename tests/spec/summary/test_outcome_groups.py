"""The column of the study map that each measure belongs to."""

import pytest

from evidence.summary.figure_rows.evidence_map import outcome_group

GROUPS = {
    "CR": ["cr"],
    "CR or CRi": ["cr_or_cri", "cri", "crp", "marrow_cr", "overall_response", "response_in_blood"],
    "MRD": ["mrd_negative_of_all", "complete_mrd_response"],
    "Transplant": ["hsct_after"],
    "VOD/SOS": ["vod_sos_any", "serious_vod_sos"],
    "Survival": [
        *("overall_survival", "progression_free_survival", "event_free_survival"),
        *("relapse_free_survival", "death", "early_death"),
    ],
    "Other harms": [
        *("adverse_event_any", "serious_adverse_event", "neutropenia", "thrombocytopenia"),
        *("febrile_neutropenia", "infection", "neurologic", "cytokine_release"),
        *("transaminases_raised", "platelet_recovery"),
    ],
}


@pytest.mark.parametrize(
    ("measure", "group"), [(code, group) for group, codes in GROUPS.items() for code in codes]
)
def test_a_measure_by_how_its_code_begins(measure: str, group: str) -> None:
    assert outcome_group(measure) == group


@pytest.mark.parametrize("measure", ["cd19_dim", "not_cr", "age", "pre_hsct"])
def test_other_measures_have_no_column(measure: str) -> None:
    assert outcome_group(measure) is None
