"""References as RIS, for reference managers."""

from evidence.coded.person_names import Name
from evidence.files.escape import one_line
from evidence.tables.core.csl_items import NO_YEAR, year

KINDS = {"article-journal": "JOUR", "paper-conference": "CONF", "webpage": "ELEC"}
FIELDS = (
    ("title", "TI"),
    ("container-title", "JO"),
    ("volume", "VL"),
    ("issue", "IS"),
    ("DOI", "DO"),
    ("PMID", "AN"),
    ("PMCID", "C2"),
    ("URL", "UR"),
)


def _name(name: Name) -> str:
    """``Family, Given, Suffix``; of a name that is not divided the first comma is written twice.

    Alone it would begin the given names; between two commas there are none.
    """
    if "literal" in name:
        return name["literal"].replace(",", ",,", 1)
    return ", ".join(name[part] for part in ("family", "given", "suffix") if part in name)


def _entry(item: dict) -> str:
    first, _, last = item.get("page", "").partition("–")
    lines = [
        ("TY", KINDS.get(item["type"], "GEN")),
        ("ID", item["id"]),
        *(("AU", _name(name)) for name in item.get("author", ())),
        *((tag, str(item.get(name, ""))) for name, tag in FIELDS),
        ("SP", first),
        ("EP", last),
        ("PY", year(item)),
        ("N1", "" if year(item) else NO_YEAR),
    ]
    return "".join(f"{tag}  - {one_line(text)}\n" for tag, text in lines if text) + "ER  - \n"


def to_ris(items: list[dict]) -> str:
    """RIS, one record per document, one line per field; the PMID as accession number.

    Parameters
    ----------
    items : CSL items with ``id``, ``type``, ``title`` and ``issued``.

    Returns
    -------
    Records divided by an empty line.

    >>> people = [{"family": "Smith", "suffix": "Jr", "given": "JA"}]
    >>> item = {"id": "a", "type": "webpage", "title": "One", "author": people}
    >>> to_ris([item | {"issued": {"date-parts": [[2020]]}}]).splitlines()[2:5]
    ['AU  - Smith, JA, Jr', 'TI  - One', 'PY  - 2020']
    """
    return "\n".join(map(_entry, items))
