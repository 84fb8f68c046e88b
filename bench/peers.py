"""The same work done by others: metafor through Rscript, PyMARE and pimeta where installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache

import numpy as np

from bench.timing import LEAST_SECONDS


@cache
def metafor_version() -> str:
    """Return metafor's version, or an empty text where R or metafor is missing."""
    return _answer(*_rscript("cat(as.character(packageVersion('metafor')))"))


@cache
def pymare_version() -> str:
    """Return PyMARE's version; the interpreter is PYMARE_PYTHON, or this one."""
    return _answer(*_python("pymare", "import pymare; print(pymare.__version__)"))


@cache
def pimeta_version() -> str:
    """Return pimeta's version; the interpreter is PIMETA_PYTHON, or this one."""
    return _answer(*_python("pimeta", "import pimeta; print(pimeta.__version__)"))


def metafor_seconds(setup: str, work: str, repeats: int = 3, library: str = "") -> float | None:
    """Return the least elapsed seconds of an R expression, or None where it cannot run.

    ``setup`` is run before the clock starts; ``library`` names a package R needs besides metafor.
    """
    needed = f"if (!requireNamespace('{library}', quietly=TRUE)) quit(status=1);" if library else ""
    script = (
        f"{needed} suppressMessages(library(metafor)); pbapply::pboptions(type='none'); {setup}\n"
        f"once <- function() system.time(suppressWarnings({{{work}}}))[3]\n"
        "taken <- c()\n"
        f"while (length(taken) < {repeats} || sum(taken) < {LEAST_SECONDS}) "
        "taken <- c(taken, once())\n"
        "cat(min(taken))\n"
    )
    return _seconds(*_rscript(script)) if metafor_version() else None


def python_seconds(peer: str, setup: str, work: str, repeats: int = 5) -> float | None:
    """Return the least seconds of a Python expression where the peer is installed, else None."""
    script = (
        f"import time\n{setup}\ntaken = []\n"
        f"while len(taken) < {repeats} + 1 or sum(taken[1:]) < {LEAST_SECONDS}:\n"
        f"    start = time.perf_counter()\n    {work}\n"
        "    taken.append(time.perf_counter() - start)\n"
        "print(min(taken[1:]))"
    )
    installed = {"pymare": pymare_version, "pimeta": pimeta_version}[peer]()
    return _seconds(*_python(peer, script)) if installed else None


def r_vector(values) -> str:
    """Return an R vector with every digit of the numbers."""
    return f"c({', '.join(repr(float(value)) for value in np.ravel(values))})"


def _rscript(script: str) -> tuple[list[str], str]:
    return [shutil.which("Rscript") or "", "--vanilla", "-"], script


def _python(peer: str, script: str) -> tuple[list[str], str]:
    interpreter = os.environ.get(f"{peer.upper()}_PYTHON", sys.executable)
    return [interpreter, "-W", "ignore", "-"], script


def _answer(command: list[str], script: str) -> str:
    """Return what the script reported, or an empty text where it could not run."""
    if not command[0]:
        return ""
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def _seconds(command: list[str], script: str) -> float | None:
    answer = _answer(command, script)
    return float(answer.split()[-1]) if answer else None
