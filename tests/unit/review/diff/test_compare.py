"""Two states of one table, compared by hand-made frames."""

import pandas as pd
import pytest

from evidence.review.diff.changes import Cell, compare
from evidence.review.lineage.notebook_outputs import shows

BEFORE = pd.DataFrame(
    {
        "report": ["a", "a", "b"],
        "outcome": ["cr", "mrd", "cr"],
        "events": ["1", "2", "3"],
        "term": ["good", "", "x"],
        "sources": ["t:1", "t:2", "t:3"],
    }
)


def test_equal_tables_have_no_changes():
    change = compare("results", BEFORE, BEFORE.copy())
    assert (change.added, change.removed, change.cells) == ((), (), ())


def test_the_order_of_rows_is_no_change():
    assert not compare("results", BEFORE, BEFORE.iloc[::-1]).rows


def test_a_change_of_sources_alone_is_no_result():
    assert not compare("results", BEFORE, BEFORE.assign(sources="t:9")).rows


def test_rows_added_and_removed_are_named_by_their_key():
    after = pd.concat(
        [
            BEFORE.iloc[1:],
            pd.DataFrame(
                [{"report": "c", "outcome": "cr", "events": "9", "term": "", "sources": "t:4"}]
            ),
        ]
    )
    change = compare("results", BEFORE, after)
    assert (change.added, change.removed, change.cells) == (("c/cr",), ("a/cr",), ())


def test_cells_have_before_after_and_difference():
    change = compare(
        "results", BEFORE, BEFORE.assign(events=["1", "5", "3"], term=["bad", "", "x"])
    )
    assert change.cells == (Cell("a/cr", "term", "good", "bad"), Cell("a/mrd", "events", "2", "5"))
    assert [cell.difference for cell in change.cells] == [None, 3.0]
    assert change.rows == {"a/cr", "a/mrd"}


def test_a_number_that_comes_or_goes_has_no_difference():
    change = compare("results", BEFORE, BEFORE.assign(events=["1", "", "3"]))
    assert [(cell.before, cell.after, cell.difference) for cell in change.cells] == [
        ("2", "", None)
    ]


def test_a_new_column_is_a_change_of_its_cells():
    change = compare("results", BEFORE, BEFORE.assign(note=["", "new", ""]))
    assert change.cells == (Cell("a/mrd", "note", "", "new"),)


@pytest.mark.parametrize(
    ("words", "cell", "seen"),
    [
        ("88 of 109", "88", True),
        ("88 of 109", "8", False),
        ("88 years", "88.2", True),
        ("2 of 109", "2.39", False),
        ("2.39 times", "2.39048", True),
        ("2.4 times", "2.39048", True),
        ("2.38 times", "2.39048", False),
        ("78.4% of responders", "0.78409", True),
        ("78% of responders", "0.78409", True),
        ("78 responders", "0.78409", False),
        ("a partial response", "partial_response", True),
        ("a complete response", "partial_response", False),
        ("1.8 mg", "", False),
    ],
)
def test_a_sentence_shows_a_number_as_it_rounds_it(words, cell, seen):
    assert shows(words, [cell]) is seen
