"""What a notebook gets from a review: words for codes, sentences with sources, origins."""

import re
from html import escape

import pandas as pd
import pytest

import evidence as ev
from evidence.coded.dictionary import read_dictionary
from evidence.files.escape import markdown
from evidence.review.core.definitions import definitions_in
from evidence.review.core.project import find_project
from evidence.review.core.reads import noted
from evidence.review.notebook import open_review as module
from evidence.review.notebook.origins import NotFound, keys_of
from evidence.review.notebook.show_table import NoView, general_views
from tests.unit.tables.nasty import NASTY

DEFINED = definitions_in(find_project().root)


@pytest.fixture(scope="module")
def review():
    return ev.open_review()


@pytest.fixture
def displayed(monkeypatch):
    """What is shown: data and metadata of each output."""
    shown = []
    monkeypatch.setattr(
        module, "display", lambda data, raw, metadata: shown.append((data, metadata))
    )
    return shown


def test_a_table_holds_words_for_codes_and_the_numbers_of_the_build(review):
    table, written = review.table("arms_compared"), review["arms_compared"]
    assert table["outcome"].iloc[0] == "CR or CRi" and written["outcome"].iloc[0] == "cr_or_cri"
    assert table["estimate"].equals(written["estimate"])


def test_abbreviations_of_the_field_are_written_as_such_in_codes_without_a_list(review):
    codes = pd.DataFrame({"check": ["mrd_rose", "vod_sos_after_hsct", "across_vodka"]})
    shown = module.in_words(codes, review.words)["check"].tolist()
    assert shown == ["MRD rose", "VOD SOS after HSCT", "across vodka"]


def test_a_coded_table_names_its_rows(review):
    assert review.table("certainty")["sources"].iloc[0] == "certainty:cr_or_cri.g1"


def test_an_unknown_table_view_or_figure_is_refused_with_those_there_are(review):
    with pytest.raises(NoView, match=r"table 'arms' ?found|allowed: .*pooled"):
        review.table("no_such_table")
    with pytest.raises(NoView, match=r"view 'no_such_view' found; allowed: .*pooled"):
        review.show("pooled", "no_such_view")
    with pytest.raises(NoView, match=r"figure 'no_such' found; allowed: swimmer"):
        review.figure("no_such")


@pytest.mark.parametrize(
    "name", sorted({*general_views(), *DEFINED.views} & {*DEFINED.derived_tables})
)
def test_the_view_of_a_table_fits_it(name, review, displayed):
    review.show(name)
    assert displayed[0][0]["text/plain"].count("\n") == len(review.table(name))


def test_a_sentence_keeps_the_sources_of_its_rows_once(review, displayed):
    row = pd.Series({"n": 3, "sources": "cases:a cases:b"})
    review.say("{row[n]} and {other}", row=row, other=4, again=row)
    assert displayed == [
        (
            {"text/markdown": "3 and 4", "text/plain": "3 and 4"},
            {"sources": ["cases:a", "cases:b"]},
        )
    ]


@pytest.mark.parametrize("text", NASTY, ids=ascii)
def test_a_sentence_shows_a_cell_as_text_and_a_number_as_it_is(text, review, displayed):
    row = pd.Series({"label": text, "n": 3, "rate": 0.25, "sources": "cases:a"})
    review.say("**{row[label]}**: {row[n]}, {row[rate]:.1f}", row=row)
    assert displayed[0][0]["text/markdown"] == f"**{markdown(text)}**: 3, 0.2"


@pytest.mark.parametrize(("number", "unread"), [("88/109", "laboratory"), ("80.7%", "patients")])
def test_a_number_is_looked_for_only_in_tables_that_can_hold_it(review, number, unread):
    names = set()
    tables = read_dictionary(review.project.data)
    assert keys_of(number, noted(review, names.add).coded, tables)
    assert "outcomes" in names and unread not in names


def test_a_count_leads_to_the_place_where_it_was_reported(review, displayed):
    review.where("88/109")
    (data, metadata) = displayed[0]
    assert "outcomes:inovate2016.o1" in metadata["sources"]
    assert "80.7% [95% CI 72.1 to 87.7]; n=88/109 | abstract | https://" in data["text/plain"]


def test_a_derived_row_leads_through_derived_rows_to_coded_ones(review, displayed):
    counts = review.table("case_counts").set_index("item")
    review.where(counts.loc["VOD/SOS after a later transplant"])
    (data, _) = displayed[0]
    assert "Di Palma 2022" in data["text/plain"] and "https://doi.org/" in data["text/plain"]


def test_a_number_as_reported_is_no_part_of_another(review, displayed):
    review.where("80.7%")
    assert all("80.7%" in line for line in displayed[0][0]["text/plain"].splitlines()[1:])
    with pytest.raises(NotFound, match=r"^0\.7%: found in no coded row"):
        review.where("0.7%")


def test_a_row_without_sources_has_no_origin(review):
    with pytest.raises(NotFound, match="no sources found in the row"):
        review.where(pd.Series({"n": 3}))


def test_a_figure_keeps_its_alternative_text_and_the_rows_behind_it(review, displayed):
    review.figure("inovate_mrd_rates")
    (picture, metadata), (caption, _) = displayed
    assert f'alt="{escape(picture["text/plain"])}"' in picture["text/html"]
    assert "from 46.3% to 89.7%" in picture["text/plain"]
    assert "outcomes:inovate2016.o7" in metadata["sources"]
    assert re.match(r"\*[^*]+\.\* ", caption["text/markdown"])
