"""Is ``data/datapackage.json`` a dictionary that can be worked with? All problems at once.

First as JSON, then against ``datapackage.schema.json``, then what a schema cannot say: names
that must be there, patterns that compile, limits in order.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from evidence.coded.patterns import check_pattern
from evidence.coded.problems import Problem

FILE = "datapackage.json"
Entry = dict[str, Any]
NUMERIC = ("integer", "number")


@cache
def _schema() -> Entry:
    text = files("evidence.coded").joinpath("datapackage.schema.json").read_text(encoding="utf-8")
    schema: Entry = json.loads(text)
    return schema


@cache
def _validator(part: str) -> Callable[[Any], Any]:
    """The compiled validator of one definition of the schema."""
    import fastjsonschema  # only where a dictionary is read

    definitions = _schema()["definitions"]
    validate: Callable[[Any], Any] = fastjsonschema.compile(
        {**definitions[part], "definitions": definitions}
    )
    return validate


def _allowed(rule: str, definition: Entry) -> str:
    """What the schema allows, in words."""
    value: Any = definition.get(rule)
    if rule == "additionalProperties":
        return "one of " + ", ".join(definition["properties"])
    if rule in ("enum", "type"):
        return "one of " + ", ".join(value) if isinstance(value, list) else f"of type {value}"
    if rule == "required":
        return "an entry with " + ", ".join(value)
    words = {
        "pattern": f"text of the form {value}",
        "minLength": "a text",
        "minItems": f"at least {value}",
        "maxItems": f"at most {value}",
        "uniqueItems": "each once",
    }
    return words.get(rule, f"{rule} {value}")


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "..."


def _found(rule: str, value: Any, definition: Entry) -> str:
    if rule == "required":
        return "no " + ", ".join(name for name in definition["required"] if name not in value)
    if rule == "additionalProperties":
        return ", ".join(name for name in value if name not in definition["properties"])
    return _shown(value)


def _against_schema(part: str, entry: object, place: str) -> list[Problem]:
    """The first way in which an entry breaks its definition."""
    from fastjsonschema import JsonSchemaValueException

    try:
        _validator(part)(entry)
    except JsonSchemaValueException as error:
        column = ".".join(str(step) for step in error.path[1:])
        rule, definition = str(error.rule), dict(error.definition or {})
        found = _found(rule, error.value, definition)
        return [Problem(FILE, place, column, found, _allowed(rule, definition))]
    return []


def _name(entry: object, number: int, kind: str) -> str:
    name = entry.get("name") if isinstance(entry, dict) else None
    return name if isinstance(name, str) and name else f"{kind} {number}"


def _fields_against_schema(resource: Entry, table: str) -> Iterator[Problem]:
    for number, field in enumerate(resource["schema"]["fields"], 1):
        place = f"{table}.{_name(field, number, 'field')}"
        yield from _against_schema("field", field, place)


def _schema_problems(package: object) -> list[Problem]:
    problems = _against_schema("package", package, "")
    if problems or not isinstance(package, dict):
        return problems
    for number, resource in enumerate(package["resources"], 1):
        table = _name(resource, number, "resource")
        found = _against_schema("resource", resource, table)
        problems += found or list(_fields_against_schema(resource, table))
    return problems


def _repeated(names: list[str], place: str, kind: str) -> list[Problem]:
    return [
        Problem(FILE, place, "", f"{kind} {name} {count} times", "each once")
        for name, count in Counter(names).items()
        if count > 1
    ]


def _field_problems(field: Entry, place: str) -> Iterator[Problem]:
    """A pattern that cannot be used, limits the wrong way round or on text."""
    limits = field.get("constraints", {})
    if "pattern" in limits:
        try:
            check_pattern(limits["pattern"])
        except ValueError as error:
            yield Problem(FILE, place, "pattern", limits["pattern"], f"another one: {error}")
    bounds = [name for name in ("minimum", "maximum") if name in limits]
    if bounds and field["type"] not in NUMERIC:
        yield Problem(FILE, place, bounds[0], f"on type {field['type']}", "on integer or number")
    if len(bounds) == 2 and limits["minimum"] > limits["maximum"]:
        allowed = f"at most the maximum, which is {limits['maximum']}"
        yield Problem(FILE, place, "minimum", str(limits["minimum"]), allowed)
    if field.get("readsAs") and field["type"] != "string":
        yield Problem(FILE, place, "readsAs", f"on type {field['type']}", "on string")


def _column_problems(resource: Entry, tables: dict[str, set[str]]) -> Iterator[Problem]:
    """Keys, references and orders that name a column or table that is not there."""
    schema, table = resource["schema"], resource["name"]
    named = [("primaryKey", table, name) for name in schema["primaryKey"]]
    for pairs in ("atMost", "noCircle"):
        named += [(pairs, table, name) for pair in schema.get(pairs, ()) for name in pair]
    for key in schema.get("foreignKeys", ()):
        reference = key["reference"]
        named += [("foreignKeys", table, name) for name in key["fields"]]
        named += [("foreignKeys", reference["resource"], name) for name in reference["fields"]]
        if len(key["fields"]) != len(reference["fields"]):
            found = f"{len(key['fields'])} columns for {len(reference['fields'])}"
            yield Problem(FILE, table, "foreignKeys", found, "as many here as there")
    for part, other, name in named:
        if other not in tables:
            yield Problem(FILE, table, part, other, "one of the tables")
        elif name not in tables[other]:
            allowed = f"one of the columns of {other}: {', '.join(sorted(tables[other]))}"
            yield Problem(FILE, table, part, name, allowed)


def _order_problems(resource: Entry) -> Iterator[Problem]:
    types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    for pair in resource["schema"].get("atMost", ()):
        for name in pair:
            if types.get(name) == "string":
                yield Problem(FILE, resource["name"], "atMost", f"{name}, a string", "a number")


def _meaning_problems(package: Entry) -> list[Problem]:
    resources: list[Entry] = package["resources"]
    problems = _repeated([resource["name"] for resource in resources], "", "table")
    problems += _repeated([resource["path"] for resource in resources], "", "path")
    tables = {
        resource["name"]: {field["name"] for field in resource["schema"]["fields"]}
        for resource in resources
    }
    for resource in resources:
        fields = resource["schema"]["fields"]
        problems += _repeated([field["name"] for field in fields], resource["name"], "column")
        for field in fields:
            problems += _field_problems(field, f"{resource['name']}.{field['name']}")
        problems += [*_column_problems(resource, tables), *_order_problems(resource)]
    return problems


def _without_repeats(pairs: list[tuple[str, Any]]) -> Entry:
    """A JSON object, refused if it has a name twice, of which Python would keep the last."""
    for name, count in Counter(name for name, _ in pairs).items():
        if count > 1:
            raise ValueError(f"{name!r} {count} times in one object")
    return dict(pairs)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name}, which is no number of JSON")


def read_package(raw: bytes) -> tuple[Entry, list[Problem]]:
    """The data package and every problem in it.

    Parameters
    ----------
    raw : bytes of ``data/datapackage.json``.

    Returns
    -------
    package : empty if it is no JSON. problems : each with the place in the file.

    Examples
    --------
    >>> _, problems = read_package(b'{"resources": [{"name": "doses"}]}')
    >>> problems[0].row, problems[0].found
    ('doses', 'no path, description, schema')
    """
    try:
        package = json.loads(
            raw.decode("utf-8"), object_pairs_hook=_without_repeats, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        return {}, [Problem(FILE, place, "", f"no JSON: {error.msg}", "JSON")]
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        found = f"byte 0x{raw[error.start]:02x}"
        return {}, [Problem(FILE, f"line {line}", "", found, "JSON in UTF-8")]
    except (ValueError, RecursionError) as error:
        return {}, [Problem(FILE, "", "", str(error), "JSON with each name once")]
    problems = _schema_problems(package)
    return package, problems or _meaning_problems(package)
