"""Tables as readers see them: cells rounded once, words at the left, silence said to be so."""

import re

import pandas as pd
import pytest

from evidence.domains import definitions_of
from evidence.review.notebook.show_table import (
    FIRST_ROWS,
    NoView,
    as_html,
    as_text,
    cells_of,
    general_views,
)
from tests.unit.tables.nasty import NASTY


def test_a_cell_is_a_template_filled_from_its_row():
    frame = pd.DataFrame({"events": [121.0], "n": [164], "low": [0.6636], "change": [-0.12]})
    view = {"n/N": "{events}/{n}", "Low": "{low:.1%}", "Change": "{change:.1f}", "No.": "{events}"}
    assert cells_of(frame, view) == [["121/164", "66.4%", "−0.1", "121"]]


@pytest.mark.parametrize("missing", [None, "", float("nan"), pd.NA, pd.NaT])
def test_a_cell_with_a_missing_part_is_not_reported(missing):
    frame = pd.DataFrame({"estimate": [0.5], "low": pd.Series([missing], dtype=object)})
    assert cells_of(frame, {"": "{estimate} ({low})"}) == [["not reported"]]


def test_a_view_of_a_missing_column_names_the_columns_there_are():
    with pytest.raises(NoView, match=r"column 'events' found in a view; allowed: n, sources"):
        cells_of(pd.DataFrame({"n": [1], "sources": ["a:b"]}), {"": "{events}"})


def alignments(cells):
    return re.findall(r'<td style="text-align:(\w+)', as_html(["x"], [[cell] for cell in cells]))


@pytest.mark.parametrize(
    ("cells", "side"),
    [
        (["4", "12"], "right"),
        (["58% (47% to 68%)", "not reported"], "right"),
        (["<0.001", "−3.5", "∞"], "right"),
        (["not reported"], "left"),
        (["CR", "4"], "left"),
        (["4 of 5 patients"], "left"),
    ],
)
def test_words_are_at_the_left_and_numbers_at_the_right(cells, side):
    assert set(alignments(cells)) == {side}


@pytest.mark.parametrize(("count", "folds"), [(FIRST_ROWS, 0), (FIRST_ROWS + 1, 1)])
def test_rows_after_the_thirtieth_are_folded(count, folds):
    html = as_html(["x"], [["a"]] * count)
    assert html.count("<details>") == folds
    assert html.count("<td ") == count


def test_a_whole_table_can_be_folded_under_a_heading():
    html = as_html(["x"], [["a"]] * 40, fold="All <rows>")
    assert html.startswith("<details><summary>All &lt;rows&gt;</summary>")
    assert html.count("<details>") == 1


@pytest.mark.parametrize("text", NASTY, ids=ascii)
def test_what_a_cell_holds_stays_text(text):
    html = as_html(["x"], [[text]])
    inside = re.search(r"<td [^>]*>(.*)</td>", html, re.S).group(1)
    assert not re.search(r"<(?!/?a[ >]|br>)", inside)
    assert len(as_text(["x"], [[text]]).split("\n")) == 2


def test_every_view_has_headings_and_templates():
    haematology = definitions_of("haematology")
    for name, view in {**general_views(), **haematology.views}.items():
        assert view, name
        assert all(re.search(r"\{\w", template) for template in view.values()), name
