"""RIS as reference managers write it: EndNote, Rayyan, Covidence, Zotero, PubMed's own exporters.

The tags of a field differ between programs; each field takes the first tag that is filled. Names
of tags: RIS Format Specifications, Research Information Systems, as kept at
https://en.wikipedia.org/wiki/RIS_(file_format).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evidence.errors import EvidenceError

LINE = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*))?")
AUTHORS = ("AU", "A1")
TITLE = ("TI", "T1")
CONTAINER = ("JF", "JO", "T2", "JA", "J2")
YEAR = ("PY", "Y1", "DA")
DOI = ("DO", "M3", "UR", "L3", "N1")
NUMBERS = ("AN", "C2", "C7", "U2", "N1", "ID", "UR", "M2")  # where programs put PMID and PMCID
A_DOI = re.compile(r"10\.\d{4,9}/\S+")
A_PMCID = re.compile(r"PMC\d+")
A_PMID = re.compile(r"(?:PMID:?\s*|pubmed(?:\.ncbi\.nlm\.nih\.gov)?/)(\d{1,8})\b", re.I)
ACCESSION = re.compile(r"\d{5,8}")  # EndNote's and Covidence's accession number of PubMed


class RisProblem(EvidenceError, ValueError):
    """A file that is no RIS; the message says where."""


@dataclass(frozen=True)
class Reference:
    """One record: what the file says of a document; empty where it says nothing."""

    line: int
    kind: str
    authors: tuple[str, ...]
    title: str
    container_title: str
    year: str
    volume: str
    issue: str
    pages: str
    doi: str
    pmid: str
    pmcid: str


def read_ris(text: str, name: str) -> list[Reference]:
    """The records of a file, in its order.

    Parameters
    ----------
    text : what the file holds. name : the file's name, for messages.

    Raises
    ------
    RisProblem : text before the first record, or none at all.

    >>> read_ris("TY  - JOUR\\nAU  - Smith, J\\nPY  - 2020/05/01/\\nER  - \\n", "a.ris")[0].year
    '2020'
    """
    return [_reference(line, fields) for line, fields in _records(text, name)]


def _records(text: str, name: str) -> Iterator[tuple[int, dict[str, list[str]]]]:
    """First line and fields of each record; a line without a tag goes on with the field above."""
    fields: dict[str, list[str]] = {}
    start, last, count = 0, "", 0
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        found = LINE.fullmatch(line.rstrip())
        if found and found[1] == "TY":
            fields, start, last = {"TY": [(found[2] or "").strip()]}, number, ""
        elif not start and line.strip():
            raise RisProblem(f"{name}: line {number}: {line.strip()[:40]!r}; allowed: 'TY  - '")
        elif found and found[1] == "ER":
            count += 1
            yield start, fields
            fields, start = {}, 0
        elif found:
            last = found[1]
            fields.setdefault(last, []).append((found[2] or "").strip())
        elif last and line.strip():
            fields[last][-1] += f" {line.strip()}"
    if start:
        raise RisProblem(f"{name}: line {start}: a record without its end; allowed: 'ER  - '")
    if not count:
        raise RisProblem(f"{name}: no records; allowed: RIS, which begins with 'TY  - '")


def _reference(line: int, fields: dict[str, list[str]]) -> Reference:
    def first(*tags: str) -> str:
        return next((text for tag in tags for text in fields.get(tag, ()) if text), "")

    year = re.search(r"\d{4}", first(*YEAR))
    start, end = first("SP"), first("EP")
    return Reference(
        line=line,
        kind=first("TY"),
        authors=tuple(text for tag in AUTHORS for text in fields.get(tag, ()) if text),
        title=first(*TITLE),
        container_title=first(*CONTAINER),
        year=year.group() if year else "",
        volume=first("VL"),
        issue=first("IS"),
        pages=f"{start}-{end}" if end and end != start else start,
        doi=_doi(fields),
        pmid=_pmid(fields),
        pmcid=_found(fields, NUMBERS, A_PMCID),
    )


def _found(fields: dict[str, list[str]], tags: tuple[str, ...], form: re.Pattern[str]) -> str:
    texts = (text for tag in tags for text in fields.get(tag, ()))
    return next((found.group() for text in texts if (found := form.search(text))), "")


def _doi(fields: dict[str, list[str]]) -> str:
    return _found(fields, DOI, A_DOI).rstrip(".,;)")


def _pmid(fields: dict[str, list[str]]) -> str:
    for tag in NUMBERS:
        for text in fields.get(tag, ()):
            if found := A_PMID.search(text):
                return found.group(1)
    return next((text for text in fields.get("AN", ()) if ACCESSION.fullmatch(text)), "")
