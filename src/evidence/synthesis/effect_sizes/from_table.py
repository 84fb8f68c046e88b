"""Effects and counts from a table with one row a study, by metafor's column names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes, generic_effects
from evidence.synthesis.effect_sizes.from_reported import RATIOS, ratio_from_interval
from evidence.synthesis.effect_sizes.measures import measure_named
from evidence.synthesis.errors import SynthesisError, is_missing, raise_all, refuse_cases
from evidence.synthesis.results import Effects

Table = Mapping[str, Sequence[Any]]  # a pandas frame is one too: name of column -> its values
LABELS = ("study", "slab", "label", "author", "trial", "id")
GIVEN = ("yi", "vi")
INTERVAL = ("estimate", "low", "high")
_OTHERS = {"n1i": ("ai", "bi"), "n2i": ("ci", "di")}


def effects_from_table(
    frame: Table, measure: str, *, level: float = 0.95, **policy: Any
) -> Effects:
    """Return the effects of a table (a frame, or a mapping of columns), one row a study.

    Columns: ``yi vi``; or, of a ratio, ``estimate low high``, printed at ``level`` or at the
    row's own in a column ``level``; or those of the measure (``xi ni``; ``ai n1i ci
    n2i`` or ``ai bi ci di``; ...). The first that are all there are used. Labels come from the
    first of ``study slab label author trial id``. ``policy``: the zero policy arguments of
    `effect_sizes`.

    Raises `CaseLevelError` for rows that are patients, `SynthesisError` for missing columns
    and, all at once, for cells that are not numbers.

    >>> effects_from_table({"study": ["A", "B"], "xi": [1, 4], "ni": [10, 20]}, "PR").labels
    ('A', 'B')
    """
    refuse_cases(frame)
    chosen, labels = measure_named(measure), labels_of(frame)
    policy = {name: value for name, value in policy.items() if value is not None}
    ready = _all_in(GIVEN, frame) or (chosen.code in RATIOS and _all_in(INTERVAL, frame))
    if ready and policy:
        raise SynthesisError(
            f"{', '.join(policy)} given, but the table holds effects, not counts to correct"
        )
    if _all_in(GIVEN, frame):
        return generic_effects(
            *_numbers(frame, GIVEN, labels).values(), measure=chosen.code, labels=labels
        )
    if ready:
        own = ("level",) if "level" in frame else ()
        found = {"level": level} | _numbers(frame, INTERVAL + own, labels)
        return ratio_from_interval(**found, measure=chosen.name, labels=labels)
    given: dict[str, Any] = policy | columns_from_table(frame, measure)
    return effect_sizes(measure, labels=labels, **given)


def columns_from_table(frame: Table, measure: str) -> dict[str, np.ndarray]:
    """Return the columns of the measure as floats, in its order; sizes may come from ``bi di``.

    Raises as `effects_from_table` does.

    >>> columns_from_table({"ai": [1], "bi": [9], "ci": [2], "di": [8]}, "RR")["n2i"]
    array([10.])
    """
    refuse_cases(frame)
    chosen, labels = measure_named(measure), labels_of(frame)
    others = {size: cells for size, cells in _OTHERS.items() if cells[0] in chosen.columns}
    needed = [(name,) if name in frame else others.get(name, (name,)) for name in chosen.columns]
    missing = [name for names in needed for name in names if name not in frame]
    if missing or chosen.columns in ((), GIVEN):
        ways = [chosen.columns, GIVEN, INTERVAL if chosen.code in RATIOS else ()]
        allowed = ", or ".join(dict.fromkeys(" ".join(way) for way in ways if way))
        raise SynthesisError(
            f"{chosen.name}: column(s) {' '.join(missing) or allowed} missing; needed: {allowed}; "
            f"found: {' '.join(map(str, frame))}"
        )
    values = _numbers(frame, dict.fromkeys(sum(needed, ())), labels)
    return {
        name: np.sum([values[part] for part in parts], axis=0)
        for name, parts in zip(chosen.columns, needed, strict=True)
    }


def labels_of(frame: Table) -> tuple[str, ...]:
    """Return one label a row: the table's own, or study 1, study 2, ...

    >>> labels_of({"study": ["Kantarjian 2016", None]})
    ('Kantarjian 2016', 'study 2')
    """
    rows = len(frame[next(iter(frame))]) if len(frame) else 0
    given = next((list(frame[name]) for name in LABELS if name in frame), [""] * rows)
    return tuple(f"study {i + 1}" if is_missing(one) else _name(one) for i, one in enumerate(given))


def _name(label: object) -> str:
    """The label in words; a number that a blank cell made a float is whole again."""
    return str(int(label)) if isinstance(label, float) and label.is_integer() else str(label)


def _all_in(names: Iterable[str], frame: Table) -> bool:
    return all(name in frame for name in names)


def _numbers(frame: Table, names: Iterable[str], labels: Sequence[str]) -> dict[str, np.ndarray]:
    """The columns as floats, NaN where a cell is empty; rows are counted as in
    a sheet with a head.
    """
    found = {name: [_number(value) for value in frame[name]] for name in names}
    lines = getattr(frame, "index", range(len(labels)))
    raise_all(
        [
            f"row {line + 2 if isinstance(line, int) else line} ({label}), column {name}: "
            f"found {value!r}; allowed: a number"
            for name in names
            for line, label, value, number in zip(
                lines, labels, frame[name], found[name], strict=True
            )
            if number is None
        ],
        "table",
    )
    return {name: np.array(values, float) for name, values in found.items()}


def _number(value: Any) -> float | None:
    """The value as a float, NaN for an empty cell, None for what is no number."""
    if is_missing(value):
        return np.nan
    try:
        return None if "_" in str(value) else float(value)  # Python would read 1_020
    except (TypeError, ValueError):
        return None
