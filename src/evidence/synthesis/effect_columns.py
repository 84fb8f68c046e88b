"""The columns a measure needs: present, of one shape, and possible."""

from __future__ import annotations

import numpy as np

from evidence.synthesis.errors import SynthesisError, offenders, raise_all, study_labels
from evidence.synthesis.measures import Measure


def check_columns(measure: Measure, columns: dict, labels=None):
    """Return the measure's columns as floats, in its order, and the labels.

    Raises `SynthesisError`: missing or unknown columns, unequal shapes, and every value
    that cannot be (counts below 0 or above the size, sizes, times or SDs not above 0).

    >>> from evidence.synthesis.measures import measure_named
    >>> arrays, names = check_columns(measure_named("PR"), {"xi": [1], "ni": [4]})
    >>> list(arrays), names
    (['xi', 'ni'], ('study 1',))
    """
    columns = _sizes_from_cells(measure, dict(columns))
    missing = [name for name in measure.columns if name not in columns]
    unknown = [name for name in columns if name not in measure.columns]
    if missing or unknown or not measure.columns:
        raise SynthesisError(
            f"{measure.name} needs the columns {' '.join(measure.columns) or '(none: see ratios)'}"
            + (f"; missing: {' '.join(missing)}" if missing else "")
            + (f"; not used: {' '.join(unknown)}" if unknown else ""))
    arrays = {name: np.asarray(columns[name], float) for name in measure.columns}
    shapes = {array.shape for array in arrays.values()}
    if len(shapes) > 1 or () in shapes:
        found = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise SynthesisError(f"columns must be of one shape (..., k): {found}")
    names = study_labels(labels, next(iter(shapes))[-1])
    raise_all(_impossible(arrays, names), measure.name)
    return arrays, names


def _sizes_from_cells(measure: Measure, columns: dict) -> dict:
    """Accept bi and di, the patients without event, in place of n1i and n2i."""
    for event, other, size in (("ai", "bi", "n1i"), ("ci", "di", "n2i")):
        if size in measure.columns and other in columns and size not in columns:
            columns[size] = np.asarray(columns[event], float) + np.asarray(columns.pop(other), float)
    return columns


def _impossible(arrays: dict, labels) -> list[str]:
    problems = []
    for name, values in arrays.items():
        flat = {"values": values, "reason": ""}
        if name in ("ai", "ci", "xi", "x1i", "x2i"):
            flat["reason"], wrong = f"{name} must be a finite count >= 0", values < 0
        elif name[0] in "nt" or name.startswith("sd"):
            flat["reason"], wrong = f"{name} must be above 0", values <= 0
        elif name == "ri":
            flat["reason"], wrong = "ri must be a correlation, -1 to 1", np.abs(values) > 1
        else:
            flat["reason"], wrong = f"{name} must be finite", np.zeros(values.shape, bool)
        problems += _named(wrong | np.isinf(values), flat["reason"], labels, values)
    for event, size in (("ai", "n1i"), ("ci", "n2i"), ("xi", "ni")):
        if event in arrays and size in arrays:
            wrong = arrays[event] > arrays[size]
            reason = f"{event} is above {size}"
            problems += _named(wrong, reason, labels, arrays[event])
    return problems


def _named(wrong, reason, labels, values) -> list[str]:
    """One line a study, also where there is a leading axis (the first of them is shown)."""
    wrong = wrong.reshape(-1, wrong.shape[-1])
    first = wrong.argmax(axis=0)
    shown = values.reshape(wrong.shape)[first, np.arange(wrong.shape[1])]
    return offenders(wrong.any(axis=0), reason, labels, shown)
