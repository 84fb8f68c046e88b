"""A manuscript with its numbers, tables and figures put in, for one format."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from evidence.manuscript.contents import Contents
from evidence.manuscript.document.figure_block import figure_block
from evidence.manuscript.document.nodes import Inlines, Node, attributes, inlines, span, with_words
from evidence.manuscript.document.placement import PLACE, placed
from evidence.manuscript.document.source import Source
from evidence.manuscript.document.table_block import table_block
from evidence.manuscript.numbers.typed_numbers import PLACEHOLDER
from evidence.manuscript.writers.formats import Format

# The version of pandoc's document that the nodes here are written for.
API_VERSION = [1, 23, 1]


@dataclass(frozen=True)
class Assembler:
    """Puts what manuscripts ask for into them, as one format needs it."""

    contents: Contents
    kind: Format

    def document(self, source: Source) -> str:
        """The document of a manuscript as pandoc reads it, in JSON."""
        shown = source.with_abstract()
        shown = shown if self.kind.authors else shown.with_plain_authors()
        here = {(item.kind, item.name) for item in source.placed}

        def change(word: str) -> Inlines:
            return self._word(word, here)

        document = {
            "pandoc-api-version": API_VERSION,
            "meta": with_words(shown.meta, change),
            "blocks": self._blocks(shown.blocks, change),
        }
        return json.dumps(document, ensure_ascii=False)

    def _blocks(self, blocks: list[Node], change: Callable[[str], Inlines]) -> list[Node]:
        """The blocks, with tables that need it on pages that lie on their side, neighbours
        together.
        """
        shown: list[Node] = []
        turned: list[Node] = []
        heading: list[Node] = []  # above what comes next, and on its page
        for block in blocks:
            item = placed(block)
            made = self._item(item) if item else [with_words(block, change)]
            if block["t"] == "Header":
                heading += made
            elif item and item[0] == "table" and self.contents.tables[item[1]].landscape:
                turned += heading + made
                heading = []
            else:
                shown += [*self._turned(turned), *heading, *made]
                turned, heading = [], []
        return shown + self._turned(turned) + heading

    def _turned(self, blocks: list[Node]) -> list[Node]:
        if not blocks:
            return []
        if not self.kind.turned:
            return [{"t": "Div", "c": [attributes("", "turned"), blocks]}]
        before, after = self.kind.turned
        return [before, *blocks, after]

    def _item(self, item: tuple[str, str]) -> list[Node]:
        """A table or figure where a manuscript places it."""
        number = self.contents.placed[item].number
        if item[0] == "table":
            return table_block(
                self.contents.tables[item[1]], number, self.kind.text, self.kind.footnotes
            )
        figure = self.contents.figures[item[1]]
        picture = self.kind.picture(figure, self.kind.figures.format(figure.name))
        return figure_block(figure, number, picture)

    def _word(self, word: str, here: set[tuple[str, str]]) -> Inlines:
        """A word with the keys in it replaced by what they stand for."""
        found: Inlines = []
        position = 0
        for part in PLACEHOLDER.finditer(word):
            found += inlines(word[position : part.start()])
            found += self._value(part.group(), here)
            position = part.end()
        return found + inlines(word[position:])

    def _value(self, key: str, here: set[tuple[str, str]]) -> Inlines:
        """A number that names its key, or the number of a table or figure, linked if shown here."""
        named = PLACE.fullmatch(key)
        if not named:
            number = self.contents.numbers[key[2:-2]]
            words = inlines(number.text)
            attribute = attributes("", "number", key=number.key)
            return [span(words, attribute)] if self.kind.keys else words
        item = (named[1], named[2])
        text = inlines(self.contents.placed[item].number.replace(" ", "\u00a0"))
        target = [f"#{item[0]}-{item[1]}", ""]
        return [{"t": "Link", "c": [attributes(), text, target]}] if item in here else text
