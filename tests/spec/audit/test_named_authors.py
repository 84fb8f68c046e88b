"""A sentence names the author of a study: right, misspelt, wrong, or not to be said."""

import pytest

from evidence.audit.claims.authors import authors_named
from tests.spec.audit.small_tables import empty, rows


@pytest.mark.parametrize(
    ("named", "authors", "spelling"),
    [
        ("Alder et al.", "Alder A; Birch B", ["right"]),
        ("Birch", "Alder A, Birch B, and Cedar C", ["right"]),
        ("van Dongen", "van Dongen JJM; Alder A", ["right"]),
        ("Gokbuget", "Gökbuğet N", ["right"]),
        ("Adler and colleagues", "Alder A; Birch B", ["misprint"]),
        ("Cedar", "Alder A; Birch B", ["wrong"]),
        ("Trial", "Alder A; Birch B", ["right"]),  # the study is named after itself
        ("Cedar", "Authors not seen", []),
        ("Cedar", "German Group, authors not seen", []),
        ("Cedar", "", []),
    ],
)
def test_a_named_author_is_one_of_the_document(
    named: str, authors: str, spelling: list[str]
) -> None:
    tables = {
        "author_given_names": empty("given_name", "family_name"),
        "claims": rows(
            {
                "claim_id": "report.c1",
                "document_id": "report",
                "reference_number": 1,
                "claimed_study_id": "",
                "author_named_as_reported": named,
            }
        ),
        "citations": rows(
            {
                "citation_id": "report.r1",
                "document_id": "report",
                "reference_number": 1,
                "cited_document_id": "trial_2020",
            }
        ),
        "studies": rows(
            {
                "study_id": "trial",
                "family_id": "trial",
                "document_id": "trial_2020",
                "label": "Trial 2020",
                "trial_identifier": "",
            }
        ),
        "families": rows({"family_id": "trial", "label": "Trial"}),
        "documents": rows({"document_id": "trial_2020", "authors_as_reported": authors}),
    }
    assert authors_named(tables)["spelling"].tolist() == spelling
