"""One set of effects checked before it is pooled."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.errors import SynthesisError, offenders, raise_all, study_labels


@checked_arguments()
def check_studies(
    yi: ArrayLike | None,
    vi: ArrayLike | None,
    labels: Sequence[str] | None = None,
    *,
    least: int = 1,
    what: str = "effects",
) -> None:
    """Check one set of effects before it is pooled; report all offenders at once.

    ``yi``, ``vi``: shape (k,), the effects and their sampling variances. A study
    with NaN in either is absent and is not an error; an infinite value or a
    variance that is not positive is. ``least`` is the fewest studies allowed.
    Raises :class:`SynthesisError`.

    >>> check_studies([0.1, 0.2], [0.01, 0.0], ["A 2001", "B 2002"])
    Traceback (most recent call last):
    evidence.synthesis.errors.SynthesisError: effects: 1 problem(s)
      B 2002: sampling variance must be above 0 (found 0.0)
    """
    yi, vi = np.asarray(yi, float), np.asarray(vi, float)
    if yi.ndim != 1 or yi.shape != vi.shape:
        raise SynthesisError(f"{what}: yi {yi.shape} and vi {vi.shape} must be of one shape (k,)")
    labels = study_labels(labels, yi.size)
    problems = (
        offenders(np.isinf(yi), "effect must be finite", labels, yi)
        + offenders(np.isinf(vi), "sampling variance must be finite", labels, vi)
        + offenders(vi <= 0, "sampling variance must be above 0", labels, vi)
    )
    present = int(np.sum(~np.isnan(yi) & ~np.isnan(vi)))
    if present < least:
        problems.append(f"k = {present} studies with an effect, at least {least} needed")
    raise_all(problems, what)
