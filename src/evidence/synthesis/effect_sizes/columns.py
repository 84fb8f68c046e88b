"""The columns a measure needs: present, of one shape, and possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from evidence.synthesis.arguments.numeric import together
from evidence.synthesis.effect_sizes.measures import Measure
from evidence.synthesis.errors import SynthesisError, offenders, raise_all, study_labels


def check_columns(
    measure: Measure, columns: Mapping[str, ArrayLike], labels: Sequence[str] | None = None
) -> tuple[dict[str, np.ndarray], tuple[str, ...]]:
    """Return the measure's columns as floats, in its order, and the labels.

    Raises `SynthesisError`: missing or unknown columns, unequal shapes, and every value
    that cannot be (counts below 0 or above the size, sizes, times or SDs not above 0).

    >>> from evidence.synthesis.effect_sizes.measures import measure_named
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
            + (f"; missing: {' '.join(dict.fromkeys(missing))}" if missing else "")
            + (f"; not used: {' '.join(unknown)}" if unknown else "")
        )
    arrays = {name: np.asarray(columns[name], float) for name in measure.columns}
    shapes = {array.shape for array in arrays.values()}
    if len(shapes) > 1 or () in shapes:
        found = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise SynthesisError(f"columns must be of one shape (..., k): {found}")
    names = study_labels(labels, next(iter(shapes))[-1])
    raise_all(_impossible(arrays, names), measure.name)
    return arrays, names


def _sizes_from_cells(measure: Measure, columns: dict[str, ArrayLike]) -> dict[str, ArrayLike]:
    """Accept bi and di, the patients without event, in place of n1i and n2i."""
    for event, other, size in (("ai", "bi", "n1i"), ("ci", "di", "n2i")):
        if size in measure.columns and other in columns and size not in columns:
            events, others = together(**{event: columns[event], other: columns.pop(other)})
            columns[size] = events + others
    return columns


def _impossible(arrays: Mapping[str, np.ndarray], labels: Sequence[str]) -> list[str]:
    problems = []
    for name, values in arrays.items():
        reason, wrong = f"{name} must be finite", np.zeros(values.shape, bool)
        if name in ("ai", "ci", "xi", "x1i", "x2i"):
            reason, wrong = f"{name} must be a finite count >= 0", values < 0
        elif name[0] in "nt" or name.startswith("sd"):
            reason, wrong = f"{name} must be above 0", values <= 0
        elif name == "ri":
            reason, wrong = "ri must be a correlation, -1 to 1", np.abs(values) > 1
        problems += offenders(wrong | np.isinf(values), reason, labels, values)
    for event, size in (("ai", "n1i"), ("ci", "n2i"), ("xi", "ni")):
        if event in arrays and size in arrays:
            wrong = arrays[event] > arrays[size]
            problems += offenders(wrong, f"{event} is above {size}", labels, arrays[event])
    return problems
