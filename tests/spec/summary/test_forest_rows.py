"""Rows of forest plots: which results are drawn, in which order and group, and what is written."""

import pandas as pd
import pytest

from evidence.summary.figure_rows.forest import (
    by_analysis_set,
    inferred_note,
    leave_one_out_rows,
    pooled_rows,
    rates_of_one_arm,
)


def codes(**labels: str) -> pd.DataFrame:
    return pd.DataFrame({"code": labels.keys(), "label": labels.values()})


CODED = {
    "outcome_measures": codes(cr="CR", vod_sos_any="VOD", vod_sos_after_hsct="VOD after HSCT"),
    "analysis_sets": codes(all_randomised="All", first_218="First 218"),
    "populations": codes(children="Children", adults="Adults"),
}


def arms(*cells: dict) -> pd.DataFrame:
    row = {
        "outcome": "cr",
        "measure": "risk_ratio",
        "analysis_set": "all_randomised",
        "events": 8,
        "n": 10,
        "events_comparator": 4,
        "n_comparator": 11,
        "estimate": 2.2,
        "low": 1.1,
        "high": 4.4,
        "numerator_basis": "reported",
        "sources": "outcomes:a outcomes:b",
    }
    return pd.DataFrame([row | single for single in cells])


def test_results_of_a_trial_by_outcome_and_analysis_set() -> None:
    compared = arms(
        {"analysis_set": "first_218"},
        {"outcome": "vod_sos_any", "numerator_basis": "inferred"},
        {},
        {"measure": "odds_ratio"},
        {"analysis_set": "subgroup_age"},
        {"outcome": "vod_sos_after_hsct"},
    )
    found = by_analysis_set(CODED, compared, ("vod_sos_any", "cr", "vod_sos_after_hsct"))
    assert found[["row_type", "label"]].values.tolist() == [
        ["subgroup", "VOD"],
        ["study", "All"],
        ["subgroup", "CR"],
        ["study", "First 218"],
        ["study", "All"],
        ["subgroup", "VOD after HSCT"],
        ["study", "All"],
    ]
    row = found.iloc[1]
    numbers = ["events", "n", "events_comparator", "n_comparator", "estimate", "low", "high"]
    assert row[numbers].tolist() == [8, 10, 4, 11, 2.2, 1.1, 4.4]
    assert row[["group", "basis", "sources"]].tolist() == [
        "VOD",
        "inferred",
        "outcomes:a outcomes:b",
    ]
    assert inferred_note(found) == (
        "A numerator of VOD, All is inferred from the percentage reported."
    )
    odds = by_analysis_set(CODED, compared, ("cr",), "odds_ratio")
    assert odds["row_type"].tolist() == ["subgroup", "study"]


def test_an_outcome_without_results_has_no_heading() -> None:
    found = by_analysis_set(CODED, arms({}), ("vod_sos_any", "cr"))
    assert found["label"].tolist() == ["CR", "All"]
    assert inferred_note(found) == ""
    assert inferred_note(found.drop(columns="basis")) == ""


def populations(*cells: dict) -> pd.DataFrame:
    row = {
        "outcome": "cr",
        "study_label": "S",
        "family_id": "f",
        "population": "adults",
        "primary": "yes",
        "exclusion": "none",
        "design": "single_arm",
        "counted_as": "vod_sos_any",
        "numerator_basis": "inferred",
        "analysis_set": "all_randomised",
        "events": 8,
        "n": 10,
        "proportion": 0.8,
        "clopper_pearson_low": 0.44,
        "clopper_pearson_high": 0.97,
        "sources": "outcomes:a",
    }
    return pd.DataFrame([row | single for single in cells])


def test_rates_of_mrd_negativity_by_report_the_widest_denominator_first() -> None:
    found = rates_of_one_arm(
        CODED,
        populations(
            {"study_label": "B", "n": 10},
            {"study_label": "A", "n": 10, "analysis_set": "first_218"},
            {"study_label": "A", "n": 20},
        ),
    )
    assert found[["group", "label", "n"]].values.tolist() == [
        ["A", "All", 20],
        ["A", "First 218", 10],
        ["B", "All", 10],
    ]
    assert "row_type" not in found


def pooled(**cells: object) -> pd.DataFrame:
    row = {
        "pooled_id": "cr.primary",
        "outcome": "cr",
        "specification": "primary",
        "model": "model M",
        "k": 3,
        "events": 24,
        "n": 30,
        "estimate": 0.8,
        "low": 0.6,
        "high": 0.9,
        "tau2": 0.12345,
        "prediction_low": 0.6,
        "prediction_high": 0.9,
        "stability": "stable",
    }
    others = {"specification": "other", "estimate": 0.1, "pooled_id": "x"}
    return pd.DataFrame([row | cells | others, row | cells, row | {"outcome": "vod_sos_any"}])


def drawn(**model: object) -> pd.DataFrame:
    rows = populations(
        {"study_label": "A1"},
        {"study_label": "C1", "population": "children"},
        {"study_label": "A2", "primary": "no"},
        {"study_label": "A3", "outcome": "vod_sos_any"},
        {"study_label": "A4"},
    )
    return pooled_rows(CODED, rows, pooled(**model), "cr")


def test_studies_by_population_in_the_order_of_the_code_list_then_the_summary() -> None:
    found = drawn(prediction_low=0.3)
    assert found[["row_type", "label"]].values.tolist() == [
        ["subgroup", "Children"],
        ["study", "C1"],
        ["subgroup", "Adults"],
        ["study", "A1"],
        ["study", "A4"],
        ["summary", "Pooled estimate (random effects)"],
        ["prediction", "Prediction interval, a new study"],
        ["text", "Model m; τ² 0.123 (logit)"],
    ]
    study, summary, prediction = found.iloc[1], found.iloc[5], found.iloc[6]
    numbers = ["events", "n", "estimate", "low", "high"]
    assert study[numbers].tolist() == [8, 10, 0.8, 0.44, 0.97]
    columns = ["family", "group", "design", "counted_as", "basis", "sources"]
    assert study[columns].tolist() == [
        "f",
        "Children",
        "Single arm",
        "VOD",
        "inferred",
        "outcomes:a",
    ]
    assert summary[numbers].tolist() == [24, 30, 0.8, 0.6, 0.9]
    assert prediction[["low", "high"]].tolist() == [0.3, 0.9]
    assert pd.isna(prediction["estimate"])
    assert found["sources"].iloc[-3:].tolist() == ["pooled:cr.primary"] * 3


@pytest.mark.parametrize(
    ("model", "shown"),
    [
        ({}, False),
        ({"prediction_low": 0.5996}, False),  # 0.0004 apart: the same digits are shown
        ({"prediction_low": 0.5994}, True),
        ({"prediction_high": 0.9004}, False),
        ({"prediction_high": 0.9006}, True),
        ({"prediction_high": 0.99, "stability": "unstable"}, True),
        ({"prediction_high": 0.99, "stability": "not_shown"}, False),
    ],
)
def test_a_prediction_interval_that_says_nothing_more_is_not_drawn(
    model: dict, shown: bool
) -> None:
    assert ("prediction" in set(drawn(**model)["row_type"])) is shown


def test_each_population_left_out_and_then_all() -> None:
    left_out = pd.DataFrame({"label": ["S"], "k": [2], "estimate": [0.7], "sources": ["a:1"]})
    found = leave_one_out_rows(left_out, pooled(), "cr")
    columns = ["row_type", "label", "k", "estimate", "sources"]
    assert found[columns].values.tolist() == [
        ["study", "S", 2, 0.7, "a:1"],
        ["summary", "All studies", 3, 0.8, "pooled:cr.primary"],
    ]
