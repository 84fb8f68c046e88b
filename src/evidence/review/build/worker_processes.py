"""Processes that draw figures beside the building one, and end with it."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.context import BaseContext


@contextmanager
def worker_processes(count: int) -> Iterator[ProcessPoolExecutor]:
    """So many workers; whatever ends the block, or the process, ends them too."""
    pool = ProcessPoolExecutor(count, mp_context=_context(), initializer=_start)
    with pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            workers = multiprocessing.active_children()
            for worker in workers:
                worker.terminate()
            for worker in workers:
                worker.join()  # until then a forked worker holds the project's lock with its parent
            raise


def _context() -> BaseContext:
    """Fork where the system can: the workers then need not import matplotlib again."""
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("fork" if "fork" in methods else "spawn")


def _start() -> None:
    """What a worker does first: leave interruptions to its parent, and end when the parent ends.

    An interrupt from the keyboard goes to every process of the terminal; the parent ends the
    workers and says so once.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()  # a killed parent cannot shut its workers down
        os._exit(1)
