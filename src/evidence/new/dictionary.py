"""The dictionary of a new review: what every review codes, and what its fields of medicine add."""

import copy
import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

Entry = dict[str, Any]


def base_dictionary() -> Entry:
    """The dictionary without any field of medicine."""
    return _read("evidence.new", "base_dictionary.json")


def dictionary_for(domains: Iterable[str]) -> Entry:
    """The dictionary of a review with these fields of medicine.

    Parameters
    ----------
    domains : names of packages of `evidence.domains` that hold a ``dictionary.json``: tables and
        columns, each with the name of the one that it comes after.

    >>> names = [table["name"] for table in dictionary_for([])["resources"]]
    >>> "patients" in names, "transplants" in names
    (True, False)
    """
    package = copy.deepcopy(base_dictionary())
    for domain in domains:
        added = _read(f"evidence.domains.{domain}", "dictionary.json")
        for entry in added["tables"]:
            _insert(package["resources"], entry["resource"], entry["after"])
        by_name = {table["name"]: table for table in package["resources"]}
        for entry in added["fields"]:
            _insert(by_name[entry["table"]]["schema"]["fields"], entry["field"], entry["after"])
    return package


def _read(package: str, name: str) -> Entry:
    entry: Entry = json.loads(files(package).joinpath(name).read_text(encoding="utf-8"))
    return entry


def _insert(entries: list[Entry], entry: Entry, after: str) -> None:
    """Put an entry behind the one of that name; without a name, first."""
    names = [known["name"] for known in entries]
    entries.insert(names.index(after) + 1 if after else 0, entry)
