"""The page of all figures, each with the rows it was drawn from."""

import csv
from io import StringIO

from evidence.review.lineage.lineage import is_number
from evidence.site.drawings import linked
from evidence.site.figures import FOLDER, Figure
from evidence.site.grids import rounded
from evidence.site.links.chains import Chains
from evidence.site.links.linked_text import cell, linker
from evidence.site.notebooks import Grid
from evidence.site.records import spaced
from evidence.site.shared import Shared
from evidence.site.template import page

FILE = "figures.html"
# A longer table of drawn rows is a file to take away, not something to read.
MOST_ROWS = 60


def figures_page(shared: Shared) -> dict[str, bytes]:
    """Every figure of the review; the rows of one whose numbers are links are not listed again."""
    chains = shared.chains(FILE, "Figures", beside=False)
    known = [figure for name in shared.figures.names() if (figure := shared.figures.named(name))]
    drawn = [linked(figure, shared.figures, chains) for figure in known]
    figures = [
        (figure, None if figure.drawing else _data(shared, chains, figure)) for figure in drawn
    ]
    return {FILE: page("figures.html", shared.site, FILE, "Figures", chains, figures=figures)}


def _data(shared: Shared, chains: Chains, figure: Figure) -> Grid | None:
    """The rows that a figure was drawn from, linked to their chains."""
    content = shared.figures.files.get(f"{FOLDER}/{figure.name}.csv", b"").decode()
    rows = list(csv.DictReader(StringIO(content)))
    if not rows or len(rows) > MOST_ROWS:
        return None
    names = [name for name in rows[0] if name != "sources" and any(row[name] for row in rows)]
    shown = []
    for row in rows:
        texts = [rounded(row[name]) if is_number(row[name]) else row[name] for name in names]
        link = linker(chains, " \n".join(texts), row.get("sources", "").split())
        shown.append([cell(text, link) for text in texts])
    numeric = [all(is_number(row[name]) or not row[name] for row in rows) for name in names]
    return Grid("The rows drawn", [spaced(name) for name in names], numeric, shown)
