"""Who makes which derived table from what, as data."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

Coded = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class DerivedTable:
    """A derived table, the tables it is made from, and the function that makes it.

    Attributes
    ----------
    reads : the coded tables and code lists that the function may read.
    needs : the derived tables that it is given, in the order of its parameters.
    """

    name: str
    reads: tuple[str, ...]
    needs: tuple[str, ...]
    make: Callable[..., pd.DataFrame]


DERIVED_TABLES: dict[str, DerivedTable] = {}


def derived(*reads: str) -> Callable[[Callable[..., pd.DataFrame]], Callable[..., pd.DataFrame]]:
    """Register a function as the maker of the derived table of its name.

    Its first parameter is the coded tables, of which it reads those named here; every further
    parameter is the derived table of that name.

    >>> @derived("doses")
    ... def dose_dates(coded, timeline): ...
    >>> DERIVED_TABLES.pop("dose_dates").needs
    ('timeline',)
    """

    def register(make: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
        needs = tuple(inspect.signature(make).parameters)[1:]
        name = make.__name__
        DERIVED_TABLES[name] = DerivedTable(name, reads, needs, make)
        return make

    return register


def make_table(name: str, coded: Coded, derived_tables: Coded) -> pd.DataFrame:
    """The derived table of this name; the tables it needs are taken from ``derived_tables``."""
    table = DERIVED_TABLES[name]
    return table.make(coded, *(derived_tables[needed] for needed in table.needs))
