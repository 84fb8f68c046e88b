"""Results of the summary of findings: each coded outcome with the derived row that it names."""

from typing import Any, NamedTuple

import pandas as pd

from evidence.coded.problems import Problem
from evidence.errors import EvidenceError
from evidence.tables.core.labels import Tables
from evidence.tables.core.number_format import (
    NO_BREAK,
    NOTHING,
    fraction,
    interval,
    number,
    proportion,
    with_interval,
)

UNANSWERED = {
    "not_assessable": f"not{NO_BREAK}assessable",
    "not_applicable": f"not{NO_BREAK}applicable",
    "not_reported": f"not{NO_BREAK}reported",
}


class NoResult(EvidenceError, LookupError):
    """A coded outcome names no derived row, or several; ``problem`` says which."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


class Result(NamedTuple):
    """What the table shows of one outcome, the keys behind it, and the studies that it cites."""

    cells: tuple[str, str, str, str]
    sources: str
    studies: tuple[str, ...] = ()


def _refused(outcome: Any, allowed: str) -> NoResult:
    row, found = outcome.summary_outcome_id, outcome.result_key
    return NoResult(Problem("coded/summary_outcomes.csv", row, "result_key", found, allowed))


def _only_row(rows: pd.DataFrame, outcome: Any) -> pd.Series:
    if len(rows) != 1:
        table = outcome.result_table
        raise _refused(outcome, f"a key of exactly one row of {table}, this is of {len(rows)}")
    return rows.iloc[0]


def _trial_rows(frame: pd.DataFrame, outcome: Any) -> pd.DataFrame:
    parts = outcome.result_key.split(" / ")
    if len(parts) != 3:
        raise _refused(outcome, "study / outcome / analysis set, separated by ' / '")
    named = frame[["study_id", "outcome", "analysis_set"]] == parts
    return frame[named.all(axis=1)]


def _arm(derived: Tables, events: int, n: int, study: str) -> str:
    """One arm's proportion with the exact limits computed for it."""
    arms = derived["trial_proportions"]
    same = arms[(arms["study_id"] == study) & (arms["events"] == events) & (arms["n"] == n)]
    if same.empty:
        return fraction(events, n)
    row = same.iloc[0]
    return proportion(events, n, row["clopper_pearson_low"], row["clopper_pearson_high"])


def _stacked(text: str) -> str:
    """The interval on a line of its own."""
    return text.replace(f"{NO_BREAK}[", "\n[")


def _per_1000(difference: pd.Series) -> str:
    """A risk difference as patients more or fewer among 1000."""
    estimate, low, high = (1000 * difference[limit] for limit in ("estimate", "low", "high"))
    direction = "more" if estimate > 0 else "fewer"
    return NO_BREAK.join([number(abs(estimate), 0), direction, interval(low, high, 0)])


def _compared(derived: Tables, outcome: Any) -> Result:
    rows = _trial_rows(derived["arms_compared"], outcome)
    ratio = _only_row(rows[rows["measure"] == "risk_ratio"], outcome)
    difference = _only_row(rows[rows["measure"] == "risk_difference"], outcome)
    study = ratio["study_id"]
    treated = _arm(derived, ratio["events"], ratio["n"], study)
    standard = _arm(derived, ratio["events_comparator"], ratio["n_comparator"], study)
    relative = with_interval(ratio["estimate"], ratio["low"], ratio["high"], 2)
    shown = (treated, standard, f"RR{NO_BREAK}{relative}", _per_1000(difference))
    treated, standard, relative, absolute = map(_stacked, shown)
    return Result((treated, standard, relative, absolute), ratio["sources"], (study,))


def _at_reported_level(row: pd.Series) -> str:
    """The limits as reported, where their level is not the 95% that the table shows."""
    if row["level_percent"] == 95:
        return ""
    limits = interval(row["low"], row["high"], 2)
    return f";\nat {row['level_percent']:g}%, as reported:{NO_BREAK}{limits}"


def _hazard(derived: Tables, outcome: Any) -> Result:
    row = _only_row(_trial_rows(derived["hazard_ratios"], outcome), outcome)
    ratio = with_interval(row["estimate"], row["low_95"], row["high_95"], 2)
    relative = _stacked(f"HR{NO_BREAK}{ratio}{_at_reported_level(row)}")
    return Result((NOTHING, NOTHING, relative, NOTHING), row["sources"], (row["study_id"],))


def _pooled(derived: Tables, outcome: Any) -> Result:
    """A pooled proportion; its patients stand beside it and not as its numerator, since a model
    weighs them.
    """
    pooled, studies = derived["pooled"], derived["single_arm"]
    row = _only_row(pooled[pooled["pooled_id"] == outcome.result_key], outcome)
    included = (studies["outcome"] == row["outcome"]) & (studies["primary"] == "yes")
    limits = interval(100 * row["low"], 100 * row["high"], 1)
    patients = f"{fraction(row['events'], row['n'])} in {int(row['k'])}{NO_BREAK}populations"
    cell = f"{number(100 * row['estimate'], 1)}%\n{limits} pooled;\n{patients}"
    cited = tuple(studies.loc[included, "study_id"])
    return Result((cell, NOTHING, NOTHING, NOTHING), row["sources"], cited)


def _cases(derived: Tables, outcome: Any) -> Result:
    """Counts of cases: how many of how many that say so, and how many do not say it."""
    frame = derived[outcome.result_table]
    row = _only_row(frame[frame["item"] == outcome.result_key], outcome)
    limits = interval(100 * row["low"], 100 * row["high"], 1).replace("]", "%]")
    counts = f"{fraction(row['yes'], row['reported'])}{NO_BREAK}reported\n{limits}"
    others = [
        f"{int(row[state])}{NO_BREAK}{words}" for state, words in UNANSWERED.items() if row[state]
    ]
    cell = counts + "".join(f";\n{other}" for other in others)
    return Result((cell, NOTHING, NOTHING, NOTHING), row["sources"])


RESULTS = {
    "arms_compared": _compared,
    "hazard_ratios": _hazard,
    "pooled": _pooled,
    "case_counts": _cases,
    "response_counts": _cases,
}


def result_of(derived: Tables, outcome: Any) -> Result:
    """The result that a row of ``summary_outcomes`` names.

    Raises
    ------
    NoResult : its key is of no derived row, or of several.
    """
    return RESULTS[outcome.result_table](derived, outcome)
