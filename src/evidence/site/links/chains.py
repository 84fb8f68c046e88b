"""The chain behind each number of a page: value, rule, coded rows, place in the document."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from evidence.review.lineage.lineage import CODED, Source, is_number
from evidence.site.links.find_rows import Origins, Place
from evidence.site.records import Records

RULE_COLUMNS = ("rule", "method", "model", "specification", "estimator", "interval", "check", "how")
# Of a chain that rests on more coded rows than this, the others are named and linked only.
IN_FULL = 12
# And of more than this the number in each table is said.
NAMED = 40


@dataclass(frozen=True)
class CodedRow:
    """A coded row at the end of a chain."""

    name: str
    page: str
    document: str
    reference: str
    locator: str
    words: tuple[tuple[str, str], ...]
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class Chain:
    """What is opened beside a number."""

    anchor: str
    title: str
    values: tuple[tuple[str, str], ...]
    rules: tuple[tuple[str, str], ...]
    through: tuple[str, ...]
    rows: tuple[CodedRow, ...]
    others: tuple[tuple[str, str], ...]
    count: int


@dataclass
class Uses:
    """Which chains of the site hold each coded row, by the page that they are on, and which numbers
    open each chain.
    """

    by_row: dict[Source, dict[tuple[str, str], dict[str, str]]] = field(default_factory=dict)

    coded_rows: dict[Source, CodedRow] = field(default_factory=dict)
    chains: dict[Source, tuple[str, str]] = field(default_factory=dict)
    numbers: dict[tuple[str, str], dict[str, None]] = field(default_factory=dict)

    def add(self, row: Source, page: tuple[str, str], anchor: str, words: str) -> None:
        """Remember a chain: the file and the title of its page, its anchor, its words."""
        self.by_row.setdefault(row, {}).setdefault(page, {})[anchor] = words


def spaced(name: str) -> str:
    """The name of a table or a column for reading.

    >>> spaced("value_as_reported")
    'value as reported'
    """
    return name.replace("_", " ")


def row_page(row: Source) -> str:
    """The address of a coded row in the site.

    >>> row_page(Source(CODED, "doses", "a b.d1"))
    'rows-doses.html#a-b.d1'
    """
    return f"rows-{row.table}.html#{anchor_of(row.key)}"


def anchor_of(key: str) -> str:
    """A key as an anchor: characters that an address would escape become hyphens."""
    return "".join(sign if sign.isalnum() or sign in "._-" else "-" for sign in key)


def _others(rows: Sequence[Source]) -> tuple[tuple[str, str], ...]:
    """Rows by name; by table and number where they are too many to name."""
    if len(rows) <= NAMED:
        return tuple((str(row), row_page(row)) for row in rows)
    counts = Counter(row.table for row in rows)
    return tuple(
        (f"{count} more rows of {spaced(table)}", f"rows-{table}.html")
        for table, count in counts.items()
    )


@dataclass
class Chains:
    """The chains of one page, numbered as they are first asked for."""

    records: Records
    origins: Origins
    uses: Uses
    page: str
    title: str
    beside: bool = True
    _places: dict[tuple[Source, ...], Chain] = field(default_factory=dict)

    @property
    def all(self) -> list[Chain]:
        """Every chain of the page."""
        return list(self._places.values())

    def link(self, words: str, place: Place) -> Markup:
        """A number as the link that opens its chain, or leads to where that is."""
        elsewhere = "" if self.beside else self._elsewhere(place.row)
        if elsewhere:
            return Markup('<a class="number" href="{}">{}</a>').format(elsewhere, words)
        chain = self.chain((place.row,))
        self.uses.numbers.setdefault((self.page, chain.anchor), {})[words] = None
        return Markup('<a class="number" href="#{}" data-column="{}">{}</a>').format(
            chain.anchor, spaced(place.column), words
        )

    def _elsewhere(self, row: Source) -> str:
        """The chain of the row on another page, or the coded row that it is a reading of."""
        if row in self.uses.chains:
            return "#".join(self.uses.chains[row])
        coded, same = self._coded((row,)), Source(CODED, row.table, row.key)
        if len(coded) > 1 and same not in coded:
            return ""
        found = same if same in coded else coded[0]
        self.uses.by_row.setdefault(found, {})
        return row_page(found)

    def link_all(self, words: str, sources: Sequence[str]) -> Markup:
        """Words as the link that opens all coded rows behind an output."""
        rows = tuple(dict.fromkeys(self.records.lineage.source(name) for name in sources))
        return Markup('<a class="number" href="#{}">{}</a>').format(self.chain(rows).anchor, words)

    def chain(self, rows: tuple[Source, ...]) -> Chain:
        """The chain of rows, made when first asked for."""
        if rows not in self._places:
            self._places[rows] = self._made(rows, f"c{len(self._places) + 1}")
        return self._places[rows]

    def _made(self, rows: tuple[Source, ...], anchor: str) -> Chain:
        lineage, coded, title = self.records.lineage, self._coded(rows), self._title(rows)
        if len(rows) == 1:
            self.uses.chains.setdefault(rows[0], (self.page, anchor))
        for row in coded:
            self.uses.add(row, (self.page, self.title), anchor, title)
        cells = lineage.rows[rows[0]] if len(rows) == 1 and rows[0].side != CODED else {}
        return Chain(
            anchor,
            title,
            tuple((spaced(name), cell) for name, cell in cells.items() if is_number(cell)),
            tuple((spaced(name), cells[name]) for name in RULE_COLUMNS if cells.get(name)),
            tuple(self._through(rows)),
            tuple(map(self.coded_row, coded[:IN_FULL])),
            _others(coded[IN_FULL:]),
            len(coded),
        )

    def _coded(self, rows: tuple[Source, ...]) -> list[Source]:
        """The coded rows behind rows, each once."""
        lineage = self.records.lineage
        behind = (
            [row]
            if row.side == CODED
            else lineage.resolve(lineage.rows[row].get("sources", "").split())
            for row in rows
        )
        return list(dict.fromkeys(found for part in behind for found in part))

    def _title(self, rows: tuple[Source, ...]) -> str:
        if len(rows) > 1:
            return f"{len(rows)} rows"
        row = rows[0]
        if row.side == CODED:
            return f"{spaced(row.table)}: {row.key}"
        return f"{spaced(row.table)}: {self.records.key_in_words(row)}"

    def _through(self, rows: tuple[Source, ...]) -> list[str]:
        """The derived rows between a row and the coded ones, with their rules."""
        lineage, found = self.records.lineage, dict[Source, None]()
        waiting = [row for row in rows if row.side != CODED]
        while waiting:
            behind = (origin for row in waiting for origin in lineage.behind(row))
            new = [origin for origin in behind if origin.side != CODED]
            waiting = [row for row in dict.fromkeys(new) if row not in found]
            found |= dict.fromkeys(waiting)
        rules = (
            (row.table, lineage.rows[row].get("rule") or lineage.rows[row].get("method", ""))
            for row in found
        )
        return list(
            dict.fromkeys(
                f"{spaced(table)}, rule {rule}" if rule else spaced(table) for table, rule in rules
            )
        )

    def coded_row(self, row: Source) -> CodedRow:
        """A coded row with its words as reported and its place."""
        if row not in self.uses.coded_rows:
            self.uses.coded_rows[row] = self._coded_row(row)
        return self.uses.coded_rows[row]

    def _coded_row(self, row: Source) -> CodedRow:
        cells, records = self.records.lineage.rows[row], self.records
        document = records.document(cells)
        reported = {name: cell for name, cell in cells.items() if name.endswith("as_reported")}
        words = {name: cell for name, cell in reported.items() if cell} or {
            name: cell
            for name, cell in list(cells.items())[1:]
            if cell and name not in ("locator", "address", "document_id")
        }
        if words.get("value_as_reported"):
            words = {"value_as_reported": words["value_as_reported"]}
        return CodedRow(
            str(row),
            row_page(row),
            records.named(document) if document else "",
            records.reference(document),
            cells.get("locator", ""),
            tuple((spaced(name), cell) for name, cell in words.items()),
            tuple(records.addresses(cells)),
        )
