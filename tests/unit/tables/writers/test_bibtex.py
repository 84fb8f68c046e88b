"""BibTeX read back by the rules of btxdoc: nothing lost, nothing that is not text."""

import re

import pytest

from evidence.files.escape import one_line
from evidence.tables.writers.bibtex import to_bibtex
from tests.unit.tables.nasty import NASTY

KINDS = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "online": "webpage",
    "misc": "document",
}
FIELDS = {
    "title": "title",
    "journal": "container-title",
    "booktitle": "container-title",
    "howpublished": "container-title",
    "volume": "volume",
    "number": "issue",
    "pages": "page",
    "doi": "DOI",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "url": "URL",
}
SIGNS = {"textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^"}


def braced(text, start):
    """The text in the braces that open at ``start``, and where they close."""
    depth, place = 0, start
    while True:
        if text[place] == "\\":
            place += 2
            continue
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        place += 1
        if not depth:
            return text[start + 1 : place - 1], place


def outside(text, divider):
    """Parts of a text between dividers that stand in no braces."""
    parts, depth, last = [], 0, 0
    for found in re.finditer(rf"\\.|[{{}}]|{divider}", text):
        sign = found.group()
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if not depth and re.fullmatch(divider, sign):
            parts.append(text[last : found.start()])
            last = found.end()
    return [*parts, text[last:]]


def plain(text):
    """LaTeX as the text that it prints; any other command is an error."""
    text = re.sub(r"\\(text\w+)\{\}", lambda found: f"\0{SIGNS[found.group(1)]}", text)
    text = re.sub(r"(?<!\0)\\([&%$#_{}])", "\0\\1", text)
    bare = re.sub("\0.", "", text)
    assert not set(bare) & set("\\%$#_~^&"), bare
    return re.sub("(?<!\0)[{}]", "", text).replace("\0", "")


def read_name(text):
    if text == "others":
        return {"literal": "et al."}
    parts = [plain(part).strip() for part in outside(text, ",")]
    if len(parts) == 1:
        return {"literal": parts[0]}
    names = ("family", "suffix", "given") if parts[2:] else ("family", "given")
    return dict(zip(names, parts, strict=True))


def read_entry(kind, fields):
    item = {"type": KINDS[kind]}
    for name, value in fields.items():
        if name == "author":
            item["author"] = [read_name(part) for part in outside(value, r"\s+and\s+")]
        elif name == "year":
            item["issued"] = {"date-parts": [[int(value)]]}
        elif name == "note":
            item["issued"] = {"literal": plain(value)}
        elif name in ("doi", "url"):
            item[FIELDS[name]] = value
        else:
            item[FIELDS[name]] = plain(value).replace("--", "–")
    return item


def read_bibtex(text):
    """CSL items from BibTeX whose fields are all in braces."""
    items, place = [], 0
    while found := re.compile(r"\s*@(\w+)\{([^,]+),").match(text, place):
        kind, key = found.groups()
        fields, place = {}, found.end()
        while name := re.compile(r"\s*(\w+) = (?=\{)").match(text, place):
            fields[name.group(1)], place = braced(text, name.end())
            place += text[place] == ","
        place = re.compile(r"\s*\}\s*").match(text, place).end()
        items.append({"id": key, **read_entry(kind, fields)})
    assert place == len(text)
    return items


def test_every_document_comes_back_whole(items):
    assert read_bibtex(to_bibtex(items)) == items


def item(**fields):
    issued = {"date-parts": [[2020]]}
    return {"id": "a", "type": "article-journal", "title": "T", "issued": issued} | fields


@pytest.mark.parametrize(
    "name",
    [
        {"family": "Smith", "given": "JA", "suffix": "Jr"},
        {"family": "van der Velden", "given": "VHJ"},
        {"family": "Band and Sons", "given": "A"},
        {"family": "Comma, With", "given": "B, C"},
        {"literal": "Ministry of Health, Labour and Welfare"},
        {"literal": "others"},
        {"literal": "et al."},
    ],
)
def test_names_come_back_in_their_parts(name):
    before = item(author=[{"family": "First", "given": "A"}, name])
    assert read_bibtex(to_bibtex([before])) == [before]


def test_a_suffix_stands_between_family_and_given():
    name = {"family": "Smith", "given": "JA", "suffix": "Jr"}
    assert "author = {Smith, Jr, JA}" in to_bibtex([item(author=[name])])


@pytest.mark.parametrize("text", NASTY)
def test_whatever_a_cell_holds_comes_back_as_text(text):
    before = item(
        **{"title": text, "container-title": text, "volume": text, "author": [{"literal": text}]}
    )
    found = read_bibtex(to_bibtex([before, item(id="b")]))
    shown = one_line(text)
    assert found[0]["title"] == found[0]["container-title"] == found[0]["volume"] == shown
    assert found[0]["author"] == [{"literal": shown}]
    assert found[1] == item(id="b")


def test_an_address_cannot_end_its_field():
    found = read_bibtex(to_bibtex([item(URL="https://x/a b}{\\c", DOI="10.1/%7B")]))
    assert found == [item(URL="https://x/a%20b%7D%7B%5Cc", DOI="10.1/%7B")]


def test_a_year_that_is_not_reported_is_a_note():
    text = to_bibtex([item(issued={"literal": "year not reported"})])
    assert "year = " not in text and "note = {year not reported}" in text
