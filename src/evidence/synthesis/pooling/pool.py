"""The pooled effect of k studies, or of thousands of sets of studies at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.arguments.studies import check_studies
from evidence.synthesis.errors import SynthesisError, study_labels
from evidence.synthesis.inference import ALIKE, named_test
from evidence.synthesis.pooling.mean_model import MeanModel
from evidence.synthesis.pooling.summarise import Choice, summarise
from evidence.synthesis.pooling.tau2_estimators import estimate_tau2
from evidence.synthesis.results import Effects, Numbers, Pooled

EFFECTS_AT_ONCE = 2**15  # a quarter of a megabyte an array: several stay in a core's cache


@checked_arguments()
def pool(
    yi: ArrayLike | Effects,
    vi: ArrayLike | None = None,
    *,
    tau2_method: str = "REML",
    test: str = "wald",
    level: float = 0.95,
    tau2: float | None = None,
    weights: ArrayLike | None = None,
    labels: Sequence[str] | None = None,
    measure: str = "GEN",
) -> Pooled:
    """Return the random-effects pooled effect of each set of studies.

    Parameters
    ----------
    yi, vi : effects and sampling variances, shape (k,) or (..., k); or one `Effects` in
        place of both. NaN in either marks an absent study.
    tau2_method : ``DL``, ``PM``, ``REML``, ``ML``, ``EB``, ``HE``, ``HS`` or ``SJ``; ``EE``,
        ``FE`` or ``common`` for the common-effect model (tau2 = 0).
    test : ``wald``, ``t``, ``knapp_hartung``, ``knapp_hartung_ad_hoc`` (its factor not below
        1, also called modified) or ``knapp_hartung_wider``.
    level : confidence level, between 0 and 1.
    tau2 : a value (>= 0) to be used in place of an estimate.
    weights : study weights in place of 1/(v + tau2), shape (k,).

    Returns `Pooled`; numbers are floats for shape (k,), arrays of the leading shape
    otherwise. estimate = sum(w y)/sum(w) with w = 1/(v + tau2), variance 1/sum(w)
    (DerSimonian and Laird 1986, doi:10.1016/0197-2456(86)90046-2). With one study the
    model is that study. Where the likelihood has several maxima the highest is taken.

    Raises `SynthesisError` that names every offending study (variance not above 0, not
    finite), an unknown method or test, no study at all.

    >>> fit = pool([0.1, 0.3, 0.5], [0.01, 0.02, 0.03], tau2_method="DL")
    >>> round(float(fit.estimate), 4), round(float(fit.tau2), 4)
    (0.2674, 0.0217)
    """
    if isinstance(yi, Effects):
        return _pool_effects(
            yi, tau2_method=tau2_method, test=test, level=level, tau2=tau2, weights=weights
        )
    choice = Choice(tau2_method, named_test(test), level, tau2_method == "EE")
    model, shape = mean_model(yi, vi, labels)
    given = None if weights is None else _checked_weights(weights, yi, vi)
    if shape is None:
        numbers = _with_absent_studies(_numbers(model, tau2, choice, given), yi, vi)
    else:
        numbers = _many(_in_chunks(model, tau2, choice, given), shape)
    return _record(numbers, choice, measure, tau2 is not None)


@checked_arguments()
def common_effect(
    yi: ArrayLike | Effects,
    vi: ArrayLike | None = None,
    *,
    test: str = "wald",
    level: float = 0.95,
    weights: ArrayLike | None = None,
    labels: Sequence[str] | None = None,
    measure: str = "GEN",
) -> Pooled:
    """Return the common-effect (inverse-variance) pooled effect; as `pool` with tau2 = 0.

    I2 and H2 then follow from Q (Higgins and Thompson 2002, doi:10.1002/sim.1186).

    >>> round(float(common_effect([0.0, 1.0], [1.0, 1.0]).estimate), 3)
    0.5
    """
    return pool(
        yi,
        vi,
        tau2_method="common",
        test=test,
        level=level,
        weights=weights,
        labels=labels,
        measure=measure,
    )


def _pool_effects(effects: Effects, **options: Any) -> Pooled:
    fit = pool(effects.yi, effects.vi, labels=effects.labels, measure=effects.measure, **options)
    note = "; ".join(filter(None, (note_of(effects), fit.note)))
    return fit.replace(zero_policy=effects.zero_policy, note=note)


def note_of(effects: Effects) -> str:
    """Return what a fit of effects says of its studies: corrected, without an effect, other notes.

    >>> note_of(Effects(np.array([0.1, np.nan]), np.array([0.1, np.nan]), "RR", ("A", "B")))
    'no effect: B'
    """
    corrected, absent = effects.corrected_labels, effects.absent_labels
    parts = [f"corrected: {', '.join(corrected)}"] if corrected else []
    parts += [f"no effect: {', '.join(absent)}"] if absent else []
    return "; ".join([*parts, effects.note] if effects.note else parts)


def mean_model(
    yi: ArrayLike, vi: ArrayLike | None, labels: Sequence[str] | None = None
) -> tuple[MeanModel, tuple | None]:
    """Return the model of effects of shape (..., k) and the leading shape (None for (k,)).

    Raises `SynthesisError` as `pool` does.

    >>> model, leading = mean_model([0.1, 0.4, float("nan")], [0.1, 0.1, 0.1])
    >>> model.k, leading
    (2, None)
    """
    y, v = _floats(yi, "yi"), _floats(vi, "vi")
    if y.shape != v.shape or y.ndim == 0 or y.size == 0:
        raise SynthesisError(f"yi {y.shape} and vi {v.shape} must be of one shape (..., k), k > 0")
    if labels is not None:
        study_labels(labels, y.shape[-1])
    seen = np.isfinite(y) & np.isfinite(v) & (v > 0)
    if y.ndim == 1:
        if not seen.all():
            check_studies(y, v, labels, least=1)
            y, v = y[seen], v[seen]
        return MeanModel(y, v), None
    return _batch(y, v, seen, labels), y.shape[:-1]


def _floats(values: ArrayLike | None, name: str) -> np.ndarray:
    try:
        return np.asarray(values, float)
    except (TypeError, ValueError) as error:
        raise SynthesisError(f"{name} must hold numbers: {error}") from None


def _batch(
    y: np.ndarray, v: np.ndarray, seen: np.ndarray, labels: Sequence[str] | None
) -> MeanModel:
    if seen.all():
        return MeanModel(_columns(y), _columns(v))
    absent = np.isnan(y) | np.isnan(v)
    if (bad := ~(seen | absent)).any():
        names = study_labels(labels, y.shape[-1])
        where = [
            f"{names[index[-1]]} of set {index[:-1]}" for index in np.argwhere(bad)[:20].tolist()
        ]
        raise SynthesisError(
            f"{bad.sum()} effects are infinite or have a variance that is not "
            f"above 0 and finite: {', '.join(where)}"
        )
    if (empty := ~seen.any(-1)).any():
        raise SynthesisError(f"sets without any study: {np.argwhere(empty)[:20].tolist()}")
    return MeanModel(
        _columns(np.where(seen, y, 0.0)), _columns(np.where(seen, v, np.inf)), _columns(seen)
    )


def _columns(array: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(array.reshape(-1, array.shape[-1]).T)


def _checked_weights(weights: ArrayLike, yi: Any, vi: Any) -> np.ndarray:
    """The weights of the studies that are present; those of absent ones are not looked at."""
    given, k = np.asarray(weights, float), np.shape(yi)[-1]
    seen = np.isfinite(np.asarray(yi, float)) & np.isfinite(np.asarray(vi, float))
    used = seen if seen.ndim == 1 else seen.any(tuple(range(seen.ndim - 1)))
    if given.shape != (k,) or not (np.isfinite(given) & (given >= 0))[used].all():
        raise SynthesisError(
            f"weights {given} found; k = {k} finite numbers of at least 0 are needed"
        )
    if not (given > 0)[..., used].any() or not (seen & (given > 0)).any(-1).all():
        raise SynthesisError(
            f"weights {given} found; all studies of a set have weight 0: one above 0 is needed"
        )
    return given[used] if seen.ndim == 1 else np.where(used, given, 0.0)


def _numbers(
    model: MeanModel, tau2: float | None, choice: Choice, weights: np.ndarray | None
) -> dict:
    between, converged, peaks = _between_studies(model, tau2, choice)
    return {**summarise(model, between, choice, weights), "converged": converged, "peaks": peaks}


def _in_chunks(
    model: MeanModel, tau2: float | None, choice: Choice, weights: np.ndarray | None
) -> dict:
    """The numbers of many sets, some at a time: memory stays bounded, and in cache."""
    k, n = model.y.shape
    step = max(1, EFFECTS_AT_ONCE // k)
    if n <= step:
        return _numbers(model, tau2, choice, weights)
    parts = []
    for start in range(0, n, step):
        part = model.take(np.arange(start, min(start + step, n)))
        sizes = part.y.shape
        parts.append(
            {
                name: np.broadcast_to(value, sizes if np.ndim(value) == 2 else sizes[1:])
                for name, value in _numbers(part, tau2, choice, weights).items()
            }
        )
    return {name: np.concatenate([part[name] for part in parts], axis=-1) for name in parts[0]}


def _between_studies(
    model: MeanModel, tau2: float | None, choice: Choice
) -> tuple[Numbers, Numbers, Numbers]:
    """Return tau2 (0, given or estimated), whether it converged, and the likelihood's maxima."""
    if choice.common:
        return 0.0 * model.k, True, 1
    if tau2 is None:
        return estimate_tau2(model, choice.tau2_method)
    if not (np.ndim(tau2) == 0 and 0 <= tau2 < np.inf):
        raise SynthesisError(f"tau2 {tau2!r} found; one finite number of at least 0 is needed")
    return float(tau2) + 0.0 * model.k, True, 1


def _with_absent_studies(numbers: dict, yi: Any, vi: Any) -> dict:
    """Align the weights with the studies given: NaN for those that were absent."""
    if numbers["weights"].size < np.size(yi):
        aligned = np.full(np.size(yi), np.nan)
        aligned[np.isfinite(np.asarray(yi, float) + np.asarray(vi, float))] = numbers["weights"]
        numbers["weights"] = aligned
    return numbers


def _many(numbers: dict, shape: tuple) -> dict:
    """Give every number the leading shape; weights run along studies, which come last."""
    weights = np.ascontiguousarray(numbers.pop("weights").T).reshape(*shape, -1)
    numbers = {
        name: value.reshape(shape) if np.ndim(value) else np.full(shape, value)
        for name, value in numbers.items()
    }
    return numbers | {"weights": weights}


def _record(numbers: dict, choice: Choice, measure: str, given: bool) -> Pooled:
    maxima = numbers.pop("peaks")
    peaks = int(np.asarray(maxima).max())
    return Pooled(
        **numbers,
        level=choice.level,
        test=choice.test,
        tau2_method="" if choice.common else ("given" if given else choice.tau2_method),
        measure=measure,
        model="common effect" if choice.common else "random effects",
        note=f"the likelihood has {peaks} maxima, the highest is taken" if peaks > 1 else "",
        fallback=fallback_of(choice.test, numbers["k"], numbers["scale_factor"]),
        extra={"maxima": maxima},
    )


def fallback_of(test: str, k: Numbers, scale_factor: Numbers) -> str:
    """Return what was done where the test has no interval, empty where it has one in all sets.

    >>> fallback_of("t", 1, 1.0), fallback_of("wald", 1, 1.0)
    ('one study has no t interval: its Wald interval', '')
    """
    alone = test != "wald" and np.equal(k, 1).any()
    fallbacks = ["one study has no t interval: its Wald interval"] if alone else []
    return "; ".join([*fallbacks, ALIKE] if np.isnan(scale_factor).any() else fallbacks)
