"""Pool a table of studies: one estimate, or one per group."""

from __future__ import annotations

import os
from typing import Any

import pandas as pd

from evidence.analysis.fit import Fit
from evidence.analysis.models import PoolOptions, fit_table
from evidence.synthesis.effect_sizes.measures import Measure, measure_named
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.study_table.sheet import Table
from evidence.synthesis.study_table.study_table import read_study_table


def pool(
    table: Table | str | os.PathLike[str],
    measure: str | Measure,
    *,
    model: str = "random",
    tau2_method: str | None = None,
    test: str = "wald",
    level: float = 0.95,
    zero_policy: str | None = None,
) -> Fit:
    """Return the pooled effect of the studies in a table.

    Parameters
    ----------
    table : a frame, a mapping of columns, or the path of a CSV file, one row per study, with
        metafor's, R meta's or RevMan's column names (see `evidence.read_study_table`).
    measure : ``RR``, ``risk_ratio``, ``OR``, ``RD``, ``PLO``, ``HR``, ``MD`` ...
    model : ``random``, ``common``, ``mantel_haenszel``, ``peto``, or a likelihood of the counts:
        ``glmm``, ``conditional``, ``beta_binomial``.
    tau2_method : ``REML`` unless given, ``DL``, ``PM``, ``ML``, ``EB``, ``HE``, ``HS`` or ``SJ``.
    test : ``wald``, ``t``, ``knapp_hartung`` (also ``knha``, ``HK``) or
        ``knapp_hartung_ad_hoc`` (also ``adhoc``).
    level : of every interval, between 0 and 1.
    zero_policy : what is done about zero cells; metafor's default of the measure unless given.

    Returns
    -------
    Fit : estimate and limits on the natural scale, with the studies inside.

    Raises
    ------
    SynthesisError : an unknown name, a cell that cannot be read, a model that does not estimate
        the measure; every problem of the table at once. CaseLevelError : rows that are patients.

    >>> import evidence as ev
    >>> trials = {
    ...     "study": ["A", "B", "C"],
    ...     "ai": [4, 6, 9],
    ...     "n1i": [50, 60, 80],
    ...     "ci": [9, 10, 14],
    ...     "n2i": [50, 61, 79],
    ... }
    >>> fit = ev.pool(trials, measure="RR", test="knapp_hartung")
    >>> round(fit.estimate, 2), fit.k
    (0.58, 3)
    """
    options = PoolOptions(measure_named(measure), model, tau2_method, test, zero_policy, level)
    return fit_table(read_study_table(table, options.measure), options)


def pool_groups(
    frame: pd.DataFrame, measure: str | Measure, *, by: str, **options: Any
) -> pd.DataFrame:
    """Return one pooled effect per group of a frame, as one row each.

    Parameters
    ----------
    frame : one row per study. by : the column that names the meta-analysis of a study.
    measure, options : as in `pool`.

    Returns
    -------
    pandas.DataFrame : the columns of ``Fit.summary``, by the groups in order of appearance.

    Raises
    ------
    SynthesisError : no such column, or, naming the group, whatever `pool` raises.

    >>> import pandas as pd, evidence as ev
    >>> rates = pd.DataFrame({"topic": ["x", "x", "y", "y"], "xi": [1, 4, 7, 8], "ni": [10] * 4})
    >>> ev.pool_groups(rates, "PLO", by="topic")["estimate"].round(2).tolist()
    [0.25, 0.75]
    """
    if by not in frame:
        raise SynthesisError(f"no column {by!r}; found: {', '.join(map(str, frame.columns))}")
    rows = {}
    for name, studies in frame.groupby(by, sort=False, dropna=False):
        try:
            fit = pool(studies.drop(columns=by), measure, **options)
        except SynthesisError as error:
            raise type(error)(f"{by} {name!r}: {error}") from None
        rows[name] = fit.summary()
    return pd.concat(rows, names=[by]).droplevel(1).reset_index()
