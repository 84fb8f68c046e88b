"""Summary of findings: what was found by outcome, how certain it is, and why."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from evidence.coded.labels import labels
from evidence.coded.problems import Problem, ProblemsFound
from evidence.coded.source_keys import joined_sources, source_keys
from evidence.tables.core.citation_numbers import cite
from evidence.tables.core.labels import Tables
from evidence.tables.core.number_format import NOTHING
from evidence.tables.core.table import Row, Table, columns
from evidence.tables.manuscript.findings_results import NoResult, Result, result_of

AFTER = columns(
    ("relative", "Relative effect [95% CI]"),
    ("absolute", "Difference per 1000 [95% CI]"),
    ("certainty", "Certainty"),
    ("why", "Why"),
    ("reference", "Ref."),
)
LAYERS = {
    "randomised": "Randomised trials",
    "single_arm": "Single-arm studies, each population once",
    "cases": "Case reports: counts, never a rate",
}
NO_CONCERN = {"not_serious", "undetected", "cannot_be_assessed"}
FOOTNOTES = (
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
)


def _judgements(coded: Tables, outcome: str) -> pd.DataFrame:
    certainty = coded["certainty"]
    return certainty[certainty["summary_outcome_id"] == outcome]


def _results(coded: Tables, derived: Tables) -> dict[str, Result]:
    """The result of each outcome, by its key; all that cannot be shown is said at once."""
    results, problems = {}, []
    for outcome in coded["summary_outcomes"].itertuples():
        key = outcome.summary_outcome_id
        overall = int((_judgements(coded, key)["domain"] == "overall").sum())
        if overall != 1:
            found = f"{overall} judgements of the domain overall"
            problems.append(Problem("coded/certainty.csv", key, "domain", found, "exactly one"))
        try:
            results[key] = result_of(derived, outcome)
        except NoResult as error:
            problems.append(error.problem)
    if problems:
        raise ProblemsFound(problems)
    return results


def _why(judged: pd.DataFrame, domains: dict[str, str], levels: dict[str, str]) -> str:
    """The overall reason, then each domain that counts against the result."""
    overall = judged.loc[judged["domain"] == "overall", "reason"].iloc[0]
    against = judged[(judged["domain"] != "overall") & ~judged["judgement"].isin(NO_CONCERN)]
    reasons = [
        f"{domains[row.domain]}, {levels[row.judgement]}: {row.reason}"
        for row in against.itertuples()
    ]
    return "\n".join([overall, *reasons])


def _row(coded: Tables, outcome: Any, result: Result, layers: Mapping[str, str]) -> Row:
    domains, levels = labels(coded, "certainty_domains"), labels(coded, "certainty_judgements")
    judged = _judgements(coded, outcome.summary_outcome_id)
    level = judged.loc[judged["domain"] == "overall", "judgement"].iloc[0]
    certainty, why = levels[level].capitalize(), _why(judged, domains, levels)
    cells = (outcome.label, *result.cells, certainty, why, _references(coded, result))
    outcome_key = f"summary_outcomes:{outcome.summary_outcome_id}"
    certainty_keys = source_keys("certainty", judged["certainty_id"])
    sources = joined_sources(result.sources, outcome_key, certainty_keys)
    return Row(cells, sources, layers[outcome.layer])


def _references(coded: Tables, result: Result) -> str:
    """The studies behind a result; the reports where it is a count of their patients."""
    studies, documents = coded["studies"], coded["documents"]
    document = dict(zip(studies["study_id"], studies["document_id"], strict=True))
    reports = documents.loc[documents["role"] == "report", "document_id"]
    return cite(*(document[study] for study in result.studies)) or cite(*reports)


def summary_of_findings(
    coded: Tables,
    derived: Tables,
    *,
    arms: Mapping[str, str],
    layers: Mapping[str, str] = LAYERS,
    footnotes: Sequence[str] = (),
) -> Table:
    """One row per outcome, by kind of evidence, with the certainty that was coded and its reasons.

    Parameters
    ----------
    arms : heading of each arm by the name of its column, the comparator last.
    layers : heading of each kind of evidence, in place of the usual ones.
    footnotes : further ones of the review.

    Raises
    ------
    ProblemsFound : coded outcomes that name no derived row or several, or have no overall
        certainty, all at once.
    """
    results = _results(coded, derived)
    rows = tuple(
        _row(coded, outcome, results[outcome.summary_outcome_id], {**LAYERS, **layers})
        for outcome in coded["summary_outcomes"].itertuples()
    )
    headings = ((name, heading, "left", "n/N (%) [95% CI]") for name, heading in arms.items())
    return Table(
        "summary_of_findings",
        "Summary of findings",
        columns(("outcome", "Outcome"), *headings) + AFTER,
        rows,
        (*FOOTNOTES, *footnotes),
        landscape=True,
    )
