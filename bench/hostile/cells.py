"""Cells that break what the dictionary promises: types, codes, patterns, limits, references."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.hostile.variant import Variant, cell

CHECK = ("check",)
DATA = Path(__file__).parents[2] / "data"
EACH = 2  # wrong cells of a table; every check of them reads the whole project


def wrong_values(field: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield kind of wrong value and value for one column of the dictionary."""
    rules = field.get("constraints", {})
    if rules.get("required"):
        yield "empty", ""
    if "enum" in rules:
        yield "no code", "zzz nonsense"
    if field["type"] in ("integer", "number"):
        yield "no number", "twelve"
        if "minimum" in rules:
            yield "below the minimum", str(rules["minimum"] - 1000)
        if "maximum" in rules:
            yield "above the maximum", str(rules["maximum"] + 1000)
    if "pattern" in rules and "enum" not in rules:
        yield "not of the form", "§§ zzz"


def _first_key(resource: dict[str, Any]) -> str:
    """The key of the first row, by which messages name a row whose file is well formed."""
    with (DATA / resource["path"]).open(encoding="utf-8", newline="") as handle:
        return next(csv.DictReader(handle))[resource["schema"]["primaryKey"][0]]


def cell_variants() -> Iterator[Variant]:
    """Yield wrong cells of every coded table: one of each kind, at most `EACH` of a table."""
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    turn = 0
    for resource in package["resources"]:
        if not resource["path"].startswith("coded/"):
            continue
        fields = resource["schema"]["fields"]
        kinds = {
            kind: (field["name"], value) for field in fields for kind, value in wrong_values(field)
        }
        for reference in resource["schema"].get("foreignKeys", [])[:1]:
            kinds["refers to nothing"] = (reference["fields"][-1], "zzz_nowhere")
        for _ in range(min(EACH, len(kinds))):  # in turn, so that every kind is tried
            kind = list(kinds)[turn % len(kinds)]
            column, value = kinds.pop(kind)
            turn += 1
            path = f"data/{resource['path']}"
            row = (
                ""
                if kind == "refers to nothing"
                else f"row 2|{_first_key(resource)}|{value or kind}"
            )
            yield Variant(
                "wrong cells", f"{path}, {column} {kind}", cell(path, column, value), CHECK,
                (resource["name"], row, column),
            )  # fmt: skip


# Words that compare with the normal range ("normal", "elevated") are what reports say.
UNREADABLE = (
    ("assessments", "result_as_reported", "10-Mar"),
    ("assessments", "result_as_reported", "03.Okt"),
    ("doses", "dose_as_reported", "8 smoots"),
    ("doses", "dose_as_reported", "1.2.3"),
    ("doses", "dose_as_reported", "much"),
    ("laboratory", "value_as_reported", "12 smoots"),
    ("laboratory", "value_as_reported", "<12 smoots"),
    ("laboratory", "value_as_reported", "high"),
    ("laboratory", "value_as_reported", "12,34,5"),
    ("claims", "value_as_reported", "5-Mai"),
)


def unreadable_variants() -> Iterator[Variant]:
    """Yield reported values that no rule of harmonising can read."""
    for table, column, value in UNREADABLE:
        path = f"data/coded/{table}.csv"
        yield Variant(
            "wrong cells", f"{path}, {column} {value!r}", cell(path, column, value), CHECK,
            (table, column),
        )  # fmt: skip
