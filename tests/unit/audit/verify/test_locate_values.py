"""Figures are looked for in the paragraph that their locator names, in invented documents."""

import pandas as pd
import pytest

from evidence.audit.verify.full_texts import FullText, SourcesProblem, find_texts
from evidence.audit.verify.locate_values import verify

TEXT = """Inotuzumab in an invented patient

A 30-year-old man. On day 8 he received 0.8 mg/m² and then
ten platelets units.

Blasts were 10.8% at relapse, and MRD fell to

2.5×10⁻⁵ in June.
"""
OTHER = """# Another invented report

It cites: Inotuzumab in an invented patient. doi 10.1000/first
"""
DOCUMENTS = pd.DataFrame(
    {
        "document_id": ["first_2020", "second_2021", "cited_2001"],
        "role": ["report", "report", "cited"],
        "title": [
            "Inotuzumab in an invented patient",
            "Another invented report",
            "Something older",
        ],
        "doi": ["10.1000/first", "", ""],
        "authors_as_reported": ["", "", "Old A; Elder BC"],
        "locator": ["Title page ¶1", "Title page ¶1", "References ¶2"],
    }
)
CITATIONS = pd.DataFrame(
    {
        "citation_id": ["first_2020.r1"],
        "document_id": ["first_2020"],
        "cited_document_id": ["cited_2001"],
        "as_reported": ["0.8"],
        "locator": ["References ¶2"],
    }
)
KEYS = {
    "documents": "document_id",
    "citations": "citation_id",
    "laboratory": "laboratory_id",
    "claims": "claim_id",
}


def laboratory(*cells: tuple[str, str]) -> pd.DataFrame:
    rows = [
        {
            "laboratory_id": f"l{number}",
            "document_id": "first_2020",
            "value_as_reported": reported,
            "locator": locator,
        }
        for number, (reported, locator) in enumerate(cells)
    ]
    return pd.DataFrame(rows)


def results(texts=None, **tables) -> pd.DataFrame:
    coded = {
        "documents": DOCUMENTS.assign(authors_as_reported=""),
        "citations": CITATIONS.assign(as_reported=""),
        **tables,
    }
    return verify(coded, KEYS, {"first_2020": FullText("a.txt", TEXT)} if texts is None else texts)


@pytest.mark.parametrize(
    ("reported", "locator", "place", "where"),
    [
        ("0.8 mg/m^2", "Case ¶2", "paragraph named", ""),
        ("0.8 mg/m^2", "Abstract ¶1; Case ¶2", "paragraph named", ""),
        ("0.8 mg/m^2", "Case ¶3", "elsewhere", "'0.8 mg/m^2' ¶2"),
        ("0.8%", "Case ¶3", "nowhere", "'0.8%'"),
        ("30-year-old … ten platelets", "Case ¶2", "paragraph named", ""),
        ("30-year-old … June", "Case ¶2", "elsewhere", "'June' ¶4"),
        ("30-year-old … July", "Case ¶2", "nowhere", "'July'"),
        ("fell to 2.5×10^-5", "Case ¶3", "elsewhere", "'fell to 2.5×10^-5' across paragraphs"),
        ("10.8%", "Case ¶99", "elsewhere", "'10.8%' ¶3"),
    ],
)
def test_place_of_a_figure(reported, locator, place, where):
    row = results(laboratory=laboratory((reported, locator))).iloc[0]
    assert (row["found"], row["where"]) == (place, where)
    assert (row["table"], row["row"], row["column"], row["reported"]) == (
        "laboratory",
        "l0",
        "value_as_reported",
        reported,
    )


def test_only_rows_that_name_a_paragraph_are_looked_for():
    frame = results(laboratory=laboratory(("0.8", "whole text"), ("10.8", "Case ¶3")))
    assert list(frame["row"]) == ["l1"]


def test_a_statement_in_the_coders_own_words_is_not_looked_for():
    claims = pd.DataFrame(
        {
            "claim_id": ["c1", "c2"],
            "document_id": "first_2020",
            "value_as_reported": ["better than others", "10.8%"],
            "has_figure": ["no", "yes"],
            "locator": "Case ¶3",
        }
    )
    frame = results(claims=claims)
    assert list(frame["row"]) == ["c2"]


def test_a_cited_document_is_looked_for_in_the_report_that_cites_it():
    text = FullText("a.txt", TEXT + "\n1. Old A, Elder BC. Something older. 2001.\n")
    documents = DOCUMENTS.assign(locator=["Title page ¶1", "Title page ¶1", "References ¶5"])
    row = verify(
        {"documents": documents, "citations": CITATIONS.iloc[:0]}, KEYS, {"first_2020": text}
    )
    assert list(row["found"]) == ["no text"]  # nobody is known to cite it
    row = verify(
        {"documents": documents, "citations": CITATIONS.assign(as_reported="")},
        KEYS,
        {"first_2020": text},
    )
    assert list(row[["document", "found"]].iloc[0]) == ["first_2020", "paragraph named"]


def test_authors_with_given_names_are_found_by_family_name_and_initials():
    text = FullText(
        "a.txt", "Title\n\nMaria Di Rossi¹, Si-Man Huang² and Gregory Anthony Yanik<sup>1</sup>"
    )
    documents = DOCUMENTS.iloc[:1].assign(locator="Title page ¶2")
    for names, place in (
        ("Di Rossi M; Huang S-M; Yanik GA", "paragraph named"),
        ("Di Rossi L", "nowhere"),
        ("Yanik AG", "nowhere"),
        ("Rossini M", "nowhere"),
    ):
        frame = verify(
            {
                "documents": documents.assign(authors_as_reported=names),
                "citations": CITATIONS.assign(as_reported=""),
            },
            KEYS,
            {"first_2020": text},
        )
        assert frame["found"].iloc[0] == place


def test_figures_of_a_report_without_text_are_not_confirmed():
    frame = results(texts={}, laboratory=laboratory(("0.8", "Case ¶2")))
    assert list(frame["found"]) == ["no text"]


def test_a_text_is_known_by_its_title_whatever_its_name(tmp_path):
    (tmp_path / "download (3).md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "x.TXT").write_text("\ufeff" + OTHER, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("Nothing to do with it.", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    found = find_texts(tmp_path, DOCUMENTS)
    assert {document: text.name for document, text in found.items()} == {
        "first_2020": "download (3).md",
        "second_2021": "x.TXT",
    }


def test_several_texts_of_one_report_are_refused_by_name(tmp_path):
    for name in ("a.txt", "b.md"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    with pytest.raises(
        SourcesProblem, match=r"several files are the text of first_2020: a\.txt, b\.md"
    ):
        find_texts(tmp_path, DOCUMENTS)


def test_a_folder_without_any_text_and_a_missing_folder_are_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("Nothing to do with it.", encoding="utf-8")
    with pytest.raises(
        SourcesProblem, match=r"none of its 1 \.txt and \.md files holds, in its first"
    ):
        find_texts(tmp_path, DOCUMENTS)
    with pytest.raises(SourcesProblem, match="no such folder"):
        find_texts(tmp_path / "absent", DOCUMENTS)
