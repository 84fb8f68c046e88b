"""Who makes which derived table from what, as data."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

Coded = Mapping[str, pd.DataFrame]
MakeFrame = Callable[..., pd.DataFrame]


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
    make: MakeFrame


_DEFINED: list[DerivedTable] = []  # in the order in which modules define them
_CASE_COLUMNS: list[DerivedTable] = []


def _registering(
    definitions: list[DerivedTable], reads: tuple[str, ...]
) -> Callable[[MakeFrame], MakeFrame]:
    def register(make: MakeFrame) -> MakeFrame:
        needs = tuple(inspect.signature(make).parameters)[1:]
        definitions.append(DerivedTable(make.__name__, reads, needs, make))
        return make

    return register


def derived(*reads: str) -> Callable[[MakeFrame], MakeFrame]:
    """Register a function as the maker of the derived table of its name.

    Its first parameter is the coded tables, of which it reads those named here; every further
    parameter is the derived table of that name.

    >>> @derived("doses")
    ... def dose_dates(coded, timeline): ...
    >>> derived_tables_in(__name__)["dose_dates"].needs
    ('timeline',)
    """
    return _registering(_DEFINED, reads)


def case_columns(*reads: str) -> Callable[[MakeFrame], MakeFrame]:
    """Register a function as the maker of columns of the case table, under its name.

    It is given what a maker of a derived table is given, and returns the columns by patient (the
    index); a column ``sources`` names rows behind them besides the coded ones that are read.

    >>> @case_columns("events")
    ... def harms(coded): ...
    >>> case_columns_in(__name__)["harms"].reads
    ('events',)
    """
    return _registering(_CASE_COLUMNS, reads)


def derived_tables_in(package: str) -> dict[str, DerivedTable]:
    """Derived tables by name, of those that the modules of a package define once imported.

    Parameters
    ----------
    package : full name of a package or module.
    """
    return _of_package(_DEFINED, package)


def case_columns_in(package: str) -> dict[str, DerivedTable]:
    """Parts of the case table by name, of those that the modules of a package define."""
    return _of_package(_CASE_COLUMNS, package)


def _of_package(definitions: list[DerivedTable], package: str) -> dict[str, DerivedTable]:
    return {
        table.name: table
        for table in definitions
        if f"{table.make.__module__}.".startswith(f"{package}.")
    }
