"""Effects and counts from a table with one row per study."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.effect_sizes.columns import check_columns
from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes, generic_effects
from evidence.synthesis.effect_sizes.from_interval import effects_from_interval
from evidence.synthesis.effect_sizes.measures import Measure
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.results import Effects
from evidence.synthesis.study_table.column_names import INTERVAL, NON_EVENTS
from evidence.synthesis.study_table.sheet import Table, listed
from evidence.synthesis.study_table.study_table import StudyTable, read_study_table

GIVEN = ("yi", "vi")
KINDS = {"given": "yi and vi", "counts": "counts", "interval": "estimates with limits"}


@checked_arguments()
def effects_from_table(
    table: Table | str | os.PathLike[str],
    measure: str | Measure,
    *,
    level: float = 0.95,
    **policy: Any,
) -> Effects:
    """Return the effects of a table (file, frame, or mapping of columns), one row per study.

    Columns: ``yi vi`` (or ``yi sei``); those of the measure (``xi ni``; ``ai n1i ci n2i`` or
    ``ai bi ci di``; ...); of a ratio, a difference, a rate or a mean also ``estimate low high``,
    read on the measure's `interval_scale`, reported at ``level`` or at the row's own in a column
    ``level``. Each study takes the first of the three that its row reports. Other programs' names
    are read too, see `read_study_table`. ``policy``: the zero policy arguments of `effect_sizes`.

    Rows of totals and rows without numbers are left out; ``note`` names them, and says what
    was not read plainly.

    Raises `CaseLevelError` for rows that are patients, `SynthesisError` for missing columns
    and, all at once, for cells that are not numbers.

    >>> effects_from_table({"study": ["A", "B"], "xi": [1, 4], "ni": [10, 20]}, "PR").labels
    ('A', 'B')
    """
    return effects_of(read_study_table(table, measure), level=level, **policy)


def effects_of(table: StudyTable, *, level: float = 0.95, **policy: Any) -> Effects:
    """Return the effects of a table that has been read, as `effects_from_table` does.

    >>> effects_of(read_study_table({"yi": [0.1], "vi": [0.2]}, "RR")).measure
    'RR'
    """
    policy = {name: value for name, value in policy.items() if value is not None}
    taken = kinds_of(table)
    if policy and "counts" not in taken:
        raise SynthesisError(
            f"{', '.join(policy)} given, but the table holds effects, not counts to correct"
        )
    parts = {kind: _effects(table, kind, rows, level, policy) for kind, rows in taken.items()}
    effects = _merged(parts, taken)
    shares = [f"{int(rows.sum())} by {KINDS[kind]}" for kind, rows in taken.items()]
    notes = [effects.note, *table.notes]
    notes += ["effects " + ", ".join(shares)] if len(shares) > 1 else []
    return replace(effects, labels=table.labels, note="; ".join(filter(None, notes)))


def counts_of(table: StudyTable) -> dict[str, np.ndarray]:
    """Return the measure's columns of a table that has been read, checked.

    Raises `SynthesisError` for missing columns, impossible values, and for studies that report
    an effect only.

    >>> counts_of(read_study_table({"xi": [1], "ni": [9]}, "PLO"))["ni"]
    array([9.])
    """
    counts = measure_columns(table)
    complete = _complete(list(counts.values()))
    only = (_reported(table, GIVEN) | _reported(table, INTERVAL)) & ~complete
    if only.any():
        named = listed(table.named_places[i] for i in np.flatnonzero(only))
        raise SynthesisError(
            f"{named}: an effect, but not the counts ({' '.join(table.measure.columns)}) that "
            "the model needs"
        )
    return check_columns(table.measure, counts, table.named_places)[0]


def measure_columns(table: StudyTable) -> dict[str, np.ndarray]:
    """Return the measure's columns in its order, a size from the two cells where it is missing.

    Raises `SynthesisError` for missing columns.

    >>> measure_columns(read_study_table({"ai": [1], "bi": [9], "ci": [2], "di": [8]}, "RR"))["n1i"]
    array([10.])
    """
    columns, measure = dict(table.columns), table.measure
    for size, (events, others) in NON_EVENTS.items():
        if events in measure.columns and size in measure.columns and others in columns:
            both = columns.get(events, np.nan) + columns[others]
            columns[size] = np.where(
                np.isnan(columns.get(size, np.nan)), both, columns.get(size, both)
            )
    missing = [name for name in measure.columns if name not in columns]
    if missing or measure.columns in ((), GIVEN):
        raise SynthesisError(_missing_columns(table, missing))
    return {name: columns[name] for name in measure.columns}


def _missing_columns(table: StudyTable, missing: Sequence[str]) -> str:
    measure = table.measure
    ways = [measure.columns, GIVEN, INTERVAL if measure.interval_scale else ()]
    needed = ", or ".join(dict.fromkeys(" ".join(columns) for columns in ways if columns))
    return (
        f"{measure.name}: column(s) {' '.join(missing) or needed} missing; needed: {needed}; "
        f"found: {', '.join(table.found)}"
    )


def kinds_of(table: StudyTable) -> dict[str, np.ndarray]:
    """Return kind of data -> the rows that take it: what a row reports first of `KINDS`.

    >>> kinds_of(read_study_table({"xi": [1, None], "ni": [9, 9]}, "PLO"))
    {'counts': array([ True, False])}
    """
    given, interval = _reported(table, GIVEN), _reported(table, INTERVAL)
    if not table.measure.interval_scale:
        interval &= False
    try:
        values = measure_columns(table)
    except SynthesisError:
        if not (_has(table, GIVEN) or (_has(table, INTERVAL) and table.measure.interval_scale)):
            raise
        values = {}
    counts = _complete(list(values.values())) if values else given & False
    kinds = {"given": given, "counts": counts & ~given, "interval": interval & ~given & ~counts}
    found = {kind: rows for kind, rows in kinds.items() if rows.any()}
    fallback = "given" if _has(table, GIVEN) else "counts" if values else "interval"
    return found or {fallback: given}


def _effects(
    table: StudyTable, kind: str, rows: np.ndarray, level: float, policy: dict[str, Any]
) -> Effects:
    """The effects of the rows by one kind of data, NaN in the others."""
    measure, places, columns = table.measure, table.named_places, table.columns

    def of(name: str) -> np.ndarray:
        return np.where(rows, columns[name], np.nan)

    if kind == "given":
        return generic_effects(
            of("yi"), of("vi"), measure=measure.code, labels=places, sizes=columns.get("ni")
        )
    if kind == "counts":
        arrays, _ = check_columns(measure, measure_columns(table), places)
        cells: dict[str, Any] = policy | {
            name: np.where(rows, values, np.nan) for name, values in arrays.items()
        }
        return effect_sizes(measure.name, labels=places, **cells)
    levels = (
        np.where(np.isnan(columns["level"]), level, columns["level"])
        if "level" in columns
        else level
    )
    return effects_from_interval(
        of("low"), of("high"), estimate=of("estimate"), level=levels,
        measure=measure.name, labels=places,
    )  # fmt: skip


def _merged(parts: dict[str, Effects], taken: dict[str, np.ndarray]) -> Effects:
    """One record of all rows, each by its kind of data."""
    base = parts.get("counts") or next(iter(parts.values()))
    yi, vi = base.yi, base.vi
    for kind, effects in parts.items():
        yi = np.where(taken[kind], effects.yi, yi)
        vi = np.where(taken[kind], effects.vi, vi)
    notes = "; ".join(filter(None, (part.note for part in parts.values())))
    return replace(base, yi=yi, vi=vi, note=notes)


def _reported(table: StudyTable, names: Sequence[str]) -> np.ndarray:
    if not _has(table, names):
        return np.zeros(len(table.labels), bool)
    return _complete([table.columns[name] for name in names])


def _complete(values: Sequence[np.ndarray]) -> np.ndarray:
    return ~np.isnan(np.array(values)).any(axis=0)


def _has(table: StudyTable, names: Sequence[str]) -> bool:
    return all(name in table.columns for name in names)
