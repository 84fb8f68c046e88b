"""Reading, validating and harmonising up to a million rows of one coded table.

The comparison is pandas reading the same file.
"""

import tempfile
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from bench.timing import Row, fastest
from evidence.coded.dictionary import read_dictionary
from evidence.coded.load import typed
from evidence.coded.read_csv import read_table
from evidence.coded.validate import (
    column_problems,
    foreign_key_problems,
    key_problems,
    order_problems,
)
from evidence.harmonise.check_readable import readability_problems
from evidence.harmonise.laboratory import harmonise_laboratory

DATA = Path(__file__).parents[1] / "data"
SIZES = (10_000, 100_000, 1_000_000)
OTHERS = ("patients", "documents", "phases", "analytes")


def _write(rows: int, path: Path) -> None:
    """The laboratory table repeated, with keys of its own and figures that differ."""
    random = np.random.default_rng(1)
    base = pd.read_csv(DATA / "coded" / "laboratory.csv", dtype=str, keep_default_na=False)
    frame = base.iloc[random.integers(0, len(base), rows)].reset_index(drop=True)
    frame["laboratory_id"] = [f"huang_2023.l{number}" for number in range(1, rows + 1)]
    counts = frame["value_as_reported"].str.contains("10^9", regex=False)
    frame.loc[counts, "value_as_reported"] = [
        f"{value:.2f} × 10^9/L" for value in random.uniform(1, 400, counts.sum())
    ]
    frame.to_csv(path, index=False, lineterminator="\n")


def _work(path: Path, tables, others, analytes):
    table = tables["laboratory"]
    frame, problems = read_table(path, table)
    problems = (
        problems
        + column_problems(frame, table)
        + key_problems(frame, table)
        + order_problems(frame, table)
    )
    problems += foreign_key_problems({**others, "laboratory": frame}, table)
    problems += readability_problems({"laboratory": frame}, {"laboratory": table})
    if problems:
        raise AssertionError(problems[0])
    return harmonise_laboratory(typed(frame, table), analytes)


def measure() -> list[Row]:
    tables = read_dictionary(DATA)
    others = {name: read_table(DATA / tables[name].path, tables[name])[0] for name in OTHERS}
    analytes, rows = typed(others["analytes"], tables["analytes"]), []
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            path = Path(folder) / f"{size}.csv"
            _write(size, path)
            pandas = fastest(partial(pd.read_csv, path), repeats=3)
            seconds = fastest(partial(_work, path, tables, others, analytes), repeats=3)
            note = f"{seconds / pandas:.1f} times reading it; {1e6 * seconds / size:.1f} µs a row"
            rows.append(
                Row(
                    f"read, validate and harmonise {size:,} rows",
                    seconds,
                    "pandas.read_csv alone",
                    pandas,
                    "at most 5 times reading",
                    pandas,
                    "reading the file once",
                    note,
                )
            )
    return rows
