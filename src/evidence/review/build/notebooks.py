"""Notebooks executed side by side, so that an unchanged project gives unchanged bytes.

Kernels talk over Unix sockets with paths of their own: over TCP, two that start at
once can be given the same port.
"""

import asyncio
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from evidence.review.build.kernels import WaitingKernel, kernel_manager, warm_kernels

CELL_SECONDS = 120


def _without_traces(notebook):
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
        cell.metadata = {key: value for key, value in cell.metadata.items() if key == "tags"}
    return notebook


async def _execute(
    path: Path,
    target: Path,
    socket: str,
    waiting: WaitingKernel | None,
    turn: asyncio.Semaphore,
    done,
) -> None:
    async with turn:
        notebook = nbformat.read(path, as_version=4)
        manager = kernel_manager(socket, waiting)
        client = NotebookClient(
            notebook,
            km=manager,
            timeout=CELL_SECONDS,
            record_timing=False,
            shutdown_kernel="immediate",
            resources={"metadata": {"path": str(path.parent)}},
        )
        try:
            await client.async_execute()
        finally:
            # nbclient leaves a manager it was given running, and after an error its sockets open.
            if client.kc is not None:
                client.kc.stop_channels()
            await manager.shutdown_kernel(now=True)
        nbformat.write(_without_traces(notebook), target)
        done(path.stem)


async def _execute_all(paths, folder: Path, kernels, at_once: int, done) -> None:
    turn = asyncio.Semaphore(at_once)
    with tempfile.TemporaryDirectory(prefix="kernels-") as sockets:
        tasks = [
            _execute(path, folder / path.name, f"{sockets}/{number}", kernel, turn, done)
            for number, (path, kernel) in enumerate(zip(paths, kernels, strict=True))
        ]
        await asyncio.gather(*tasks)


def execute_notebooks(
    paths: list[Path], folder: Path, at_once: int, done=lambda name: None
) -> None:
    """Execute each notebook in its own folder and write it, with outputs, into ``folder``.

    Parameters
    ----------
    at_once : how many kernels run side by side.
    done : called with a notebook's name when it is finished.

    Raises
    ------
    nbclient.exceptions.CellExecutionError : a cell failed; nothing of that notebook is written.
    """
    asyncio.run(_execute_all(paths, folder, warm_kernels(len(paths)), at_once, done))
