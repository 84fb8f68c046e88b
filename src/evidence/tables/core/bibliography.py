"""References as an author reads them, and as reference managers do: text, BibTeX, RIS."""

from functools import cache
from importlib.resources import files
from typing import Any

from evidence.tables.core.csl_items import AND_OTHERS, NO_YEAR

STYLE = "numbered.csl"
LATEX = str.maketrans(
    {
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\\": r"\textbackslash{}",
    }
)
BIBTEX_KINDS = {"article-journal": "article", "paper-conference": "inproceedings"}
BIBTEX_FIELDS = (
    ("title", "title"),
    ("container-title", "journal"),
    ("volume", "volume"),
    ("issue", "number"),
    ("page", "pages"),
    ("DOI", "doi"),
    ("PMID", "pmid"),
    ("PMCID", "pmcid"),
    ("URL", "url"),
)
RIS_KINDS = {"article-journal": "JOUR", "paper-conference": "CONF", "webpage": "ELEC"}
RIS_FIELDS = (
    ("title", "TI"),
    ("container-title", "JO"),
    ("volume", "VL"),
    ("issue", "IS"),
    ("DOI", "DO"),
    ("PMID", "AN"),
    ("PMCID", "C2"),
    ("URL", "UR"),
)
VERBATIM = ("url", "doi")


@cache
def _style() -> Any:
    from citeproc import CitationStylesStyle

    with files(__package__).joinpath(STYLE).open("rb") as handle:
        return CitationStylesStyle(
            handle, validate=False
        )  # checked in the tests; it costs a second here


def formatted(items: list[dict]) -> list[str]:
    """Each reference with its number, in the order given, in the style of ``numbered.csl``."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    if not items:
        return []
    bibliography = CitationStylesBibliography(_style(), CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    return [
        " ".join(str(entry).split()).replace("?.", "?") for entry in bibliography.bibliography()
    ]


def _bibtex_name(name: dict[str, str]) -> str:
    if name.get("literal") == AND_OTHERS:
        return "others"
    return f"{name['family']}, {name['given']}" if "family" in name else f"{{{name['literal']}}}"


def _year(item: dict) -> str:
    return str(item["issued"]["date-parts"][0][0]) if "date-parts" in item["issued"] else ""


def _bibtex_entry(item: dict) -> str:
    fields = {"author": " and ".join(_bibtex_name(name) for name in item.get("author", ()))}
    for name, field in BIBTEX_FIELDS:
        text = str(item.get(name, ""))
        text = text.replace("–", "--") if field == "pages" else text
        fields[field] = text if field in VERBATIM else text.translate(LATEX)
    fields["title"] = f"{{{fields['title']}}}"  # keeps its capitals
    fields |= {"year": _year(item)} if _year(item) else {"note": NO_YEAR}
    told = ",\n".join(f"  {field} = {{{text}}}" for field, text in fields.items() if text)
    return f"@{BIBTEX_KINDS.get(item['type'], 'misc')}{{{item['id']},\n{told}\n}}\n"


def to_bibtex(items: list[dict]) -> str:
    """BibTeX in UTF-8, one entry a document, keys as in the coded documents."""
    return "\n".join(map(_bibtex_entry, items))


def _ris_name(name: dict[str, str]) -> str:
    return f"{name['family']}, {name['given']}" if "family" in name else name["literal"]


def _ris_entry(item: dict) -> str:
    first, _, last = item.get("page", "").partition("–")
    lines = [
        ("TY", RIS_KINDS.get(item["type"], "GEN")),
        ("ID", item["id"]),
        *(("AU", _ris_name(name)) for name in item.get("author", ())),
    ]
    lines += [(tag, item.get(name, "")) for name, tag in RIS_FIELDS] + [("SP", first), ("EP", last)]
    lines += [("PY", _year(item)), ("N1", "" if _year(item) else NO_YEAR)]
    return "".join(f"{tag}  - {text}\n" for tag, text in lines if text) + "ER  - \n"


def to_ris(items: list[dict]) -> str:
    """RIS, one record a document; PMID as accession number."""
    return "\n".join(map(_ris_entry, items))
