"""From the scale of analysis back to the scale readers know, safely."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.effect_sizes.measures import measure_named
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.results import Numbers, Pooled, Prediction


@checked_arguments()
def back_transform(
    values: ArrayLike, measure: str, *, sizes: ArrayLike | None = None
) -> np.ndarray:
    """Return effects on the natural scale: ratios, proportions, rates, correlations.

    ``values``: any shape, on the measure's scale. ``sizes``: for the Freeman-Tukey
    measures only, the study sizes (or times), shape (..., k), of which the harmonic mean is
    used (Miller 1978, doi:10.1080/00031305.1978.10479283). Values outside the valid range of the
    transformation are clipped to its ends, so that a proportion is always in [0, 1]
    and an interval cannot turn round. Returns an array of the shape of ``values``.
    Raises `SynthesisError` for an unknown measure, and of the Freeman-Tukey measures if sizes
    are missing or not above 0.

    >>> round(float(back_transform(0.0, "logit_proportion")), 3)
    0.5
    >>> float(back_transform(2.0, "arcsine_proportion"))
    1.0
    """
    chosen = measure_named(measure)
    values = np.asarray(values, float)
    if chosen.scale.startswith("freeman_tukey"):
        size = harmonic_mean(sizes, chosen.name)
        miller = _freeman_tukey if chosen.scale == "freeman_tukey" else _freeman_tukey_rate
        return miller(values, size)
    return _SCALES[chosen.scale](values)


@checked_arguments()
def back_transformed(
    record: Pooled | Prediction, *, sizes: ArrayLike | None = None
) -> dict[str, np.ndarray]:
    """Return the record's estimate and limits on the natural scale as a dict of floats or arrays.

    Keys: ``estimate`` (of a `Pooled`), ``low``, ``high``, each of the shape it has in the
    record: one number, or (n,). ``sizes``: shape (k,), and errors, as in `back_transform`:
    `SynthesisError` for an unknown measure, missing sizes, or sizes not above 0.

    >>> from evidence.synthesis.pooling.pool import pool
    >>> float(back_transformed(pool([0.0], [1.0], measure="RR"))["estimate"])
    1.0
    """
    limits = (
        (("low", "ci_low"), ("high", "ci_high"))
        if isinstance(record, Pooled)
        else (("low", "low"), ("high", "high"))
    )
    named = ((("estimate", "estimate"),) if isinstance(record, Pooled) else ()) + limits
    return {
        name: back_transform(getattr(record, attribute), record.measure, sizes=sizes)
        for name, attribute in named
    }


def harmonic_mean(sizes: ArrayLike | None, name: str = "the back-transformation") -> Numbers:
    """Return the harmonic mean of positive sizes along the last axis; NaN entries are left out.

    m / sum(1/size) of m ``sizes``, in one unit; ``name`` is for the message.
    Raises `SynthesisError` if sizes are None, none is given, or one is not above 0.

    >>> float(harmonic_mean([10, 30]))
    15.0
    """
    if sizes is None:
        raise SynthesisError(f"{name} needs the study sizes to be transformed back: sizes=...")
    given = np.atleast_1d(np.asarray(sizes, float))
    reported = ~np.isnan(given)
    if not reported.any(-1).all() or not (np.isfinite(given) & (given > 0))[reported].all():
        raise SynthesisError(f"sizes must be finite and above 0, found {given}")
    return reported.sum(-1) / np.where(reported, 1 / given, 0.0).sum(-1)


def _arcsine(values: np.ndarray) -> np.ndarray:
    return np.sin(np.clip(values, 0.0, np.pi / 2)) ** 2


def _freeman_tukey(values: np.ndarray, n: Numbers) -> np.ndarray:
    """Miller's inversion, between the values that 0 and n events of n would have."""
    least = 0.5 * np.arcsin(np.sqrt(1 / (n + 1)))
    t = 2 * np.clip(values, least, np.pi / 2 - least)
    inner = np.sin(t) + (np.sin(t) - 1 / np.sin(t)) / n
    p = 0.5 * (1 - np.sign(np.cos(t)) * np.sqrt(np.maximum(1 - inner**2, 0.0)))
    return np.where(values <= least, 0.0, np.where(values >= np.pi / 2 - least, 1.0, p))


def _freeman_tukey_rate(values: np.ndarray, time: Numbers) -> np.ndarray:
    least = 0.5 * np.sqrt(1 / time)
    t = np.maximum(values, least)
    return np.maximum((1 / time - 8 * t**2 + 16 * time * t**4) / (16 * t**2 * time), 0.0)


_SCALES = {
    "identity": lambda values: values,
    "log": np.exp,
    "logit": expit,
    "arcsine": _arcsine,
    "proportion": lambda values: np.clip(values, 0.0, 1.0),
    "square": lambda values: np.maximum(values, 0.0) ** 2,
    "fisher_z": np.tanh,
}
