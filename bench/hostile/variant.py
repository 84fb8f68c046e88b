"""One malformed variant: what is damaged, which command is run, what its message must name."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Damage = Callable[[Path], None]  # given the root of a copy of the project


@dataclass(frozen=True)
class Variant:
    """A damage, a command, and the words of which the message must have every one.

    ``{root}`` in an argument is the root of the copy. A word ``a|b`` asks for one of the two.
    """

    family: str
    name: str
    damage: Damage
    command: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def title(self) -> str:
        return f"{self.family}: {self.name}"


def untouched(root: Path) -> None:
    """No damage: the command itself is malformed."""


def bytes_of(path: str, change: Callable[[bytes], bytes]) -> Damage:
    """Change the bytes of one file."""

    def damage(root: Path) -> None:
        file = root / path
        file.write_bytes(change(file.read_bytes()))

    return damage


def missing(path: str) -> Damage:
    """Remove one file."""
    return lambda root: (root / path).unlink()


def folder_instead(path: str) -> Damage:
    """Put a folder where a file is needed."""

    def damage(root: Path) -> None:
        (root / path).unlink()
        (root / path).mkdir()

    return damage


def written(path: str, content: bytes | str) -> Damage:
    """Write one new file."""

    def damage(root: Path) -> None:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    return damage


Rows = list[list[str]]


def rows_of(path: str, change: Callable[[Rows], Rows]) -> Damage:
    """Change the rows of a CSV file, the header being the first."""

    def altered(raw: bytes) -> bytes:
        rows = change(list(csv.reader(io.StringIO(raw.decode("utf-8"), newline=""))))
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        return text.getvalue().encode("utf-8", "surrogatepass")

    return bytes_of(path, altered)


def cell(path: str, column: str, value: str, row: int = 1) -> Damage:
    """Change one cell; ``row`` counts from the first below the header."""

    def change(rows: Rows) -> Rows:
        rows[row][rows[0].index(column)] = value
        return rows

    return rows_of(path, change)
