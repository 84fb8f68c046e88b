"""Which file is the text of which report: by title, DOI, PMID, PMCID, or by name."""

import pandas as pd
import pytest

from evidence.audit.verify.full_texts import SourcesProblem, find_texts

DOCUMENTS = pd.DataFrame(
    [
        ("doe_2020", "report", "An invented title", "10.9999/x.1", "1234567", "PMC7654321"),
        ("roe_2021", "report", "Another title", "10.9999/x.2", "7654321", ""),
    ],
    columns=["document_id", "role", "title", "doi", "pmid", "pmcid"],
)


def found(folder, text, **names):
    (folder / "a.txt").write_text(text, encoding="utf-8")
    return {document: file.name for document, file in find_texts(folder, DOCUMENTS, names).items()}


@pytest.mark.parametrize(
    "text",
    [
        "An invented\ntitle",
        "doi:10.9999/x.1",
        "PMID: 1234567",
        "https://pubmed.ncbi.nlm.nih.gov/1234567/",
        "pmc7654321",
        "x " * 6000 + "PMCID: PMC7654321",
    ],
)
def test_a_text_is_found_by_each_of_its_marks(tmp_path, text):
    assert found(tmp_path, text) == {"doe_2020": "a.txt"}


@pytest.mark.parametrize("text", ["PMID: 12345678", "PMC76543210", "1234567", "nothing"])
def test_other_numbers_are_no_mark_and_the_message_says_what_was_tried(tmp_path, text):
    with pytest.raises(SourcesProblem, match=r"title, DOI, PMID or PMCID .*\[texts\] in review"):
        found(tmp_path, text)


def test_a_title_counts_before_the_number_of_another_report(tmp_path):
    assert found(tmp_path, "PMID: 1234567\n\nAnother title") == {"roe_2021": "a.txt"}


def test_a_file_may_be_named(tmp_path):
    assert found(tmp_path, "a scan", roe_2021="a.txt") == {"roe_2021": "a.txt"}
    with pytest.raises(SourcesProblem) as refused:
        found(tmp_path, "a scan", roe_2021="b.txt", nobody="a.txt")
    assert "nobody" in str(refused.value) and "has no file 'b.txt'" in str(refused.value)
