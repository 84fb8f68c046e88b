"""A verdict in words."""

import pandas as pd
import pytest

from evidence.audit.claims.explanation import WITHOUT_RESULT, explanations
from evidence.audit.claims.verdicts import REASONS

RECORD = {
    "reason": "",
    "matched_study_id": "s",
    "matched_set": "responders",
    "matched_value": "9 of 9",
    "matched_time_point": "day 15",
    "claim_denominator": 17,
    "compared_document_id": "cited_2020",
}


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"verdict": "supported"}, "S 2020, responders: 9 of 9"),
        ({"verdict": "contradicted"}, "S 2020, responders: 9 of 9"),
        ({"verdict": "wrong_denominator"}, "S 2020, responders: 9 of 9; the claim divides by 17"),
        (
            {"verdict": "wrong_reference"},
            "the value is of S 2020, responders: 9 of 9; see cited_2020",
        ),
        ({"verdict": "not_checkable", "reason": "no_study"}, "no study is named or cited"),
        ({"verdict": "holds_in_part"}, "S 2020, responders: 9 of 9; another result agrees"),
        ({"verdict": "may_be_chance"}, "S 2020, responders: 9 of 9; the difference may be chance"),
        (
            {"verdict": "not_contradicted"},
            "S 2020, responders: 9 of 9; a part of it, which fits",
        ),
    ],
)
def test_a_verdict_is_explained_in_words(cells, words):
    verdicts = pd.DataFrame([RECORD | cells])
    texts = explanations(verdicts, studies={"s": "S 2020"}, sets={}, reference="see {}".format)
    assert texts.tolist() == [words]


def test_every_reason_has_words():
    assert set(WITHOUT_RESULT) == set(REASONS)
