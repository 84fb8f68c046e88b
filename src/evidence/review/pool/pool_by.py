"""Pooling every meta-analysis in a file, on this machine or on a cluster, into a file."""

import shutil
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path

import pandas as pd

from evidence.analysis.groups import pool_groups, read_groups
from evidence.analysis.models import PoolOptions
from evidence.errors import EvidenceError
from evidence.files.atomic_write import write_file
from evidence.files.csv_text import csv_text
from evidence.synthesis.errors import SynthesisError

ANSWERS_WITHIN = "10s"  # of a Dask scheduler


def pool_by(
    table: Path,
    options: PoolOptions,
    by: str,
    output: Path | None,
    *,
    workers: int = 1,
    scheduler: str | None = None,
) -> str:
    """Pool each meta-analysis that the column ``by`` of a file names; return what is to be printed.

    Without ``output`` that is the result as CSV. The parts of a result are kept in a folder beside
    ``output`` until it is written: after a kill the same command goes on from them.

    Raises `SynthesisError` as `evidence.pool` does, naming the file, `EvidenceError` for a library
    that is not installed or a cluster that does not answer, and where ``output`` cannot be written.
    """
    if output and output.suffix.lower() == ".parquet":
        need("pyarrow", "a Parquet file", "parquet")
    folder = output.with_name(f".{output.name}.parts") if output else None
    with _executor(workers, scheduler) as executor:
        try:
            found = pool_groups(read_groups(table, options, by), options, executor, folder)
        except SynthesisError as error:
            raise type(error)(f"{table}: {error}") from None
    if output is None:
        return csv_text(found)
    write_file(output, _content(found, output))
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
    missing = int(found["estimate"].isna().sum())
    return f"{len(found)} meta-analyses in {output}, {missing} without an estimate\n"


def need(library: str, what: str, extra: str) -> None:
    """Raise `EvidenceError` where an optional library is not installed."""
    if find_spec(library) is None:
        raise EvidenceError(f"{what} needs {library}: pip install 'evidencekit[{extra}]'")


@contextmanager
def _executor(workers: int, scheduler: str | None) -> Iterator[Executor | None]:
    """What pools the parts: this process, several, or a Dask cluster."""
    if scheduler is None and workers == 1:
        yield None
    elif scheduler is None:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
            yield executor
    else:
        need("distributed", "--scheduler", "cluster")
        from distributed import Client

        try:
            client = Client(scheduler, timeout=ANSWERS_WITHIN)
        except (OSError, ValueError) as error:
            raise EvidenceError(f"--scheduler {scheduler}: no answer: {error}") from None
        with client:
            yield client.get_executor()


def _content(found: pd.DataFrame, output: Path) -> bytes | str:
    if output.suffix.lower() != ".parquet":
        return csv_text(found)
    packed = BytesIO()
    found.to_parquet(packed, engine="pyarrow", index=False)
    return packed.getvalue()
