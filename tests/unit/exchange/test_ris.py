"""RIS of four programs: which document it is, and which is there already."""

import pandas as pd
import pytest

from evidence.exchange.new_documents import new_citations, new_documents
from evidence.exchange.ris import RisProblem, read_ris

ENDNOTE = """TY  - JOUR
AN  - 31234567
AU  - Doe, Jane A.
AU  - Roe, R.
DO  - 10.1234/ABC.1
IS  - 2
JF  - Journal of Inventions
PY  - 2020
SP  - 10
EP  - 19
TI  - An invented title
VL  - 5
ER  -
"""
RAYYAN = """TY  - JOUR
ID  - rayyan-1
T1  - Another title, which goes
on in the next line
A1  - Müller, Ä
Y1  - 2019///
JO  - J Invent
N1  - RAYYAN-INCLUSION: {"A"=>"Included"}
UR  - https://pubmed.ncbi.nlm.nih.gov/123456/
ER  -
"""
COVIDENCE = """TY  - JOUR
U1  - 17
TI  - A third title
AU  - Doe, J
PY  - 2020
C2  - PMC7654321
ER  -
"""
ZOTERO = """TY  - CONF
TI  - An Invented  Title.
AU  - Doe, Jane
T2  - Proceedings
DA  - 2020/05/01/
DO  - https://doi.org/10.1234/abc.1
N1  - PMID: 555
ER  -
"""
DOCUMENTS = pd.DataFrame(
    {
        "document_id": ["doe_2020", "old_2001"],
        "title": ["", "A third title"],
        "year": ["", "2020"],
        "doi": ["", ""],
        "pmid": ["", ""],
        "pmcid": ["", ""],
    }
)


def test_fields_are_found_under_the_tags_of_each_program():
    endnote, rayyan, covidence, zotero = read_ris(
        "\ufeff" + "\n".join([ENDNOTE, RAYYAN, COVIDENCE, ZOTERO]), "a.ris"
    )
    assert (endnote.pmid, endnote.pages, endnote.year) == ("31234567", "10-19", "2020")
    assert endnote.authors == ("Doe, Jane A.", "Roe, R.")
    assert rayyan.title == "Another title, which goes on in the next line"
    assert (rayyan.pmid, rayyan.year, rayyan.authors) == ("123456", "2019", ("Müller, Ä",))
    assert (covidence.pmcid, covidence.doi) == ("PMC7654321", "")
    assert (zotero.doi, zotero.pmid, zotero.year) == ("10.1234/abc.1", "555", "2020")


def test_duplicates_are_named_and_left_out():
    references = read_ris("".join([ENDNOTE, RAYYAN, COVIDENCE, ZOTERO]), "a.ris")
    new = new_documents(references, DOCUMENTS, "cited", "a.ris")
    assert new.document_ids == ["doe_2020_b", "muller_2019", "old_2001", "doe_2020_b"]
    assert [row["document_id"] for row in new.documents] == ["doe_2020_b", "muller_2019"]
    assert new.documents[0]["authors_as_reported"] == "Doe JA; Roe R"
    assert new.duplicates == [
        "a.ris: line 24: A third title: old_2001 by its title and year; left out",
        "a.ris: line 31: An Invented  Title.: doe_2020_b by its DOI; left out",
    ]


def test_citations_go_on_with_the_numbers_of_the_list():
    references = read_ris(ENDNOTE, "a.ris")
    (row,) = new_citations(references, ["doe_2020_b"], "case_2021", 8, "a.ris")
    assert (row["citation_id"], row["reference_number"]) == ("case_2021.r8", "8")
    assert row["as_reported"] == "Journal of Inventions 2020;5:10-19"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no records"),
        ("author,title\n", "line 1: 'author,title'"),
        ("TY  - JOUR\nTI  - x\n", "line 1: a record without its end"),
    ],
)
def test_what_is_no_ris_is_refused(text, said):
    with pytest.raises(RisProblem, match=said):
        read_ris(text, "a.ris")
