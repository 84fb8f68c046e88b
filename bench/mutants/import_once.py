"""What every run of tests needs and no mutant changes: imported and read once, before the forks."""

import functools
import gc
import importlib
import pkgutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pint

from bench.mutants.harness import forked
from evidence.coded import load

BELOW = ("errors", "files", "coded", "synthesis")  # none of these packages knows a rule
LIBRARIES = ("hypothesis", "matplotlib.figure", "nbval.kernel", "pandera", "pint", "scipy.stats")
Read = tuple[dict[str, Any], list[Any]]  # coded tables and what is wrong with them


def import_once(root: Path) -> None:
    """Import the libraries and the packages below the rules, and read the review's tables."""
    for name in LIBRARIES:
        importlib.import_module(name)
    for name in BELOW:
        module = importlib.import_module(f"evidence.{name}")
        for part in pkgutil.walk_packages(getattr(module, "__path__", ()), module.__name__ + "."):
            importlib.import_module(part.name)
    pint.UnitRegistry = functools.cache(pint.UnitRegistry)  # 0.3 s to make, in every process
    pint.UnitRegistry(on_redefinition="ignore")
    _read_once(root)
    gc.freeze()


def _read_once(root: Path) -> None:
    """Keep the review's own tables as they are read: a second or two, in every process."""
    usual, known = load.find_problems, forked(functools.partial(_as_read, root))

    def find_problems(data: Path, *needed: Any) -> Read:
        if (str(data), repr(needed)) not in known:
            return usual(data, *needed)
        frames, problems = known[str(data), repr(needed)]
        return {name: frame.copy() for name, frame in frames.items()}, list(problems)

    load.find_problems = find_problems


def _as_read(root: Path) -> Mapping[tuple[str, str], Read]:
    from evidence.review.core.project import find_project, needed_for, read_settings  # in the fork

    data, needed = find_project(root).data, (needed_for(read_settings(root)),)
    return {(str(data), repr(needed)): load.find_problems(data, *needed)}
