"""Rows of documents.csv and citations.csv for references, those that are there already left out."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from evidence.exchange.ris import Reference

NUMBERS = {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID"}
Row = dict[str, str]


@dataclass(frozen=True)
class NewDocuments:
    """Rows to add, and for each reference the document that it is."""

    documents: list[Row]
    document_ids: list[str]
    duplicates: list[str]


def new_documents(
    references: Iterable[Reference], documents: pd.DataFrame, role: str, source: str
) -> NewDocuments:
    """Rows for the references that are in no row yet.

    Parameters
    ----------
    documents : coded documents as text. role : code of the new rows. source : the file's name.

    Returns
    -------
    A reference is a document that is there where DOI, PMID or PMCID agree, else where title and
    year do; each such duplicate is a sentence.
    """
    seen = {
        mark: row["document_id"] for row in documents.to_dict("records") for mark in _marks(row)
    }
    taken = set(documents["document_id"])
    rows, ids, duplicates = [], [], []
    for reference in references:
        row = _row(reference, role, source)
        known = next(((mark, seen[mark]) for mark in _marks(row) if mark in seen), None)
        if known:
            (kind, _), document = known
            duplicates.append(
                f"{source}: line {reference.line}: {reference.title or 'no title'}: {document} "
                f"by its {kind}; left out"
            )
        else:
            document = row["document_id"] = _key(reference, taken)
            taken.add(document)
            rows.append(row)
            seen |= dict.fromkeys(_marks(row), document)
        ids.append(document)
    return NewDocuments(rows, ids, duplicates)


def new_citations(
    references: Iterable[Reference], ids: Iterable[str], citing: str, start: int, source: str
) -> list[Row]:
    """A row per reference for the reference list of a document, numbered from ``start``."""
    return [
        {
            "citation_id": f"{citing}.r{number}",
            "document_id": citing,
            "reference_number": str(number),
            "cited_document_id": document,
            "first_author_as_reported": reference.authors[0]
            if reference.authors
            else "not reported",
            "year_as_reported": reference.year,
            "as_reported": _as_reported(reference),
            "locator": "whole text",
            "note": f"From {source}; compare with the reference list.",
        }
        for number, (reference, document) in enumerate(zip(references, ids, strict=True), start)
    ]


def _as_reported(reference: Reference) -> str:
    place = f"{reference.container_title} {reference.year};{reference.volume}:{reference.pages}"
    return place.strip(" ;:") or reference.title or "not reported"


def _row(reference: Reference, role: str, source: str) -> Row:
    return {
        "role": role,
        "kind": "other",  # what sort of study it is, a reference manager does not say
        "authors_as_reported": "; ".join(map(_author, reference.authors)) or "not reported",
        "title": reference.title,
        "container_title": reference.container_title,
        "year": reference.year,
        "volume": reference.volume,
        "issue": reference.issue,
        "pages": reference.pages,
        "doi": reference.doi,
        "pmid": reference.pmid,
        "pmcid": reference.pmcid,
        "note": f"From {source}.",
    }


def _author(name: str) -> str:
    """``Family Initials`` of ``Family, Given``.

    >>> _author("Smith, John A."), _author("Smith, J.A."), _author("INO-VATE Group")
    ('Smith JA', 'Smith JA', 'INO-VATE Group')
    """
    family, comma, given = name.partition(",")
    if not comma:
        return name
    parts = re.split(r"[\s.\-]+", given.partition(",")[0].strip())
    initials = "".join(part if part.isupper() else part[:1].upper() for part in parts)
    return f"{family.strip()} {initials}".strip()


def _marks(row: Row) -> list[tuple[str, str]]:
    """What tells that two rows are one document, the surest first."""
    marks = [
        (label, row.get(name, "").casefold()) for name, label in NUMBERS.items() if row.get(name)
    ]
    title = re.sub(r"\W", "", _plain(row.get("title", "")))
    return marks + ([("title and year", f"{title} {row.get('year', '')}")] if title else [])


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _key(reference: Reference, taken: set[str]) -> str:
    """First author and year, with a letter where that is taken."""
    family = reference.authors[0].partition(",")[0] if reference.authors else "anonymous"
    name = re.sub(r"[^a-z0-9]+", "_", _plain(family)).strip("_") or "anonymous"
    name = name if name[0].isalpha() else f"d_{name}"
    stem = f"{name}_{reference.year}" if reference.year else name
    letters = ("", *(f"_{letter}" for letter in "bcdefghijklmnopqrstuvwxyz"))
    keys = [stem + letter for letter in letters]
    keys += [f"{stem}_{number}" for number in range(27, 27 + len(taken) + 1)]
    return next(key for key in keys if key not in taken)
