"""Pooled proportions of the review against metafor, and what is refused.

Reference: metafor 3.8-1 on R 4.2.2, rma.glmm(measure="PLO", test="t") and
rma(measure="PLO", method="REML", test="adhoc"), back-transformed by transf.ilogit,
run on the counts in COUNTS; metafor stops its iterations earlier than we do.
"""

from pathlib import Path

import pandas as pd
import pytest

from evidence.review.core.open_review import open_review
from evidence.summary.results.pooled import CHOSEN, pooled_proportions, two_step
from evidence.synthesis.errors import CaseLevelError

ROOT = Path(__file__).parents[4]
COUNTS = {
    "cr_or_cri, reported only": ([52, 49, 19, 28, 20], [90, 72, 32, 48, 25]),
    "cr_or_cri": ([52, 49, 19, 54, 28, 20, 22], [90, 72, 32, 73, 48, 25, 27]),
    "vod_sos_after_hsct": ([6, 2, 11, 5], [36, 24, 21, 26]),
    "mrd_negative_of_responders": ([17, 41, 18], [41, 49, 19]),
}
GLMM = {  # estimate, low, high, tau2
    "cr_or_cri, reported only": (0.629213483131, 0.544150473619, 0.706951763819, 0.0),
    "cr_or_cri": (0.673467813442, 0.585806224904, 0.750478930837, 0.0605823126116),
    "vod_sos_after_hsct": (0.212581378779, 0.0586148793472, 0.539292175714, 0.585487047847),
    "mrd_negative_of_responders": (0.783103263795, 0.107674837394, 0.990828140714, 1.52644665586),
}
REML = {  # estimate, low, high, prediction low, prediction high
    "cr_or_cri, reported only": (
        0.626498169866,
        0.524002353128,
        0.718768798267,
        0.505204686431,
        0.733729241484,
    ),
    "cr_or_cri": (
        0.670191829061,
        0.573379353463,
        0.754443486194,
        0.475963747192,
        0.819701253808,
    ),
    "vod_sos_after_hsct": (
        0.22136653502,
        0.0520813125401,
        0.59532456894,
        0.0107145468212,
        0.88183671484,
    ),
    "mrd_negative_of_responders": (
        0.773035012497,
        0.0601129382602,
        0.994516929006,
        0.0019380805451,
        0.999832636385,
    ),
}


@pytest.mark.parametrize("name", COUNTS)
def test_the_chosen_model_is_metafors(name):
    found = CHOSEN(*COUNTS[name])
    estimate, low, high, tau2 = GLMM[name]
    assert [found[name] for name in ("estimate", "low", "high")] == pytest.approx(
        [estimate, low, high], rel=1e-4
    )
    assert found["tau2"] == pytest.approx(tau2, rel=1e-4, abs=1e-8)


@pytest.mark.parametrize("name", COUNTS)
def test_two_steps_are_metafors(name):
    found = two_step("logit_proportion")(*COUNTS[name])
    assert [
        found[name] for name in ("estimate", "low", "high", "prediction_low", "prediction_high")
    ] == pytest.approx(REML[name], rel=1e-5)


@pytest.fixture(scope="module")
def review():
    return open_review(ROOT)


def test_the_review_pools_these_counts(review):
    rows = review["single_arm"].query("outcome == 'cr_or_cri' and primary == 'yes'")
    assert sorted(zip(rows["events"], rows["n"], strict=True)) == sorted(
        zip(*COUNTS["cr_or_cri"], strict=True)
    )
    pooled = review["pooled"].query("outcome == 'cr_or_cri'").set_index("specification")
    for specification, name in {
        "primary": "cr_or_cri",
        "reported numerators only": "cr_or_cri, reported only",
    }.items():
        assert pooled.loc[specification, "k"] == len(COUNTS[name][0])
        assert pooled.loc[specification, "estimate"] == pytest.approx(GLMM[name][0], rel=1e-4)


def test_an_inferred_numerator_in_the_main_analysis_is_the_only_whole_number(review):
    outcomes = review.coded["outcomes"].set_index("outcome_id")
    inferred = review["single_arm"].query("primary == 'yes' and numerator_basis == 'inferred'")
    assert set(inferred["exclusion"]) == {"only_whole_number"} and len(inferred) == 3
    for row in inferred.itertuples():
        reported = outcomes.loc[row.outcome_id, "percent_as_reported"]
        decimals = len(reported.partition(".")[2])
        fitting = [k for k in range(row.n + 1) if f"{100 * k / row.n:.{decimals}f}" == reported]
        assert fitting == [row.events]


def test_trial_arms_are_never_primary(review):
    primary = review["single_arm"].query("primary == 'yes'")
    assert {*primary["exclusion"]} == {"none", "only_whole_number"}
    assert set(primary["only_in_a_report"]) == {"no"}
    assert not primary["design"].eq("randomised").any()


def test_patients_of_one_family_count_once(review):
    """The two phases of ITCC-059 are different patients of one family."""
    primary = review["single_arm"].query("primary == 'yes'")
    twice = primary[primary.duplicated(["outcome", "family_id"], keep=False)]
    assert set(twice["study_id"]) == {"brivio2021", "pennesi2022"}


@pytest.mark.parametrize(
    ("study", "counted_as", "time", "design"),
    [
        ("kant2013", "cr_crp_or_marrow_cr", "", "single_arm"),
        ("obrien2022", "cr_or_cri", "after cycle 1", "single_arm"),
        ("brivio2021", "cr_or_cri", "after course 1", "single_arm"),
        ("agrawal2025", "cr_or_cri", "", "retrospective"),
        ("inocd22_2025", "cr_or_cri", "", "retrospective"),
    ],
)
def test_what_differs_between_studies_stands_in_columns(review, study, counted_as, time, design):
    rows = review["single_arm"].query("outcome == 'cr_or_cri' and study_id == @study")
    shown = rows[["counted_as", "time_point_as_reported", "design"]].iloc[0]
    assert shown.tolist() == [counted_as, time, design]


def test_two_populations_are_not_pooled(review):
    few = review["single_arm"].query("outcome == 'cr_or_cri'").head(2)
    assert pooled_proportions(pd.concat([few, review["single_arm"].query("outcome == 'hsct'")]))[
        "outcome"
    ].unique().tolist() == ["hsct"]


def test_case_reports_are_refused(review):
    cases = review["cases"].assign(outcome="cr", exclusion="none", events=1, n=1)
    with pytest.raises(CaseLevelError, match="never pooled"):
        pooled_proportions(cases)


def test_every_row_says_its_model_and_its_rule(review):
    pooled = review["pooled"].dropna(subset=["estimate"])
    assert pooled["model"].str.len().min() > 10
    assert (pooled.dropna(subset=["prediction_low"])["prediction_rule"] != "").all()
    assert set(pooled.query("k < 5")["stability"]) == {"not_shown"}
    assert set(pooled.query("5 <= k < 10")["stability"]) == {"unstable"}
