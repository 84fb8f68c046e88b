"""Reading each distinct printed text once: papers repeat themselves, and so do large tables."""

import numpy as np
import pandas as pd


def read_each(texts: pd.Series, read, nothing=np.nan) -> pd.Series:
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
