"""The dictionary: data/datapackage.json as tables and fields.

Reading, validation and the dictionary page all come from it (Data Package v2,
https://datapackage.org/standard/data-package/).
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from evidence.coded.package_problems import FILE, Entry, read_package
from evidence.coded.problems import Problem, ProblemsFound

VERSION = 3  # a new one has its renames in evidence/review/migrate/renames.csv


@dataclass(frozen=True)
class Field:
    """One column: its type, description and what it may hold."""

    name: str
    type: str
    description: str
    unit: str = ""
    reads_as: str = ""
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True)
class ForeignKey:
    """Columns that must be found in another table, unless they are empty."""

    fields: tuple[str, ...]
    table: str
    other_fields: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One CSV file."""

    name: str
    path: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    at_most: tuple[tuple[str, str], ...]
    no_circle: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> list[str]:
        """Column names in order."""
        return [field.name for field in self.fields]


def _field(entry: Entry) -> Field:
    limits = dict(entry.get("constraints", {}))
    limits["enum"] = tuple(limits.get("enum", ()))
    return Field(
        entry["name"],
        entry["type"],
        entry["description"],
        entry.get("unit", ""),
        entry.get("readsAs", ""),
        **limits,
    )


def _foreign_key(entry: Entry) -> ForeignKey:
    reference = entry["reference"]
    return ForeignKey(tuple(entry["fields"]), reference["resource"], tuple(reference["fields"]))


def _table(resource: Entry) -> Table:
    schema = resource["schema"]
    return Table(
        name=resource["name"],
        path=resource["path"],
        description=resource["description"],
        fields=tuple(map(_field, schema["fields"])),
        key=tuple(schema["primaryKey"]),
        foreign_keys=tuple(map(_foreign_key, schema.get("foreignKeys", ()))),
        at_most=tuple((part, whole) for part, whole in schema.get("atMost", ())),
        no_circle=tuple((child, parent) for child, parent in schema.get("noCircle", ())),
    )


def read_dictionary(data: Path) -> dict[str, Table]:
    """Tables by name, in the order of ``data/datapackage.json``.

    Parameters
    ----------
    data : folder that holds ``datapackage.json``.

    Raises
    ------
    ProblemsFound : the file cannot be read, or is no dictionary that can be worked with.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "datapackage.json").write_text('{"resources": []}')
    >>> read_dictionary(folder)
    {}
    """
    path = Path(data) / FILE
    try:
        raw = path.read_bytes()
    except OSError as error:
        found = f"a file not to be read ({error.strerror})"
        raise ProblemsFound([Problem(FILE, "", "", found, "a data package")]) from error
    return dict(_tables(raw))


@lru_cache(maxsize=4)
def _tables(raw: bytes) -> tuple[tuple[str, Table], ...]:
    """Name and table of each resource; the same bytes are validated once."""
    package, problems = read_package(raw)
    if problems:
        raise ProblemsFound(problems)
    return tuple((table.name, table) for table in map(_table, package["resources"]))


def version_of(package: Entry) -> int:
    """The version that a dictionary names; the first one has no number.

    >>> version_of({}), version_of({"dictionaryVersion": 2})
    (1, 2)
    """
    return int(package.get("dictionaryVersion", 1))


def version_problems(data: Path) -> list[Problem]:
    """Whether a dictionary that can be read is of the version that this package reads.

    Parameters
    ----------
    data : folder that holds ``datapackage.json``.
    """
    version = version_of(json.loads((data / FILE).read_text(encoding="utf-8")))
    if version == VERSION:
        return []
    how = "evidence migrate raises it" if version < VERSION else "it needs a later evidence"
    found = f"version {version}"
    return [Problem(FILE, "", "dictionaryVersion", found, f"version {VERSION}: {how}")]
