"""Documents as references: what has a field, and what says that it is not known."""

from types import SimpleNamespace

import pandas as pd
import pytest

from evidence.tables.core.csl_items import UnknownDocument, csl_item, csl_items, year

DOCUMENT = {
    "document_id": "d",
    "kind": "observational",
    "title": "A title",
    "container_title": "Journal",
    "volume": "7",
    "issue": "",
    "pages": "10-19",
    "doi": "",
    "pmid": "",
    "pmcid": "",
    "address": "",
    "authors_as_reported": "",
    "year": "2019",
}


def item(label: str = "", **cells: str) -> dict:
    return csl_item(SimpleNamespace(**(DOCUMENT | cells)), label)


def test_what_is_not_known_has_no_field() -> None:
    assert item() == {
        "id": "d",
        "type": "article-journal",
        "title": "A title",
        "container-title": "Journal",
        "volume": "7",
        "page": "10–19",
        "issued": {"date-parts": [[2019]]},
    }


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("conference_abstract", "paper-conference"),
        ("regulatory", "webpage"),
        ("other", "document"),
        ("trial", "article-journal"),
    ],
)
def test_kinds(kind: str, type_: str) -> None:
    assert item(kind=kind)["type"] == type_


@pytest.mark.parametrize(
    ("reported", "issued", "shown"),
    [("2019", {"date-parts": [[2019]]}, "2019"), ("", {"literal": "year not reported"}, "")],
)
def test_a_year(reported: str, issued: dict, shown: str) -> None:
    found = item(year=reported)
    assert found["issued"] == issued
    assert year(found) == shown


@pytest.mark.parametrize(
    ("title", "label", "shown"),
    [
        ("A title", "Trial 1", "A title"),
        ("", "Trial 1", "[Trial 1: title not seen]"),
        ("", "", "[title not seen]"),
    ],
)
def test_a_title(title: str, label: str, shown: str) -> None:
    assert item(label, title=title)["title"] == shown


@pytest.mark.parametrize(
    ("pages", "shown"),
    [("10-19", "10–19"), ("e10-e19", "e10–e19"), ("10", "10"), ("S1-S5", "S1–S5"), ("a-b", "a-b")],
)
def test_pages(pages: str, shown: str) -> None:
    assert item(pages=pages)["page"] == shown


@pytest.mark.parametrize(
    ("cells", "address"),
    [
        ({"address": "https://a.org"}, "https://a.org"),
        ({"address": "HTTP://a.org"}, "HTTP://a.org"),
        ({"address": "https://a.org", "doi": "10.1/x"}, None),
        ({"address": "javascript:alert(1)"}, None),
        ({"address": "see https://a.org"}, None),
    ],
)
def test_an_address_is_given_where_there_is_no_doi(cells: dict, address: str | None) -> None:
    assert item(**cells).get("URL") == address


@pytest.mark.parametrize(
    ("column", "field"), [("doi", "DOI"), ("pmid", "PMID"), ("pmcid", "PMCID"), ("issue", "issue")]
)
def test_identifiers(column: str, field: str) -> None:
    assert item(**{column: "x1"})[field] == "x1"


CODED = {
    "documents": pd.DataFrame([DOCUMENT | {"document_id": key, "title": ""} for key in "abc"]),
    "studies": pd.DataFrame({"document_id": ["b"], "label": ["Trial 1"]}),
}


def test_documents_in_the_order_asked_with_their_labels() -> None:
    found = csl_items(CODED, ["c", "b"])
    assert [(single["id"], single["title"]) for single in found] == [
        ("c", "[title not seen]"),
        ("b", "[Trial 1: title not seen]"),
    ]


def test_documents_that_are_not_coded_are_all_named() -> None:
    with pytest.raises(UnknownDocument, match=r"documents\.csv, document_id: found x, y cited"):
        csl_items(CODED, ["x", "a", "y"])
