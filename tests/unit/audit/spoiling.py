"""How clean tables are spoilt: a cell changed, a row copied or added, a patient repeated."""

import numpy as np
import pandas as pd

from bench.planted_errors.particular_errors import patient_duplicated
from bench.planted_errors.plant import KEYS


def put(table, row=0, **cells):
    """Change cells of one row."""

    def spoil(tables):
        frame = tables[table].copy()
        for column, value in cells.items():
            frame.loc[row, column] = value
        return {**tables, table: frame}

    return spoil


def add(table, row=0, **cells):
    """Add a copy of a row, with another key and other cells."""

    def spoil(tables):
        frame = tables[table]
        copy = frame.iloc[[row]].assign(
            **{KEYS[table]: f"{frame.iloc[row][KEYS[table]]}z{len(frame)}"}
        )
        for column, value in cells.items():
            copy[column] = pd.array([value], dtype=frame[column].dtype)
        return {**tables, table: pd.concat([frame, copy], ignore_index=True)}

    return spoil


def new(table, **cells):
    """Add a row with nothing but these cells."""

    def spoil(tables):
        frame = tables[table]
        row = {
            name: cells.get(name, "" if pd.api.types.is_string_dtype(frame[name]) else None)
            for name in frame
        }
        return {
            **tables,
            table: pd.concat(
                [frame, pd.DataFrame([row]).astype(frame.dtypes.to_dict())], ignore_index=True
            ),
        }

    return spoil


def again(tables):
    """The second patient is reported once more."""
    return patient_duplicated(tables, frozenset(), np.random.default_rng(1)).tables
