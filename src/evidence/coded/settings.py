"""What review.toml says: title, fields of medicine, index therapy, and sections for others."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evidence.coded.problems import Problem, ProblemsFound

FILE = "review.toml"
# entry -> type, of those that every review may have; a domain or the review reads further sections
ENTRIES = {"title": str, "domains": list, "module": str, "index": dict}
INDEX_ENTRIES = ("agent", "name", "short")


@dataclass(frozen=True)
class Index:
    """The therapy that a review asks about: its code in agents.csv, its name, its short name."""

    agent: str = ""
    name: str = "index therapy"
    short: str = "index therapy"


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
