"""What stands in the cells of the review's tables."""

import re

import pytest

NB = "\u00a0"


def cells(table, first, *, column=0):
    """The row whose cell in ``column`` is ``first``."""
    found = [row.cells for row in table.rows if row.cells[column] == first]
    assert len(found) == 1, f"{first}: {len(found)} rows"
    return found[0]


def test_silence_is_never_shown_as_no(made, review):
    cases = review.derived["cases"]
    assert {"no", "not_reported"} <= set(cases["vod_on_index"]), (
        "the data must have both for this test to say anything"
    )
    shown = cells(made["table_1"], "On inotuzumab")[1:]
    expected = {"no": "No", "not_reported": "NR", "yes": "Yes"}
    assert list(shown) == [expected[code] for code in cases["vod_on_index"]]


def test_table_1_has_a_column_a_patient_and_keeps_what_is_reported(made):
    table = made["table_1"]
    assert [column.heading for column in table.columns[1:]] == [
        "Di Palma 2022",
        "Huang 2023",
        "Bondarenko 2020",
        "Lattupally (letter)",
        "Bertamini 2018, case 1",
        "Bertamini 2018, case 2",
    ]
    assert cells(table, "Age at first inotuzumab, years")[1:3] == ("40", "20–22 (derived)")
    assert "1.8 … mg/m²" in cells(table, "Doses, as reported")[3], (
        "a dose that cannot be right is shown as reported"
    )
    marrow = [row.cells[2] for row in table.rows if row.cells[0] == "Marrow"]
    assert len(marrow) == 2, "the response to inotuzumab and the last evaluation"
    assert all(text.startswith("Not evaluable: marrow <5% blasts at baseline") for text in marrow)
    assert cells(table, "Grade, as reported")[1:3] == ("mild", "NR"), (
        "a grade is missing only where a VOD occurred or may have"
    )


def test_inovate_by_set_gives_the_known_results(made):
    rows = {(row.cells[0], row.cells[1]): row.cells for row in made["inovate_by_set"].rows}
    first = rows["CR or CRi", "First 218 randomised"]
    assert first[2:4] == (f"88/109{NB}(80.7){NB}[72.1–87.7]", f"32/109{NB}(29.4){NB}[21.0–38.8]")
    everyone = rows["CR or CRi", "All randomised"]
    assert everyone[2].endswith("†") and everyone[2].startswith("121/164"), (
        "an inferred numerator is marked"
    )
    vod = [
        row.cells
        for row in made["inovate_by_set"].rows
        if row.cells[0] == "VOD/SOS, any" and row.cells[2].startswith("23/164")
    ]
    assert [row[4] for row in vod] == [f"6.68{NB}[2.05–21.80]"]
    fatal = next(
        row
        for row in made["inovate_by_set"].rows
        if row.cells[2].startswith("5/164") and row.cells[3].startswith("0/143")
    )
    assert fatal.cells[4] == "—", "no finite ratio with an empty cell"


def test_a_difference_that_crosses_nothing_has_true_minus_and_to(made):
    differences = [row.cells[5] for row in made["inovate_by_set"].rows]
    crossing = [text for text in differences if "−" in text]
    assert crossing and all(f"{NB}to{NB}" in text for text in crossing)
    assert not any(re.search(r"-\d", text) for text in differences), "a hyphen is no minus"


def test_hazard_ratios_keep_the_level_they_were_reported_at(made):
    survival = [
        row.cells[4] for row in made["inovate_by_set"].rows if row.cells[0] == "Overall survival"
    ]
    assert f"HR 0.75{NB}[0.59–0.96]; reported at 97.5%: 0.75{NB}[0.57–0.99]" in survival


def test_single_arm_says_why_a_row_does_not_count(made, review):
    table, derived = made["single_arm"], review.derived["single_arm"]
    assert len(table.rows) == len(derived)
    texts = [row.cells[7] for row in table.rows]
    assert texts.count("Yes") == (derived["primary"] == "yes").sum()
    assert all(text == "Yes" or text.startswith("No: ") for text in texts)


def test_summary_of_findings_shows_each_outcome_with_its_certainty_and_reasons(made, review):
    table = made["summary_of_findings"]
    assert [row.cells[0] for row in table.rows] == review.coded["summary_outcomes"][
        "label"
    ].tolist()
    remission = cells(table, "CR or CRi, first 218 randomised")
    assert remission[3:5] == ("RR 2.75\n[2.03–3.73]".replace(" ", NB), f"514{NB}more\n[390–614]")
    assert remission[5] == "Moderate" and "Risk of bias, serious: " in remission[6]
    for row in table.rows:
        if row.group.startswith("Case reports"):
            assert row.cells[5] == "Very low" and "reported" in row.cells[1]
    silent = cells(table, "VOD/SOS after a later transplant")[1]
    states = f";\n1{NB}not{NB}applicable;\n2{NB}not{NB}reported"
    assert silent == f"1/3{NB}reported\n[0.8–90.6%]{states}"


def test_a_pooled_proportion_is_not_shown_as_a_fraction_of_its_patients(made):
    pooled = [
        row.cells[1]
        for row in made["summary_of_findings"].rows
        if row.group.startswith("Single-arm")
    ]
    assert pooled
    for text in pooled:
        assert re.fullmatch(
            rf"\d+\.\d%\n\[\d+\.\d–\d+\.\d\] pooled;\n\d+/\d+ in \d+{NB}populations", text
        )


def test_response_terms_keep_the_authors_words_beside_the_category(made):
    table = made["response_terms"]
    assert cells(table, "minimal residual disease of 1%")[2] == "MRD failure (≥10⁻⁴)"
    assert cells(table, "molecular remission")[2] == "NR"


def test_levels_of_mrd_are_set_as_powers_not_as_ranges(made):
    assays = [row.cells[5] for row in made["line_list_responses"].rows]
    assert "Method not stated: 10⁻³" in assays
    assert any(text.endswith("limit 10⁻⁶") for text in assays)


def test_doses_that_cannot_be_right_are_marked_and_not_corrected(made, review):
    doses, marks = review.derived["doses"], [row.cells[7] for row in made["line_list_doses"].rows]
    assert marks.count("Impossible") == (doses["compared_with_label"] == "impossible").sum() > 0
    assert (
        marks.count("Fixed dose, not per m²")
        == (doses["compared_with_label"] == "absolute_dose").sum()
        > 0
    )


def test_limits_are_said_to_be_reproduced_only_where_they_were(made, review):
    rows = {row.cells[0]: row.cells[5] for row in made["response_vocabulary"].rows}
    assert rows["AALL1621"] == "two-sided 90% limits; proportions reproduced by Wilson"
    assert rows["INO-VATE, by MRD"] == "Not seen"


def test_claims_leave_out_what_has_no_figure_and_cite_what_the_report_cites(made, review):
    rows, verdicts = made["claims_audit"].rows, review.derived["claim_verdicts"]
    unchecked = (verdicts["has_figure"] == "no") & (verdicts["verdict"] == "not_checkable")
    assert len(rows) == (~unchecked).sum() > 30
    survival = next(row for row in rows if row.cells[2] == "0.77")
    assert (
        survival.cells[:2] == (f"Discussion{NB}¶29", "Overall survival")
        and survival.cells[4] == "Wrong reference"
    )
    assert "all randomised" in survival.cells[5] and survival.cells[6] == "@[kantarjian_2019]"


PLACE = "manuscript/paper.md, Methods: Sources"  # where the paper says so


def test_checklists_show_what_was_not_done(made, review):
    rows = {row.cells[0]: row.cells for row in made["prisma_items"].rows}
    assert list(rows) == review.coded["prisma_items"]["item"].tolist()
    assert rows["7"][3:5] == ("Not done", PLACE) and rows["24a"][3:] == (
        "Not done",
        PLACE,
        "Not registered.",
    )


@pytest.mark.parametrize(
    "name",
    [
        "table_1",
        "summary_of_findings",
        "inovate_by_set",
        "single_arm",
        "appraisal_items",
        "appraisal_reasons",
        "response_vocabulary",
        "response_terms",
        "claims_audit",
        "line_list_doses",
        "line_list_responses",
        "prisma_items",
        "swim_items",
        "data_dictionary",
    ],
)
class TestEvery:
    def test_row_names_what_is_behind_it(self, made, name):
        bare = [row.cells[0] for row in made[name].rows if ":" not in row.sources]
        assert bare == []

    def test_cell_is_worded(self, made, name):
        codes = [
            cell
            for row in made[name].rows
            for cell in row.cells
            if name not in ("data_dictionary", "prisma_items", "swim_items")
            and re.search(r"(?<![\w/:.@[;])[a-z]+_[a-z_]+", cell)
            and "@[" not in cell
        ]
        assert codes == [], "codes are for programs"
        assert not any(
            cell in {"nan", "<NA>", "None", "NaT"} for row in made[name].rows for cell in row.cells
        )

    def test_abbreviations_of_missing_values_are_explained(self, made, name):
        texts, notes = (
            {cell for row in made[name].rows for cell in row.cells},
            " ".join(made[name].footnotes),
        )
        assert "NR" not in texts or "NR, not reported" in notes
        assert "NA" not in texts or "NA, not applicable" in notes
        assert "—" not in texts or "—," in notes
