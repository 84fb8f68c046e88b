"""References: made from documents, numbered, formatted."""

from types import SimpleNamespace

import pytest

from evidence.tables.core.bibliography import formatted
from evidence.tables.core.citation_numbers import cite, cited, numbered
from evidence.tables.core.csl_items import UnknownDocument, csl_item, csl_items
from evidence.tables.core.table import Row, Table, columns


def document(**more):
    blank = dict.fromkeys(
        (
            "title",
            "container_title",
            "year",
            "volume",
            "issue",
            "pages",
            "doi",
            "pmid",
            "pmcid",
            "address",
        ),
        "",
    )
    return SimpleNamespace(
        **{
            "document_id": "doe_2020",
            "kind": "observational",
            "authors_as_reported": "Doe J",
            **blank,
            **more,
        }
    )


def test_authors_are_parsed_whole(review, items):
    """No initials are lost: what was reported comes back, name by name."""
    for item, reported in zip(items, review.coded["documents"]["authors_as_reported"], strict=True):
        shown = [
            f"{name['family']} {name['given']}" if "family" in name else name["literal"]
            for name in item.get("author", ())
        ]
        reported_names = [part.strip() for part in reported.split(";")]
        for name, was in zip(shown, reported_names, strict=False):
            if name != "et al.":
                assert was.replace(",", "").startswith(name.replace(",", ""))


def test_a_year_that_was_not_reported_is_said_to_be_so():
    item = csl_item(document(title="T", container_title="J"))
    assert formatted([item]) == ["1. Doe J. T. J. year not reported."]


def test_a_title_that_was_not_seen_is_replaced_by_the_studys_name_in_brackets():
    assert csl_item(document(year="2020"), "Doe 2020")["title"] == "[Doe 2020: title not seen]"
    assert csl_item(document(year="2020"))["title"] == "[title not seen]"


def test_an_address_that_is_no_page_of_the_web_is_no_link():
    assert "URL" not in csl_item(document(address="javascript:alert(1)"))
    assert csl_item(document(address="https://x.org"))["URL"] == "https://x.org"
    assert "URL" not in csl_item(document(address="https://x.org", doi="10.1/x"))


def test_a_full_reference_reads_as_journals_print_it():
    people = "; ".join(f"Author{letter} {letter}B" for letter in "ABCDEFG")
    item = csl_item(
        document(
            authors_as_reported=people,
            title="A title?",
            container_title="Blood",
            year="2020",
            volume="1",
            issue="2",
            pages="3-9",
            doi="10.1/x",
        )
    )
    assert formatted([item]) == [
        "1. AuthorA AB, AuthorB BB, AuthorC CB, et al. A title? Blood. 2020;1(2):3–9. doi:10.1/x"
    ]


def test_every_document_is_formatted_in_the_order_given(items):
    entries = formatted(items)
    assert [entry.partition(".")[0] for entry in entries] == [
        str(number) for number in range(1, len(items) + 1)
    ]
    lattupally = entries[[item["id"] for item in items].index("lattupally_letter")]
    assert lattupally.endswith("year not reported.") and "Lattupally A, Lorenzana A" in lattupally


def test_the_style_is_valid_csl():
    from importlib.resources import files

    from citeproc import CitationStylesStyle

    with files("evidence.tables.core").joinpath("numbered.csl").open("rb") as handle:
        style = CitationStylesStyle(handle, validate=True)
    assert style.has_bibliography()


def test_numbers_follow_the_order_in_which_tables_cite():
    def table(name, *cells):
        return Table(name, name, columns(("r", "Ref.")), tuple(Row((cell,), "s") for cell in cells))

    tables = [table("one", cite("b"), cite("a", "b")), table("two", cite("d", "c", "a"), "none")]
    assert cited(tables) == ["b", "a", "d", "c"]
    shown, order = numbered(tables)
    assert order == ["b", "a", "d", "c"]
    assert [row.cells[0] for shown_table in shown for row in shown_table.rows] == [
        "1",
        "1, 2",
        "2–4",
        "none",
    ]


def test_numbers_follow_rows_as_shown_not_as_made():
    rows = (
        Row((cite("late"),), "s", "first"),
        Row((cite("last"),), "s", "second"),
        Row((cite("early"),), "s", "first"),
    )
    _shown, order = numbered([Table("t", "T", columns(("r", "Ref.")), rows)])
    assert order == ["late", "early", "last"]


def test_a_document_that_is_not_coded_is_refused(review):
    with pytest.raises(
        UnknownDocument, match="found nobody_1900 cited; allowed: a document of that table"
    ):
        csl_items(review.coded, ["nobody_1900"])
