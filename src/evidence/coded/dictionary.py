"""The dictionary: data/datapackage.json as tables and fields.

Reading, validation and the dictionary page all come from it (Data Package v2,
https://datapackage.org/standard/data-package/).
"""

import json
from dataclasses import dataclass
from pathlib import Path


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

    @property
    def columns(self) -> list[str]:
        """Column names in order."""
        return [field.name for field in self.fields]


def _field(entry: dict) -> Field:
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


def _foreign_key(entry: dict) -> ForeignKey:
    reference = entry["reference"]
    return ForeignKey(tuple(entry["fields"]), reference["resource"], tuple(reference["fields"]))


def _table(resource: dict) -> Table:
    schema = resource["schema"]
    return Table(
        name=resource["name"],
        path=resource["path"],
        description=resource["description"],
        fields=tuple(map(_field, schema["fields"])),
        key=tuple(schema["primaryKey"]),
        foreign_keys=tuple(map(_foreign_key, schema.get("foreignKeys", ()))),
        at_most=tuple(map(tuple, schema.get("atMost", ()))),
    )


def read_dictionary(data: Path) -> dict[str, Table]:
    """Tables by name, in the order of ``data/datapackage.json``.

    Parameters
    ----------
    data : folder that holds ``datapackage.json``.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "datapackage.json").write_text('{"resources": []}')
    >>> read_dictionary(folder)
    {}
    """
    package = json.loads((Path(data) / "datapackage.json").read_text(encoding="utf-8"))
    return {table.name: table for table in map(_table, package["resources"])}
