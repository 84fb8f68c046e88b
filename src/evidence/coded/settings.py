"""What review.toml says: title, fields of medicine, index therapy, and sections as records."""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import pandas as pd

from evidence.coded.problems import Problem, ProblemsFound

FILE = "review.toml"
Record = TypeVar("Record")
ALLOWED = {str: "a text", bool: "true or false", tuple: "a list", Mapping: "a table"}
# entry -> type, of those that every review may have; a domain or the review reads further sections
ENTRIES = {"title": str, "domains": list, "module": str, "index": dict}
INDEX_ENTRIES = ("agent", "name", "short", "comparator", "event")


@dataclass(frozen=True)
class Index:
    """The therapy that a review asks about: its code in agents.csv, its name, its short name,
    what it is compared with in a word, and the event of timeline_events.csv whose first entry is a
    patient's day 0.
    """

    agent: str = ""
    name: str = "index therapy"
    short: str = "index therapy"
    comparator: str = "comparator"
    event: str = "index_start"


@dataclass(frozen=True)
class Settings:
    """What a review has chosen.

    Attributes
    ----------
    domains : fields of medicine that are switched on. module : the folder or file, beside
        review.toml, with functions of the review's own; empty without one.
    sections : every entry of the file as read, for those who read further ones.
    root : the folder of the review.
    """

    title: str = ""
    domains: tuple[str, ...] = ()
    module: str = ""
    index: Index = Index()
    sections: Mapping[str, Any] = field(default_factory=dict)
    root: Path | None = None


def read_settings(root: Path) -> Settings:
    """Return the settings of the review in this folder; the usual ones without a file.

    Raises
    ------
    ProblemsFound : the file is not TOML, or an entry is of the wrong type; all at once.
    """
    path = root / FILE
    if not path.is_file():
        return Settings(root=root)
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProblemsFound([Problem(FILE, "", "", str(error), "TOML in UTF-8")]) from None
    problems = _problems(entries)
    if problems:
        raise ProblemsFound(problems)
    return Settings(
        title=entries.get("title", ""),
        domains=tuple(entries.get("domains", ())),
        module=entries.get("module", ""),
        index=Index(**entries.get("index", {})),
        sections=entries,
        root=root,
    )


def _problems(entries: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the entries that every review may have."""
    problems = [
        Problem(FILE, name, "", repr(entries[name]), f"a {kind.__name__}")
        for name, kind in ENTRIES.items()
        if name in entries and not isinstance(entries[name], kind)
    ]
    index = entries.get("index", {})
    for name, value in index.items() if isinstance(index, dict) else ():
        if name not in INDEX_ENTRIES:
            allowed = ", ".join(INDEX_ENTRIES)
            problems.append(Problem(FILE, f"index.{name}", "", "no such entry", allowed))
        elif not isinstance(value, str):
            problems.append(Problem(FILE, f"index.{name}", "", repr(value), "a text"))
    return problems


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
