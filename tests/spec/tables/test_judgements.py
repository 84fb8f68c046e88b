"""Appraisal and certainty: every judgement with its reason, and the documents behind it."""

import pandas as pd
import pytest

from evidence.coded.problems import ProblemsFound
from evidence.tables.manuscript.appraisal import appraisal_items, appraisal_reasons
from evidence.tables.manuscript.summary_of_findings import summary_of_findings


def codes(**labels: str) -> pd.DataFrame:
    return pd.DataFrame({"code": list(labels), "label": list(labels.values())})


def rows(columns: str, *cells: tuple) -> pd.DataFrame:
    return pd.DataFrame(cells, columns=columns.split())


APPRAISED = {
    "documents": rows(
        "document_id role", ("one", "report"), ("two", "report"), ("trial", "cited")
    ),
    "studies": rows("study_id document_id label", ("s", "trial", "Trial 2016")),
    "appraisal_tools": codes(jbi="JBI", rob="RoB 2"),
    "appraisal_judgements": codes(yes="yes", low="low risk"),
    "outcome_measures": codes(os="Survival"),
    "appraisal_items": rows(
        "code label tool number", ("b", "Second", "jbi", "2"), ("a", "First", "jbi", "1"),
        ("d", "Deviations", "rob", "D1"),
    ),
    "appraisal": rows(
        "appraisal_id document_id item judgement applies_to reason locator",
        ("p1", "trial", "d", "low", "os", "why trial", "p. 3"),
        ("p2", "one", "a", "yes", "report", "why one", "¶ 1"),
        ("p3", "two", "b", "yes", "harms", "why two", "not_reported"),
        ("p4", "one", "b", "yes", "benefit", "why b", ""),
    ),
}  # fmt: skip
CASES = {"cases": rows("document_id label", ("one", "Alder, patient 1"), ("one", "Alder, p. 2"))}


def test_items_are_rows_and_reports_columns() -> None:
    table = appraisal_items(APPRAISED, CASES, footnotes=("More.",))
    assert [column.heading for column in table.columns] == ["No.", "Item", "Alder", "two"]
    assert [column.align for column in table.columns] == ["right", "left", "center", "center"]
    assert [(row.cells, row.sources, row.group) for row in table.rows] == [
        (("", "Reference", "@[one]", "@[two]"), "documents:one documents:two", ""),
        (("2", "Second", "Yes", "Yes"), "appraisal:p3 appraisal:p4", "JBI"),
        (("1", "First", "Yes", "—"), "appraisal:p2", "JBI"),
    ]
    assert (table.name, table.landscape, table.footnotes[1:]) == (
        "appraisal_items",
        False,
        ("More.",),
    )


def test_each_judgement_has_its_reason_tool_by_tool() -> None:
    table = appraisal_reasons(APPRAISED, CASES)
    assert [(row.cells, row.sources, row.group) for row in table.rows] == [
        (("Alder", "1 First", "Report", "Yes", "why one", "¶ 1", "@[one]"),
         "appraisal:p2", "JBI"),
        (("two", "2 Second", "Account of harms", "Yes", "why two", "NR", "@[two]"),
         "appraisal:p3", "JBI"),
        (("Alder", "2 Second", "Account of benefit", "Yes", "why b", "NR", "@[one]"),
         "appraisal:p4", "JBI"),
        (("Trial 2016", "Deviations", "Survival", "Low risk", "why trial", "p. 3", "@[trial]"),
         "appraisal:p1", "RoB 2"),
    ]  # fmt: skip
    assert (table.name, table.landscape) == ("appraisal_reasons", True)


JUDGED = APPRAISED | {
    "summary_outcomes": rows(
        "summary_outcome_id label layer result_table result_key",
        ("r", "Survival", "randomised", "hazard_ratios", "s / os / all"),
        ("c", "VOD", "cases", "case_counts", "vod"),
    ),
    "certainty_domains": codes(overall="overall", bias="Risk of bias", imprecision="Imprecision",
                               publication="Publication bias"),
    "certainty_judgements": codes(high="high", serious="serious", not_serious="not serious",
                                  undetected="undetected", cannot_be_assessed="not assessable",
                                  very_low="very low"),
    "certainty": rows(
        "certainty_id summary_outcome_id domain judgement reason",
        ("g1", "r", "bias", "serious", "no blinding"),
        ("g2", "r", "overall", "high", "one trial"),
        ("g3", "r", "imprecision", "not_serious", "narrow"),
        ("g4", "r", "publication", "undetected", "registered"),
        ("g5", "c", "overall", "very_low", "cases"),
        ("g6", "c", "bias", "cannot_be_assessed", "cases"),
    ),
}  # fmt: skip
DERIVED = {
    "hazard_ratios": rows(
        "study_id outcome analysis_set estimate low high low_95 high_95 level_percent sources",
        ("s", "os", "all", 0.8, 0.7, 0.9, 0.7, 0.9, 95, "effects:e"),
    ),
    "case_counts": rows(
        "item yes reported low high not_assessable not_applicable not_reported sources",
        ("vod", 1, 4, 0.0063, 0.8059, 0, 0, 0, "events:v"),
    ),
}
ARMS = {"new": "New", "old": "Old"}


def test_an_outcome_has_its_certainty_and_what_counts_against_it() -> None:
    table = summary_of_findings(JUDGED, DERIVED, arms=ARMS, footnotes=("More.",))
    trial, cases = table.rows
    assert trial.cells[0] == "Survival" and trial.cells[5:] == (
        "High",
        "one trial\nRisk of bias, serious: no blinding",
        "@[trial]",
    )
    assert trial.sources.split() == [
        *("effects:e", "summary_outcomes:r"),
        *("certainty:g1", "certainty:g2", "certainty:g3", "certainty:g4"),
    ]
    # counts of patients cite the reports
    assert cases.cells[5:] == ("Very low", "cases", "@[one;two]")
    assert [row.group for row in table.rows] == [
        "Randomised trials",
        "Case reports: counts, never a rate",
    ]
    headings = [(column.name, column.heading, column.group) for column in table.columns[:3]]
    assert headings == [
        ("outcome", "Outcome", ""),
        ("new", "New", "n/N (%) [95% CI]"),
        ("old", "Old", "n/N (%) [95% CI]"),
    ]
    assert table.footnotes[2:] == ("More.",) and table.landscape


def test_a_review_words_its_kinds_of_evidence() -> None:
    table = summary_of_findings(JUDGED, DERIVED, arms=ARMS, layers={"cases": "Six patients"})
    assert [row.group for row in table.rows] == ["Randomised trials", "Six patients"]


@pytest.mark.parametrize(("copies", "found"), [(0, "0"), (1, None), (2, "2")])
def test_exactly_one_judgement_is_the_overall_one(copies: int, found: str | None) -> None:
    certainty = JUDGED["certainty"]
    others, overall = (certainty[certainty["certainty_id"] != "g2"], certainty.iloc[[1]])
    coded = JUDGED | {"certainty": pd.concat([others, *[overall] * copies])}
    if found is None:
        assert len(summary_of_findings(coded, DERIVED, arms=ARMS).rows) == 2
        return
    with pytest.raises(ProblemsFound) as refused:
        summary_of_findings(coded, DERIVED, arms=ARMS)
    [problem] = refused.value.problems
    assert (problem.file, problem.row, problem.column) == ("coded/certainty.csv", "r", "domain")
    assert problem.found == f"{found} judgements of the domain overall"
    assert problem.allowed == "exactly one"
