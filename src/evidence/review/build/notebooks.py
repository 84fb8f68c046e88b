"""Notebooks executed side by side, so that an unchanged project gives unchanged bytes.

Kernels talk over Unix sockets with paths of their own: over TCP, two that start at
once can be given the same port.
"""

import asyncio
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal
from nbformat import NotebookNode

from evidence.files.atomic_write import WriteProblem, write_file
from evidence.review.build.kernel_environment import kernel_environment
from evidence.review.build.kernels import WaitingKernel, kernel_manager, warm_kernels
from evidence.review.core.notebook_files import NotebookProblem
from evidence.review.core.reads import READS_FILE, names_in_file

CELL_SECONDS = 120  # a cell that takes longer fails; the slowest of the review takes ten
KEPT_METADATA = ("jupyter", "tags")  # of a cell's metadata: whether its code is folded, what it is
WIDGET = "application/vnd.jupyter.widget-view+json"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")  # in which IPython prints tracebacks
Done = Callable[[str], None]


class _EventLoop(asyncio.SelectorEventLoop):
    """Leaves interruptions to the building process, where nbclient would kill kernels and go on."""

    def add_signal_handler(self, *handler: object) -> NoReturn:
        raise RuntimeError("signals are handled by the building process")


def _without_traces(notebook: NotebookNode) -> NotebookNode:
    """Drop what differs between machines: the interpreter's version, widget state, cell timing."""
    notebook.metadata = {
        "kernelspec": {
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
            "name": "python3",
        },
        "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        cell.metadata = {
            name: cell.metadata[name] for name in KEPT_METADATA if name in cell.metadata
        }
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop(WIDGET, None)  # a random id, of no use without its kernel
    return notebook


def _refuse_standard_error(name: str, notebook: NotebookNode) -> None:
    """Raise where a cell wrote to standard error: a warning there differs between machines."""
    for number, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", ()):
            if output.get("name") == "stderr":
                raise NotebookProblem(
                    f"{name}.ipynb: cell {number} wrote to standard error: {output['text'].strip()}"
                )


async def _run_cells(name: str, client: NotebookClient, folder: Path, reads_file: Path) -> None:
    try:
        await client.async_execute(env={**os.environ, READS_FILE: str(reads_file)})
    except CellControlSignal as error:  # an exception in a cell, or a cell that takes too long
        raise NotebookProblem(f"{name}.ipynb: {COLOUR.sub('', str(error))}") from None
    except RuntimeError as error:
        task = asyncio.current_task()
        if task and task.cancelling():  # nbclient takes an interruption for a dead kernel
            raise asyncio.CancelledError from None
        raise NotebookProblem(f"{name}.ipynb: its kernel ended too early: {error}") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise WriteProblem(f"{folder}: cannot be written for {name}.ipynb: {reason}") from None


async def _execute(
    path: Path,
    target: Path,
    socket: Path,
    waiting: WaitingKernel | None,
    turn: asyncio.Semaphore,
    done: Done,
) -> tuple[str, ...]:
    """Execute a notebook and write it; the names of the tables that it read."""
    reads_file = socket.with_suffix(".reads")
    async with turn:
        notebook = nbformat.read(path, as_version=4)
        manager = kernel_manager(str(socket), waiting)
        client = NotebookClient(
            notebook,
            km=manager,
            timeout=CELL_SECONDS,
            record_timing=False,
            shutdown_kernel="immediate",
            resources={"metadata": {"path": str(path.parent)}},
        )
        try:
            await _run_cells(path.stem, client, socket.parent, reads_file)
        finally:
            # nbclient leaves a manager it was given running, and after an error its sockets open.
            if client.kc is not None:
                client.kc.stop_channels()
            await manager.shutdown_kernel(now=True)
        _refuse_standard_error(path.stem, notebook)
        write_file(target, nbformat.writes(_without_traces(notebook)) + "\n")
        done(path.stem)
    return names_in_file(reads_file)


async def _execute_all(
    paths: list[Path],
    folder: Path,
    sockets: Path,
    kernels: list[WaitingKernel | None],
    side_by_side: int,
    done: Done,
) -> list[tuple[str, ...]]:
    turn = asyncio.Semaphore(side_by_side)
    tasks = [
        _execute(path, folder / path.name, sockets / str(number), kernel, turn, done)
        for number, (path, kernel) in enumerate(zip(paths, kernels, strict=True))
    ]
    return await asyncio.gather(*tasks)


def execute_notebooks(
    paths: list[Path], folder: Path, side_by_side: int, done: Done = lambda name: None
) -> dict[Path, tuple[str, ...]]:
    """Execute each notebook in its own folder and write it, with outputs, into ``folder``.

    Parameters
    ----------
    side_by_side : how many kernels run at the same time.
    done : called with a notebook's name when it is finished.

    Returns
    -------
    The names of the tables that each notebook read.

    Raises
    ------
    NotebookProblem : a cell failed or wrote to standard error, or a kernel ended too early; nothing
    of that notebook is written.
    """
    with kernel_environment() as sockets:
        kernels = warm_kernels(len(paths))
        try:
            with asyncio.Runner(loop_factory=_EventLoop) as runner:
                reads = runner.run(
                    _execute_all(paths, folder, sockets, kernels, side_by_side, done)
                )
        finally:
            for kernel in kernels:
                if kernel is not None:
                    kernel.end()
    return dict(zip(paths, reads, strict=True))
