"""What figures are drawn from where nothing is coded: no rows, and no error."""

import pandas as pd

from evidence.summary.figure_rows.forest import rates_of_one_arm
from evidence.summary.figure_rows.report_flow import flow_rows
from evidence.summary.results.robustness import subset_rows

SETS = pd.DataFrame({"code": ["all_randomised"], "label": ["All"]})


def test_rates_of_no_arm() -> None:
    rates = pd.DataFrame(columns=["study_label", "n", "analysis_set"])
    assert rates_of_one_arm({"analysis_sets": SETS}, rates).empty


def test_subsets_of_no_studies() -> None:
    assert subset_rows(pd.DataFrame(columns=["estimate", "i2_percent", "k"]), "Alder 2014").empty


def test_the_flow_of_no_reports() -> None:
    coded = {
        "screening": pd.DataFrame(columns=["variable", "status", "n"], dtype=str),
        "families": pd.DataFrame(columns=["family_id"], dtype=str),
    }
    single_arm = pd.DataFrame(columns=["outcome", "primary", "sources"], dtype=str)
    assert flow_rows(coded, single_arm, "cr").empty
