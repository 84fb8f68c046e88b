"""References as an author reads them: numbered text."""

from functools import cache
from importlib.resources import files
from typing import Any

from evidence.files.escape import printable

STYLE = "numbered.csl"


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
    entries = (" ".join(printable(str(entry)).split()) for entry in bibliography.bibliography())
    return [entry.replace("?.", "?") for entry in entries]
