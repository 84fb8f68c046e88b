"""Lists of entries in review.toml, figures and tables, read with all that is wrong at once."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from inspect import Parameter, signature
from typing import Any

from evidence.coded.problems import Problem, one_of
from evidence.coded.settings import FILE, Settings

NAME = re.compile(r"[a-z][a-z0-9_]*")  # of a file
TABLES = ("coded", "derived")  # given by the package to what makes rows or tables
WORDS = {str: "a text", dict: "a table of options"}


class Entry(dict[str, Any]):
    """One entry of a list, with its place for messages."""

    def __init__(self, section: str, number: int, given: Mapping[str, Any]) -> None:
        super().__init__(given)
        self.place = f"{section} {given.get('name', number)}"

    def problem(self, column: str, found: object, allowed: str) -> Problem:
        """What is wrong with one of its values."""
        return Problem(FILE, self.place, column, str(found), allowed)

    def unknown(self, column: str, known: Iterable[str]) -> list[Problem]:
        """The problem of a name that is none of those known, or nothing."""
        found = self[column]
        return [] if found in {*known} else [self.problem(column, found, one_of(found, known))]


def declared(
    settings: Settings, section: str, entries: Mapping[str, type], required: Collection[str]
) -> tuple[list[Entry], list[Problem]]:
    """The well-formed entries of a list of review.toml, and what is wrong with the others.

    Parameters
    ----------
    entries : what an entry may have, with the type of each. required : what it must have.
    """
    listed = settings.sections.get(section, [])
    if not isinstance(listed, list) or not all(isinstance(given, dict) for given in listed):
        return [], [Problem(FILE, section, "", repr(listed), f"entries that begin [[{section}]]")]
    found = [Entry(section, number, _fixed(given)) for number, given in enumerate(listed, 1)]
    problems = {entry.place: _problems(entry, entries, required) for entry in found}
    twice = [
        name for name, count in Counter(entry.get("name") for entry in found).items() if count > 1
    ]
    repeated = [
        Problem(FILE, section, "name", f"{name} more than once", "each name once") for name in twice
    ]
    return (
        [entry for entry in found if not problems[entry.place]],
        [problem for several in problems.values() for problem in several] + repeated,
    )


def _fixed(value: Any) -> Any:
    """The value with tuples for lists, which nobody can change."""
    if isinstance(value, dict):
        return {name: _fixed(part) for name, part in value.items()}
    return tuple(map(_fixed, value)) if isinstance(value, list) else value


def _problems(
    entry: Entry, entries: Mapping[str, type], required: Collection[str]
) -> list[Problem]:
    problems = [
        entry.problem(name, "no such entry", one_of(name, entries))
        for name in entry.keys() - entries
    ]
    problems += [
        entry.problem(name, "nothing", WORDS[entries[name]])
        for name in required
        if name not in entry
    ]
    problems += [
        entry.problem(name, repr(entry[name]), WORDS[kind])
        for name, kind in entries.items()
        if name in entry and not isinstance(entry[name], kind)
    ]
    name = entry.get("name")
    if isinstance(name, str) and not NAME.fullmatch(name):
        problems.append(entry.problem("name", name, "small letters, digits and underscores"))
    return problems


def option_problems(
    entry: Entry, column: str, functions: Collection[Callable[..., Any]], given: Collection[str]
) -> list[Problem]:
    """Options that none of the functions takes, and those that one needs and that are missing.

    Parameters
    ----------
    given : what the package itself gives to the functions, by the name of the parameter.
    """
    options = entry.get(column, {})
    known: dict[str, bool] = {}  # name -> needed
    for function in functions:
        for name, parameter in parameters(function).items():
            if name not in given:
                known[name] = known.get(name, False) or parameter.default is Parameter.empty
    return [
        *(
            entry.problem(f"{column}.{name}", "no such option", one_of(name, known))
            for name in options
            if name not in known
        ),
        *(
            entry.problem(f"{column}.{name}", "nothing", "a value: it is needed")
            for name, needed in known.items()
            if needed and name not in options
        ),
    ]


def parameters(function: Callable[..., Any]) -> dict[str, Parameter]:
    """The named parameters of a function."""
    return dict(signature(function).parameters)


def of_function(function: Callable[..., Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """The options that a function takes.

    >>> of_function(lambda a, b: None, {"b": 1, "c": 2})
    {'b': 1}
    """
    return {name: options[name] for name in parameters(function) if name in options}
