"""The coded appraisal: complete, with reasons, never a score; checklists and flow that say what was
not done.
"""

import re

import pytest

REPORTS = {"di_palma_2022", "huang_2023", "bondarenko_2020", "lattupally_letter", "bertamini_2018"}
ALLOWED = {
    "jbi_case_report": {"yes", "no", "unclear", "not_applicable"},
    "murad": {"yes", "no", "unclear", "not_applicable"},
    "rob2": {"low", "some_concerns", "high", "no_information"},
}
SCORE = re.compile(r"score|\btotal\b|\bsum\b|points?\b", re.I)


@pytest.fixture(scope="module")
def judged(review):
    items = review.coded["appraisal_items"][["code", "tool", "number"]]
    return review.coded["appraisal"].merge(items, left_on="item", right_on="code")


@pytest.mark.parametrize("tool", ["jbi_case_report", "murad"])
def test_each_report_is_judged_on_every_item_once(judged, tool):
    rows = judged[judged["tool"] == tool]
    assert rows.groupby("document_id")["number"].apply(list).to_dict() == {
        report: list("12345678") for report in REPORTS
    }


def test_each_trial_result_is_judged_on_five_domains_and_overall(judged):
    rows = judged[judged["tool"] == "rob2"]
    assert set(rows["applies_to"]) == {"cr_or_cri", "overall_survival", "vod_sos_any"}
    assert all(
        sorted(numbers) == ["1", "2", "3", "4", "5", "overall"]
        for numbers in rows.groupby("applies_to")["number"].apply(list)
    )


def test_the_overall_risk_of_bias_is_no_better_than_its_domains(judged):
    order = ["low", "no_information", "some_concerns", "high"]
    for _, rows in judged[judged["tool"] == "rob2"].groupby("applies_to"):
        overall = rows.loc[rows["number"] == "overall", "judgement"].item()
        assert order.index(overall) >= max(
            order.index(code) for code in rows.loc[rows["number"] != "overall", "judgement"]
        )


def test_judgements_are_those_of_the_tool_and_have_reason_and_place(judged):
    for row in judged.itertuples():
        assert row.judgement in ALLOWED[row.tool], row.appraisal_id
        assert len(row.reason) > 15 and row.locator, row.appraisal_id
        assert ("¶" in row.locator) != bool(row.address), (
            "a report is located by paragraph, a trial by address"
        )


def test_questions_on_causality_are_asked_of_harms_only(judged):
    murad = judged[judged["tool"] == "murad"]
    assert set(murad.loc[murad["number"].isin(list("456")), "applies_to"]) == {"harms"}
    assert set(murad.loc[~murad["number"].isin(list("456")), "applies_to"]) == {"benefit"}


def test_nothing_adds_judgements_up(review, made):
    for name in ("appraisal", "certainty", "appraisal_items", "appraisal_judgements"):
        assert not [column for column in review.coded[name] if SCORE.search(column)]
    for name in ("appraisal_items", "appraisal_reasons"):
        table = made[name]
        assert not [column.heading for column in table.columns if SCORE.search(column.heading)]
        assert not [
            cell
            for row in table.rows
            for cell in row.cells
            if re.fullmatch(r"\d+\s*(/|of)\s*(5|6|8|10)", cell)
        ]
    assert any("not summed" in note for note in made["appraisal_items"].footnotes)


def test_the_table_by_item_shows_every_judgement(made, judged):
    table = made["appraisal_items"]
    assert len(table.rows) == 1 + 16
    shown = {
        (row.group, row.cells[0], column.name): cell
        for row in table.rows[1:]
        for column, cell in zip(table.columns[2:], row.cells[2:], strict=True)
    }
    groups = {"jbi_case_report": "JBI case reports", "murad": "Murad 2018"}
    for row in judged[judged["tool"] != "rob2"].itertuples():
        assert (
            shown[groups[row.tool], row.number, row.document_id]
            == row.judgement.replace("_", " ").capitalize()
        )


def test_certainty_has_every_domain_of_every_outcome(review):
    domains = review.coded["certainty_domains"]["code"].tolist()
    rows = review.coded["certainty"].groupby("summary_outcome_id")["domain"].apply(list)
    assert set(rows.index) == set(review.coded["summary_outcomes"]["summary_outcome_id"])
    assert all(found == domains for found in rows)


def test_certainty_is_a_level_and_cases_are_very_low(review):
    certainty = review.coded["certainty"].merge(
        review.coded["summary_outcomes"], on="summary_outcome_id"
    )
    overall = certainty[certainty["domain"] == "overall"]
    assert set(overall["judgement"]) <= {"high", "moderate", "low", "very_low"}
    assert set(overall.loc[overall["layer"] != "randomised", "judgement"]) == {"very_low"}
    assert not set(certainty.loc[certainty["domain"] != "overall", "judgement"]) & {
        "high",
        "moderate",
        "low",
        "very_low",
    }


def test_prisma_has_every_item_and_admits_what_was_not_done(review):
    items = review.coded["prisma_items"].set_index("item")
    assert {int(re.match(r"\d+", item).group()) for item in items.index} == set(
        range(1, 28)
    ) and len(items) == 42
    for item in ("6", "7", "24a", "24b"):
        assert items.loc[item, "status"] == "not_done"
    assert (items.loc[items["status"].isin(["done"]), "answered_in"] != "").all()
    assert (items.loc[items["status"].isin(["not_done", "not_applicable"]), "note"] != "").all()


def test_swim_has_its_nine_items(review):
    assert {item[0] for item in review.coded["swim_items"]["item"]} == set("123456789")


@pytest.mark.parametrize("name", ["prisma_items", "swim_items"])
def test_checklists_point_to_files_that_are_there(review, request, name):
    places = [place for place in review.coded[name]["answered_in"] if place]
    paths = [place.partition(", ")[0] for place in places]
    assert (
        paths and [path for path in paths if not (request.config.rootpath / path).is_file()] == []
    )


def test_the_flow_counts_what_was_given_and_nothing_that_was_not_done(review):
    flow = review.coded["screening"].set_index("variable")
    counted = flow["status"] == "counted"
    assert flow.loc[counted, "n"].notna().all() and flow.loc[~counted, "n"].isna().all()
    reports = (review.coded["documents"]["role"] == "report").sum()
    assert flow.loc["given_results", "n"] == flow.loc["new_reports", "n"] == reports
    assert flow.loc["new_patients", "n"] == len(review.coded["patients"])
    assert flow.loc["database_results", "status"] == "not_done"
