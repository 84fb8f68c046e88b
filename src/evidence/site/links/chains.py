"""The chain behind each number of a page: value, rule, coded rows, place in the document."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from markupsafe import Markup

from evidence.review.lineage.lineage import CODED, Source, is_number
from evidence.site.links.find_rows import Origins, Place
from evidence.site.records import Records, spaced

RULE_COLUMNS = ("rule", "method", "model", "specification", "estimator", "interval", "check", "how")
# Of a chain that rests on more coded rows than this a few are named, and the number by table.
NAMED, FEW = 16, 4
# A chain of more rows leads to their addresses by way of the pages of the documents.
WITH_ADDRESSES = 3
# Letters of a coded row in a chain, and in one of many rows; its page has it whole.
LONGEST, SHORT = 140, 40
FILED = ("locator", "address", "document_id", "sources")
Rows = tuple[Source, ...]


@dataclass(frozen=True)
class CodedRow:
    """A coded row at the end of a chain."""

    page: str
    document: str
    locator: str
    words: str
    addresses: tuple[tuple[str, str], ...]

    @property
    def short(self) -> str:
        """The first words, for a list of many rows."""
        return shortened(self.words, SHORT)


@dataclass(frozen=True, eq=False)
class Chain:
    """What is opened beside a number."""

    title: str
    values: tuple[tuple[str, str], ...]
    rules: tuple[tuple[str, str], ...]
    through: tuple[str, ...]
    rows: tuple[CodedRow, ...]
    others: tuple[tuple[str, str], ...]
    count: int
    behind: Rows

    @property
    def is_long(self) -> bool:
        """Are there so many coded rows that their addresses are on their pages only?"""
        return self.count > WITH_ADDRESSES


@dataclass
class Uses:
    """The chains of the site, the page that has each first, and which numbers open it there."""

    chains: dict[Rows, Chain] = field(default_factory=dict)
    first: dict[Rows, tuple[str, str]] = field(default_factory=dict)
    coded_rows: dict[Source, CodedRow] = field(default_factory=dict)
    linked: dict[Source, None] = field(default_factory=dict)
    numbers: dict[tuple[str, str], dict[str, None]] = field(default_factory=dict)

    def by_row(self) -> dict[Source, list[tuple[str, str]]]:
        """The chains that rest on each coded row that the site leads to, as address and title;
        first those that rest on few rows.
        """
        found: dict[Source, list[tuple[str, str]]] = {row: [] for row in self.linked}
        closest = sorted(self.first.items(), key=lambda item: self.chains[item[0]].count)
        for rows, place in closest:
            chain = self.chains[rows]
            for row in chain.behind:
                found.setdefault(row, []).append(("#".join(place), chain.title))
        return found


def _others(records: Records, rows: Sequence[Source]) -> tuple[tuple[str, str], ...]:
    """Rows by table and number, where they are too many to name; each with the page of the
    first.
    """
    counts, first = Counter(row.table for row in rows), dict[str, Source]()
    for row in rows:
        first.setdefault(row.table, row)
    return tuple(
        (f"{count} more rows of {spaced(table)}", records.row_page(first[table]))
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
    _anchors: dict[Rows, str] = field(default_factory=dict)

    @property
    def all(self) -> list[tuple[str, Chain, str]]:
        """Every chain of the page with its anchor, and that of the first with the same coded rows
        where they are many.
        """
        found, first = [], dict[Rows, str]()
        for rows, anchor in self._anchors.items():
            chain = self.uses.chains[rows]
            same = first.setdefault(chain.behind, anchor)
            found.append((anchor, chain, same if same != anchor and chain.is_long else ""))
        return found

    def link(self, words: str, place: Place) -> Markup:
        """A number as the link that opens its chain, or leads to where that is."""
        given = self.opens(words, place).items()
        attributes = Markup("").join(Markup(' {}="{}"').format(*pair) for pair in given)
        return Markup("<a class=n{}>{}</a>").format(attributes, words)

    def opens(self, words: str, place: Place) -> dict[str, str]:
        """The attributes of the link that opens the chain of a cell, which words show."""
        elsewhere = "" if self.beside else self._elsewhere(place.row)
        if elsewhere:
            return {"href": elsewhere}
        anchor, chain = self.anchor((place.row,)), self.uses.chains[(place.row,)]
        self.uses.numbers.setdefault((self.page, anchor), {})[words] = None
        names = [name for name, _ in chain.values]
        asked = spaced(place.column)
        mark = {"data-v": str(names.index(asked))} if asked in names else {}
        return {"href": f"#{anchor}", **mark}

    def _elsewhere(self, row: Source) -> str:
        """The chain of the row on another page, or the coded row that it is a reading of."""
        if (row,) in self.uses.first:
            return "#".join(self.uses.first[(row,)])
        coded, same = self._coded((row,)), Source(CODED, row.table, row.key)
        if len(coded) > 1 and same not in coded:
            return ""
        found = same if same in coded else coded[0]
        self.uses.linked[found] = None
        return self.records.row_page(found)

    def anchor(self, rows: Rows) -> str:
        """The anchor of the chain of rows, which is made when first asked for."""
        if rows not in self._anchors:
            self._anchors[rows] = f"c{len(self._anchors) + 1}"
            self.uses.first.setdefault(rows, (self.page, self._anchors[rows]))
            if rows not in self.uses.chains:
                self.uses.chains[rows] = self._made(rows)
        return self._anchors[rows]

    def _made(self, rows: Rows) -> Chain:
        lineage, coded = self.records.lineage, self._coded(rows)
        cells = lineage.rows[rows[0]] if len(rows) == 1 and rows[0].side != CODED else {}
        named = NAMED if len(coded) <= NAMED else FEW
        return Chain(
            self._title(rows),
            tuple((spaced(name), cell) for name, cell in cells.items() if is_number(cell)),
            tuple((spaced(name), cells[name]) for name in RULE_COLUMNS if cells.get(name)),
            tuple(self._through(rows)),
            tuple(map(self.coded_row, coded[:named])),
            _others(self.records, coded[named:]),
            len(coded),
            tuple(coded),
        )

    def _coded(self, rows: Rows) -> list[Source]:
        """The coded rows behind rows, each once."""
        lineage = self.records.lineage
        behind = (
            [row]
            if row.side == CODED
            else lineage.resolve(lineage.rows[row].get("sources", "").split())
            for row in rows
        )
        return list(dict.fromkeys(found for part in behind for found in part))

    def _title(self, rows: Rows) -> str:
        if len(rows) > 1:
            return f"{len(rows)} rows"
        row = rows[0]
        if row.side == CODED:
            return f"{spaced(row.table)}: {row.key}"
        return f"{spaced(row.table)}: {self.records.key_in_words(row)}"

    def _through(self, rows: Rows) -> list[str]:
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
        return CodedRow(
            records.row_page(row),
            records.named(document) if document else "",
            cells.get("locator", ""),
            words_of(cells) or str(row),
            with_hosts(records.addresses(cells)),
        )


def words_of(cells: dict[str, str]) -> str:
    """What a coded row says: the words of the report, else what was coded.

    >>> words_of({"id": "a", "value_as_reported": "88/109", "n_as_reported": "109"})
    '88/109'
    >>> words_of({"id": "a", "study_id": "b", "primary": "yes", "reason": "All treated."})
    'primary: yes; reason: All treated.'
    """
    if cells.get("value_as_reported"):
        return shortened(cells["value_as_reported"], LONGEST)
    filled = {name: cell for name, cell in list(cells.items())[1:] if cell}
    reported = {name: cell for name, cell in filled.items() if name.endswith("as_reported")}
    coded = {
        name: cell
        for name, cell in filled.items()
        if name not in FILED and not name.endswith("_id")
    }
    return shortened(
        "; ".join(f"{spaced(name)}: {cell}" for name, cell in (reported or coded).items()), LONGEST
    )


def with_hosts(addresses: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Addresses with the words that their links show.

    >>> with_hosts(["https://doi.org/10.1/x"])
    (('https://doi.org/10.1/x', 'doi.org'),)
    """
    return tuple((address, urlsplit(address).netloc or address) for address in addresses)


def shortened(text: str, longest: int) -> str:
    """A long text cut at a space, with an ellipsis.

    >>> shortened("one two three", 8)
    'one two …'
    """
    cut = text[:longest].rpartition(" ")[0].rstrip("… ;,")
    return text if len(text) <= longest else f"{cut} …"
