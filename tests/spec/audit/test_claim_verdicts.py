"""A claim against the study it cites: one trial with two arms, one sentence about it.

In the trial 74 of 125 patients (59.2%) responded on the drug and 36 of 100 (36.0%) on standard
therapy; the median survival on the drug was 7.7 months.
"""

import pytest

from evidence.audit.claims.verdicts import claim_verdicts
from tests.spec.audit.small_tables import DIRECTION, empty, rows

OUTCOME = {
    "study_id": "trial",
    "analysis_set": "all_randomised",
    "analysis_set_as_reported": "",
    "time_point_as_reported": "",
    "percent_as_reported": "",
    "estimate_as_reported": "",
    "unit": "",
    "low_as_reported": "",
    "high_as_reported": "",
    "value_as_reported": "",
    "only_in_a_report": "no",
    "events": None,
    "n": None,
}
DRUG = {"outcome_id": "trial.o1", "arm_id": "drug", "measure": "cr"}
STANDARD = {"outcome_id": "trial.o2", "arm_id": "standard", "measure": "cr"}
SURVIVAL = {"outcome_id": "trial.o3", "arm_id": "drug", "measure": "survival_median"}
RESULTS = (
    {**DRUG, "events": 74, "n": 125, "percent_as_reported": "59.2"},
    {**STANDARD, "events": 36, "n": 100, "percent_as_reported": "36.0"},
    {**SURVIVAL, "estimate_as_reported": "7.7", "unit": "months"},
)


def verdict(value: str, *more_results: dict[str, object], **claim: str) -> str:
    """The verdict on a claim with this value."""
    outcomes = rows(*({**OUTCOME, **result} for result in (*RESULTS, *more_results)))
    sentence = {
        "claim_id": "report.c1",
        "document_id": "report",
        "reference_number": 1,
        "claimed_study_id": "trial",
        "author_named_as_reported": "",
        "measure": "cr",
        "has_figure": "yes",
        "value_as_reported": value,
        "numerator_as_reported": "",
        "denominator_as_reported": "",
        "comparator_value_as_reported": "",
        "time_point_as_reported": "",
    }
    citation = {
        "citation_id": "report.r1",
        "document_id": "report",
        "reference_number": 1,
        "cited_document_id": "trial_2020",
    }
    study = {
        "study_id": "trial",
        "family_id": "trial",
        "document_id": "trial_2020",
        "label": "Trial 2020",
        "trial_identifier": "",
        "population": "adults",
        "first_online_as_reported": "",
    }
    tables = {
        "claims": rows({**sentence, **claim}),
        "citations": rows(citation),
        "studies": rows(study),
        "families": rows({"family_id": "trial", "label": "Trial"}),
        "documents": rows(
            {
                **{"document_id": "trial_2020", "authors_as_reported": "Alder A; Birch B"},
                **{"title": "A trial", "published_as_reported": "", "year": "2020"},
            }
        ),
        "measure_groups": rows(
            {"measure": "cr", "group": "remission"}, {"measure": "cr_or_cri", "group": "remission"}
        ),
        "claims_of_direction": empty(*DIRECTION),
        "arms": empty("arm_id", "agent"),
        "author_given_names": empty("given_name", "family_name"),
        "outcomes": outcomes.astype({"events": "Int64", "n": "Int64"}),
        "effects": empty(
            *("effect_id", "study_id", "arm_id", "outcome", "analysis_set"),
            *("estimate_as_reported", "value_as_reported", "comparator_arm_id"),
            *("analysis_set_as_reported", "low_as_reported", "high_as_reported"),
        ),
    }
    return str(claim_verdicts(tables)["verdict"].item())


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("59.2%", "supported"),
        ("59,2%", "supported"),
        ("59.2 per cent", "supported"),
        ("59%", "supported"),  # half a unit: 58.5 to 59.5
        ("60%", "contradicted"),
        ("58%", "contradicted"),
        ("59.1%", "contradicted"),
        ("59.3%", "contradicted"),
        ("59.20%", "supported"),
        ("59.2% (95% CI 50.1–67.9)", "supported"),
        ("55–60%", "not_checkable"),  # a range is no value
    ],
)
def test_a_percentage_is_held_to_its_decimals(value: str, expected: str) -> None:
    assert verdict(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (">59%", "supported"),  # of the drug, though not of standard therapy
        ("more than 59.1%", "supported"),
        ("at least 59.2%", "supported"),
        (">59.3%", "contradicted"),
        ("at least 60%", "contradicted"),
        ("<60%", "supported"),
        ("no more than 60%", "supported"),
        ("<36.1%", "supported"),
        ("≤36.0%", "supported"),
        ("less than 35.9%", "contradicted"),
        ("up to 35%", "contradicted"),
    ],
)
def test_a_bound_is_contradicted_where_the_result_is_beyond_it(value: str, expected: str) -> None:
    assert verdict(value) == expected


@pytest.mark.parametrize(
    ("events", "n", "expected"),
    [
        ("74", "125", "supported"),
        ("74", "", "supported"),
        ("73", "125", "contradicted"),
        ("74", "126", "wrong_denominator"),
        ("74", "124", "wrong_denominator"),
    ],
)
def test_counts(events: str, n: str, expected: str) -> None:
    text = f"{events} of {n}" if n else f"{events} patients"
    claim = {"numerator_as_reported": events, "denominator_as_reported": n}
    assert verdict(text, **claim) == expected


@pytest.mark.parametrize("n", ["1,240", "1 240", "1.240"])
def test_grouped_counts(n: str) -> None:
    registry = {**DRUG, "outcome_id": "trial.o9", "arm_id": "registry", "events": 900, "n": 1240}
    claim = {"numerator_as_reported": "900", "denominator_as_reported": n}
    assert verdict("72.6%", registry, **claim) == "supported"


@pytest.mark.parametrize(
    ("value", "other", "expected"),
    [
        ("59.2%", "36.0%", "supported"),
        ("59,2%", "36,0%", "supported"),
        ("59.2%", "36%", "supported"),
        ("59.2%", "37%", "contradicted"),
        ("36.0%", "59.2%", "supported"),  # which arm is meant is not coded
    ],
)
def test_the_comparator_agrees_too(value: str, other: str, expected: str) -> None:
    assert verdict(value, comparator_value_as_reported=other) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("7.7 months", "supported"),
        ("7,7 months", "supported"),
        ("8 months", "supported"),  # half a unit: 7.5 to 8.5
        ("7 months", "contradicted"),
        ("7.8 months", "contradicted"),
    ],
)
def test_a_median_is_held_to_its_decimals(value: str, expected: str) -> None:
    assert verdict(value, measure="survival_median") == expected


@pytest.mark.parametrize(
    ("time_of_claim", "expected"), [("", "time_point_omitted"), ("day 15", "supported")]
)
def test_one_of_several_times_is_named(time_of_claim: str, expected: str) -> None:
    times = [
        {
            **DRUG,
            "outcome_id": f"trial.o{day}",
            "measure": "death",
            "time_point_as_reported": f"day {day}",
            "percent_as_reported": percent,
        }
        for day, percent in (("15", "6.7"), ("29", "11.4"))
    ]
    claim = {"measure": "death", "time_point_as_reported": time_of_claim}
    assert verdict("6.7%", *times, **claim) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("more than 59%", "supported"),
        ("more than 60%", "not_checkable"),  # part of the range is not
        ("more than 89%", "not_checkable"),
        ("more than 90%", "contradicted"),
        ("at least 90%", "not_checkable"),
        ("at least 91%", "contradicted"),
        ("less than 91%", "supported"),
        ("less than 60%", "contradicted"),
        ("at most 60%", "not_checkable"),
        ("at most 59%", "contradicted"),
    ],
)
def test_a_bound_against_a_range(value: str, expected: str) -> None:
    expression = {
        **{"outcome_id": "trial.o9", "arm_id": "drug", "measure": "cd22_expression"},
        **{"unit": "%", "low_as_reported": "60", "high_as_reported": "90"},
    }
    assert verdict(value, expression, measure="cd22_expression") == expected
