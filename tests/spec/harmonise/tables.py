"""Small coded tables for the specifications, typed as the dictionary says."""

from pathlib import Path

import pandas as pd

from evidence.coded.dictionary import read_dictionary
from evidence.coded.load import typed

TABLES = read_dictionary(Path(__file__).parents[3] / "data")


def rows(table: str, *given: dict[str, object]) -> pd.DataFrame:
    """Rows of a coded table from the cells that matter."""
    columns = TABLES[table].columns
    texts = [{name: str(row.get(name, "")) for name in columns} for row in given]
    return typed(pd.DataFrame(texts, columns=columns), TABLES[table])
