"""References as CSL-JSON from the coded documents (https://docs.citationstyles.org/)."""

import re
from typing import Any

import pandas as pd

from evidence.coded.person_names import authors
from evidence.errors import EvidenceError

NO_YEAR, NO_TITLE = "year not reported", "title not seen"
WEB = re.compile(r"https?://", re.I)
KINDS = {"conference_abstract": "paper-conference", "regulatory": "webpage", "other": "document"}


class UnknownDocument(EvidenceError, LookupError):
    """A table cites a document that is not coded."""


def _pages(pages: str) -> str:
    return pages.replace("-", "–") if re.fullmatch(r"[A-Za-z]?\d+-[A-Za-z]?\d+", pages) else pages


def year(item: dict) -> str:
    """The year of a CSL item, empty where it is not reported."""
    return str(item["issued"]["date-parts"][0][0]) if "date-parts" in item["issued"] else ""


def _title(document: Any, label: str) -> str:
    if document.title:
        return document.title
    return f"[{label}: {NO_TITLE}]" if label else f"[{NO_TITLE}]"


def _address(document: Any) -> str:
    """The page to look the document up; an address that is no page of the web is no link."""
    return "" if document.doi or not WEB.match(document.address) else document.address


def csl_item(document: Any, label: str = "") -> dict:
    """One document as a CSL item; what is not known has no field, except a year and a title, which
    say so.

    Parameters
    ----------
    document : a row of ``documents``. label : what to call it where its title was not seen.
    """
    fields = {
        "id": document.document_id,
        "type": KINDS.get(document.kind, "article-journal"),
        "title": _title(document, label),
        "container-title": document.container_title,
        "volume": document.volume,
        "issue": document.issue,
        "page": _pages(document.pages),
        "DOI": document.doi,
        "PMID": document.pmid,
        "PMCID": document.pmcid,
        "URL": _address(document),
        "author": authors(document.authors_as_reported),
    }
    issued = {"date-parts": [[int(document.year)]]} if document.year else {"literal": NO_YEAR}
    return {name: value for name, value in fields.items() if value} | {"issued": issued}


def csl_items(coded: dict[str, pd.DataFrame], order: list[str]) -> list[dict]:
    """The documents named, in the order given.

    Raises
    ------
    UnknownDocument : a document that is not coded.
    """
    documents = {row.document_id: row for row in coded["documents"].itertuples()}
    labels = dict(zip(coded["studies"]["document_id"], coded["studies"]["label"], strict=True))
    unknown = [document for document in order if document not in documents]
    if unknown:
        raise UnknownDocument(
            f"coded/documents.csv, document_id: found {', '.join(unknown)} cited; "
            f"allowed: a document of that table"
        )
    return [csl_item(documents[document], labels.get(document, "")) for document in order]
