"""Reading each distinct reported text once: reports repeat themselves."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd


def read_each(texts: pd.Series, read: Callable[[str], Any], nothing: object = np.nan) -> pd.Series:
    """``read(text)`` for every text, computed once for each distinct one.

    Texts that are empty, or that ``read`` refuses with a ValueError, become ``nothing``.

    >>> read_each(pd.Series(["1", "", "x", "1"]), float).tolist()
    [1.0, nan, nan, 1.0]
    """
    found = {}
    for text in texts.unique():
        try:
            found[text] = read(text) if text else nothing
        except ValueError:
            found[text] = nothing
    return texts.map(found)


def read_each_pair(
    texts: pd.Series,
    others: pd.Series,
    read: Callable[[str, str], tuple[Any, ...]],
    *,
    results: int,
) -> list[np.ndarray]:
    """``read(text, other)`` for every pair, computed once for each distinct one; an array for each
    of its ``results``.

    >>> [
    ...     column.tolist()
    ...     for column in read_each_pair(
    ...         pd.Series(["1", "2", "1"]),
    ...         pd.Series(["a", "b", "a"]),
    ...         lambda x, y: (int(x), x + y),
    ...         results=2,
    ...     )
    ... ]
    [[1, 2, 1], ['1a', '2b', '1a']]
    """
    (first, ones), (second, twos) = (
        pd.factorize(column.to_numpy(object)) for column in (texts, others)
    )
    inverse, pairs = pd.factorize(first.astype(np.int64) * max(len(twos), 1) + second)
    found = [read(ones[pair // len(twos)], twos[pair % len(twos)]) for pair in pairs]
    columns = zip(*found, strict=True) if found else [()] * results
    return [np.array(column)[inverse] for column in columns]
