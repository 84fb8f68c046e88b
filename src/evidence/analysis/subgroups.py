"""Pooled results by subgroup, and the test that they are alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from evidence.analysis.arguments import named_arguments
from evidence.analysis.fit import Fit
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.regression.subgroups import subgroups as between_groups
from evidence.synthesis.results import Effects, Pooled
from evidence.synthesis.study_table.study_table import StudyTable


@dataclass(frozen=True, eq=False)
class Subgroups:
    """One `Fit` per subgroup, the fit of all studies, and the test between subgroups.

    ``q_between`` is chi-square on ``q_df`` degrees of freedom.
    """

    fits: dict[str, Fit]
    overall: Fit
    q_between: float
    q_df: int
    p_value: float

    def to_frame(self) -> pd.DataFrame:
        """One row per subgroup, then all studies."""
        named = {**self.fits, "All studies": self.overall}
        rows = [fit.summary().assign(subgroup=name) for name, fit in named.items()]
        return pd.concat(rows, ignore_index=True).set_index("subgroup").reset_index()

    def _repr_html_(self) -> str:
        return self.to_frame().drop(columns="convention").to_html(index=False)


@named_arguments
def subgroups(fit: Fit, by: Sequence[str] | pd.Series, *, tau2: str = "separate") -> Subgroups:
    """Return the pooled effect of each subgroup of the studies of a fit.

    Parameters
    ----------
    fit : a random-effects fit of `evidence.pool`.
    by : the subgroup of each study, in the order of ``fit.to_frame()``.
    tau2 : ``separate`` for each subgroup, or ``common``.

    Returns
    -------
    Subgroups : fits by subgroup, the whole, Q between subgroups (Borenstein et al. 2009,
        chapter 19) with its p value.

    Raises
    ------
    SynthesisError : a fit of counts, fewer than two subgroups, or as many names as there are
        studies are not given.

    >>> import evidence as ev
    >>> trials = {"study": list("ABCD"), "yi": [0.1, 0.3, 0.9, 1.1], "vi": [0.1] * 4}
    >>> found = ev.subgroups(ev.pool(trials, "MD"), by=["a", "a", "b", "b"])
    >>> {name: round(group.estimate, 2) for name, group in found.fits.items()}
    {'a': 0.2, 'b': 1.0}
    """
    if not isinstance(fit.pooled, Pooled) or not fit.pooled.tau2_method:
        raise SynthesisError("subgroups need a random-effects fit of pool(..., model='random')")
    if isinstance(by, str):
        raise SynthesisError(f"by {by!r} found; give the column itself: table[{by!r}]")
    names = np.array([str(name) for name in by], object)
    if len(names) != len(fit.table.labels):
        raise SynthesisError(
            f"by holds {len(names)} names; {len(fit.table.labels)} needed, one per study: "
            f"{', '.join(fit.table.labels)}"
        )
    options = {"tau2_method": fit.pooled.tau2_method, "test": fit.pooled.test, "level": fit.level}
    found = between_groups(fit.effects, by=names, tau2=tau2, **options)
    fits = {
        level: _part(fit, pooled, names == level)
        for level, pooled in zip(found.levels, found.fits, strict=True)
    }
    return Subgroups(fits, fit, float(found.q_between), int(found.q_df), float(found.p_value))


def _part(fit: Fit, pooled: Pooled, studies: np.ndarray) -> Fit:
    """The fit of some of the studies."""
    labels, places = (
        tuple(np.array(names, object)[studies]) for names in (fit.table.labels, fit.table.places)
    )
    columns = {name: values[studies] for name, values in fit.table.columns.items()}
    table = StudyTable(fit.measure, labels, places, columns, fit.table.found)
    whole = fit.effects
    effects = Effects(
        whole.yi[studies],
        whole.vi[studies],
        whole.measure,
        labels,
        whole.zero_policy,
        whole.correction,
        None if whole.corrected is None else whole.corrected[studies],
        None if whole.sizes is None else whole.sizes[studies],
    )
    return Fit(fit.measure, pooled, effects, table)
