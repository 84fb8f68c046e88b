"""A dictionary, data/datapackage.json, that is broken or wrong."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from bench.hostile.variant import Damage, Variant, bytes_of, folder_instead

PATH = "data/datapackage.json"
Package = dict[str, Any]


def changed(change: Callable[[Package], object]) -> Damage:
    """Change the parsed dictionary in place."""

    def altered(raw: bytes) -> bytes:
        package = json.loads(raw)
        change(package)
        return json.dumps(package).encode()

    return bytes_of(PATH, altered)


def _table(package: Package, name: str = "doses") -> Package:
    return next(entry for entry in package["resources"] if entry["name"] == name)


def _field(package: Package, name: str = "dose_id") -> Package:
    fields = _table(package)["schema"]["fields"]
    return next(entry for entry in fields if entry["name"] == name)


def _set(place: Callable[[Package], Package], name: str, value: object) -> Damage:
    return changed(lambda package: place(package).__setitem__(name, value))


def _schema(package: Package) -> Package:
    return _table(package)["schema"]


def _rules(package: Package) -> Package:
    return _field(package).setdefault("constraints", {})


RAW = {
    "empty": lambda raw: b"",
    "no JSON": lambda raw: b"resources: none",
    "cut off": lambda raw: raw[: len(raw) // 2],
    "a comma too many": lambda raw: raw.rstrip().removesuffix(b"}") + b",}",
    "a list": lambda raw: b"[]",
    "a number": lambda raw: b"12",
    "null": lambda raw: b"null",
    "UTF-16": lambda raw: raw.decode().encode("utf-16"),
    "Windows-1252": lambda raw: raw.replace(b'"title"', b'"t\xe9"', 1),
    "no resources": lambda raw: b"{}",
    "resources empty": lambda raw: b'{"resources": []}',
    "resources a text": lambda raw: b'{"resources": "all"}',
    "a resource that is a text": lambda raw: b'{"resources": ["doses"]}',
    "nested too deeply": lambda raw: b"[" * 100_000,
}

_reference = {"fields": ["agent"], "reference": {"resource": "agents", "fields": ["code"]}}
CHANGED = {
    "a table without a name": (changed(lambda p: _table(p).pop("name")), ()),
    "a table without a path": (changed(lambda p: _table(p).pop("path")), ("doses",)),
    "a table without a schema": (changed(lambda p: _table(p).pop("schema")), ("doses",)),
    "a schema without fields": (changed(lambda p: _schema(p).pop("fields")), ("doses",)),
    "fields a text": (_set(_schema, "fields", "all"), ("doses",)),
    "no field": (_set(_schema, "fields", []), ("doses",)),
    "a field that is a text": (_set(_schema, "fields", ["dose_id"]), ("doses",)),
    "a field without a name": (changed(lambda p: _field(p).pop("name")), ("doses",)),
    "a field without a type": (changed(lambda p: _field(p).pop("type")), ("doses",)),
    "an unknown type": (_set(_field, "type", "colour"), ("doses", "colour")),
    "a name twice": (_set(_field, "name", "patient_id"), ("doses", "patient_id")),
    "a table twice": (changed(lambda p: p["resources"].append(_table(p))), ("doses",)),
    "a needed table missing": (
        changed(lambda p: p["resources"].remove(_table(p, "laboratory"))), ("laboratory",)),
    "a path outside": (
        changed(lambda p: _table(p).__setitem__("path", "../../etc/passwd")), ("doses",)),
    "an absolute path": (
        changed(lambda p: _table(p).__setitem__("path", "/etc/passwd")), ("doses",)),
    "a path that is a number": (
        changed(lambda p: _table(p).__setitem__("path", 7)), ("doses",)),
    "a path to no file": (
        changed(lambda p: _table(p).__setitem__("path", "coded/none.csv")), ("none.csv",)),
    "the key a text": (_set(_schema, "primaryKey", "dose_id"), ("doses",)),
    "the key an unknown column": (_set(_schema, "primaryKey", ["zzz"]), ("doses", "zzz")),
    "no key": (changed(lambda p: _schema(p).pop("primaryKey")), ("doses",)),
    "constraints a text": (_set(_field, "constraints", "required"), ("doses", "dose_id")),
    "an unknown constraint": (_set(_rules, "colour", "red"), ("doses", "dose_id")),
    "a pattern that does not compile": (_set(_rules, "pattern", "(["), ("doses", "dose_id")),
    "a pattern that runs away": (_set(_rules, "pattern", "(a+)+$"), ("doses", "dose_id")),
    "another that runs away": (_set(_rules, "pattern", "([a-z_0-9]*)*!"), ("doses", "dose_id")),
    "codes a text": (_set(_rules, "enum", "yes"), ("doses", "dose_id")),
    "codes empty": (_set(_rules, "enum", []), ("doses", "dose_id")),
    "codes that are numbers": (_set(_rules, "enum", [1, 2]), ("doses", "dose_id")),
    "a minimum that is a text": (_set(_rules, "minimum", "low"), ("doses", "dose_id")),
    "a required that is a text": (_set(_rules, "required", "maybe"), ("doses", "dose_id")),
    "a reading rule unknown": (_set(_field, "readsAs", "poem"), ("doses", "dose_id")),
    "a unit that is a number": (_set(_field, "unit", 7), ("doses", "dose_id")),
    "references a text": (_set(_schema, "foreignKeys", "agents"), ("doses",)),
    "a reference without a table": (
        _set(_schema, "foreignKeys", [{"fields": ["dose_id"]}]), ("doses",)),
    "a reference to an unknown table": (
        _set(_schema, "foreignKeys", [{**_reference, "reference": {
            "resource": "zzz", "fields": ["code"]}}]), ("doses", "zzz")),
    "a reference to an unknown column": (
        _set(_schema, "foreignKeys", [{**_reference, "reference": {
            "resource": "agents", "fields": ["zzz"]}}]), ("doses", "zzz")),
    "a reference from an unknown column": (
        _set(_schema, "foreignKeys", [{**_reference, "fields": ["zzz"]}]), ("doses", "zzz")),
    "a reference of unequal length": (
        _set(_schema, "foreignKeys", [{**_reference, "fields": ["dose_id", "agent"]}]), ("doses",)),
}  # fmt: skip


def dictionary_variants() -> Iterator[Variant]:
    """Yield every broken dictionary."""
    for name, change in RAW.items():
        yield _variant(name, bytes_of(PATH, change), ())
    yield _variant("a folder", folder_instead(PATH), ())
    for name, (damage, words) in CHANGED.items():
        yield _variant(name, damage, words)


def _variant(name: str, damage: Damage, words: tuple[str, ...]) -> Variant:
    return Variant("dictionary", name, damage, ("check",), ("datapackage.json|none.csv", *words))
