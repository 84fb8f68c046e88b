"""Are the coded tables as the dictionary says?

Column by column with pandera (all failures at once), key by key and rule by rule here.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any

import numpy as np
import pandas as pd

from evidence.coded.dictionary import Field, ForeignKey, Table
from evidence.coded.problems import Problem

Check = Callable[[pd.Series], pd.Series]
INTEGER = r"-?[0-9]{1,15}"
NUMBER = r"-?[0-9]{1,15}(\.[0-9]{1,15})?"


def _present(check: Check) -> Check:
    """Let an empty cell pass: whether it may be empty is another check."""
    return lambda column: (column == "") | check(column)


def _each(holds: Callable[[str], object]) -> Check:
    """A check asked once for each distinct text."""

    def check(column: pd.Series) -> pd.Series:
        codes, texts = pd.factorize(
            column.to_numpy(object)
        )  # plain objects: iterating pandas strings is slow
        return pd.Series(
            np.array([bool(holds(text)) for text in texts], dtype=bool)[codes], index=column.index
        )

    return check


def _within(low: float, high: float) -> Check:
    def check(column: pd.Series) -> pd.Series:
        values = pd.to_numeric(column, errors="coerce").to_numpy(float)
        with np.errstate(invalid="ignore"):
            return pd.Series((values >= low) & (values <= high), index=column.index)

    return check


def _range_words(low: float, high: float) -> str:
    if np.isinf(high):
        return f"a number of at least {low:g}"
    return (
        f"a number of at most {high:g}" if np.isinf(low) else f"a number from {low:g} to {high:g}"
    )


def _checks(field: Field) -> Iterator[tuple[Check, str]]:
    """What the field asks for, each with the words that say what is allowed."""
    if field.required:
        yield lambda column: column != "", "a value: this column may not be empty"
    if field.enum:
        yield _present(lambda column: column.isin(field.enum)), "one of " + ", ".join(field.enum)
    if field.pattern:
        pattern = re.compile(field.pattern)
        yield (
            _each(lambda text: not text or pattern.fullmatch(text)),
            f"text of the form {field.pattern}",
        )
    if field.type in ("integer", "number"):
        form = re.compile(INTEGER if field.type == "integer" else NUMBER)
        yield (
            _each(lambda text: not text or form.fullmatch(text)),
            "a whole number" if field.type == "integer" else "a number",
        )
    if field.minimum is not None or field.maximum is not None:
        low = -np.inf if field.minimum is None else field.minimum
        high = np.inf if field.maximum is None else field.maximum
        yield _present(_within(low, high)), _range_words(low, high)


def _columns_that_fail(frame: pd.DataFrame, table: Table) -> dict[str, list[tuple[Check, str]]]:
    """The checks of each column in which a cell fails one."""
    asked = {field.name: list(_checks(field)) for field in table.fields}
    return {
        name: checks
        for name, checks in asked.items()
        if not all(check(frame[name]).all() for check, _ in checks)
    }


def _schema(failing: Mapping[str, list[tuple[Check, str]]]) -> Any:
    import pandera.pandas as pandera

    # Every column was read as text: its type need not be checked, which would take half the time.
    columns = {
        name: pandera.Column(None, [pandera.Check(check, error=words) for check, words in checks])
        for name, checks in failing.items()
    }
    return pandera.DataFrameSchema(columns)


def row_names(frame: pd.DataFrame, table: Table, rows: Sequence[int]) -> list[str]:
    """The key of each row, or its line in the file where it has none."""
    keys = frame.loc[rows, list(table.key)].agg(" / ".join, axis=1)
    return [
        key if key.strip(" /") else f"row {row + 2}" for row, key in zip(rows, keys, strict=True)
    ]


def column_problems(frame: pd.DataFrame, table: Table) -> list[Problem]:
    """Cells that are not what their field allows."""
    failing = _columns_that_fail(frame, table)
    if not failing:
        return []  # pandera takes a second to import and more for a project without a problem
    from pandera.errors import SchemaErrors

    try:
        _schema(failing).validate(frame, lazy=True)
        return []
    except SchemaErrors as errors:
        cases = errors.failure_cases
    rows = cases["index"].astype(int).tolist()
    return [
        Problem(table.path, name, column, str(found), words)
        for name, column, found, words in zip(
            row_names(frame, table, rows),
            cases["column"],
            cases["failure_case"],
            cases["check"],
            strict=True,
        )
    ]


def _repeated(frame: pd.DataFrame, table: Table, columns: list[str]) -> list[Problem]:
    """Values that are in more than one row, with the rows."""
    if not frame.duplicated(columns).any():
        return []
    filled = frame[(frame[columns] != "").any(axis=1)]
    rows = filled.index[filled.duplicated(columns, keep=False)].tolist()
    lines: dict[str, list[str]] = {}
    for row in rows:
        lines.setdefault(" / ".join(frame.loc[row, columns]), []).append(str(row + 2))
    column, what = ", ".join(columns), "key" if columns == list(table.key) else "value"
    return [
        Problem(
            table.path,
            name,
            column,
            f"the {what} in rows {', '.join(numbers)}",
            f"each {what} once",
        )
        for name, numbers in lines.items()
    ]


def key_problems(frame: pd.DataFrame, table: Table) -> list[Problem]:
    """Keys, and values of columns that must be unique, in more than one row."""
    problems = _repeated(frame, table, list(table.key))
    for field in table.fields:
        if field.unique and table.key != (field.name,):
            problems += _repeated(frame, table, [field.name])
    return problems


def _known(frame: pd.DataFrame, other: pd.DataFrame, key: ForeignKey) -> np.ndarray:
    """Which rows refer to a row that is there."""
    if len(key.fields) == 1:
        return frame[key.fields[0]].isin(other[key.other_fields[0]]).to_numpy()
    asked = pd.MultiIndex.from_frame(frame[list(key.fields)])
    return asked.isin(pd.MultiIndex.from_frame(other[list(key.other_fields)]))


def foreign_key_problems(
    frames: dict[str, pd.DataFrame], table: Table, unread: Collection[str] = ()
) -> list[Problem]:
    """References to rows that are not there; not asked of tables that could not be read."""
    problems = []
    for key in table.foreign_keys:
        frame, other = frames[table.name], frames[key.table]
        if key.table in unread:
            continue
        filled = [(frame[name] != "").to_numpy(bool) for name in key.fields]
        unknown = np.logical_and.reduce([~_known(frame, other, key), *filled])
        rows = frame.index[unknown].tolist()
        for row, name in zip(rows, row_names(frame, table, rows) if rows else [], strict=True):
            found = " / ".join(frame.loc[row, list(key.fields)])
            problems.append(
                Problem(
                    table.path,
                    name,
                    ", ".join(key.fields),
                    found,
                    f"a {' / '.join(key.other_fields)} of {key.table}",
                )
            )
    return problems


def order_problems(frame: pd.DataFrame, table: Table) -> list[Problem]:
    """Parts above their whole (events above n)."""
    problems = []
    for small, large in table.at_most:
        part, whole = (pd.to_numeric(frame[name], errors="coerce") for name in (small, large))
        rows = frame.index[part > whole].tolist()
        for row, name in zip(rows, row_names(frame, table, rows) if rows else [], strict=True):
            problems.append(
                Problem(
                    table.path,
                    name,
                    small,
                    frame.loc[row, small],
                    f"at most {large}, which is {frame.loc[row, large]}",
                )
            )
    return problems


def circle_problems(frame: pd.DataFrame, table: Table) -> list[Problem]:
    """Rows whose parents lead back to themselves."""
    problems = []
    for child, parent in table.no_circle:
        graph: dict[str, set[str]] = {}
        for key, above in zip(frame[child], frame[parent], strict=True):
            if key and above:
                graph.setdefault(key, set()).add(above)
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle = " < ".join(error.args[1][::-1])
            problems.append(Problem(table.path, "", parent, circle, "no circle of parents"))
    return problems
