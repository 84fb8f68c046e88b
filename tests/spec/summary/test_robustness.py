"""How much a pooled proportion hangs on single studies and choices: what is left out each time."""

import math

import pandas as pd
import pytest

from evidence.summary.results.pool_choices import Denominators, Further, Pools, Stratum
from evidence.summary.results.pooled import pooled_proportions
from evidence.summary.results.robustness import (
    by_convention,
    every_specification,
    every_subset,
    leave_one_out,
    range_of,
    readable,
    with_two_denominators,
)

POOLS = Pools(
    outcome="cr_or_cri",
    further=(Further("with a randomised arm", ("randomised_arm",)),),
    strata=(
        Stratum("adults only", "adult_relapsed_refractory"),
        Stratum("children only", "paediatric_relapsed_refractory"),
    ),
)


def populations(*exclusions: str, outcome: str = "cr_or_cri") -> pd.DataFrame:
    """Populations of 20 patients of whom 8, 9, 10 ... responded."""
    count = len(exclusions)
    return pd.DataFrame(
        {
            "outcome": outcome,
            "study_id": [f"s{n}" for n in range(count)],
            "study_label": [f"Study {n}" for n in range(count)],
            "family_id": [f"f{n}" for n in range(count)],
            "population": [
                ("adult" if n % 2 else "paediatric") + "_relapsed_refractory" for n in range(count)
            ],
            "exclusion": exclusions,
            "events": [8 + n for n in range(count)],
            "n": 20,
            "sources": [f"pool_rows:p{n}" for n in range(count)],
        }
    )


FOUR = populations("none", "none", "only_whole_number", "none")
MIXED = pd.concat([populations("none", "same_patients", "none", "randomised_arm", "none")])


def test_each_population_is_left_out_in_turn() -> None:
    found = leave_one_out(FOUR, "cr_or_cri").set_index("label")
    for left in FOUR.index:
        row = found.loc[f"Study {left}"]
        whole = pooled_proportions(FOUR.drop(index=left)).set_index("specification").loc["primary"]
        numbers = ["k", "estimate", "low", "high", "tau2"]
        assert row[numbers].tolist() == pytest.approx(whole[numbers].tolist(), rel=1e-6)
        assert row["sources"] == whole["sources"]


def test_only_populations_of_the_main_analysis_are_left_out() -> None:
    other = populations("none", "none", outcome="vod_sos_any")
    found = leave_one_out(pd.concat([MIXED, other]), "cr_or_cri")
    assert found["label"].tolist() == ["Study 0", "Study 2", "Study 4"]


def test_every_subset_of_two_or_more() -> None:
    found = every_subset(FOUR, "cr_or_cri")
    assert found["k"].value_counts().to_dict() == {2: 6, 3: 4, 4: 1}
    whole = found[found["k"] == 4].iloc[0]
    assert whole["sources"] == "pool_rows:p0 pool_rows:p1 pool_rows:p2 pool_rows:p3"
    pair = found[found["Study 0"] & found["Study 3"] & (found["k"] == 2)].iloc[0]
    assert pair["sources"] == "pool_rows:p0 pool_rows:p3"
    # logits of 8/20 and 11/20 weighted by their inverse variances; Q is 0.9, so that tau2 is 0
    weights = [1 / (1 / 8 + 1 / 12), 1 / (1 / 11 + 1 / 9)]
    logits = [math.log(8 / 12), math.log(11 / 9)]
    mean = (weights[0] * logits[0] + weights[1] * logits[1]) / math.fsum(weights)
    assert pair["estimate"] == pytest.approx(mean, rel=1e-6)


def test_inclusion_rules_and_the_populations_they_let_in() -> None:
    found = every_specification(MIXED, POOLS)
    sources = found.groupby("inclusion")["sources"].agg(set).to_dict()
    whole = "pool_rows:p0 pool_rows:p2 pool_rows:p4"
    assert sources == {
        "primary": {whole},
        "reported numerators only": {whole},
        "with a randomised arm": {"pool_rows:p0 pool_rows:p2 pool_rows:p3 pool_rows:p4"},
        "children only": {whole},  # adults would be one population, in the other arm
    }
    main = found[found["main"]]
    columns = ["estimator", "interval", "inclusion"]
    assert main[columns].values.tolist() == [["binomial_normal", "t", "primary"]]
    primary = pooled_proportions(MIXED).set_index("specification").loc["primary"]
    limits = ["estimate", "low", "high"]
    assert main[limits].iloc[0].tolist() == pytest.approx(primary[limits].tolist(), rel=1e-6)


def test_mrd_negativity_of_responders_and_of_all_treated() -> None:
    responded = populations("none", "none", "none").assign(n=40)
    negative = populations("none", "none", "none", "none", outcome="mrd_negative_of_responders")
    choice = Denominators("mrd_negative_of_responders", "cr_or_cri")
    found = with_two_denominators(pd.concat([responded, negative]), choice)
    main = found[found["main"]]
    assert main["denominator"].tolist() == ["responders"]
    assert set(found["k"]) == {3}  # of the fourth no response rate is known
    of = "pool_rows:p0 pool_rows:p1 pool_rows:p2"
    assert found.groupby("denominator")["sources"].agg(set).to_dict() == {
        "responders": {of},
        "all treated": {of},
    }
    middle = found.groupby("denominator")["estimate"].median()
    assert middle["responders"] == pytest.approx(9 / 20, abs=0.01)
    assert middle["all treated"] == pytest.approx(9 / 40, abs=0.01)


def test_too_few_populations_give_empty_tables_of_the_same_columns() -> None:
    none = FOUR.head(0)
    for few in (none, FOUR.head(1)):
        for function in (leave_one_out, every_subset, by_convention):
            full, found = function(FOUR, "cr_or_cri"), function(few, "cr_or_cri")
            assert found.empty
            assert [name for name in full if not name.startswith("Study")] == [*found]
        found = every_specification(few, POOLS)
        assert found.empty and [*found] == [*every_specification(FOUR, POOLS)]
        assert with_two_denominators(few, Denominators("cr_or_cri", "cr_or_cri")).empty
    assert every_specification(FOUR, Pools()).empty  # no outcome is chosen


def test_what_other_systems_report_has_its_sources() -> None:
    found = by_convention(MIXED, "cr_or_cri")
    assert set(found["sources"]) == {"pool_rows:p0 pool_rows:p2 pool_rows:p4"}


def test_the_range_of_all_specifications() -> None:
    frame = pd.DataFrame(
        {"estimate": [0.4, None, 0.1, 0.2], "sources": ["a:1", "a:2", "a:1 a:3", "a:1"]}
    )
    assert range_of(frame).to_dict() == {
        "count": 3,
        "lowest": 0.1,
        "highest": 0.4,
        "middle": 0.2,
        "unanswered": 1,
        "sources": "a:1 a:3",
    }


def test_choices_are_shown_in_words() -> None:
    codes = {"measure": "PLO", "estimator": "DL", "interval": "wald", "zero_policy": "all"}
    row = readable(pd.DataFrame([codes | {"inclusion": "all"}])).iloc[0]
    assert row.tolist() == ["logit", "DerSimonian-Laird", "Wald", "constant to all", "all"]
