"""Many meta-analyses in one table, pooled in parts that any executor may work on.

A part is some of the meta-analyses, the same ones whoever works on it, so that the bytes of the
result do not depend on the executor. A part that has been pooled may be kept in a file named by
its content; a run that was killed goes on from there.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import Executor
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from evidence.analysis.models import PoolOptions, refuse_unfit
from evidence.analysis.pool_part import NUMBERS, Part, pool_part
from evidence.files.atomic_write import write_file
from evidence.synthesis.errors import SynthesisError, raise_all
from evidence.synthesis.progress import Progress, on_a_terminal
from evidence.synthesis.study_table.read_rows import rows_of
from evidence.synthesis.study_table.sheet import Sheet, Table, blank, listed
from evidence.synthesis.study_table.study_table import sheet_of

STUDIES_IN_A_PART = 2**13  # a second or so of a likelihood of counts, less of other models


def read_groups(table: Table | str | os.PathLike[str], options: PoolOptions, by: str) -> Part:
    """Return the rows of a table by the meta-analysis that a column names, in order of appearance.

    Raises `SynthesisError` for a column that is not there, rows of no meta-analysis, and all
    cells that cannot be read.
    """
    refuse_unfit(options)
    sheet = sheet_of(table)
    if by not in sheet.header:
        raise SynthesisError(f"no column {by!r}; found: {', '.join(sheet.header)}")
    place = sheet.header.index(by)
    names = [row[place] for row in sheet.rows]
    unnamed = [place for name, place in zip(names, sheet.places, strict=True) if blank(name)]
    if unnamed:
        raise SynthesisError(
            f"column {by!r}: nothing found in {listed(unnamed)}; allowed: the name of a "
            "meta-analysis in every row"
        )
    codes, distinct = pd.factorize(np.array([*names, None], object)[:-1])
    order = np.argsort(codes, kind="stable")
    rows = rows_of(_without(sheet, place), options.measure).take(order.tolist())
    return Part(by, tuple(distinct), rows, np.cumsum(np.bincount(codes)))


def _without(sheet: Sheet, place: int) -> Sheet:
    def others(cells: tuple) -> tuple:
        return cells[:place] + cells[place + 1 :]

    rows = tuple(others(row) for row in sheet.rows)
    return Sheet(others(sheet.header), rows, sheet.places, sheet.notes)


def pool_groups(
    groups: Part,
    options: PoolOptions,
    executor: Executor | None = None,
    folder: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Return one pooled effect per meta-analysis, one row each, as `evidence.pool` says."""
    parts = list(_parts(groups))
    files = [_file_of(part, options, Path(folder)) if folder else None for part in parts]
    frames = [_read(file) if file and file.exists() else None for file in files]
    missing = [i for i, frame in enumerate(frames) if frame is None]
    work = partial(pool_part, options=options)
    results = (executor.map if executor else map)(work, [parts[i] for i in missing])
    progress, problems = progress or on_a_terminal("meta-analyses"), list[str]()
    for done, (i, (frame, wrong)) in enumerate(zip(missing, results, strict=True), start=1):
        frames[i], file = frame, files[i]
        problems += wrong
        if file and not wrong:
            write_file(file, frame.to_csv(index=False, lineterminator="\n"))
        progress(len(parts) - len(missing) + done, len(parts))
    raise_all(problems, "table")
    pooled = pd.concat([frame for frame in frames if frame is not None], ignore_index=True)
    pooled.insert(0, groups.by, pd.Series(groups.names))
    return pooled


def _parts(groups: Part) -> Iterator[Part]:
    """Whole meta-analyses, of about as many studies in each part."""
    cuts = np.flatnonzero(np.diff(groups.ends // STUDIES_IN_A_PART)) + 1
    for first, last in pairwise([0, *cuts.tolist(), len(groups.names)]):
        start = int(groups.ends[first - 1]) if first else 0
        rows = groups.rows.take(slice(start, int(groups.ends[last - 1])))
        yield Part(groups.by, groups.names[first:last], rows, groups.ends[first:last] - start)


def _file_of(part: Part, options: PoolOptions, folder: Path) -> Path:
    """The file of a part that has been pooled, named by what was pooled and how."""
    from evidence import __version__

    rows = part.rows
    how = (__version__, options, part.names, part.ends.tolist(), rows.labels, rows.places)
    what = (rows.statistics, rows.analyses, rows.found, rows.notes, list(rows.columns))
    content = repr((how, what)).encode() + b"".join(
        column.tobytes() for column in rows.columns.values()
    )
    return folder / f"{hashlib.sha256(content).hexdigest()[:32]}.csv"


def _read(file: Path) -> pd.DataFrame:
    """A part as it was written, to the last digit."""
    text = pd.read_csv(file, dtype=str, keep_default_na=False)
    return text.astype({"k": int}).assign(
        **{name: text[name].replace("", "nan").astype(float) for name in (*NUMBERS, "level")}
    )
