"""Files written whole or not at all."""

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

SIGNIFICANT_DIGITS = 12  # the last bits of a float differ between processors


@contextmanager
def written_aside(folder: Path, keep=lambda name: True):
    """A folder to write in; what it holds takes the place of ``folder``'s files only when all went
    well.

    Files of ``folder`` that were not written anew are removed if ``keep`` says so
    (``keep(name)`` is asked for each of them: True keeps it).
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left_over in folder.glob(".writing-*"):  # of a build that was killed
        shutil.rmtree(left_over)
    aside = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
    try:
        yield aside
        written = {path.name for path in aside.iterdir()}
        for path in sorted(aside.iterdir()):
            path.replace(folder / path.name)
        for path in folder.iterdir():
            if path.is_file() and path.name not in written and not keep(path.name):
                path.unlink()
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def to_csv(frame: pd.DataFrame) -> str:
    """The frame as CSV, with floats at 12 significant digits and one sort of line end."""
    typed = frame.infer_objects()  # digits are cut in columns of floats only
    return typed.to_csv(index=False, float_format=f"%.{SIGNIFICANT_DIGITS}g", lineterminator="\n")
