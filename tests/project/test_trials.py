"""The coded trial results: known answers, INO-VATE's four MRD rates, each family once per pool."""

from pathlib import Path

import pandas as pd
import pytest

CODED = Path(__file__).resolve().parents[2] / "data" / "coded"

# Percentage as reported, the only numerator that gives it and its denominator, worked out by hand.
KNOWN = [
    ("inovate2019", "cr_or_cri", "73.8", 121, 164),
    ("inovate2019", "cr_or_cri", "30.9", 50, 162),
    ("inovate2016", "cr_or_cri", "80.7", 88, 109),
    ("inovate2016", "cr_or_cri", "29.4", 32, 109),
    ("inovate2016", "mrd_negative_of_responders", "78.4", 69, 88),
    ("inovate2019", "hsct_directly_after_response", "39.6", 65, 164),
    ("inovate2019", "vod_sos_any", "14.0", 23, 164),
    ("inovate2019", "vod_sos_any", "2.1", 3, 143),
    ("obrien2022", "mrd_negative_of_responders", "66.7", 18, 27),
    ("jabbour2018blinafail", "blinatumomab_refractory", "56", 38, 68),
    ("jabbour2018blinafail", "overall_response", "77", 10, 13),
]
FOUR_MRD_RATES = {
    ("inovate2016", "mrd_negative_of_responders"): (69, 88),
    ("inovate2016", "mrd_negative_of_all"): (69, 109),
    ("jabbour2020mrd", "mrd_negative_of_responders"): (76, 121),
    ("jabbour2020mrd", "mrd_negative_of_all"): (76, 164),
}
# Reported percentages that no count gives: they stay as reported, and no other may join unseen.
CONTRADICTED = {("toranomon", "71"), ("inovate2019", "48.0"), ("inovate2019", "22.0")}


def read(name):
    return pd.read_csv(CODED / f"{name}.csv", dtype=str, keep_default_na=False)


def rounded(row):
    decimals = len(row.percent_as_reported.partition(".")[2])
    return f"{100 * int(row.events) / int(row.n):.{decimals}f}"


@pytest.mark.parametrize("study, measure, percent, events, n", KNOWN)
def test_known_percentages_reproduce(study, measure, percent, events, n):
    rows = read("outcomes").query(
        "study_id == @study and measure == @measure and percent_as_reported == @percent"
    )
    assert len(rows) == 1
    row = rows.iloc[0]
    assert (int(row.events), int(row.n)) == (events, n)
    assert rounded(row) == percent


def test_every_other_coded_fraction_gives_its_reported_percentage():
    outcomes = read("outcomes").query("events != '' and n != '' and percent_as_reported != ''")
    assert len(outcomes) > 150
    wrong = outcomes[[rounded(row) != row.percent_as_reported for row in outcomes.itertuples()]]
    assert set(zip(wrong.study_id, wrong.percent_as_reported, strict=True)) == CONTRADICTED


@pytest.mark.parametrize("key", FOUR_MRD_RATES)
def test_four_mrd_rates_of_inovate_are_there(key):
    study, measure = key
    outcomes = read("outcomes")
    of_arm = (outcomes["arm_id"] == f"{study}.inotuzumab") & (outcomes["study_id"] == study)
    rows = outcomes[of_arm & (outcomes["measure"] == measure)]
    assert [(int(row.events), int(row.n)) for row in rows.itertuples()] == [FOUR_MRD_RATES[key]]
    assert set(rows.numerator_basis) == {"reported"}
    assert rows.mrd_threshold_as_reported.str.startswith("<1e-4").all()


def test_a_family_counts_once_in_each_primary_pool():
    primary = read("pool_rows").query("primary == 'yes'")
    assert set(primary.measure) == {
        "cr_or_cri",
        "mrd_negative_of_responders",
        "hsct",
        "vod_sos_any",
        "vod_sos_after_hsct",
    }
    twice = primary[primary.duplicated(["measure", "family_id"], keep=False)]
    # Phase 1 and phase 2 of ITCC-059 treated different children: two populations of one family.
    assert set(twice.study_id) == {"brivio2021", "pennesi2022"}


def test_primary_pool_rows_are_single_agent_with_counts_that_are_reported_or_the_only_ones():
    primary = read("pool_rows").query("primary == 'yes'")
    rows = primary.merge(
        read("outcomes"),
        on=["outcome_id", "study_id"],
        suffixes=("", "_of_outcome"),
        validate="1:1",
    )
    rows = rows.merge(read("arms"), on=["arm_id", "study_id"]).merge(
        read("studies"), on=["study_id", "family_id"]
    )
    assert len(rows) == len(primary)
    inferred = rows.numerator_basis == "inferred"
    assert set(rows.exclusion[inferred]) == {"only_whole_number"}
    assert set(rows.exclusion[~inferred]) == {"none"} and set(rows.only_in_a_report) == {"no"}
    assert set(rows.agent) == {"inotuzumab_ozogamicin"}
    assert not rows.design.eq("randomised").any()
    assert rows.population_x.str.endswith("_relapsed_refractory").all()
    assert (rows.n != "").all()


def test_inferred_counts_say_so_and_lead_only_where_no_other_number_is_possible():
    outcomes = read("outcomes").query("numerator_basis == 'inferred'")
    assert len(outcomes) > 30
    assert outcomes.note.str.contains("inferred").all()
    primary = read("pool_rows").query("primary == 'yes'")
    leading = primary[primary.outcome_id.isin(outcomes.outcome_id)]
    assert set(leading.exclusion) == {"only_whole_number"}
