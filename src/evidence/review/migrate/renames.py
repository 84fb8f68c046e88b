"""The renames that lead from one version of the dictionary to the next: ``renames.csv``.

Version 2 says *index therapy* where version 1 named the drug of its review; version 3 says
*reported* where version 2 said *printed*.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from evidence.errors import EvidenceError

INDEX = "{index}"  # in the table: the review's word for its index therapy
INDEX_VERSION = 2  # from which on no name holds the word of one review
Package = dict[str, Any]
Place = tuple[str, str]  # table, column


class MigrationRefused(EvidenceError, ValueError):
    """The dictionary cannot be raised; the message says why."""


@dataclass(frozen=True)
class Rename:
    """A code or a column that has another name from ``version`` on."""

    version: int
    kind: str  # code or column
    place: Place
    old: str
    new: str

    def __str__(self) -> str:
        return f"{'.'.join(self.place)}: {self.kind} {self.old} is {self.new}"


def known_renames(index: str = INDEX) -> list[Rename]:
    """Every rename, with the review's word for its index therapy in it.

    >>> [rename.new for rename in known_renames("aspirin") if rename.old == "on_aspirin"]
    ['on_index', 'on_index']
    """
    text = files("evidence.review.migrate").joinpath("renames.csv").read_text(encoding="utf-8")
    return [
        Rename(
            int(row["version"]),
            row["kind"],
            (row["table"], row["column"].replace(INDEX, index)),
            row["old"].replace(INDEX, index),
            row["new"],
        )
        for row in csv.DictReader(text.splitlines())
    ]


def _fields(package: Package) -> Iterator[tuple[Place, dict[str, Any]]]:
    for resource in package["resources"]:
        for field in resource["schema"]["fields"]:
            yield (resource["name"], field["name"]), field


def columns_with(package: Package, place: Place) -> set[Place]:
    """The column itself and those that take their codes from it.

    Parameters
    ----------
    package : the dictionary. place : table and column.
    """
    found = {place}
    for resource in package["resources"]:
        for key in resource["schema"].get("foreignKeys", ()):
            other = key["reference"]
            pairs = zip(key["fields"], other["fields"], strict=True)
            found |= {
                (resource["name"], column)
                for column, target in pairs
                if (other["resource"], target) == place
            }
    return found


def _listed(field: dict[str, Any]) -> list[str]:
    listed: list[str] = field.get("constraints", {}).get("enum", [])
    return listed


def rename_codes(package: Package, renames: list[Rename]) -> None:
    """Rename codes that the dictionary itself lists, in place."""
    fields = dict(_fields(package))
    for rename in renames:
        listed = _listed(fields.get(rename.place, {}))
        if rename.kind == "code" and rename.old in listed:
            if rename.new in listed:
                raise MigrationRefused(f"{rename}, which is in use: give that code another name")
            listed[listed.index(rename.old)] = rename.new


def rename_columns(package: Package, renames: list[Rename]) -> None:
    """Rename columns wherever the dictionary names them, in place."""
    for rename in (rename for rename in renames if rename.kind == "column"):
        table = rename.place[0]
        fields = {name: field for (where, name), field in _fields(package) if where == table}
        if rename.old not in fields:
            continue
        if rename.new in fields:
            raise MigrationRefused(f"{rename}, which is in use: give that column another name")
        fields[rename.old]["name"] = rename.new
        for resource in package["resources"]:
            _rename_in_keys(resource, table, rename)


def _rename_in_keys(resource: dict[str, Any], table: str, rename: Rename) -> None:
    """A column in keys, references and orders."""
    schema = resource["schema"]
    lists = [
        key["reference"]["fields"]
        for key in schema.get("foreignKeys", ())
        if key["reference"]["resource"] == table
    ]
    if resource["name"] == table:
        lists += [schema["primaryKey"], *schema.get("atMost", ()), *schema.get("noCircle", ())]
        lists += [key["fields"] for key in schema.get("foreignKeys", ())]
    for names in lists:
        names[:] = [rename.new if name == rename.old else name for name in names]
