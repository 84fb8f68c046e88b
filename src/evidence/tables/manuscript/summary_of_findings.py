"""Summary of findings: what was found by outcome, how certain it is, and why."""

from typing import Any

import pandas as pd

from evidence.errors import EvidenceError
from evidence.tables.core.citation_numbers import cite
from evidence.tables.core.labels import Tables, labels
from evidence.tables.core.number_format import (
    NO_BREAK,
    NOTHING,
    fraction,
    interval,
    number,
    proportion,
    with_interval,
)
from evidence.tables.core.table import Row, Table, columns

COLUMNS = columns(
    ("outcome", "Outcome"),
    ("inotuzumab", "Inotuzumab", "left", "n/N (%) [95% CI]"),
    ("standard", "Standard therapy", "left", "n/N (%) [95% CI]"),
    ("relative", "Relative effect [95% CI]"),
    ("absolute", "Difference per 1000 [95% CI]"),
    ("certainty", "Certainty"),
    ("why", "Why"),
    ("reference", "Ref."),
)
LAYERS = {
    "randomised": "Randomised: inotuzumab against standard therapy, adults",
    "single_arm": "Single-arm studies, each population once",
    "cases": "Case reports: counts, never a rate",
}
NO_CONCERN = {"not_serious", "undetected", "cannot_be_assessed"}


class NoResult(EvidenceError, LookupError):
    """A coded outcome of the summary of findings names a derived row that is not there."""


def _one(rows: pd.DataFrame, outcome: Any) -> pd.Series:
    if len(rows) != 1:
        raise NoResult(
            f"coded/summary_outcomes.csv: {outcome.summary_outcome_id}, result_key: found "
            f"{outcome.result_key!r}, which names {len(rows)} rows of "
            f"{outcome.result_table}; allowed: exactly one"
        )
    return rows.iloc[0]


def _trial_rows(frame: pd.DataFrame, outcome: Any) -> pd.DataFrame:
    study, measure, analysis_set = outcome.result_key.split(" / ")
    return frame[
        (frame["study_id"] == study)
        & (frame["outcome"] == measure)
        & (frame["analysis_set"] == analysis_set)
    ]


def _arm(derived: Tables, events: int, n: int, study: str) -> str:
    """One arm's proportion with the exact limits computed for it."""
    arms = derived["trial_proportions"]
    same = arms[(arms["study_id"] == study) & (arms["events"] == events) & (arms["n"] == n)].head(1)
    return (
        proportion(
            events, n, same["clopper_pearson_low"].iloc[0], same["clopper_pearson_high"].iloc[0]
        )
        if len(same)
        else fraction(events, n)
    )


def _stacked(told: str) -> str:
    """The interval on a line of its own."""
    return told.replace(f"{NO_BREAK}[", "\n[")


def _compared(derived: Tables, outcome: Any) -> tuple[tuple[str, ...], str, list[str]]:
    rows = _trial_rows(derived["arms_compared"], outcome)
    ratio = _one(rows[rows["measure"] == "risk_ratio"], outcome)
    difference = _one(rows[rows["measure"] == "risk_difference"], outcome)
    more = "more" if difference["estimate"] > 0 else "fewer"
    per_1000 = NO_BREAK.join(
        [
            number(1000 * abs(difference["estimate"]), 0),
            more,
            interval(1000 * difference["low"], 1000 * difference["high"], 0),
        ]
    )
    arms = (
        _arm(derived, ratio["events"], ratio["n"], ratio["study_id"]),
        _arm(derived, ratio["events_comparator"], ratio["n_comparator"], ratio["study_id"]),
    )
    return (
        (
            *map(_stacked, arms),
            _stacked(
                f"RR{NO_BREAK}{with_interval(ratio['estimate'], ratio['low'], ratio['high'], 2)}"
            ),
            _stacked(per_1000),
        ),
        ratio["sources"],
        [ratio["study_id"]],
    )


def _hazard(derived: Tables, outcome: Any) -> tuple[tuple[str, ...], str, list[str]]:
    row = _one(_trial_rows(derived["hazard_ratios"], outcome), outcome)
    printed = (
        ""
        if row["level_percent"] == 95
        else (
            f";\nat {row['level_percent']:g}%, as "
            f"printed:{NO_BREAK}{interval(row['low'], row['high'], 2)}"
        )
    )
    return (
        (
            NOTHING,
            NOTHING,
            _stacked(
                f"HR{NO_BREAK}"
                f"{with_interval(row['estimate'], row['low_95'], row['high_95'], 2)}{printed}"
            ),
            NOTHING,
        ),
        row["sources"],
        [row["study_id"]],
    )


def _pooled(derived: Tables, outcome: Any) -> tuple[tuple[str, ...], str, list[str]]:
    """A pooled proportion; its patients stand beside it and not as its numerator, since a model
    weighs them.
    """
    row = _one(derived["pooled"][derived["pooled"]["pooled_id"] == outcome.result_key], outcome)
    studies = derived["single_arm"]
    studies = studies[(studies["outcome"] == row["outcome"]) & (studies["primary"] == "yes")][
        "study_id"
    ].tolist()
    told = (
        f"{number(100 * row['estimate'], 1)}%\n{interval(100 * row['low'], 100 * row['high'], 1)} "
        f"pooled;\n{fraction(row['events'], row['n'])} in {int(row['k'])}{NO_BREAK}populations"
    )
    return (told, NOTHING, NOTHING, NOTHING), row["sources"], studies


def _cases(derived: Tables, outcome: Any) -> tuple[tuple[str, ...], str, list[str]]:
    """Counts of cases: how many of how many that say so, and how many are silent."""
    frame = derived[outcome.result_table]
    row = _one(frame[frame["item"] == outcome.result_key], outcome)
    silent = (
        f";\n{int(row['not_reported'])}{NO_BREAK}not{NO_BREAK}reported"
        if row["not_reported"]
        else ""
    )
    limits = interval(100 * row["low"], 100 * row["high"], 1).replace("]", "%]")
    return (
        (
            f"{fraction(row['yes'], row['reported'])}{NO_BREAK}reported\n{limits}{silent}",
            NOTHING,
            NOTHING,
            NOTHING,
        ),
        row["sources"],
        [],
    )


RESULTS = {
    "arms_compared": _compared,
    "hazard_ratios": _hazard,
    "pooled": _pooled,
    "case_counts": _cases,
    "response_counts": _cases,
}


def _why(judged: pd.DataFrame, domains: dict[str, str], levels: dict[str, str]) -> str:
    """The overall reason, then each domain that counts against the result."""
    overall = judged.loc[judged["domain"] == "overall", "reason"].iloc[0]
    against = judged[(judged["domain"] != "overall") & ~judged["judgement"].isin(NO_CONCERN)]
    told = [
        f"{domains[row.domain]}, {levels[row.judgement]}: {row.reason}"
        for row in against.itertuples()
    ]
    return "\n".join([overall, *told])


def summary_of_findings(coded: Tables, derived: Tables) -> Table:
    """One row an outcome, by kind of evidence, with the certainty that was coded and its reasons.

    Raises
    ------
    NoResult : a coded outcome names no derived row, or several.
    """
    domains, levels = labels(coded, "certainty_domains"), labels(coded, "certainty_judgements")
    documents = dict(
        zip(coded["studies"]["study_id"], coded["studies"]["document_id"], strict=True)
    )
    reports = coded["documents"].loc[coded["documents"]["role"] == "report", "document_id"].tolist()
    rows = []
    for outcome in coded["summary_outcomes"].itertuples():
        cells, sources, studies = RESULTS[outcome.result_table](derived, outcome)
        judged = coded["certainty"][
            coded["certainty"]["summary_outcome_id"] == outcome.summary_outcome_id
        ]
        level = judged.loc[judged["domain"] == "overall", "judgement"].iloc[0]
        references = cite(*(documents[study] for study in studies)) or cite(*reports)
        keys = " ".join(
            [
                sources,
                f"summary_outcomes:{outcome.summary_outcome_id}",
                *("certainty:" + judged["certainty_id"]),
            ]
        )
        rows.append(
            Row(
                (
                    outcome.label,
                    *cells,
                    levels[level].capitalize(),
                    _why(judged, domains, levels),
                    references,
                ),
                keys,
                LAYERS[outcome.layer],
            )
        )
    footnotes = (
        (
            f"CI, confidence interval; HR, hazard ratio; RR, risk ratio; {NOTHING}, not "
            f"computed for this kind of evidence. Certainty by GRADE: high, moderate, low, "
            f"very low; a judgement over the domains, never their sum. Domains without a "
            f"concern are left out."
        ),
        (
            "Intervals beside counts of cases are exact 95% limits: they warn how little so "
            "few patients say, and are no estimate of a rate. Pooled proportions are of the "
            "median population, from a binomial-normal model; each study is in the table of "
            "single-arm studies."
        ),
        (
            "The set of five reports was given; no database was searched. INO-VATE was seen "
            "in abstracts, records and pages, not in full."
        ),
    )
    return Table(
        "summary_of_findings",
        "Summary of findings",
        COLUMNS,
        tuple(rows),
        footnotes,
        landscape=True,
    )
