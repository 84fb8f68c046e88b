"""RIS read back line by line: nothing lost, one record per document."""

import re

import pytest

from evidence.files.escape import one_line
from evidence.tables.writers.ris import to_ris
from tests.unit.tables.nasty import NASTY

KINDS = {
    "JOUR": "article-journal",
    "CONF": "paper-conference",
    "ELEC": "webpage",
    "GEN": "document",
}
FIELDS = {
    "ID": "id",
    "TI": "title",
    "JO": "container-title",
    "VL": "volume",
    "IS": "issue",
    "DO": "DOI",
    "AN": "PMID",
    "C2": "PMCID",
    "UR": "URL",
}


def read_name(text):
    if ",," in text:
        return {"literal": text.replace(",,", ",", 1)}
    parts = text.split(", ")
    if len(parts) == 1:
        return {"literal": text}
    return dict(zip(("family", "given", "suffix"), parts, strict=False))


def read_record(lines):
    item = {FIELDS[tag]: text for tag, text in lines if tag in FIELDS}
    item["type"] = KINDS[dict(lines)["TY"]]
    names = [read_name(text) for tag, text in lines if tag == "AU"]
    pages = "–".join(text for tag, text in lines if tag in ("SP", "EP"))
    years = [int(text) for tag, text in lines if tag == "PY"]
    notes = [text for tag, text in lines if tag == "N1"]
    issued = {"date-parts": [years]} if years else {"literal": notes[0]}
    optional = {"author": names, "page": pages}
    return item | {key: value for key, value in optional.items() if value} | {"issued": issued}


def read_ris(text):
    lines = text.split("\n")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*|", line) for line in lines)
    records, record = [], []
    for line in filter(None, lines):
        if line.startswith("ER  -"):
            records.append(read_record(record))
            record = []
        else:
            record.append((line[:2], line[6:]))
    return records


def test_every_document_comes_back_whole(items):
    assert read_ris(to_ris(items)) == items


def item(**fields):
    issued = {"date-parts": [[2020]]}
    return {"id": "a", "type": "article-journal", "title": "T", "issued": issued} | fields


@pytest.mark.parametrize(
    "name",
    [
        {"family": "Smith", "given": "JA", "suffix": "Jr"},
        {"family": "van der Velden", "given": "VHJ"},
        {"literal": "US Food and Drug Administration"},
        {"literal": "Ministry of Health, Labour and Welfare"},
        {"literal": "Institute of Health, Division A, Unit 3"},
        {"literal": "Pfizer, Inc."},
        {"literal": "et al."},
    ],
)
def test_names_come_back_in_their_parts(name):
    before = item(author=[{"family": "First", "given": "A"}, name])
    assert read_ris(to_ris([before])) == [before]


@pytest.mark.parametrize("text", NASTY)
def test_whatever_a_cell_holds_stays_on_its_line(text):
    found = read_ris(to_ris([item(**{"title": text, "container-title": text}), item(id="b")]))
    assert found == [
        item(**{"title": one_line(text), "container-title": one_line(text)}),
        item(id="b"),
    ]


def test_a_year_that_is_not_reported_is_a_note():
    text = to_ris([item(issued={"literal": "year not reported"})])
    assert "PY  -" not in text and "N1  - year not reported" in text
