"""Which row of the review a number in a sentence or a table is a cell of."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from evidence.review.lineage.lineage import CODED, Lineage, Source, is_number
from evidence.review.lineage.notebook_outputs import reads_as
from evidence.review.lineage.trace import Tracer

# A fraction of counts, or a number, with its percent sign; digits inside a word are part of a name.
NUMBER = re.compile(r"(?<![\w.])(?:\d+/\d+|\d+(?:\.\d+)?)(?:\s?%)?(?![\w])")


@dataclass(frozen=True)
class Place:
    """A cell of a derived or coded row."""

    row: Source
    column: str


@dataclass(frozen=True, eq=False)
class Origins:
    """Finds the cells that numbers show."""

    lineage: Lineage

    @cached_property
    def _tracer(self) -> Tracer:
        return Tracer(self.lineage)

    @cache  # noqa: B019 - one instance a site, which ends with the process
    def _numbers(self, row: Source) -> tuple[tuple[str, float], ...]:
        cells = self.lineage.rows[row].items()
        return tuple((name, abs(float(cell))) for name, cell in cells if is_number(cell))

    @cached_property
    def _sets(self) -> dict[str, list[frozenset[str]]]:
        """The sets of sources that derived rows name, by each source in them."""
        found: dict[str, list[frozenset[str]]] = {}
        for names in self._tracer.by_sources:
            for name in names:
                found.setdefault(name, []).append(names)
        return found

    def rows(self, sources: Sequence[str]) -> list[Source]:
        """The derived rows that rest on these sources or some of them, then the sources' own
        rows; first those that rest on all.
        """
        asked = frozenset(sources)
        alike = self._tracer.by_sources
        exact = alike.get(asked, [])
        overlapping = dict.fromkeys(names for name in sources for names in self._sets.get(name, ()))
        parts = [row for names in overlapping if names < asked for row in alike[names]]
        named = (self._coded(name) for name in sources)
        return list(dict.fromkeys([*exact, *parts, *(row for row in named if row)]))

    def _coded(self, name: str) -> Source | None:
        """The coded row of a name, if it names one."""
        table, _, key = name.partition(":")
        row = Source(CODED, table, key)
        return row if row in self.lineage.rows else None

    def places(self, tokens: Sequence[str], sources: Sequence[str]) -> dict[str, Place]:
        """The cell of each token: of the row that shows most of the tokens, if several do."""
        found: dict[Source, dict[str, str]] = {}
        asked = dict.fromkeys(tokens)
        for row in self.rows(sources) if asked else ():
            columns = ((token, self._column(row, token)) for token in asked)
            found[row] = {token: name for token, name in columns if name}
            if len(found[row]) == len(asked):  # no later row can show more
                break
        best = sorted(found, key=lambda row: -len(found[row]))  # stable: exact rows stay first
        return {
            token: Place(row, found[row][token])
            for token in asked
            for row in [next((row for row in best if token in found[row]), None)]
            if row
        }

    def _column(self, row: Source, token: str) -> str:
        """The column of the row that a token shows; nothing if none does."""
        if "/" in token:
            return self._numerator(row, *token.rstrip("% ").split("/"))
        value, places, percent = _read(token)
        return self._shown(row, places, percent).get(value) or self._quoted(row, token)

    @cache  # noqa: B019 - one instance a site, which ends with the process
    def _shown(self, row: Source, places: int, percent: bool) -> dict[float, str]:
        """The column of each number of the row as it reads at some decimals; the first of several
        columns that read alike.
        """
        found: dict[float, str] = {}
        for name, number in self._numbers(row):
            for value in reads_as(number, places, percent):
                found.setdefault(value, name)
        return found

    def _numerator(self, row: Source, events: str, n: str) -> str:
        """The column of a numerator that its denominator follows."""
        numbers = self._numbers(row)
        pairs = [
            (after - before, name)
            for before, (name, number) in enumerate(numbers)
            if number == float(events)
            for after, (_, other) in enumerate(numbers)
            if after > before and other == float(n)
        ]
        return min(pairs)[1] if pairs else self._quoted(row, f"{events}/{n}")

    def _quoted(self, row: Source, token: str) -> str:
        """The reported words of a coded row that hold the token."""
        if row.side != CODED:
            return ""
        exact = re.compile(rf"(?<![\d.]){re.escape(token)}(?![\d.]*\d)")
        cells = self.lineage.rows[row].items()
        words = (
            name for name, cell in cells if name.endswith("as_reported") and exact.search(cell)
        )
        return next(words, "")


def _read(token: str) -> tuple[float, int, bool]:
    digits = token.rstrip("% ")
    return float(digits), len(digits.partition(".")[2]), token.endswith("%")


def tokens_of(words: str, typed: Iterable[str] = ()) -> list[str]:
    """The numbers of a text that were not typed in its template.

    >>> tokens_of("88/109 of the first 218 (80.7%; 95% CI)", ["218", "95%"])
    ['88/109', '80.7%']
    """
    known = {token.rstrip("% ") for token in typed}
    return [token for token in NUMBER.findall(words) if token.rstrip("% ") not in known]
