"""Sections of review.toml as typed records, every problem of a section at once."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import pandas as pd

from evidence.coded.problems import Problem, ProblemsFound
from evidence.coded.settings import FILE, Settings

Record = TypeVar("Record")
ALLOWED = {str: "a text", bool: "true or false", tuple: "a list", Mapping: "a table"}


def settings_of(coded: Mapping[str, pd.DataFrame]) -> Settings:
    """The settings of the review that coded tables belong to; the usual ones of plain frames."""
    found: Settings = getattr(coded, "settings", Settings())
    return found


def section(settings: Settings, name: str, kind: type[Record]) -> Record:
    """One section as a record; without the section, the record's defaults.

    Parameters
    ----------
    kind : a dataclass whose fields are texts, truth values, tuples, mappings or dataclasses; a
        field without a default must be in the section.

    Raises
    ------
    ProblemsFound : an entry is unknown, missing or of the wrong type.

    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Pools:
    ...     outcome: str = ""
    >>> section(Settings(sections={"pools": {"outcome": "death"}}), "pools", Pools)
    Pools(outcome='death')
    """
    problems: list[Problem] = []
    found: Record = _read(settings.sections.get(name, {}), kind, name, problems)
    if problems:
        raise ProblemsFound(problems)
    return found


def _read(value: Any, hint: Any, place: str, problems: list[Problem]) -> Any:
    """The value as what the hint names; a problem where it is something else."""
    kind, inner = get_origin(hint) or hint, get_args(hint)
    if is_dataclass(hint) and isinstance(value, dict):
        return _record(value, hint, place, problems)
    if kind is tuple and isinstance(value, list):
        named = enumerate(value, 1)
        return tuple(_read(entry, inner[0], f"{place} {n}", problems) for n, entry in named)
    if kind is Mapping and isinstance(value, dict):
        return {
            name: _read(entry, inner[1], f"{place}.{name}", problems)
            for name, entry in value.items()
        }
    if isinstance(kind, type) and not is_dataclass(hint) and isinstance(value, kind):
        return value
    allowed = ALLOWED.get(kind, "a table")
    problems.append(Problem(FILE, place, "", repr(value), allowed))
    return None


def _record(value: Mapping[str, Any], kind: Any, place: str, problems: list[Problem]) -> Any:
    """A table as a dataclass; None where an entry is unknown, missing or of the wrong type."""
    before, known = len(problems), {entry.name: entry for entry in fields(kind)}
    for name in value.keys() - known.keys():
        problems.append(Problem(FILE, f"{place}.{name}", "", "no such entry", ", ".join(known)))
    for name, entry in known.items():
        needed = entry.default is MISSING and entry.default_factory is MISSING
        if needed and name not in value:
            problems.append(Problem(FILE, f"{place}.{name}", "", "no such entry", "an entry"))
    hints = get_type_hints(kind)
    read = {
        name: _read(entry, hints[name], f"{place}.{name}", problems)
        for name, entry in value.items()
        if name in known
    }
    return kind(**read) if len(problems) == before else None
