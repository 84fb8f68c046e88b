"""INO-VATE by analysis set: known answers, every reported interval
reproduced, hazard ratios at 95%.
"""

from pathlib import Path

import pytest

from evidence.review.core.open_review import open_review

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="module")
def review():
    return open_review(ROOT)


def test_vod_risk_ratio_is_the_known_one(review):
    row = (
        review["arms_compared"]
        .query("study_id == 'inovate2019' and outcome == 'vod_sos_any' and measure == 'risk_ratio'")
        .iloc[0]
    )
    assert (row["events"], row["n"], row["events_comparator"], row["n_comparator"]) == (
        23,
        164,
        3,
        143,
    )
    # Computed independently: (23/164)/(3/143), exp(ln RR ± 1.96 sqrt(1/23 - 1/164 + 1/3 - 1/143)).
    assert [row["estimate"], row["low"], row["high"]] == pytest.approx([6.68, 2.05, 21.8], abs=0.05)


def test_a_harm_has_a_number_needed_to_harm(review):
    measures = review["arms_compared"].query("outcome == 'vod_sos_any'")["measure"].unique()
    assert "number_needed_to_harm" in measures and "number_needed_to_treat" not in measures


def test_remission_among_the_first_218(review):
    rows = (
        review["arms_compared"]
        .query("outcome == 'cr_or_cri' and analysis_set == 'first_218_randomised'")
        .set_index("measure")
    )
    assert rows.loc["risk_ratio", "estimate"] == pytest.approx(2.75)
    assert rows.loc["odds_ratio", "estimate"] == pytest.approx(88 * 77 / (21 * 32))
    assert rows.loc["risk_difference", "estimate"] == pytest.approx(56 / 109)
    assert rows.loc["number_needed_to_treat", "estimate"] == pytest.approx(109 / 56)


@pytest.mark.parametrize(
    ("low", "high", "method", "level"),
    [
        ("72.1", "87.7", "clopper_pearson", 95),
        ("21.0", "38.8", "clopper_pearson", 95),
        ("32.1", "47.6", "clopper_pearson", 95),
        ("6.2", "16.3", "clopper_pearson", 95),
        ("61.4", "92.3", "clopper_pearson", 95),
        ("46.5", "69.3", "wilson", 90),
    ],
)
def test_reported_intervals_have_their_method(review, low, high, method, level):
    row = (
        review["reported_intervals"]
        .query("low_as_reported == @low and high_as_reported == @high")
        .iloc[0]
    )
    assert (row["method"], row["level_found_percent"]) == (method, level)


def test_every_reported_interval_of_a_proportion_is_reproduced(review):
    assert (review["reported_intervals"]["method"] != "").all()


def test_five_mrd_rates_each_with_its_denominator(review):
    rates = review["mrd_rates"]
    assert list(zip(rates["events"], rates["n"], strict=True)) == [
        (35, 39),
        (69, 88),
        (69, 109),
        (76, 121),
        (76, 164),
    ]


def test_the_final_hazard_ratio_at_95_percent(review):
    row = (
        review["hazard_ratios"]
        .query("study_id == 'inovate2019' and outcome == 'overall_survival'")
        .iloc[0]
    )
    assert (row["low"], row["high"], row["level_percent"]) == (0.57, 0.99, 97.5)
    assert [row["low_95"], row["high_95"]] == pytest.approx([0.59, 0.955], abs=0.005)


def test_a_level_of_its_own_is_kept(review):
    rows = review["hazard_ratios"].dropna(subset=["low"]).query("level_percent == 95")
    assert len(rows) >= 3
    assert rows["low_95"].tolist() == pytest.approx(rows["low"].tolist())
