"""What the engine refuses, and the sentence with which it does so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from evidence.errors import EvidenceError

# Share of letters in common (Ratcliff and Obershelp) from which a name is near enough to be meant;
# a threshold of this project.
NEAR_NAME = 0.5
PATIENT_COLUMNS = ("patient", "patientid", "patientno", "case", "caseid", "caseno")


class SynthesisError(EvidenceError, ValueError):
    """The data cannot be pooled as asked; the message names every offending study."""


class CaseLevelError(SynthesisError):
    """The rows are patients or case reports, which are never pooled into a rate."""


def unknown_name(what: str, found: str, names: Iterable[str], allowed: str) -> SynthesisError:
    """The refusal of a name, with the nearest of ``names`` if one is near.

    >>> str(unknown_name("test", "wold", ["wald", "t"], "wald, t"))
    "test 'wold' found (did you mean 'wald'?); allowed: wald, t"
    """
    closest = get_close_matches(found, [*names], n=1, cutoff=NEAR_NAME)
    meant = f" (did you mean {closest[0]!r}?)" if closest else ""
    return SynthesisError(f"{what} {found!r} found{meant}; allowed: {allowed}")


def snake_case(name: str) -> str:
    """A name in small letters, with underscores for blanks and hyphens.

    >>> snake_case("Risk ratio"), snake_case("Knapp-Hartung")
    ('risk_ratio', 'knapp_hartung')
    """
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def table(value: Any, name: str) -> Any:
    """Return a frame, or a mapping of column names to values.

    >>> table({"xi": [1]}, "frame")
    {'xi': [1]}
    """
    one_column = getattr(value, "ndim", 2) != 2
    if one_column or not (hasattr(value, "keys") and hasattr(value, "__getitem__")):
        found = type(value).__name__
        raise SynthesisError(f"{name}: {found} found; a table is needed, by column")
    single = [
        name
        for name in value
        if isinstance(value[name], str) or not hasattr(value[name], "__len__")
    ]
    if single:
        raise SynthesisError(f"{name}, column {single[0]!r}: a list is needed, one value per row")
    return value


def refuse_cases(frame: Mapping[str, Iterable[Any]]) -> None:
    """Refuse a table whose rows are single patients.

    Case reports are selected for being worth reporting, so they have no
    denominator; a rate pooled from them would estimate nothing.

    Parameters: a pandas frame (or any mapping of column name to values).
    Raises :class:`CaseLevelError` when a column is named after a patient or a case, when a
    value of a ``layer`` column begins with ``case``, or when every ``ni`` is 1.

    >>> refuse_cases({"study": ["A", "B"], "layer": ["trial", "series"]})
    >>> refuse_cases({"patient_id": ["P1"]})
    Traceback (most recent call last):
    evidence.synthesis.errors.CaseLevelError: column 'patient_id' found: ...
    """
    table(frame, "frame")
    named = [
        str(name) for name in frame if re.sub(r"[\W_]", "", str(name)).casefold() in PATIENT_COLUMNS
    ]
    if named:
        raise CaseLevelError(
            f"column {named[0]!r} found: rows are single patients. Case reports have no "
            "denominator and are never pooled into a rate; give one row per study population."
        )
    layers = list(frame["layer"]) if "layer" in frame else []
    rows = [i for i, layer in enumerate(layers) if str(layer).strip().casefold().startswith("case")]
    if rows:
        raise CaseLevelError(
            f"column 'layer' is a case in row(s) {_listed(map(str, rows))} (counted from 0): "
            "case reports are never pooled into a rate; allowed are trials and series."
        )
    sizes = list(frame["ni"]) if "ni" in frame else []
    if len(sizes) > 1 and all(str(size) in ("1", "1.0") for size in sizes):
        raise CaseLevelError(
            "column 'ni' is 1 in every row: rows are single patients, who are never pooled into "
            "a rate; give one row per study population."
        )


def is_missing(value: Any) -> bool:
    """Return whether a cell is empty: None, NaN, or pandas' NA, which no comparison answers.

    >>> is_missing(None), is_missing(float("nan")), is_missing(""), is_missing("nan")
    (True, True, True, False)
    """
    try:
        return value is None or value == "" or bool(value != value)  # noqa: PLR0124 - NaN of any library
    except TypeError:
        return True


def study_labels(labels: Iterable[object] | None, k: int) -> tuple[str, ...]:
    """Return k printable labels: those given, or ``study 1`` ... ``study k``.

    >>> study_labels(None, 2)
    ('study 1', 'study 2')
    """
    if labels is None:
        return tuple(f"study {i + 1}" for i in range(k))
    labels = tuple(str(label) for label in labels)
    if len(labels) != k:
        raise SynthesisError(f"{len(labels)} labels were given for {k} studies")
    return labels


def offenders(
    wrong: ArrayLike, reason: str, labels: Sequence[str], values: ArrayLike | None = None
) -> list[str]:
    """One line per study where ``wrong``, shape (..., k), is true: label, reason, value found.

    Of many sets the first value that is wrong is shown.

    >>> offenders([False, True], "must be above 0", ("A", "B"), [1, -2])
    ['B: must be above 0 (found -2)']
    """
    if not np.any(wrong):
        return []
    wrong = np.reshape(wrong, (-1, len(labels)))
    first, anywhere = wrong.argmax(axis=0), np.flatnonzero(wrong.any(axis=0))
    if values is None:
        return [f"{labels[i]}: {reason}" for i in anywhere.tolist()]
    shown = np.asarray(values, dtype=object).reshape(wrong.shape)
    return [f"{labels[i]}: {reason} (found {shown[first[i], i]})" for i in anywhere.tolist()]


def raise_all(problems: list[str], what: str) -> None:
    """Raise one :class:`SynthesisError` that lists every problem, if there is any.

    >>> raise_all([], "counts")
    """
    if problems:
        raise SynthesisError(f"{what}: {len(problems)} problem(s)\n  " + "\n  ".join(problems))


def _listed(items: Iterable[str]) -> str:
    items = list(items)
    return ", ".join(items[:8]) + (f" and {len(items) - 8} more" if len(items) > 8 else "")
