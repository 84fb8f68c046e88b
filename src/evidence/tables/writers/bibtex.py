"""References as BibTeX, in UTF-8."""

import re

from evidence.coded.person_names import AND_OTHERS, Name
from evidence.files.escape import latex, one_line
from evidence.tables.core.csl_items import NO_YEAR, year

# "online" is biblatex's; styles that do not know it set the entry as "misc".
KINDS = {
    "article-journal": "article",
    "paper-conference": "inproceedings",
    "webpage": "online",
    "document": "misc",
}
CONTAINERS = {"article": "journal", "inproceedings": "booktitle"}
FIELDS = (
    ("volume", "volume"),
    ("issue", "number"),
    ("page", "pages"),
    ("DOI", "doi"),
    ("PMID", "pmid"),
    ("PMCID", "pmcid"),
    ("URL", "url"),
)
VERBATIM = ("url", "doi")  # typeset without LaTeX's escapes: what would end the field is encoded
UNSAFE = re.compile(r'[\\{}"\s]')
DIVIDER = re.compile(r"\band\b|,")  # what divides names, and the parts of one


def _part(text: str) -> str:
    """A part of a name; in braces where a word of it would divide names or parts."""
    escaped = latex(one_line(text))
    return f"{{{escaped}}}" if DIVIDER.search(text) else escaped


def _name(name: Name) -> str:
    """``Family, Suffix, Given`` (btxdoc); a name that is not divided stands in braces."""
    if name.get("literal") == AND_OTHERS:
        return "others"
    if "literal" in name:
        return f"{{{latex(one_line(name['literal']))}}}"
    return ", ".join(_part(name[part]) for part in ("family", "suffix", "given") if part in name)


def _encoded(text: str) -> str:
    """A DOI or address with the few characters encoded that would end its field."""
    return UNSAFE.sub(lambda found: f"%{ord(found.group()):02X}", one_line(text))


def _value(item: dict, name: str, field: str) -> str:
    text = one_line(str(item.get(name, "")))
    if field in VERBATIM:
        return _encoded(text)
    return latex(text.replace("–", "--") if field == "pages" else text)


def _entry(item: dict) -> str:
    kind = KINDS.get(item["type"], "misc")
    container = (("container-title", CONTAINERS.get(kind, "howpublished")),)
    fields = {
        "author": " and ".join(map(_name, item.get("author", ()))),
        "title": f"{{{latex(one_line(item['title']))}}}",  # braces keep its capitals
        **{field: _value(item, name, field) for name, field in container + FIELDS},
    }
    fields |= {"year": year(item)} if year(item) else {"note": NO_YEAR}
    lines = ",\n".join(f"  {field} = {{{text}}}" for field, text in fields.items() if text)
    return f"@{kind}{{{item['id']},\n{lines}\n}}\n"


def to_bibtex(items: list[dict]) -> str:
    r"""BibTeX, one entry a document, keys as in the coded documents.

    Parameters
    ----------
    items : CSL items with ``id``, ``type``, ``title`` and ``issued``.

    Returns
    -------
    Entries that hold text only: commands, braces and line breaks of a cell are escaped.

    >>> people = [{"family": "Smith", "suffix": "Jr", "given": "JA"}]
    >>> item = {"id": "a", "type": "article-journal", "title": r"5% \x", "author": people}
    >>> print(to_bibtex([item | {"issued": {"date-parts": [[2020]]}}]))
    @article{a,
      author = {Smith, Jr, JA},
      title = {{5\% \textbackslash{}x}},
      year = {2020}
    }
    <BLANKLINE>
    """
    return "\n".join(map(_entry, items))
