"""Numbers given in any form, as floats with NaN where a value is missing."""

from __future__ import annotations

from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np

from evidence.synthesis.errors import SynthesisError, is_missing

SHOWN = 5  # values that a message shows
MOST = 2**53  # people or events: the largest float that the next whole number follows
HUGE = 10**308  # about the largest float; Python refuses to write integers of 4301 digits


def numbers(values: Any, name: str) -> Any:
    """Return a number, or an array of floats; missing values are NaN.

    ``values``: a number, or a list, array, column of a frame or masked array of any shape.
    Missing are None, NaN, pandas' NA and what a mask covers. Raises `SynthesisError`, with
    ``name`` and what was found, for text, dates, complex numbers, booleans, numbers beyond the
    range of a float, and lists whose rows differ in length.

    >>> numbers([1, None, 3], "yi"), numbers(np.ma.array([1.0, 2.0], mask=[False, True]), "yi")
    (array([ 1., nan,  3.]), array([ 1., nan]))
    >>> numbers(["0.1", 0.2], "yi")
    Traceback (most recent call last):
    evidence.synthesis.errors.SynthesisError: yi must hold numbers; found '0.1' (position 1)
    """
    if type(values) is np.ndarray and values.dtype == float:
        return values
    if type(values) in (int, float) or isinstance(values, np.floating):
        return _single(values, name)
    array = _array(values, name)
    if array.dtype.kind in "iuf":
        return array.astype(float)[()]
    return _from_objects(array.astype(object), name)[()]


def one_number(value: Any, name: str) -> float:
    """Return the value, if it is one number and not missing.

    >>> one_number(0.5, "correction")
    0.5
    """
    found = numbers(value, name)
    if np.ndim(found) or np.isnan(found):
        raise SynthesisError(f"{name} {value!r} found; one number is needed")
    return float(found)


def together(**columns: Any) -> tuple[np.ndarray, ...]:
    """Return numbers by name as arrays of one shape, single numbers repeated.

    >>> together(events=[1, 2], n=10)
    (array([1., 2.]), array([10., 10.]))
    """
    arrays = {name: np.asarray(numbers(values, name), float) for name, values in columns.items()}
    try:
        return tuple(np.broadcast_arrays(*arrays.values()))
    except ValueError:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise SynthesisError(f"columns must be of one shape (..., k): {shapes}") from None


def whole(value: np.ndarray) -> np.ndarray:
    """Return where a count is a whole number from 0 to `MOST`.

    >>> whole(np.array([3.0, 0.5, -1.0, np.nan])).tolist()
    [True, False, False, False]
    """
    with np.errstate(invalid="ignore"):
        return (value >= 0) & (value <= MOST) & (value == np.rint(value))


def _single(value: Any, name: str) -> Any:
    try:
        float(value)
    except OverflowError:
        raise SynthesisError(f"{name} must hold numbers; found {_brief(value)}") from None
    return value


def _array(values: Any, name: str) -> np.ndarray:
    """The values as an array; masked ones become None."""
    if isinstance(values, (list, tuple)) and any(
        isinstance(value, (list, tuple, np.ma.MaskedArray, str, bool)) for value in values
    ):
        values = _nested(values, name)
    if isinstance(values, np.ma.MaskedArray):
        masked = np.ma.getmaskarray(values)
        values = values.data.astype(object) if masked.any() else values.data
        if masked.any():
            values[masked] = None
    try:
        return np.asarray(values)
    except (TypeError, ValueError, OverflowError):
        raise SynthesisError(
            f"{name} must hold numbers; found a {type(values).__name__} of uneven parts"
        ) from None


def _nested(values: Any, name: str) -> np.ndarray:
    """Row by row: of a list numpy forgets the masks, and takes a text among numbers for text."""
    rows = [
        value if isinstance(value, (str, bool)) else _array(value, name)[()] for value in values
    ]
    if len({np.shape(row) for row in rows}) > 1:
        raise SynthesisError(f"{name} must hold numbers; found rows of different lengths")
    array = np.empty((len(rows), *np.shape(rows[0])), object)
    for place, row in enumerate(rows):
        array[place] = row
    return array


def _from_objects(array: np.ndarray, name: str) -> np.ndarray:
    """Floats from what need not be numbers, element by element."""
    found = np.full(array.shape, np.nan)
    wrong = []
    for position, (place, value) in enumerate(np.ndenumerate(array), start=1):
        if isinstance(value, (Real, Decimal)) and not isinstance(value, bool):
            try:
                found[place] = float(value)
            except OverflowError:
                wrong.append((position, value))
        elif not _absent(value):
            wrong.append((position, value))
    if wrong or (array.ndim == 0 and np.isnan(found)):
        wrong = wrong or [(1, array.item())]
        said = ", ".join(
            f"{_brief(value)} (position {position})" for position, value in wrong[:SHOWN]
        )
        more = f" and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
        raise SynthesisError(f"{name} must hold numbers; found {said}{more}")
    return found


def _absent(value: Any) -> bool:
    if value is np.ma.masked:
        return True
    return not isinstance(value, (str, bytes, np.ndarray)) and is_missing(value)


def _brief(value: Any) -> str:
    if isinstance(value, int) and abs(value) > HUGE:
        return "a whole number beyond 1e308, the largest here"
    said = repr(value)
    return said if len(said) <= 40 else said[:37] + "..."
