"""Some meta-analyses of a table pooled at once, by arrays.

Meta-analyses of about as many studies are laid side by side, absent studies as NaN, and pooled in
one call. Those that have no ordinary answer (none that is finite, several maxima of the
likelihood, effects and counts mixed) are pooled once more, each by itself, for what that says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from evidence.analysis.fit import summary_of
from evidence.analysis.models import PoolOptions, fit_table, pool_studies
from evidence.synthesis.arguments.studies import check_studies
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.pooling.pool import fallback_of, note_of
from evidence.synthesis.results import Effects, Pooled
from evidence.synthesis.study_table.effects import counts_of, effects_of, kinds_of
from evidence.synthesis.study_table.read_rows import Rows
from evidence.synthesis.study_table.study_table import StudyTable, studies_of

NUMBERS = ("estimate", "ci_low", "ci_high", "p_value", "prediction_low", "prediction_high", "tau2",
           "i2_percent")  # fmt: skip
MIXED = -1  # effects of some studies, counts of others


@dataclass(frozen=True)
class Part:
    """Rows in the order of the meta-analyses that ``by`` names, and where each of them ends."""

    by: str
    names: tuple[Any, ...]
    rows: Rows
    ends: np.ndarray


def pool_part(part: Part, options: PoolOptions) -> tuple[pd.DataFrame, list[str]]:
    """Return a row per meta-analysis, in their order, and what in their studies cannot be."""
    found = [_studies(rows) for rows in _by_analysis(part)]
    tables = [result for result in found if isinstance(result, StudyTable)]
    try:
        kinds = _kinds(part, found, options)
    except SynthesisError as error:
        return pd.DataFrame(), [str(error)]
    sizes = np.array([len(table.labels) for table in tables])
    frames = [
        _refused(options, str(result)) for result in found if isinstance(result, SynthesisError)
    ]
    places = [i for i, result in enumerate(found) if isinstance(result, SynthesisError)]
    where = [i for i, result in enumerate(found) if isinstance(result, StudyTable)]
    for block in _blocks(kinds, sizes):
        some = [tables[i] for i in block]
        mixed = kinds[block[0]] == MIXED
        frames += [_alone(table, options) for table in some] if mixed else [_pooled(some, options)]
        places += [where[i] for i in block]
    return pd.concat(frames, ignore_index=True).iloc[np.argsort(places)], []


def _by_analysis(part: Part) -> Iterator[Rows]:
    for start, end in pairwise([0, *part.ends.tolist()]):
        yield part.rows.take(slice(start, end))


def _studies(rows: Rows) -> StudyTable | SynthesisError:
    try:
        return studies_of(rows)
    except SynthesisError as error:
        return error


def _kinds(
    part: Part, found: Sequence[StudyTable | SynthesisError], options: PoolOptions
) -> np.ndarray:
    """The kind of data of each meta-analysis that has studies, as a number.

    Raises `SynthesisError` for all that is impossible in any study.
    """
    tables = {i: result for i, result in enumerate(found) if isinstance(result, StudyTable)}
    if not tables:
        return np.empty(0, int)
    several = [*tables.values()]
    named = [
        f"{part.by} {part.names[i]!r}, {place}"
        for i, table in tables.items()
        for place in table.places
    ]
    labels = tuple(label for table in several for label in table.labels)
    columns = {
        name: np.concatenate([table.columns[name] for table in several])
        for name in several[0].columns
    }
    flat = StudyTable(options.measure, labels, tuple(named), columns, part.rows.found)
    effects = effects_of(flat, zero_policy=options.zero_policy)
    if not options.by_variance:
        counts_of(flat)
        return np.zeros(len(several), int)
    check_studies(effects.yi, effects.vi, flat.named_places, least=0)
    starts = np.cumsum([0, *(len(table.labels) for table in several[:-1])])
    taken = [np.logical_or.reduceat(rows, starts) for rows in kinds_of(flat).values()]
    return np.where(np.sum(taken, axis=0) > 1, MIXED, np.argmax(taken, axis=0))


def _blocks(kinds: np.ndarray, sizes: np.ndarray) -> Iterator[list[int]]:
    """Those of one kind of data whose numbers of studies are within a factor of 2."""
    block: list[int] = []
    for i in np.lexsort((sizes, kinds)).tolist():
        if block and (kinds[i] != kinds[block[0]] or sizes[i] > 2 * sizes[block[0]]):
            yield block
            block = []
        block.append(i)
    if block:
        yield block


def _pooled(tables: list[StudyTable], options: PoolOptions) -> pd.DataFrame:
    """A row per meta-analysis, in one call but for those without an ordinary answer."""
    beside = _side_by_side(tables)
    effects = effects_of(beside, zero_policy=options.zero_policy)
    some = np.isfinite(effects.yi).any(axis=-1)
    if options.by_variance and not some.all():
        rows = [_alone(tables[i], options) for i in np.flatnonzero(~some)]
        places = [*np.flatnonzero(~some)]
        if some.any():
            rows.append(_pooled([tables[i] for i in np.flatnonzero(some)], options))
            places += [*np.flatnonzero(some)]
        return pd.concat(rows, ignore_index=True).iloc[np.argsort(places)]
    pooled = pool_studies(beside, effects, options)
    words = [_convention(table, pooled, effects, i) for i, table in enumerate(tables)]
    frame = summary_of(options.measure, pooled, effects, words)
    for i in np.flatnonzero(_odd(pooled, tables)):
        frame.iloc[i] = _alone(tables[i], options).iloc[0]
    return frame


def _side_by_side(tables: list[StudyTable]) -> StudyTable:
    """The studies of several meta-analyses, (n, k), NaN behind those of fewer studies."""
    widest = max(len(table.labels) for table in tables)
    columns = {name: np.full((len(tables), widest), np.nan) for name in tables[0].columns}
    for i, table in enumerate(tables):
        for name, values in table.columns.items():
            columns[name][i, : len(values)] = values
    labels = tuple(f"study {i + 1}" for i in range(widest))
    return StudyTable(tables[0].measure, labels, labels, columns, tables[0].found)


def _odd(pooled: Any, tables: list[StudyTable]) -> np.ndarray:
    """Which meta-analyses have no ordinary answer, or one with something to say."""
    odd = ~(np.isfinite(pooled.estimate) & np.isfinite(pooled.ci_low) & pooled.converged)
    if isinstance(pooled, Pooled):
        return odd | (pooled.extra.get("maxima", 1) > 1)
    sizes = [len(table.labels) for table in tables]  # a likelihood of counts names the others
    return odd | (pooled.k != sizes) | ((pooled.test != "wald") & (pooled.k == 1))


def _convention(table: StudyTable, pooled: Any, effects: Effects, i: int) -> str:
    """The convention of one of the meta-analyses, as a fit of its own has it."""
    k = int(pooled.k[i])
    if pooled.model not in ("random effects", "common effect"):
        return "; ".join([replace(pooled, k=k, fallback="").convention, *table.notes])
    here = slice(len(table.labels))
    corrected = None if effects.corrected is None else effects.corrected[i, here]
    single = replace(
        effects,
        yi=effects.yi[i, here],
        vi=effects.vi[i, here],
        labels=table.labels,
        corrected=corrected,
        note="; ".join(filter(None, [effects.note, *table.notes])),
    )
    fallback = fallback_of(pooled.test, k, pooled.scale_factor[i])
    return replace(pooled, k=k, note=note_of(single), fallback=fallback).convention


def _alone(table: StudyTable, options: PoolOptions) -> pd.DataFrame:
    """The row of one meta-analysis pooled by itself, or of its refusal."""
    try:
        return fit_table(table, options).summary()
    except SynthesisError as error:
        return _refused(options, str(error))


def _refused(options: PoolOptions, reason: str) -> pd.DataFrame:
    row = {"measure": options.measure.name, "k": 0, **dict.fromkeys(NUMBERS, np.nan)}
    return pd.DataFrame([row | {"level": options.level, "convention": f"not pooled: {reason}"}])
