"""A frame as the text of a CSV file: the form of every CSV that the package computes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

SIGNIFICANT_DIGITS = 12  # the last bits of a float differ between processors


def _cell(value: object) -> object:
    return f"{value:.{SIGNIFICANT_DIGITS}g}" if isinstance(value, float) else value


def csv_text(frame: pd.DataFrame) -> str:
    """The frame as CSV: floats at 12 significant digits, empty where missing, one sort of line end.

    Returns
    -------
    The text, with a header and without the index.

    >>> import pandas as pd
    >>> csv_text(pd.DataFrame({"rate": [0.1 + 0.2, float("nan")], "n": [1, 2]}))
    'rate,n\\n0.3,1\\n,2\\n'
    """
    cells = frame.astype(object).where(frame.notna(), "").map(_cell)
    return cells.to_csv(index=False, lineterminator="\n")
