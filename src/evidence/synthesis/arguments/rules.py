"""What a single argument may be, other than an array of numbers; each rule returns the value."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from evidence.synthesis.arguments.numeric import numbers, one_number, whole
from evidence.synthesis.errors import SynthesisError, table
from evidence.synthesis.results import Effects

# The common-effect model in metafor, in R meta and in words.
COMMON_EFFECT = ("EE", "FE", "CE", "COMMON", "FIXED")


def fraction(value: Any, name: str) -> float:
    """Return one number strictly between 0 and 1.

    >>> fraction(0.95, "level")
    0.95
    """
    found = one_number(value, name)
    if not 0 < found < 1:
        raise SynthesisError(f"{name} {value!r} found; a fraction between 0 and 1 is needed (0.95)")
    return found


def fractions(values: Any, name: str) -> tuple[float, ...]:
    """Return numbers that are each strictly between 0 and 1.

    >>> fractions((0.9, 0.95), "contours")
    (0.9, 0.95)
    """
    listed = np.atleast_1d(numbers(values, name))
    if listed.ndim != 1 or not ((listed > 0) & (listed < 1)).all():
        raise SynthesisError(f"{name} {values!r} found; fractions between 0 and 1 are needed")
    return tuple(listed.tolist())


def whole_number(value: Any, name: str) -> int:
    """Return one whole number of at least 0.

    >>> whole_number(21.0, "nodes")
    21
    """
    found = one_number(value, name)
    if not whole(np.asarray(found)):
        raise SynthesisError(f"{name} {value!r} found; a whole number of at least 0 is needed")
    return int(value)


def whole_numbers(values: Any, name: str) -> np.ndarray:
    """Return an array of integers, from numbers that are whole.

    >>> whole_numbers([2, 0, 1.0], "order")
    array([2, 0, 1])
    """
    array = np.asarray(numbers(values, name))
    if array.ndim != 1 or not whole(array).all():
        raise SynthesisError(f"{name} {array.tolist()} found; a list of whole numbers is needed")
    return array.astype(int)


def text(value: Any, name: str) -> str:
    """Return a text: the name of a method, a test, a measure.

    >>> text("REML", "tau2_method")
    'REML'
    """
    if not isinstance(value, str):
        raise SynthesisError(f"{name} {value!r} found; a name is needed")
    return value


def estimator_name(value: Any, name: str) -> str:
    """Return the name of an estimator of tau2 in capitals; the common effect is ``EE``.

    >>> estimator_name("reml", "tau2_method"), estimator_name("common", "tau2_method")
    ('REML', 'EE')
    """
    capitals = text(value, name).strip().upper()
    return "EE" if capitals in COMMON_EFFECT else capitals


def measure_or_name(value: Any, name: str) -> Any:
    """Return a text, or a `Measure`, which has a code."""
    return value if hasattr(value, "code") else text(value, name)


def truth(values: Any, name: str) -> Any:
    """Return True, False (also 1, 0) or an array of them: 'no' is neither.

    >>> truth(True, "intercept")
    True
    """
    masked = np.ma.is_masked(values)
    cells = [] if masked else np.asarray(values, object).ravel().tolist()
    if not cells or not all(isinstance(cell, (int, np.bool_)) and cell in (0, 1) for cell in cells):
        raise SynthesisError(f"{name} {values!r} found; True or False is needed")
    return values


def labels(values: Any, name: str) -> tuple[str, ...]:
    """Return the names of studies as texts.

    >>> labels(["Kantarjian 2016", 7], "labels")
    ('Kantarjian 2016', '7')
    """
    return tuple(str(label) for label in _listed(values, name))


def levels(values: Any, name: str) -> Any:
    """Return what groups or describes studies: texts or numbers, None where masked."""
    listed = _listed(values, name)
    return listed.astype(object).filled(None) if isinstance(values, np.ma.MaskedArray) else listed


def _listed(values: Any, name: str) -> Any:
    """One value per study, in an order: no text, set or mapping."""
    ordered = hasattr(values, "__len__") and hasattr(values, "__getitem__")
    if not ordered or isinstance(values, (str, bytes, Mapping)) or getattr(values, "ndim", 1) < 1:
        raise SynthesisError(f"{name} {values!r} found; one value per study is needed")
    return values


def moderators(value: Any, name: str) -> Any:
    """Return a mapping of names to numbers or levels, or a matrix of numbers."""
    if not isinstance(value, Mapping):
        return numbers(value, name)
    return {key: _moderator(column, f"moderator {key!r}") for key, column in value.items()}


def _moderator(column: Any, name: str) -> Any:
    """Numbers or booleans as numbers; where any cell is a text, all are levels of a factor."""
    column = levels(column, name)
    cells = np.asarray(column)
    if cells.dtype.kind == "b":
        return cells.astype(float)
    if cells.dtype.kind == "U" or any(isinstance(cell, str) for cell in cells.ravel()):
        return column
    return numbers(column, name)


def path_or_table(value: Any, name: str) -> Any:
    """Return the path of a file, or a frame or mapping of columns."""
    return value if isinstance(value, (str, os.PathLike)) else table(value, name)


def mapping(value: Any, name: str) -> Any:
    """Return a mapping.

    >>> mapping({"all": {"xi": "events"}}, "denominators")
    {'all': {'xi': 'events'}}
    """
    if not isinstance(value, Mapping):
        raise SynthesisError(f"{name}: {type(value).__name__} found; a mapping by name is needed")
    return value


def effects(value: Any, name: str) -> Effects:
    """Return `Effects` whose numbers are plain arrays of floats."""
    if not isinstance(value, Effects):
        found = type(value).__name__
        raise SynthesisError(f"{name}: {found} found; Effects are needed (effect_sizes, ...)")
    plain = {part: numbers(getattr(value, part), f"{name}.{part}") for part in ("yi", "vi")}
    if plain["yi"] is value.yi and plain["vi"] is value.vi:
        return value
    return replace(value, **plain)


def effects_or_numbers(value: Any, name: str) -> Any:
    """Return `Effects`, or an array of floats."""
    return effects(value, name) if isinstance(value, Effects) else numbers(value, name)


def fit(value: Any, name: str) -> Any:
    """Return the record of a fit, as `pool`, `binomial_normal` and their like make it."""
    if not (hasattr(value, "level") and hasattr(value, "measure")):
        raise SynthesisError(f"{name}: {type(value).__name__} found; the record of a fit is needed")
    return value
