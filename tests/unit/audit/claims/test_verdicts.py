"""Each verdict on a claim, on a clean trial and one sentence about it."""

import pandas as pd
import pytest

from evidence.audit.claims.claim_values import claim_values
from evidence.audit.claims.study_results import study_results
from evidence.audit.claims.verdicts import VERDICTS, claim_verdicts


def _claim(tables, **cells):
    claims = tables["claims"].iloc[[0]].assign(**cells)
    return {**tables, "claims": claims.reset_index(drop=True)}


def _with_outcome(tables, **cells):
    outcomes = tables["outcomes"]
    extra = outcomes.iloc[[0]].copy()
    for name, value in {"outcome_id": "trial1.o9", **cells}.items():
        extra[name] = pd.array([value], dtype=outcomes[name].dtype)
    return {**tables, "outcomes": pd.concat([outcomes, extra], ignore_index=True)}


def _verdict(tables):
    return claim_verdicts(tables).iloc[0]["verdict"]


@pytest.fixture
def first(clean):
    """Percentages of both arms of trial 1, as reported: 59.2 and 36.0."""
    return clean["outcomes"].query("study_id == 'trial1'")["percent_as_reported"].tolist()


def test_both_arms_right_is_supported(clean):
    assert _verdict(clean) == "supported"


def test_rounding_to_the_claims_own_decimals_is_supported(clean, first):
    assert (
        _verdict(
            _claim(
                clean, value_as_reported=f"{float(first[0]):.0f}%", comparator_value_as_reported=""
            )
        )
        == "supported"
    )


def test_the_other_arm_must_agree_too(clean, first):
    assert (
        _verdict(
            _claim(clean, value_as_reported=f"{first[0]}%", comparator_value_as_reported="99.0%")
        )
        == "contradicted"
    )


def test_another_figure_is_contradicted(clean):
    assert _verdict(_claim(clean, value_as_reported="12.0%")) == "contradicted"


def test_the_figure_of_another_study_is_a_wrong_reference(clean):
    value = clean["outcomes"].query("study_id == 'trial2'")["percent_as_reported"].iloc[0]
    assert (
        _verdict(
            _claim(
                clean,
                claimed_study_id="trial2",
                value_as_reported=f"{value}%",
                comparator_value_as_reported="",
            )
        )
        == "wrong_reference"
    )


def test_a_subgroups_figure_is_another_analysis_set(clean):
    tables = _with_outcome(
        clean, analysis_set="subgroup", events=50, n=60, percent_as_reported="83.3"
    )
    assert (
        _verdict(_claim(tables, value_as_reported="83.3%", comparator_value_as_reported=""))
        == "other_analysis_set"
    )


def test_a_wider_denominator_is_wrong(clean):
    tables = _with_outcome(
        clean,
        measure="mrd_negative_of_responders",
        analysis_set="responders",
        events=40,
        n=71,
        percent_as_reported="56.3",
    )
    claim = {
        "measure": "mrd_negative_of_all",
        "value_as_reported": "40 of 120",
        "numerator_as_reported": "40",
        "denominator_as_reported": "120",
        "comparator_value_as_reported": "",
    }
    assert _verdict(_claim(tables, **claim)) == "wrong_denominator"


def test_a_time_point_is_omitted_where_the_study_tells_several(clean):
    tables = clean
    for key, day, percent in (("trial1.o8", "day 15", "6.7"), ("trial1.o9", "day 29", "11.4")):
        tables = _with_outcome(
            tables,
            outcome_id=key,
            measure="death",
            time_point_as_reported=day,
            events=None,
            percent_as_reported=percent,
        )
    claim = {
        "measure": "mortality",
        "value_as_reported": "6.7%",
        "comparator_value_as_reported": "",
    }
    assert _verdict(_claim(tables, **claim)) == "time_point_omitted"
    assert _verdict(_claim(tables, time_point_as_reported="day 15", **claim)) == "supported"


def test_what_only_a_report_tells_supports_nothing(clean):
    tables = {**clean, "outcomes": clean["outcomes"].assign(only_in_a_report="yes")}
    assert _verdict(tables) == "not_checkable"
    assert not study_results(tables)["source"].str.startswith("outcomes:").any()


def test_a_claim_without_a_figure_is_not_checkable(clean):
    assert (
        _verdict(
            _claim(
                clean,
                has_figure="no",
                value_as_reported="it is effective",
                comparator_value_as_reported="",
            )
        )
        == "not_checkable"
    )


def test_a_bound_above_the_reported_range_is_contradicted(clean):
    tables = _with_outcome(
        clean,
        measure="cd22_expression",
        analysis_set="literature",
        events=None,
        n=None,
        percent_as_reported="",
        estimate_as_reported="",
        unit="%",
        low_as_reported="60",
        high_as_reported="90",
    )
    assert (
        _verdict(
            _claim(
                tables,
                measure="cd22_expression",
                value_as_reported="more than 90%",
                comparator_value_as_reported="",
            )
        )
        == "contradicted"
    )
    assert (
        _verdict(
            _claim(
                tables,
                measure="cd22_expression",
                value_as_reported="more than 70%",
                comparator_value_as_reported="",
            )
        )
        == "not_checkable"
    )


def test_every_verdict_is_one_of_the_list(coded):
    verdicts = claim_verdicts(coded)
    assert set(verdicts["verdict"]) <= set(VERDICTS)
    assert verdicts["claim_id"].is_unique and len(verdicts) == len(coded["claims"])


@pytest.mark.parametrize(
    ("text", "numerator", "denominator", "kind", "events"),
    [
        ("All but one patient", "", "17", "count", 16),
        ("five", "five", "14", "count", 5),
        ("56%", "38", "68", "percent", 38),
    ],
)
def test_claims_are_read_as_figures(text, numerator, denominator, kind, events, clean):
    row = claim_values(
        _claim(
            clean,
            value_as_reported=text,
            numerator_as_reported=numerator,
            denominator_as_reported=denominator,
        )
    ).iloc[0]
    assert (row["kind"], row["events"]) == (kind, events)


def test_a_wrong_author_does_not_stop_the_comparison(clean):
    named = {"author_named_as_reported": "Wiley"}
    record = claim_verdicts(_claim(clean, **named)).iloc[0]
    assert (record["verdict"], record["also"]) == ("wrong_author", "supported")
    record = claim_verdicts(_claim(clean, value_as_reported="12.0%", **named)).iloc[0]
    assert (record["verdict"], record["also"]) == ("contradicted", "wrong_author")
    record = claim_verdicts(_claim(clean, measure="death", **named)).iloc[0]
    assert (record["verdict"], record["also"]) == ("wrong_author", "not_checkable")


def test_a_verdict_is_a_record_of_the_result_that_decided(clean):
    value = clean["outcomes"].query("study_id == 'trial2'").iloc[0]
    claim = {
        "claimed_study_id": "trial2",
        "value_as_reported": f"{value['percent_as_reported']}%",
        "comparator_value_as_reported": "",
    }
    record = claim_verdicts(_claim(clean, **claim)).iloc[0]
    assert record["verdict"] == "wrong_reference" and record["reason"] == ""
    assert record["matched"] == f"outcomes:{value['outcome_id']}"
    assert (record["matched_study_id"], record["matched_set"], record["matched_value"]) == (
        "trial2",
        value["analysis_set"],
        value["value_as_reported"],
    )


@pytest.mark.parametrize(
    ("cells", "verdict", "reason"),
    [
        ({"has_figure": "no"}, "not_checkable", "no_direction"),
        ({"has_figure": "no", "measure": "mechanism"}, "not_checkable", "not_a_result"),
        ({"measure": "death"}, "not_checkable", "no_result_of_measure"),
        (
            {"measure": "death", "author_named_as_reported": "Wiley"},
            "wrong_author",
            "author_not_of_document",
        ),
    ],
)
def test_a_claim_that_no_result_decides_has_a_reason(cells, verdict, reason, clean):
    record = claim_verdicts(_claim(clean, **cells)).iloc[0]
    assert (record["verdict"], record["reason"], record["matched"]) == (verdict, reason, "")
