"""The tables that a notebook shows, read back from their HTML as cells of text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class ShownTable:
    """Headings, alignment and cells of a table; the heading under which it is folded, if it is."""

    fold: str = ""
    headings: list[str] = field(default_factory=list)
    numeric: list[bool] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects tables. Whatever else the HTML holds is left out: only text goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[ShownTable] = []
        self._fold, self._text, self._address = "", "", ""
        self._in_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self.tables.append(ShownTable(self._fold))
        elif tag == "thead":
            self._in_head = True
        elif tag == "tr" and not self._in_head and self.tables:
            self.tables[-1].rows.append([])
        elif tag in ("th", "td", "summary"):
            self._text = ""
            if tag == "th" and self._in_head:
                self.tables[-1].numeric.append("right" in (given.get("style") or ""))
        elif tag == "br":
            self._text += "\n"
        elif tag == "a":
            self._text += given.get("href") or ""
            self._address = given.get("href") or ""

    def handle_data(self, data: str) -> None:
        self._text += "" if self._address else data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._address = ""
        elif tag == "summary":
            self._fold = self._text
        elif tag == "details":
            self._fold = ""
        elif tag == "thead":
            self._in_head = False
        elif tag in ("th", "td") and self.tables:
            self._keep()

    def _keep(self) -> None:
        table = self.tables[-1]
        if self._in_head:
            table.headings.append(self._text)
        elif table.rows:
            table.rows[-1].append(self._text)


def tables_in(html: str) -> list[ShownTable]:
    """Every table in the HTML of an output.

    >>> tables_in("<table><tr><td>a &lt; b<br>c</td><td>3</td></tr></table>")[0].rows
    [['a < b\\nc', '3']]
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.tables
