"""How far two independent readings of the same documents agree, cell by cell.

Both readings are stored as they were made (data/readings/first and /second), each row
with the key of the row that it became in data/coded (column ``row``). Remarks and
descriptions in the readers' words are not compared.
"""

from pathlib import Path

import pandas as pd

from evidence.coded.dictionary import Field, Table

READERS_WORDS = {"note", "description", "cited_for", "locator", "sequence", "value_inferred"}


def cohen_kappa(first: pd.Series, second: pd.Series) -> float:
    """Agreement beyond chance of two readers on categories: (observed - expected) / (1 - expected).

    Cohen 1960, equation 1 (doi:10.1177/001316446002000104). Missing where only one category was
    used.

    >>> round(
    ...     cohen_kappa(
    ...         pd.Series(["yes", "yes", "no", "no"]), pd.Series(["yes", "no", "no", "no"])
    ...     ),
    ...     2,
    ... )
    0.5
    """
    observed = (first.to_numpy() == second.to_numpy()).mean()
    shares = [side.value_counts(normalize=True) for side in (first, second)]
    expected = shares[0].mul(shares[1], fill_value=0).sum()
    return float((observed - expected) / (1 - expected)) if expected < 1 else float("nan")


def is_category(field: Field, table: Table) -> bool:
    """Does the column hold codes (an enumeration, or a key of a code list)?"""
    return bool(field.enum) or any(
        key.fields == (field.name,) and key.other_fields == ("code",) for key in table.foreign_keys
    )


def compared_columns(table: Table) -> list[Field]:
    """The columns that two readers can agree on: neither keys nor descriptions."""
    references = {
        name for key in table.foreign_keys for name in key.fields if key.other_fields != ("code",)
    }
    return [
        field
        for field in table.fields
        if field.name not in {*table.key, *references, *READERS_WORDS}
    ]


def _cells(first: pd.DataFrame, second: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Every cell that both readings have, side by side."""
    both = first.merge(second, on="row", suffixes=("_1", "_2"), validate="one_to_one")
    parts = [
        pd.DataFrame(
            {
                "table": table.name,
                "row": both["row"],
                "column": field.name,
                "category": is_category(field, table),
                "first": both[f"{field.name}_1"].str.strip(),
                "second": both[f"{field.name}_2"].str.strip(),
            }
        )
        for field in compared_columns(table)
    ]
    return pd.concat(parts, ignore_index=True)


def error_classes(cells: pd.DataFrame) -> dict[str, int]:
    """Cells that differ, in the classes of published extraction errors.

    Parameters
    ----------
    cells : first and second (the two readings, empty where a reading has no value), category.

    Returns
    -------
    missed: a reading has no value; wrong: both have one, and they differ; major: of the wrong,
    those of a code, on which a result can turn. Classes of Gartlehner 2025
    (doi:10.7326/ANNALS-25-00739); which cells are major is a choice of this project.

    >>> error_classes(
    ...     pd.DataFrame(
    ...         {
    ...             "first": ["yes", "a", "", "1"],
    ...             "second": ["no", "b", "c", "1"],
    ...             "category": [True, False, False, False],
    ...         }
    ...     )
    ... )
    {'missed': 1, 'wrong': 2, 'major': 1}
    """
    missed = (cells["first"] == "") != (cells["second"] == "")
    wrong = (cells["first"] != cells["second"]) & ~missed
    return {
        "missed": int(missed.sum()),
        "wrong": int(wrong.sum()),
        "major": int((wrong & cells["category"]).sum()),
    }


def read_reading(folder: Path, name: str) -> pd.DataFrame:
    """One table of one reading, as text; rows that became no coded row have an empty ``row``."""
    frame = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
    return frame[frame["row"] != ""]


def agreement(data: Path, tables: dict[str, Table]) -> pd.DataFrame:
    """One row per table: how many rows each reader found, how many of the cells in common agree.

    Returns
    -------
    table, rows_first, rows_second, rows_both, cells, cells_equal, agreement_percent,
    missed, wrong, major (of :func:`error_classes`), category_cells, kappa (Cohen's, over the
    categories of the table pooled).
    """
    rows = []
    for name in sorted(path.stem for path in (data / "readings" / "second").glob("*.csv")):
        first, second = (
            read_reading(data / "readings" / reader, name) for reader in ("first", "second")
        )
        cells = _cells(first, second, tables[name])
        reported = cells[(cells["first"] != "") | (cells["second"] != "")]
        codes = reported[reported["category"]]
        equal = int((reported["first"] == reported["second"]).sum())
        counts = {
            "rows_first": len(first),
            "rows_second": len(second),
            "rows_both": int(first["row"].isin(second["row"]).sum()),
        }
        rows.append(
            {
                "table": name,
                **counts,
                "cells": len(reported),
                "cells_equal": equal,
                "agreement_percent": 100 * equal / len(reported),
                **error_classes(reported),
                "category_cells": len(codes),
                "kappa": cohen_kappa(codes["first"], codes["second"]),
            }
        )
    return pd.DataFrame(rows)
