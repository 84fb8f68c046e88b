"""The studies of one meta-analysis that have an effect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from evidence.synthesis.arguments.studies import check_studies
from evidence.synthesis.errors import study_labels
from evidence.synthesis.results import Effects


class PresentStudies(NamedTuple):
    """Effects, variances and labels of the studies with an effect; which of all they are."""

    y: np.ndarray
    v: np.ndarray
    labels: tuple[str, ...]
    measure: str
    present: np.ndarray


def present_studies(
    yi: ArrayLike, vi: ArrayLike | None, labels: Sequence[str] | None, least: int
) -> PresentStudies:
    """Return the studies of shape (k,), or of an `Effects`, that have effect and variance.

    Raises `SynthesisError` as `check_studies` does, also for fewer than ``least`` of them.

    >>> present_studies([0.1, float("nan")], [0.2, 0.2], ["A", "B"], 1).labels
    ('A',)
    """
    measure = "GEN"
    if isinstance(yi, Effects):
        yi, vi, labels, measure = yi.yi, yi.vi, yi.labels, yi.measure
    y, v = np.asarray(yi, float), np.asarray(vi, float)
    check_studies(y, v, labels, least=least)
    names = study_labels(labels, len(y))
    present = ~np.isnan(y) & ~np.isnan(v)
    found = tuple(name for name, seen in zip(names, present, strict=True) if seen)
    return PresentStudies(y[present], v[present], found, measure, present)
