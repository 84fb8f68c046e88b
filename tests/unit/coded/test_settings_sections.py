"""Sections of review.toml as records: what is wrong is said of every entry at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from evidence.coded.problems import ProblemsFound
from evidence.coded.settings import Settings, section


@dataclass(frozen=True)
class Entry:
    name: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    title: str = "none"
    shown: bool = False
    entries: tuple[Entry, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read(entries: object) -> object:
    return section(Settings(sections={"map": entries}), "map", Section)


def test_a_section_that_is_not_there_has_the_defaults() -> None:
    assert section(Settings(), "map", Section) == Section()


def test_lists_and_tables_are_read_as_what_the_record_holds() -> None:
    given = {
        "title": "T",
        "shown": True,
        "entries": [{"name": "a", "codes": ["x", "y"]}],
        "groups": {"Harms": ["b"]},
    }
    assert read(given) == Section("T", True, (Entry("a", ("x", "y")),), {"Harms": ("b",)})


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ({"title": 1}, "map.title: found '1'; allowed: a text"),
        ({"titel": "x"}, "map.titel: found 'no such entry'; allowed: title, shown, entries"),
        ({"shown": "yes"}, "map.shown: found \"'yes'\"; allowed: true or false"),
        ({"entries": {"name": "a"}}, "map.entries: found"),
        ({"entries": [{"codes": []}]}, "map.entries 1.name: found 'no such entry'"),
        ({"entries": [{"name": "a", "codes": ["x", 2]}]}, "map.entries 1.codes 2: found '2'"),
        ({"entries": ["a"]}, "map.entries 1: found \"'a'\"; allowed: a table"),
        ("text", "map: found \"'text'\"; allowed: a table"),
    ],
)
def test_an_entry_that_is_not_what_is_allowed_is_named(entries: object, found: str) -> None:
    with pytest.raises(ProblemsFound) as raised:
        read(entries)
    assert f"review.toml: {found}" in str(raised.value)


def test_all_problems_at_once() -> None:
    with pytest.raises(ProblemsFound, match="3 problems"):
        read({"title": 1, "shown": 1, "entries": [{}]})
