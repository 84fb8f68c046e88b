"""References as CSL-JSON from the coded documents (https://docs.citationstyles.org/)."""

import re
from typing import Any

import pandas as pd

NO_YEAR, NO_TITLE = "year not printed", "title not seen"
NOT_SEEN = re.compile(r",?\s*authors not seen$", re.I)
INITIALS = r"[^\W\d_a-z]{1,4}[a-z]?(?:[.\- ]{1,2}[^\W\d_a-z]{1,2})*\.?"
PERSON = re.compile(rf"(?P<family>.+?),? (?P<given>{INITIALS})")
AND_OTHERS = "et al."
KINDS = {"conference_abstract": "paper-conference", "regulatory": "webpage", "other": "document"}


def author(text: str) -> dict[str, str]:
    """One author: family and given where initials follow a family, else the name as it stands.

    >>> author("van Dongen JJM"), author("US Food and Drug Administration")
    ({'family': 'van Dongen', 'given': 'JJM'}, {'literal': 'US Food and Drug Administration'})
    """
    found = PERSON.fullmatch(text)
    return {"family": found["family"], "given": found["given"]} if found else {"literal": text}


def authors(printed: str) -> list[dict[str, str]]:
    """All authors of ``Family Initials; Family Initials``; "et al." stays as the last name, unseen
    authors are none.

    >>> authors("Stock W; O'Brien S et al.")
    [{'family': 'Stock', 'given': 'W'}, {'family': "O'Brien", 'given': 'S'}, {'literal': 'et al.'}]
    >>> authors("PETHEMA, authors not seen"), authors("Authors not seen")
    ([{'literal': 'PETHEMA'}], [])
    """
    names, others = [], False
    for part in printed.split(";"):
        name = NOT_SEEN.sub("", part.strip())
        others |= bool(re.search(r"\bet al\.?$", name))
        name = re.sub(r"\s*\bet al\.?$", "", name)
        if name and not NOT_SEEN.fullmatch("," + name):
            names.append(author(name))
    return [*names, {"literal": AND_OTHERS}] if others else names


def _pages(pages: str) -> str:
    return pages.replace("-", "–") if re.fullmatch(r"[A-Za-z]?\d+-[A-Za-z]?\d+", pages) else pages


def csl_item(document: Any, label: str = "") -> dict:
    """One document as a CSL item; what is not known has no field, except a year and a title, which
    say so.

    Parameters
    ----------
    document : a row of ``documents``. label : what to call it where its title was not seen.
    """
    told = {
        "id": document.document_id,
        "type": KINDS.get(document.kind, "article-journal"),
        "title": document.title or f"[{label}: {NO_TITLE}]"
        if label
        else document.title or f"[{NO_TITLE}]",
        "container-title": document.container_title,
        "volume": document.volume,
        "issue": document.issue,
        "page": _pages(document.pages),
        "DOI": document.doi,
        "PMID": document.pmid,
        "PMCID": document.pmcid,
        "URL": "" if document.doi else document.address,
    }
    issued = {"date-parts": [[int(document.year)]]} if document.year else {"literal": NO_YEAR}
    named = authors(document.authors_as_printed)
    return (
        {name: value for name, value in told.items() if value}
        | ({"author": named} if named else {})
        | {"issued": issued}
    )


def csl_items(coded: dict[str, pd.DataFrame], order: list[str]) -> list[dict]:
    """The documents named, in the order given.

    Raises
    ------
    KeyError : a document that is not coded.
    """
    documents = {row.document_id: row for row in coded["documents"].itertuples()}
    labels = dict(zip(coded["studies"]["document_id"], coded["studies"]["label"], strict=True))
    unknown = [document for document in order if document not in documents]
    if unknown:
        raise KeyError(
            f"coded/documents.csv, document_id: found {', '.join(unknown)} cited; "
            f"allowed: a document of that table"
        )
    return [csl_item(documents[document], labels.get(document, "")) for document in order]
