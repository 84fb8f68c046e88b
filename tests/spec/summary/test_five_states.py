"""Yes, no, not reported, not assessable, not applicable: none passes for another."""

import pandas as pd
import pytest

from evidence.review.core.open_review import open_review
from evidence.synthesis.proportions.count_reported import count_reported

STATES = ["reported", "not_reported", "not_assessable", "not_applicable"]


def test_every_state_is_counted_apart():
    states = ["yes", "no", "no", "not_reported", "not_assessable", "not_applicable", "unknown"]
    found = count_reported(pd.Series(states))
    assert [found[name] for name in ["yes", *STATES]] == [1, 3, 2, 1, 1]


@pytest.mark.parametrize("table", ["case_counts", "response_counts"])
def test_the_counts_of_the_review_add_up_to_its_patients(table):
    review = open_review()
    assert (review[table][STATES].sum(axis=1) == len(review["cases"])).all()
