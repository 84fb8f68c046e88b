"""Effect sizes of studies from their counts, times, means or correlations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.effect_sizes import formulas as effect_formulas
from evidence.synthesis.effect_sizes.columns import check_columns
from evidence.synthesis.effect_sizes.measures import Measure, measure_named
from evidence.synthesis.effect_sizes.zero_cells import check_policy, two_by_two, with_constant
from evidence.synthesis.errors import SynthesisError, offenders, raise_all, study_labels
from evidence.synthesis.results import Effects


@checked_arguments()
def effect_sizes(
    measure: str,
    *,
    zero_policy: str | None = None,
    correction: float = 0.5,
    double_zero: str = "keep",
    labels: Sequence[str] | None = None,
    **columns: ArrayLike,
) -> Effects:
    """Return the effect sizes and sampling variances of k studies.

    Parameters
    ----------
    measure : a field name or code of `measures.MEASURES` (``risk_ratio`` or ``RR``).
    columns : the columns the measure needs, by metafor's names, shape (k,) or (..., k):
        ``ai n1i ci n2i`` (events, patients of two arms; ``bi``, ``di`` may replace the
        sizes), ``xi ni``, ``xi ti``, ``x1i t1i x2i t2i``, ``m1i sd1i n1i m2i sd2i n2i``,
        ``mi sdi ni``, ``ri ni``. NaN marks a study that did not report.
    zero_policy, correction : see `zero_cells`; None is the default of the measure, ``only0``, or
        ``none`` on the arcsine and square-root scales. Peto's method needs none, pass ``none``.
    double_zero : ``keep``, or ``drop`` studies without events in both arms.

    Returns `Effects` of shape (..., k). A study that has no finite effect under the
    policy is NaN and named by ``absent_labels``; corrected ones by ``corrected_labels``.

    Raises `SynthesisError` listing every impossible value (events above the size, a
    size or time not above 0, ...).

    >>> one = effect_sizes("risk_ratio", ai=[4, 0], n1i=[100, 50], ci=[8, 2], n2i=[100, 50])
    >>> one.yi.round(4), one.corrected_labels
    (array([-0.6931, -1.6094]), ('study 2',))
    """
    chosen = measure_named(measure)
    zero_policy = chosen.zero_policy if zero_policy is None else zero_policy
    check_policy(zero_policy, correction)
    if double_zero not in ("keep", "drop"):
        raise SynthesisError(f"double_zero {double_zero!r} found; allowed: keep, drop")
    if not hasattr(effect_formulas, chosen.name):
        raise SynthesisError(
            f"measure {measure!r} found; its effects are given: `generic_effects` or "
            "`effects_from_interval`"
        )
    checked, names = check_columns(chosen, columns, labels)
    cells, hit, policy = _cells(chosen, checked, zero_policy, correction)
    with np.errstate(divide="ignore", invalid="ignore"):
        yi, vi = getattr(effect_formulas, chosen.name)(*cells)
    yi, vi = (np.asarray(a, float) for a in np.broadcast_arrays(yi, vi))
    absent = ~(
        np.isfinite(yi) & np.isfinite(vi) & (vi >= 0)
    )  # Fisher's z has no variance up to n = 3
    if double_zero == "drop" and policy != "not applicable" and len(checked) == 4:
        absent = absent | _without_information(chosen, checked)
    yi, vi = np.where(absent, np.nan, yi), np.where(absent, np.nan, vi)
    return Effects(
        yi,
        vi,
        chosen.code,
        names,
        policy,
        correction * bool(np.any(hit)),
        hit,
        _sizes(checked),
        chosen.sensitivity_only,
    )


@checked_arguments()
def generic_effects(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    measure: str = "GEN",
    labels: Sequence[str] | None = None,
    sizes: ArrayLike | None = None,
) -> Effects:
    """Return given effects and sampling variances, shape (..., k), as a record.

    Raises `SynthesisError` if the shapes differ or a variance is negative.

    >>> generic_effects([0.1, 0.2], [0.01, 0.02], labels=["A", "B"]).k
    2
    """
    y, v = np.asarray(yi, float), np.asarray(vi, float)
    if y.shape != v.shape or y.ndim == 0:
        raise SynthesisError(f"yi {y.shape} and vi {v.shape} must be of one shape (..., k)")
    names = study_labels(labels, y.shape[-1])
    raise_all(offenders(v < 0, "variance must not be negative", names, v), "effects")
    return Effects(
        y,
        v,
        measure_named(measure).code,
        names,
        "not applicable",
        0.0,
        None,
        None if sizes is None else np.asarray(sizes, float),
    )


def _cells(
    measure: Measure, columns: dict[str, np.ndarray], policy: str, constant: float
) -> tuple[tuple[np.ndarray, ...], np.ndarray | None, str]:
    values = tuple(columns.values())
    if measure.columns[0] == "ai":
        a, n1, c, n2 = values
        return *two_by_two(a, n1, c, n2, policy, constant), policy
    if measure.columns == ("xi", "ni"):
        x, n = values
        return *with_constant((x, n - x), policy, constant), policy
    if measure.columns == ("xi", "ti"):
        (x,), hit = with_constant(values[:1], policy, constant)
        return (x, values[1]), hit, policy
    if measure.columns[0] == "x1i":
        x1, t1, x2, t2 = values
        (x1, x2), hit = with_constant((x1, x2), policy, constant)
        return (x1, t1, x2, t2), hit, policy
    return values, None, "not applicable"


def _without_information(measure: Measure, columns: dict[str, np.ndarray]) -> np.ndarray:
    """No events in either arm, or nothing but events in both."""
    first, size1, second, size2 = columns.values()
    none = (first == 0) & (second == 0)
    if measure.columns[0] == "x1i":
        return none
    return none | ((first == size1) & (second == size2))


def _sizes(columns: dict[str, np.ndarray]) -> np.ndarray | None:
    arms = [columns[name] for name in ("n1i", "n2i", "ni", "t1i", "t2i", "ti") if name in columns]
    return np.sum(arms, axis=0) if arms else None
