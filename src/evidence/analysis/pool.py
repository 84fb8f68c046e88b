"""Pool a table of studies: one estimate, or one per meta-analysis."""

from __future__ import annotations

import os
from concurrent.futures import Executor
from typing import overload

import pandas as pd

from evidence.analysis.arguments import named_arguments
from evidence.analysis.fit import Fit
from evidence.analysis.groups import pool_groups, read_groups
from evidence.analysis.models import PoolOptions, fit_table, named_model
from evidence.synthesis.effect_sizes.measures import Measure, measure_named
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.study_table.sheet import Table
from evidence.synthesis.study_table.study_table import read_study_table

Source = Table | str | os.PathLike[str]


@overload
def pool(
    table: Source,
    measure: str | Measure,
    *,
    by: None = None,
    model: str = "random",
    tau2_method: str | None = None,
    test: str = "wald",
    level: float = 0.95,
    zero_policy: str | None = None,
) -> Fit: ...


@overload
def pool(
    table: Source,
    measure: str | Measure,
    *,
    by: str,
    model: str = "random",
    tau2_method: str | None = None,
    test: str = "wald",
    level: float = 0.95,
    zero_policy: str | None = None,
    executor: Executor | None = None,
    folder: str | os.PathLike[str] | None = None,
) -> pd.DataFrame: ...


@named_arguments
def pool(
    table: Source,
    measure: str | Measure,
    *,
    by: str | None = None,
    model: str = "random",
    tau2_method: str | None = None,
    test: str = "wald",
    level: float = 0.95,
    zero_policy: str | None = None,
    executor: Executor | None = None,
    folder: str | os.PathLike[str] | None = None,
) -> Fit | pd.DataFrame:
    """Return the pooled effect of the studies in a table, or of each meta-analysis in it.

    Parameters
    ----------
    table : a frame, a mapping of columns, or the path of a CSV file, one row per study, with
        metafor's, R meta's or RevMan's column names (see `evidence.read_study_table`).
    by : the column that names the meta-analysis of each row, where there are many.
    measure : ``RR``, ``risk_ratio``, ``OR``, ``RD``, ``PLO``, ``HR``, ``MD`` ...
    model : ``random``, ``common``, ``mantel_haenszel``, ``peto``, or a likelihood of the counts:
        ``glmm``, ``conditional``, ``beta_binomial`` (also ``FE``, ``MH``, ``GLMM`` ...).
    tau2_method : ``REML`` unless given, ``DL``, ``PM``, ``ML``, ``EB``, ``HE``, ``HS`` or ``SJ``.
    test : ``wald``, ``t``, ``knapp_hartung`` (also ``knha``, ``HK``) or
        ``knapp_hartung_ad_hoc`` (also ``adhoc``).
    level : of every interval, between 0 and 1.
    zero_policy : what is done about zero cells; metafor's default of the measure unless given.
    executor : works on parts of many meta-analyses: any of `concurrent.futures`, or Dask's
        ``Client.get_executor()``. The result has the same bytes whoever works.
    folder : where parts that have been pooled are kept; a run that was killed goes on from them.

    Returns
    -------
    Fit : estimate and limits on the natural scale, with the studies inside. With ``by`` a frame:
        the columns of ``Fit.summary``, one row per meta-analysis in order of appearance; where
        one cannot be pooled its numbers are NaN and ``convention`` says why.

    Raises
    ------
    SynthesisError : an unknown name, a cell that cannot be read or cannot be, a model that does
        not estimate the measure; every problem of the table at once.
    CaseLevelError : rows that are patients.

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
    >>> many = {"topic": list("xxyy"), "xi": [1, 4, 7, 8], "ni": [10] * 4}
    >>> ev.pool(many, "PLO", by="topic")["estimate"].round(2).tolist()
    [0.25, 0.75]
    """
    options = PoolOptions(
        measure_named(measure), named_model(model), tau2_method, test, zero_policy, level
    )
    if by is not None:
        return pool_groups(read_groups(table, options, by), options, executor, folder)
    if executor is not None or folder is not None:
        raise SynthesisError("executor or folder given; they are for many meta-analyses: by=...")
    return fit_table(read_study_table(table, options.measure), options)
