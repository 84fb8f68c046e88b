"""The names that other programs and spreadsheets give to metafor's columns.

`column_names.csv` holds one name per row: ``{1}`` and ``{2}`` stand for each word of an arm in
`arm_words.csv`, ``{measure}`` for the code and the name of the measure asked for. Case, blanks,
dots and other marks make no difference between names.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from evidence.synthesis.effect_sizes.measures import MEASURES, Measure, names_of
from evidence.synthesis.errors import SynthesisError

ABOUT_ROWS = ("study", "year", "layer", "analysis", "effect measure", "summary")
EFFECTS = ("yi", "vi", "sei")
INTERVAL = ("estimate", "low", "high")
NON_EVENTS = {"n1i": ("ai", "bi"), "n2i": ("ci", "di")}  # a size may be the sum of two cells
SEVERAL = ("study", "analysis", "summary")  # columns of which a table may have more than one


def folded(name: object) -> str:
    """Return the letters and digits of a name, small; the percent sign stays.

    >>> folded("Study ID"), folded("event.e"), folded("Events (%)")
    ('studyid', 'evente', 'events%')
    """
    text = unicodedata.normalize("NFKC", str(name)).casefold()
    return re.sub(r"[^\w%]|_", "", text)


def columns_of(measure: Measure) -> tuple[str, ...]:
    """Return the columns that a table for this measure may have.

    >>> from evidence.synthesis.effect_sizes.measures import measure_named
    >>> columns_of(measure_named("PR"))[:2]
    ('xi', 'ni')
    """
    cells = tuple(
        other
        for size, (events, other) in NON_EVENTS.items()
        if size in measure.columns and events in measure.columns
    )
    interval = (*INTERVAL, "level") if measure.interval_scale else ()
    return tuple(dict.fromkeys((*measure.columns, *cells, *EFFECTS, *interval, *ABOUT_ROWS)))


@lru_cache
def names_for(measure: Measure) -> dict[str, str]:
    """Return folded name -> column, for the columns that this measure can use.

    >>> from evidence.synthesis.effect_sizes.measures import measure_named
    >>> names_for(measure_named("RR"))["evente"], names_for(measure_named("IRR"))["evente"]
    ('ai', 'x1i')
    """
    usable = columns_of(measure)
    found: dict[str, str] = {}
    for row in _rows("column_names.csv"):
        if row["column"] in usable:
            for name in _spelt_out(row["name"], (measure,)):
                found.setdefault(folded(name), row["column"])
    return found


@lru_cache
def every_name() -> frozenset[str]:
    """Return the folded names of all columns of all measures.

    >>> "studlab" in every_name(), "alder2014" in every_name()
    (True, False)
    """
    names = (_spelt_out(row["name"], MEASURES) for row in _rows("column_names.csv"))
    return frozenset(folded(name) for spellings in names for name in spellings)


def known(cells: Sequence[object]) -> int:
    """Return how many of the cells are names of columns.

    >>> known(["Study", "event.e", "Alder 2014"])
    2
    """
    return sum(folded(cell) in every_name() for cell in cells)


def columns_named(header: Sequence[str], measure: Measure) -> dict[str, list[int]]:
    """Return column -> places in the header; metafor's own name comes before any other.

    Raises `SynthesisError` where two columns hold the same, and where a column is named after
    another measure than the one asked for, which does not have its counts instead.
    """
    names, found = names_for(measure), dict[str, list[int]]()
    for place, name in enumerate(header):
        column = names.get(folded(name))
        if column is not None:
            found.setdefault(column, []).append(place)
    problems = [_twice(header, column, places) for column, places in found.items()]
    if "estimate" in columns_of(measure) and "estimate" not in found:
        by_counts = measure.columns and set(measure.columns) <= found.keys()
        if not by_counts or found.keys() & {"low", "high"}:
            problems += [_other_measure(name, measure) for name in header]
    if any(problems):
        raise SynthesisError("; ".join(filter(None, problems)))
    return {column: _ordered(header, column, places) for column, places in found.items()}


def _twice(header: Sequence[str], column: str, places: list[int]) -> str:
    exact = [place for place in places if folded(header[place]) == column]
    if len(places) == 1 or len(exact) == 1 or column in SEVERAL:
        return ""
    named = " and ".join(repr(header[place]) for place in places)
    return f"columns {named} found; allowed: one that holds {column}"


def _other_measure(name: str, measure: Measure) -> str:
    compared = [other for other in MEASURES if other.interval_scale and other.null is not None]
    meant = [other for other in compared if folded(name) in map(folded, names_of(other))]
    meant = [other for other in meant if other is not measure and other.code != "GEN"]
    if not meant or (measure.code, meant[0].code) in (("PETO", "OR"), ("OR", "PETO")):
        return ""
    return f"column {name!r} holds another measure ({meant[0].name}); asked for: {measure.name}"


def _ordered(header: Sequence[str], column: str, places: list[int]) -> list[int]:
    """The places of a column, the name that comes first in the list of names before the others."""
    if column not in SEVERAL:
        exact = [place for place in places if folded(header[place]) == column]
        return exact or places
    order = [folded(row["name"]) for row in _rows("column_names.csv") if row["column"] == column]
    return sorted(places, key=lambda place: order.index(folded(header[place])))


def _spelt_out(name: str, measures: Sequence[Measure]) -> list[str]:
    if "{measure}" in name:
        scales = ("log",) if "log" in name or "ln" in name else ("log", "identity")
        named = [other for other in measures if other.interval_scale in scales]
        words = [word for other in named for word in names_of(other)]
        return [name.replace("{measure}", word) for word in words]
    arm = next((arm for arm in "12" if f"{{{arm}}}" in name), "")
    words = [row["word"] for row in _rows("arm_words.csv") if row["arm"] == arm] if arm else [""]
    return [name.replace(f"{{{arm}}}", word) for word in words]


@lru_cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
