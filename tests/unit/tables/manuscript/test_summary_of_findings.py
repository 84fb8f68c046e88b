"""Outcomes of the summary of findings that name no result are refused together, in sentences."""

import pandas as pd
import pytest

from evidence.coded.problems import ProblemsFound
from evidence.tables.manuscript.summary_of_findings import summary_of_findings


def outcomes(coded, **changes):
    """The coded tables with result keys changed, by outcome."""
    rows = coded["summary_outcomes"]
    keys = rows["summary_outcome_id"].map(changes)
    return dict(coded) | {
        "summary_outcomes": rows.assign(result_key=keys.fillna(rows["result_key"]))
    }


def problems(coded, derived):
    with pytest.raises(ProblemsFound) as refusal:
        summary_of_findings(coded, derived, arms={"index": "Index", "other": "Other"})
    return [str(problem) for problem in refusal.value.problems]


def test_keys_of_no_row_are_refused_together(review):
    coded = outcomes(
        review.coded, vod_sos="inovate2019 / vod / all", single_arm_cr_or_cri="x", hsct="a / b"
    )
    place = "coded/summary_outcomes.csv: {}, result_key: found {!r}; allowed: "
    row = "a key of exactly one row of {}, this is of 0"
    assert problems(coded, review.derived) == [
        place.format("hsct", "a / b") + "study / outcome / analysis set, separated by ' / '",
        place.format("single_arm_cr_or_cri", "x") + row.format("pooled"),
        place.format("vod_sos", "inovate2019 / vod / all") + row.format("arms_compared"),
    ]


def test_a_key_of_several_rows_is_refused(review):
    pooled = review.derived["pooled"]
    derived = {**review.derived, "pooled": pd.concat([pooled, pooled])}
    found = problems(review.coded, derived)
    assert len(found) == 2 and all("of pooled, this is of 2" in problem for problem in found)


@pytest.mark.parametrize("copies", [0, 2])
def test_each_outcome_has_exactly_one_overall_certainty(review, copies):
    certainty = review.coded["certainty"]
    overall = (certainty["domain"] == "overall") & (certainty["summary_outcome_id"] == "hsct")
    changed = pd.concat([certainty[~overall], *[certainty[overall]] * copies])
    assert problems({**review.coded, "certainty": changed}, review.derived) == [
        f"coded/certainty.csv: hsct, domain: found '{copies} judgements of the domain overall'; "
        f"allowed: exactly one"
    ]
