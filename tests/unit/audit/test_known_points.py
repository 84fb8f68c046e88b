"""What is known to be wrong in the shipped sources is found, and their
other doses are left alone.
"""

import pytest

from bench.planted_errors.plant import KEYS
from bench.planted_errors.sensitivity import CHECKS
from evidence.audit.claims.verdicts import claim_verdicts
from evidence.audit.compare_with_readers import precision, recall
from evidence.audit.run_audit import decisions_without_finding

KNOWN = [  # check, document, what is reported
    ("claim_not_supported", "huang_2023", "73.8% v 30.9%"),
    ("claim_not_supported", "huang_2023", "80.7% v 29.4%"),
    ("claim_not_supported", "huang_2023", "7.7 months v 6.7 months"),
    ("claim_not_supported", "huang_2023", "0.77"),
    ("claim_not_supported", "huang_2023", "76 of 164"),
    ("claim_not_supported", "di_palma_2022", "9/17"),
    ("claim_not_supported", "lattupally_letter", "47%"),
    ("author_wrong", "huang_2023", "Wiley"),
    ("claim_of_significance", "huang_2023", "0.77"),
    ("radiation_impossible", "lattupally_letter", "1200 Gy"),
    ("cycle_total", "bondarenko_2020", "1.8 + 0.8 + 0.5"),
    ("dose_above_limit", "bondarenko_2020", "200 mg/kg"),
    ("dose_above_limit", "di_palma_2022", "250 mg/day"),
    ("thousands_by_dot", "bertamini_2018", "168.000/μL"),
    ("absolute_dose", "bertamini_2018", "1,3 mg"),
    ("prediction_within_interval", "lao_2025", "3.3 to 76.9"),
    ("reference_twice", "bondarenko_2020", "8:"),
    ("first_author_wrong", "lattupally_letter", "Stock"),
    ("claim_percent_of_count", "bertamini_2018", "5/32"),
    ("percent_of_count", "toranomon_abstract", "71% for 15/17"),
    ("partial_response_blasts", "di_palma_2022", "30% of blasts"),
    ("mrd_contradicted", "huang_2023", "2.68×10^-5"),
    ("mild_with_severe_grade", "huang_2023", "grade 4"),
    ("title_before_its_subject", "di_palma_2022", "2009"),
    ("case_in_a_series", "bondarenko_2020", "markova_2019"),
    ("antigen_lost", "huang_2023", "CD22"),
    ("level_below_method", "huang_2023", "2.68×10^-5"),
    ("given_together", "lattupally_letter", "intrathecal"),
    ("cycles_before_transplant", "bertamini_2018", "course 4"),
    ("protocol_before_it_began", "bondarenko_2020", "ALL-MB2015"),
    ("harm_not_in_abstract", "di_palma_2022", "vein occlusive disease"),
    ("author_by_given_name", "huang_2023", "Hagop"),
    ("claim_not_supported", "bertamini_2018", "no cases"),
    ("claim_not_supported", "bondarenko_2020", "comparable"),
]


@pytest.mark.parametrize(("check", "document", "reported"), KNOWN)
def test_a_known_point_is_found(check, document, reported, findings):
    found = findings[(findings["check"] == check) & (findings["document_id"] == document)]
    assert found["reported"].str.contains(reported, regex=False).any()


@pytest.mark.parametrize(
    ("reported", "verdict", "matched"),
    [
        ("73.8%", "wrong_reference", "outcomes:inovate2019"),
        ("80.7%", "wrong_reference", "outcomes:inovate2016"),
        ("7.7 months", "wrong_reference", "outcomes:inovate2016"),
        ("0.77", "wrong_reference", "effects:inovate2016"),
        ("0.45", "supported", "effects:inovate2019"),
        ("76 of 164", "wrong_denominator", "outcomes:jabbour2020mrd"),
        ("6.7%", "time_point_omitted", "outcomes:actt1"),
        ("more than 90%", "contradicted", "outcomes:lanza2020"),
    ],
)
def test_a_known_claim_has_its_verdict(reported, verdict, matched, coded):
    verdicts = claim_verdicts(coded)
    row = verdicts[verdicts["value_as_reported"] == reported].iloc[0]
    assert (row["verdict"], row["matched"].startswith(matched)) == (verdict, True)


def test_two_studies_contradict_one_figure(coded):
    verdicts = claim_verdicts(coded)
    rows = verdicts[(verdicts["value_as_reported"] == "69%")].set_index("cited_document_id")[
        "verdict"
    ]
    assert rows["kantarjian_2017"] == rows["stein_2019"] == "contradicted"


def test_the_dot_is_read_as_thousands(coded, derived):
    row = coded["laboratory"].query("value_as_reported == '168.000/μL'")["laboratory_id"].item()
    assert derived["laboratory"].set_index("laboratory_id").loc[row, "low"] == 168


def test_no_false_alarm_on_the_other_doses(findings, coded):
    grave = findings[
        findings["family"].isin(["units", "doses"])
        & (findings["severity"] == "error")
        & (findings["table"] == "doses")
    ]
    reported = coded["doses"].set_index("dose_id").loc[grave["row_key"], "dose_as_reported"]
    assert set(reported) == {"1200 Gy", "200 mg/kg", "1.8 … mg/m²", "0.8 … mg/m²"}


def test_every_finding_leads_to_coded_rows(findings, coded):
    for source in set(" ".join(findings["sources"]).split()):
        table, _, key = source.partition(":")
        assert key in set(coded[table][KEYS[table]].astype(str)), source


def test_every_finding_is_decided_and_every_decision_has_its_finding(findings, coded):
    assert list(findings.loc[findings["decision"] == "open", "finding_id"]) == []
    assert decisions_without_finding(coded, findings).empty


def test_the_checks_find_every_error_that_readers_found(findings, coded):
    table = recall(findings, coded["reader_findings"], CHECKS).set_index(["by", "group"])
    assert table.loc[("severity", "error"), "recall_percent"] >= 95
    assert table.loc[("checkable", "yes"), "recall_percent"] >= 90
    assert table.loc[("all", "all"), "points"] >= 140


@pytest.mark.parametrize(
    ("check", "key"),
    [
        ("author_wrong", "huang_2023.c13"),
        ("characteristic_reported_twice", "lattupally_letter.h27"),
        ("relapses_counted", "lattupally_letter.h13"),
        ("terms_differ", "bertamini_2018.a40"),
        ("terms_differ", "bertamini_2018.a52"),
        ("remission_with_growing_disease", "bertamini_2018.a16"),
        ("therapy_remission_with_mrd", "bondarenko_2020.t2"),
    ],
)
def test_what_was_no_fault_is_no_finding(check, key, findings):
    assert findings[(findings["check"] == check) & (findings["row_key"] == key)].empty


def test_most_findings_on_the_reports_are_confirmed(findings, coded):
    table = precision(coded, findings).set_index("family")
    assert 80 <= table.loc["all", "precision_percent"] < 100
    assert table.loc["all", "rejected"] > 0
    assert table.loc["all", "open"] == 0
