"""Effects from a table with one row a study, by metafor's column names."""

from __future__ import annotations

import numpy as np

from evidence.synthesis.effects import effect_sizes, generic_effects
from evidence.synthesis.errors import SynthesisError, refuse_cases
from evidence.synthesis.measures import measure_named
from evidence.synthesis.ratios import ratio_from_interval
from evidence.synthesis.records import Effects

LABELS = ("study", "slab", "label", "author", "trial", "id")
INTERVAL = ("estimate", "ci_low", "ci_high")
_OTHERS = {"n1i": "bi", "n2i": "di"}


def effects_from_table(frame, measure: str, *, level: float = 0.95, **policy) -> Effects:
    """Return the effects of a table (a frame, or a mapping of columns), one row a study.

    Columns: those of the measure (``xi ni``; ``ai n1i ci n2i`` or ``ai bi ci di``; ...);
    otherwise ``yi vi``; otherwise ``estimate ci_low ci_high`` of a ratio at ``level``.
    Labels come from the first of ``study slab label author trial id``. ``policy``: the zero
    policy arguments of `effect_sizes`.

    Raises `CaseLevelError` for rows that are patients, `SynthesisError` for missing columns.

    >>> effects_from_table({"study": ["A", "B"], "xi": [1, 4], "ni": [10, 20]}, "PR").labels
    ('A', 'B')
    """
    refuse_cases(frame)
    chosen = measure_named(measure)
    labels = next((list(frame[name]) for name in LABELS if name in frame), None)
    columns = _columns(frame, chosen)
    if columns:
        return effect_sizes(measure, labels=labels, **policy, **columns)
    if "yi" in frame and "vi" in frame:
        return generic_effects(*(_floats(frame, name) for name in ("yi", "vi")),
                               measure=chosen.code, labels=labels)
    if chosen.scale == "log" and all(name in frame for name in INTERVAL):
        estimate, low, high = (_floats(frame, name) for name in INTERVAL)
        return ratio_from_interval(low, high, estimate=estimate, level=level, measure=chosen.name,
                                   labels=labels)
    raise SynthesisError(
        f"{chosen.name}: columns {' '.join(chosen.columns) or '(none of its own)'} are needed, or yi "
        f"vi, or for ratios {' '.join(INTERVAL)}; found {' '.join(map(str, frame))}")


def _columns(frame, measure) -> dict[str, np.ndarray]:
    """The measure's own columns, if all are there (patients without event may stand for sizes)."""
    if measure.columns in ((), ("yi", "vi")):
        return {}
    named = [name if name in frame else _OTHERS.get(name, name) for name in measure.columns]
    if not all(name in frame for name in named):
        return {}
    return {name: _floats(frame, name) for name in named}


def _floats(frame, name: str) -> np.ndarray:
    try:
        return np.array([np.nan if value is None else value for value in frame[name]], float)
    except (TypeError, ValueError) as error:
        raise SynthesisError(f"column {name!r} must hold numbers: {error}") from None
