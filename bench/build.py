"""`evidence build` against nbconvert executing the same notebooks one after another.

Also timed: the help page, and a build with nothing to do.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.timing import Row, fastest
from evidence.review.core.project import copy_choices

ROOT = Path(__file__).parents[1]
COMMANDS = Path(sys.executable).parent


def _seconds(*command, cwd: Path) -> float:
    start = time.perf_counter()
    subprocess.run([str(part) for part in command], cwd=cwd, check=True, capture_output=True)
    return time.perf_counter() - start


def _copy(folder: Path) -> Path:
    """The project's data and notebooks, without what a build makes."""
    shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns("derived"))
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".*"))
    copy_choices(ROOT, folder)
    return folder


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as copy_folder:
        project = _copy(Path(copy_folder))
        build = [COMMANDS / "evidence", "build"]
        first = _seconds(*build, cwd=project)
        again = fastest(lambda: _seconds(*build, cwd=project), repeats=3)
        notebooks = sorted((project / "notebooks").glob("*.ipynb"))
        nbconvert = _seconds(
            COMMANDS / "jupyter",
            "nbconvert",
            "--to",
            "notebook",
            "--execute",
            "--inplace",
            *notebooks,
            cwd=project,
        )
    help_page = fastest(lambda: _seconds(COMMANDS / "evidence", "--help", cwd=ROOT))
    note = (
        "build derives every table, draws every figure and executes "
        f"{len(notebooks)} notebooks; nbconvert only executes them"
    )
    return [
        Row(
            "evidence build, from coded data",
            first,
            "nbconvert --execute, one after another",
            nbconvert,
            "at most 0.7 of it",
            nbconvert / 2,
            "two cores sharing nbconvert's time without any other cost",
            note,
        ),
        Row("evidence build, nothing changed", again, asked="under 2 s"),
        Row("evidence --help", help_page, asked="under 0.3 s"),
    ]
