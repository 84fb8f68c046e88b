"""An analysis of one meta-analysis made one of many, along a leading axis, set by set.

For what has no formula that serves all sets at once: each set keeps its own absent studies,
its own iterations and its own refusals, and the records come back as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import wraps
from inspect import Parameter, signature
from typing import Any

import numpy as np

from evidence.synthesis.errors import SynthesisError, raise_all
from evidence.synthesis.progress import on_a_terminal
from evidence.synthesis.results import Effects

PER_STUDY = (
    "effects", "yi", "vi", "ai", "bi", "n1i", "ci", "di", "n2i", "x1i", "t1i", "x2i", "t2i",
    "difference", "low", "high",
)  # fmt: skip
SETTINGS = ("level", "seed")  # one number for all sets
TEXTS = ("note", "fallback", "convention")  # said once, with the number of sets it is true of


def along_sets(analysis: Callable) -> Callable:
    """Return the analysis for studies of shape (k,), or (..., k) of many sets.

    The record of many has every number as an array of the leading shape (in front of the
    axes it had), and an array of arrays where the sets differ in their studies. A call for
    many takes ``progress(done, total)`` too. Raises `SynthesisError` for all sets that are
    refused, each with its place and reason.

    >>> from evidence.synthesis.small_study.egger_begg import begg
    >>> from evidence.synthesis.effect_sizes.effect_sizes import generic_effects
    >>> begg(generic_effects([[0.1, 0.3, 0.9], [0.9, 0.3, 0.1]], [[0.1, 0.2, 0.3]] * 2)).tau
    array([ 1., -1.])
    """
    return _along(analysis, 1)


def along_studies(analysis: Callable) -> Callable:
    """Return the analysis of one study's numbers for arrays of any shape, as `along_sets` does.

    >>> from evidence.synthesis.effect_sizes.absolute_effect import number_needed
    >>> number_needed([-0.1, -0.2], -0.25, -0.05).number.tolist()
    [10.0, 5.0]
    """
    return _along(analysis, 0)


def _along(analysis: Callable, study_axes: int) -> Callable:
    """The analysis, of arguments with ``study_axes`` axes, along the axes in front of them."""
    asked, said = signature(analysis), analysis.__name__.replace("_", " ")

    @wraps(analysis)
    def each(*args: Any, **options: Any) -> Any:
        shape = _leading(dict(zip(asked.parameters, args, strict=False)) | options, study_axes)
        if shape == ():
            return analysis(*args, **options)
        progress = None
        if "progress" not in asked.parameters:
            progress = options.pop("progress", None) or on_a_terminal(said)
        given = asked.bind(*args, **options).arguments
        for name, parameter in asked.parameters.items():
            if parameter.kind is Parameter.VAR_KEYWORD:
                given |= given.pop(name, {})
        records, problems, places = [], [], list(np.ndindex(shape))
        for done, place in enumerate(places, start=1):
            arguments = {
                name: _set_of(value, place, shape, _axes(name, study_axes))
                for name, value in _studies(given)
            }
            try:
                records.append(analysis(**(given | arguments)))
            except SynthesisError as error:
                problems.append(f"set {', '.join(map(str, place))}: {error}")
            if progress:
                progress(done, len(places))
        raise_all(problems if places else [f"shape {shape}: no set at all"], said)
        return stacked(records, shape)

    return each


def stacked(records: list, shape: tuple) -> Any:
    """Return records of one class as one, its numbers arrays of ``shape``.

    >>> from evidence.synthesis.small_study.egger_begg import RankTest
    >>> one = stacked([RankTest(0.2, 0.9, False, 5), RankTest(0.4, 0.5, False, 5)], (2,))
    >>> one.tau.tolist(), one.k.tolist()
    ([0.2, 0.4], [5, 5])
    """
    names = [field.name for field in fields(records[0])]
    columns = {name: [getattr(record, name) for record in records] for name in names}
    return type(records[0])(
        **{
            name: values[0]
            if name in SETTINGS and _alike(values)
            else _said(values)
            if name in TEXTS
            else _joined(values, shape)
            for name, values in columns.items()
        }
    )


def _leading(given: dict, study_axes: int) -> tuple:
    """The leading shape of the studies given, () for one analysis."""
    shapes = [
        np.shape(value.yi if isinstance(value, Effects) else value)[
            : -_axes(name, study_axes) or None
        ]
        for name, value in _studies(given)
        if np.ndim(value.yi if isinstance(value, Effects) else value) >= _axes(name, study_axes)
    ]
    return np.broadcast_shapes(*shapes)


def _studies(given: dict) -> Iterator[tuple[str, Any]]:
    """The arguments that hold studies, each with its name; shared moderators are not among them."""
    for name, value in given.items():
        many = name == "moderators" and not isinstance(value, Mapping) and np.ndim(value) > 2
        if value is not None and (name in PER_STUDY or many):
            yield name, value


def _axes(name: str, study_axes: int) -> int:
    """How many axes one analysis has of this argument."""
    return study_axes + (name == "moderators")


def _set_of(value: Any, place: tuple, shape: tuple, study_axes: int) -> Any:
    """What belongs to one place along the leading axes."""
    if isinstance(value, Effects):
        names = ("yi", "vi", "corrected", "sizes")
        held = {name: getattr(value, name) for name in names}
        part = {
            name: _set_of(column, place, shape, study_axes)
            for name, column in held.items()
            if column is not None
        }
        return replace(value, **part)
    array = np.asarray(value)
    return np.broadcast_to(array, shape + array.shape[array.ndim - study_axes :])[place]


def _said(values: list[str]) -> str:
    """Every sentence once, and in how many sets where it is not in all."""
    counted = {text: values.count(text) for text in dict.fromkeys(values) if text}
    return "; ".join(
        text if n == len(values) else f"{text} (in {n} of {len(values)} meta-analyses)"
        for text, n in counted.items()
    )


def _joined(values: list, shape: tuple) -> Any:
    first = values[0]
    if is_dataclass(first):
        return stacked(values, shape)
    if isinstance(first, (str, tuple, type(None))) and _alike(values):
        return first
    if isinstance(first, dict):
        return {name: _joined([value[name] for value in values], shape) for name in first}
    named = isinstance(first, tuple) and all(isinstance(text, str) for text in first)
    if isinstance(first, tuple) and not named and len({*map(len, values)}) == 1:
        return tuple(_joined(list(parts), shape) for parts in zip(*values, strict=True))
    arrays = [np.asarray(value) for value in values]
    if len({array.shape for array in arrays}) == 1:
        return np.stack(arrays).reshape(*shape, *arrays[0].shape)
    ragged = np.empty(len(values), object)
    for row, value in enumerate(values):
        ragged[row] = value
    return ragged.reshape(shape)


def _alike(values: list) -> bool:
    try:
        return len(set(values)) == 1
    except TypeError:  # an array inside has no hash
        return False
