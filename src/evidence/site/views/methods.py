"""Methods: what was searched, which rules made which table, what the coded tables hold, terms."""

from markupsafe import Markup

from evidence.site.grids import filled, grid, rows_of
from evidence.site.links.chains import Chains
from evidence.site.links.linked_text import cell
from evidence.site.notebooks import Grid
from evidence.site.records import spaced
from evidence.site.shared import Shared
from evidence.site.template import Section, page

METHODS, TERMS = "methods.html", "terms.html"
# Tables that say how a review was made, in the order of a methods section.
TABLES = ("searches", "screening", "response_definitions", "prisma_items", "swim_items")


def methods_page(shared: Shared) -> dict[str, bytes]:
    """Searches, screening and checklists as coded; rules with their versions; coded tables."""
    chains = shared.chains(METHODS, "Methods", beside=False)
    sections = [_coded(shared, chains, name) for name in TABLES if name in shared.records.coded]
    sections.append(Section("Rules and their versions", (_rules(shared),), anchor="rules"))
    sections.append(Section("Coded tables", (_tables(shared),), anchor="tables"))
    words = "What was done is coded too. The questions before these pages say it in sentences."
    return {
        METHODS: page(
            "sections.html",
            shared.site,
            METHODS,
            "Methods",
            chains,
            introduction=words,
            sections=sections,
        )
    }


def _coded(shared: Shared, chains: Chains, name: str) -> Section:
    frame, rows = rows_of(chains, name)
    shown = grid(chains, frame, rows, filled(frame))
    description = shared.records.dictionary[name].description
    return Section(spaced(name).capitalize(), (shown,), description, anchor=name)


def _rules(shared: Shared) -> Grid:
    """The rule behind the rows of each derived table."""
    rows = [
        (table, rule, str((frame["rule"] == rule).sum()))
        for table, frame in sorted(shared.records.derived.items())
        if "rule" in frame
        for rule in dict.fromkeys(frame["rule"])
        if rule
    ]
    cells = [[cell(spaced(table)), cell(rule), cell(count)] for table, rule, count in rows]
    return Grid("", ["Derived table", "Rule and version", "Rows"], [False, False, True], cells)


def _tables(shared: Shared) -> Grid:
    records = shared.records
    rows = [
        [cell(spaced(name)), cell(table.description), cell(str(len(records.coded[name])))]
        for name, table in records.dictionary.items()
        if name in records.coded
    ]
    return Grid("", ["Table", "What a row is", "Rows"], [False, False, True], rows)


def terms_page(shared: Shared) -> dict[str, bytes]:
    """Every code of the code lists that have definitions, with its source."""
    records = shared.records
    sections = []
    for name, frame in records.coded.items():
        if {"code", "label", "definition"} <= set(frame):
            rows = [_term(shared, row) for row in frame.to_dict("records")]
            shown = Grid("", ["Term", "Definition", "Source"], [False] * 3, rows)
            sections.append(Section(spaced(name).capitalize(), (shown,), anchor=name))
    made = page("sections.html", shared.site, TERMS, "Terms", introduction="", sections=sections)
    return {TERMS: made}


def _term(shared: Shared, row: dict[str, str]) -> list[Markup]:
    """Label, definition, and the document that it is from by its name."""
    source = row.get("source", "")
    named = shared.records.named(source) if source else ""
    return [cell(row["label"]), cell(row["definition"]), cell(named)]
