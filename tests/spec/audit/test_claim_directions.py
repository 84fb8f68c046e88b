"""A claim without a value against coded results: two trials with two arms, one sentence.

Trial A (2015): 60 of 100 remissions on the drug, 40 of 100 on standard therapy; a hazard of 0.70
(0.50 to 0.98); lost antigen in 3. Trial B (2019), of another drug: 55 of 100 remissions.
Newcombe's interval of 60/100 v 40/100 is 6.1 to 32.6 points, of 60/100 v 55/100 -8.6 to 18.4
(R 4.4, DescTools::BinomDiffCI, method "score" of the single proportions).
"""

import pandas as pd
import pytest

from evidence.audit.claims.verdicts import claim_verdicts
from tests.spec.audit.small_tables import DIRECTION, empty, rows

EMPTY = {
    **dict.fromkeys(("time_point_as_reported", "analysis_set_as_reported", "unit"), ""),
    **dict.fromkeys(("percent_as_reported", "estimate_as_reported"), ""),
    **dict.fromkeys(("low_as_reported", "high_as_reported", "value_as_reported"), ""),
    **{"analysis_set": "all_randomised", "only_in_a_report": "no"},
}


def _outcome(key: str, arm: str, measure: str, events: int, n: int = 100) -> dict[str, object]:
    study = arm.split(".")[0]
    return {
        **EMPTY,
        **{"outcome_id": key, "study_id": study, "arm_id": arm, "measure": measure},
        **{"events": events, "n": n},
    }


OUTCOMES = rows(
    _outcome("a.o1", "a.drug", "cr", 60),
    _outcome("a.o2", "a.standard", "cr", 40),
    _outcome("b.o1", "b.other", "cr", 55),
    _outcome("a.o3", "a.drug", "cd22_lower", 3),
    _outcome("a.o4", "a.standard", "vod", 0),
    _outcome("a.o5", "a.drug", "neutropenia", 50),
    _outcome("a.o6", "a.standard", "neutropenia", 48),
).astype({"events": "Int64", "n": "Int64"})
EFFECT = {
    **{"effect_id": "a.e1", "study_id": "a", "arm_id": "a.drug"},
    **{"comparator_arm_id": "a.standard", "outcome": "overall_survival"},
    **{"analysis_set": "all_randomised", "analysis_set_as_reported": ""},
    **{"estimate_as_reported": "0.70", "low_as_reported": "0.50", "high_as_reported": "0.98"},
    "value_as_reported": "0.70",
}
STUDIES = rows(
    *(
        {
            **{"study_id": name, "family_id": name, "document_id": f"{name}_doc"},
            **{"label": name, "trial_identifier": "", "design_as_reported": "phase 3"},
            **{"population": population, "first_online_as_reported": online},
        }
        for name, population, online in (
            ("a", "adults", "28 September 2015"),
            ("b", "children", ""),
        )
    )
)
DOCUMENTS = rows(
    *(
        {
            **{"document_id": name, "authors_as_reported": "", "title": f"Title of {name}"},
            **{"published_as_reported": published, "year": year},
        }
        for name, published, year in (
            ("a_doc", "", "2018"),
            ("b_doc", "", "2019"),
            ("report", "", "2017"),
        )
    )
)
CLAIM = {
    **{"claim_id": "report.c1", "document_id": "report", "claimed_study_id": "a"},
    **dict.fromkeys(("author_named_as_reported", "numerator_as_reported"), ""),
    **dict.fromkeys(("denominator_as_reported", "comparator_value_as_reported"), ""),
    **{"time_point_as_reported": "", "has_figure": "no", "measure": "efficacy"},
    **{"reference_number": None, "value_as_reported": "more remissions"},
}


def verdict(*directions: dict[str, str], **claim: object) -> tuple[str, str]:
    """Verdict and result that decided for a claim with these rows of direction."""
    given = rows(
        *(
            {
                **dict.fromkeys(DIRECTION, ""),
                **{"direction_id": f"report.k{number}", "claim_id": "report.c1"},
                **row,
            }
            for number, row in enumerate(directions)
        )
    )
    tables: dict[str, pd.DataFrame] = {
        "claims": rows({**CLAIM, **claim}),
        "claims_of_direction": given,
        "citations": rows(
            {
                **{"citation_id": "report.r9", "document_id": "report"},
                **{"reference_number": 9, "cited_document_id": "b_doc"},
            }
        ),
        "studies": STUDIES,
        "families": rows({"family_id": "a", "label": "A"}, {"family_id": "b", "label": "B"}),
        "documents": DOCUMENTS,
        "arms": rows(
            {"arm_id": "a.drug", "agent": "drug"},
            {"arm_id": "a.standard", "agent": "standard"},
            {"arm_id": "b.other", "agent": "other"},
        ),
        "author_given_names": empty("given_name", "family_name"),
        "measure_groups": rows(
            {"measure": "cd22_loss", "group": "cd22"}, {"measure": "cd22_lower", "group": "cd22"}
        ),
        "outcomes": OUTCOMES,
        "effects": rows(EFFECT),
    }
    record = claim_verdicts(tables).iloc[0]
    return str(record["verdict"]), str(record["matched"])


def _arms(direction: str, measure: str = "cr", other: str = "a.standard") -> dict[str, str]:
    return {
        "direction": direction,
        "measure": measure,
        "arm_id": "a.drug",
        "comparator_arm_id": other,
    }


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (_arms("higher"), "supported"),
        (_arms("lower"), "contradicted"),
        (_arms("not_higher"), "contradicted"),
        (_arms("similar"), "contradicted"),
        (_arms("higher", other="b.other"), "may_be_chance"),  # 60 v 55 of 100 each may be chance
        (_arms("lower", other="b.other"), "may_be_chance"),
        (_arms("not_higher", other="b.other"), "supported"),
        (_arms("similar", other="b.other"), "supported"),
        (_arms("lower", "overall_survival"), "supported"),  # the interval of the ratio is below 1
        (_arms("higher", "overall_survival"), "contradicted"),
        (_arms("higher", "neutropenia"), "may_be_chance"),
        (_arms("higher", "relapse"), "not_checkable"),  # nobody coded it
    ],
)
def test_two_arms(row: dict[str, str], expected: str) -> None:
    assert verdict(row)[0] == expected


def test_the_reference_of_another_study_is_wrong() -> None:
    assert verdict(_arms("higher"), reference_number=9)[0] == "wrong_reference"
    assert verdict(_arms("lower"), reference_number=9)[0] == "contradicted"


def test_rows_that_disagree_hold_in_part() -> None:
    assert verdict(_arms("higher"), _arms("lower"))[0] == "holds_in_part"
    assert verdict(_arms("higher"), _arms("higher", "neutropenia"))[0] == "supported"


def test_another_measure_of_the_other_arm() -> None:
    row = {**_arms("higher", "neutropenia", "a.drug"), "comparator_measure": "cr"}
    assert verdict(row) == ("may_be_chance", "outcomes:a.o5")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"direction": "present", "measure": "cr", "agent": "drug"}, "supported"),
        ({"direction": "present", "measure": "vod", "agent": "standard"}, "contradicted"),
        ({"direction": "present", "measure": "vod", "agent": "drug"}, "not_checkable"),
        (
            {"direction": "present", "measure": "cr", "agent": "drug", "population": "children"},
            "not_checkable",
        ),
        # two names of one finding meet in their group; A appeared before the report of 2017
        ({"direction": "absent", "measure": "cd22_loss", "agent": "drug"}, "contradicted"),
        # B appeared after it
        ({"direction": "absent", "measure": "cr", "agent": "other"}, "not_contradicted"),
        ({"direction": "absent", "measure": "vod", "agent": "standard"}, "not_contradicted"),
        ({"direction": "described", "study_term": "Phase 3"}, "supported"),
        ({"direction": "described", "study_term": "AALL15P1"}, "wrong_reference"),
    ],
)
def test_existence(row: dict[str, str], expected: str) -> None:
    assert verdict(row)[0] == expected


@pytest.mark.parametrize(
    ("events", "n", "expected"),
    [
        ("60", "100", "not_contradicted"),
        ("61", "100", "contradicted"),
        ("9", "101", "contradicted"),
    ],
)
def test_a_part_is_at_most_its_whole(events: str, n: str, expected: str) -> None:
    row = {"direction": "part", "measure": "cr", "arm_id": "a.drug"}
    claim = {"numerator_as_reported": events, "denominator_as_reported": n, "has_figure": "yes"}
    assert verdict(row, measure="number_of_patients", **claim)[0] == expected
