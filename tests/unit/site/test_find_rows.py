"""Which cell a number in a sentence shows, on three small tables."""

import pandas as pd
import pytest

from evidence.review.lineage.lineage import CODED, DERIVED, Lineage, Source
from evidence.site.links.find_rows import Origins, Place

CODED_ROWS = pd.DataFrame(
    {"key": ["a.1", "a.2"], "value_as_reported": ["about 12%", "3/9"], "n": ["9", ""]}
)
RATIO = {"row": "both", "events": "121", "n": "164", "estimate": "2.39048780488", "low": "0.0"}
RESULTS = pd.DataFrame(
    [
        {**RATIO, "sources": "values:a.1 values:a.2"},
        {
            "row": "one",
            "events": "2",
            "n": "164",
            "estimate": "0.738",
            "low": "",
            "sources": "values:a.1",
        },
    ]
)


@pytest.fixture
def origins():
    return Origins(Lineage({"values": CODED_ROWS}, {"results": RESULTS}, {"values": ["key"]}))


BOTH = ("values:a.1", "values:a.2")


@pytest.mark.parametrize(
    ("token", "row", "column"),
    [
        ("121/164", "both", "events"),
        ("2.39", "both", "estimate"),
        ("73.8%", "one", "estimate"),
        ("2", "one", "events"),
    ],
)
def test_the_cell_that_a_number_shows(origins, token, row, column):
    assert origins.places([token], BOTH) == {token: Place(Source(DERIVED, "results", row), column)}


@pytest.mark.parametrize("token", ["121/165", "2.38", "23%", "164/121"])
def test_a_number_that_no_row_holds_has_no_cell(origins, token):
    assert not origins.places([token], BOTH)


def test_the_row_that_shows_most_of_a_sentence_is_taken(origins):
    found = origins.places(["164", "0.738"], BOTH)
    assert {place.row.key for place in found.values()} == {"one"}


def test_words_of_a_coded_row_are_found_where_no_result_has_the_number(origins):
    place = origins.places(["12%"], ("values:a.1",))["12%"]
    assert place == Place(Source(CODED, "values", "a.1"), "value_as_reported")


def test_rows_that_rest_on_other_sources_are_not_asked(origins):
    assert not origins.places(["121/164"], ("values:a.2",))
