"""What plants an error in coded tables: the changed tables and the keys that it touched.

A planter chooses among rows that no finding concerns yet, so that what it plants is the only error
there.
"""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from evidence.audit.core.findings import KEYS as GENERAL_KEYS
from evidence.audit.core.findings import Frames

# The column that names a row of each table of this review.
KEYS = {**GENERAL_KEYS, "transplants": "transplant_id"}


@dataclass(frozen=True)
class Planted:
    """A copy of the coded tables with one error, which of their keys it
    touched, and what was done.
    """

    tables: Frames
    keys: frozenset[str]
    change: str


@dataclass(frozen=True)
class Planter:
    """A kind of error, the check that is meant to find it, and the function that plants it."""

    kind: str
    check: str
    plant: Callable[[Frames, frozenset[str], np.random.Generator], Planted | None]


def changed(coded: Frames, table: str, row: int, column: str, value) -> Planted:
    """One cell changed."""
    frame = coded[table].copy()
    key, before = frame.loc[row, KEYS[table]], frame.loc[row, column]
    frame.loc[row, column] = value
    return Planted(
        {**coded, table: frame},
        frozenset([f"{table}:{key}"]),
        f"{table} {key}, {column}: {before} to {value}",
    )


def one_of(
    rows: pd.DataFrame, table: str, used: frozenset[str], rng: np.random.Generator
) -> int | None:
    """Index of a row that no finding concerns."""
    free = rows.index[[f"{table}:{key}" not in used for key in rows[KEYS[table]]]]
    return int(rng.choice(free)) if len(free) else None


def swapped(text: str, rng: np.random.Generator) -> str:
    """The text with two neighbouring, different digits of its figure swapped.

    >>> swapped("73.8", np.random.default_rng(0)) in ("37.8", "78.3")
    True
    """
    figure = re.match(r"[\d.,]*", text).end()
    places = [i for i, character in enumerate(text[:figure]) if character.isdigit()]
    pairs = [(i, j) for i, j in itertools.pairwise(places) if text[i] != text[j]]
    if not pairs:
        return text
    i, j = pairs[rng.integers(len(pairs))]
    return text[:i] + text[j] + text[i + 1 : j] + text[i] + text[j + 1 :]


def substituted(
    table: str, column: str, pattern: str, replacement: str, where: str = ""
) -> Callable:
    """Plants ``replacement`` for ``pattern`` in one cell of a column."""

    def plant(coded, used, rng):
        rows = coded[table].query(where) if where else coded[table]
        row = one_of(
            rows[[bool(re.search(pattern, text)) for text in rows[column]]], table, used, rng
        )
        return (
            None
            if row is None
            else changed(
                coded,
                table,
                row,
                column,
                re.sub(pattern, replacement, coded[table].loc[row, column]),
            )
        )

    return plant


def digits_swapped(table: str, column: str, where: str) -> Callable:
    """Plants two swapped digits in one cell of a column."""

    def plant(coded, used, rng):
        rows = coded[table].query(where)
        row = one_of(rows[rows[column].str.contains(r"\d.*\d", regex=True)], table, used, rng)
        if (
            row is None
            or (value := swapped(coded[table].loc[row, column], rng))
            == coded[table].loc[row, column]
        ):
            return None
        return changed(coded, table, row, column, value)

    return plant


def replaced(table: str, column: str, value: str, where: str) -> Callable:
    """Plants a value in one cell of a column."""

    def plant(coded, used, rng):
        row = one_of(coded[table].query(where), table, used, rng)
        return None if row is None else changed(coded, table, row, column, value)

    return plant


def anywhere(plant: Callable) -> Callable:
    """The planter, also on rows that some finding concerns already."""
    return lambda coded, used, rng: plant(coded, frozenset(), rng)
