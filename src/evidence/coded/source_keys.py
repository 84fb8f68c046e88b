"""Keys of the rows behind a row: ``table:key``, separated by spaces."""

from collections.abc import Iterable

import pandas as pd


def source_keys(table: str, keys: pd.Series) -> pd.Series:
    """The key of each row as a source.

    >>> source_keys("doses", pd.Series(["a.d1", "a.d2"])).tolist()
    ['doses:a.d1', 'doses:a.d2']
    """
    return f"{table}:" + keys.astype(str)


def joined_sources(*cells: str | Iterable[str]) -> str:
    """The sources in all cells, each once, in the order in which they first come.

    Parameters
    ----------
    cells : cells, or columns of cells, of sources separated by spaces.

    >>> joined_sources(["doses:b doses:a", "doses:b"], "events:c")
    'doses:b doses:a events:c'
    """
    texts = (text for cell in cells for text in ([cell] if isinstance(cell, str) else cell))
    return " ".join(dict.fromkeys(key for text in texts for key in text.split()))
