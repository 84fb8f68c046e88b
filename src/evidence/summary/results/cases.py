"""Patients counted: x of n reported, never a rate."""

from dataclasses import dataclass

import pandas as pd

from evidence.coded.problems import Problem, ProblemsFound
from evidence.coded.settings import FILE, Index
from evidence.coded.source_keys import joined_sources, source_keys
from evidence.synthesis.proportions.count_reported import count_reported, median_with_range


@dataclass(frozen=True)
class State:
    """An item of which patients are counted: a column of the case table with its yes and no."""

    item: str
    column: str
    yes: str = "yes"
    no: str = "no"


@dataclass(frozen=True)
class Figure:
    """An item with a median over the patients.

    Attributes
    ----------
    item : its name; ``{index}`` is the short name of the index therapy. column : of the case
        table. high : column with the upper limit of a span. basis : column that says which are
        derived. derived : all are.
    """

    item: str
    column: str
    high: str = ""
    basis: str = ""
    derived: bool = False


AGE = Figure(
    "Age at first {index}, years", "age_low_years", high="age_high_years", basis="age_basis"
)


@dataclass(frozen=True)
class Counts:
    """The section ``counts`` of review.toml."""

    states: tuple[State, ...] = (State("Alive at last follow-up", "alive"),)
    figures: tuple[Figure, ...] = (AGE,)


def _check_columns(cases: pd.DataFrame, counts: Counts) -> None:
    asked = [
        *((row.item, row.column) for row in counts.states),
        *((row.item, name) for row in counts.figures for name in (row.column, row.high, row.basis)),
    ]
    problems = [
        Problem(FILE, f"counts, {item}", "", repr(column), "a column of cases")
        for item, column in asked
        if column and column not in cases
    ]
    if problems:
        raise ProblemsFound(problems)


def case_counts(
    cases: pd.DataFrame, counts: Counts, index: Index, level: float = 0.95
) -> pd.DataFrame:
    """One row per item: how many, of how many it is reported for, and how many not reported.

    Parameters
    ----------
    cases : one row per patient. counts : what is counted. index : the index therapy.

    Returns
    -------
    item, yes, reported, not_reported, not_assessable, not_applicable, low, high (exact limits, 0 to
    1: a warning about how little so few patients say, not an estimate), level, sources (of the
    patients for whom the question arises).

    Raises
    ------
    ProblemsFound : a column is not in the case table.
    """
    _check_columns(cases, counts)
    rows = []
    for state in counts.states:
        values = cases[state.column]
        applicable = cases[values != "not_applicable"]
        rows.append(
            {
                "item": state.item.format(index=index.short),
                **count_reported(values, yes=state.yes, no=state.no, level=level),
                "sources": joined_sources(source_keys("cases", applicable["patient_id"])),
            }
        )
    return _of_patients(rows, cases)


def case_medians(cases: pd.DataFrame, counts: Counts, index: Index) -> pd.DataFrame:
    """Median with range of the figures of the case table; an age known to a span counts with its
    middle, one without an upper limit with its lower.

    Returns
    -------
    item, median, lowest, highest, reported, not_reported, derived (how many of the figures follow
    from others by a rule), sources.

    Raises
    ------
    ProblemsFound : a column is not in the case table.
    """
    _check_columns(cases, counts)
    sources = joined_sources(source_keys("cases", cases["patient_id"]))
    rows = [
        {
            "item": figure.item.format(index=index.short),
            **median_with_range(_values(cases, figure)),
            "derived": _derived(cases, figure),
            "sources": sources,
        }
        for figure in counts.figures
    ]
    return _of_patients(rows, cases)


def _of_patients(rows: list[dict], cases: pd.DataFrame) -> pd.DataFrame:
    """What is counted; no row where there is no patient to count."""
    frame = pd.DataFrame(rows)
    return frame if len(cases) else frame[:0]


def _values(cases: pd.DataFrame, figure: Figure) -> pd.Series:
    low = pd.to_numeric(cases[figure.column], errors="coerce")
    return (low + cases[figure.high].fillna(low)) / 2 if figure.high else low


def _derived(cases: pd.DataFrame, figure: Figure) -> int:
    if figure.derived:
        return len(cases)
    return int((cases[figure.basis] == "derived").sum()) if figure.basis else 0
