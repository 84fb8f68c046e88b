"""RevMan's four tables: what goes out comes back, and what is missing is named."""

import csv
import io

import pandas as pd
import pytest

from evidence.exchange.revman.read import RevManProblem, revman_rows
from evidence.exchange.revman.write import revman_files


def frame(columns, *rows):
    return pd.DataFrame(rows, columns=columns.split(), dtype=str)


def code_list(*rows):
    return frame("code label spellings", *rows)


def coded():
    outcomes = frame(
        "outcome_id study_id arm_id measure analysis_set events n numerator_basis",
        ("a.o1", "a", "a.x", "death", "all", "3", "50", "reported"),
        ("a.o2", "a", "a.y", "death", "all", "5", "49", "inferred"),
        ("b.o1", "b", "b.x", "death", "all", "1", "9", "reported"),
    )
    effects = frame(
        "effect_id study_id arm_id comparator_arm_id outcome effect_measure analysis_set "
        "estimate_as_reported low_as_reported high_as_reported level_percent p_as_reported",
        ("a.e1", "a", "a.x", "a.y", "death", "hazard_ratio", "all", "0.60", "0.2", "1.5", "95", ""),
    )
    return {
        "studies": frame(
            "study_id label document_id design_as_reported population_as_reported size_as_reported "
            "schedule_as_reported comparator_as_reported trial_identifier note",
            ("a", "Trial A", "doe_2020", "randomised", "adults", "99", "1 mg", "placebo", "", ""),
            ("b", "Series B", "roe_2021", "", "", "", "", "", "", ""),
        ),
        "arms": frame(
            "arm_id study_id label agent note",
            ("a.x", "a", "X", "drug", ""),
            ("a.y", "a", "Y", "placebo", ""),
            ("b.x", "b", "X", "drug", ""),
        ),
        "outcomes": outcomes,
        "effects": effects,
        "agents": code_list(("drug", "Drug", ""), ("placebo", "Placebo", "dummy;sham")),
        "outcome_measures": code_list(("death", "Death", "mortality")),
        "analysis_sets": code_list(("all", "All randomised", "ITT")),
        "appraisal": frame(
            "document_id item judgement reason", ("doe_2020", "d1", "low", "By telephone.")
        ),
        "appraisal_items": code_list(("d1", "Randomisation process", "")),
        "appraisal_judgements": code_list(("low", "low", "")),
    }


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_trials_of_two_arms_go_out():
    files = revman_files(coded())
    assert [row["Study"] for row in rows_of(files["study-information.csv"])] == ["Trial A"]
    first, second, contrast = rows_of(files["study-results.csv"])
    assert (first["Cases"], first["Sample size"], first["Arm"]) == ("3", "50", "X")
    assert first["Outcome"] == "Death, All randomised" and second["Footnotes"] != ""
    assert (contrast["Effect measure"], contrast["Exp mean"]) == ("HR", "0.60")
    assert contrast["Reference arm"] == "Y"
    (bias,) = rows_of(files["risk-of-bias.csv"])
    assert bias["Domain (judgement): Randomisation process"] == "low"
    assert bias["Domain (support): Randomisation process"] == "By telephone."


def write(folder, files):
    for name, text in files.items():
        (folder / f"CD1-{name}").write_text(text, encoding="utf-8")


def test_what_goes_out_comes_back(tmp_path):
    everything = coded()
    write(tmp_path, revman_files(everything))
    empty = {
        **everything,
        "outcomes": everything["outcomes"][:0],
        "effects": everything["effects"][:0],
    }
    rows = revman_rows(tmp_path, empty)
    assert rows["studies"] == rows["arms"] == []
    assert [(row["arm_id"], row["measure"], row["analysis_set"], row["events"], row["n"])
            for row in rows["outcomes"]] == [
        ("a.x", "death", "all", "3", "50"), ("a.y", "death", "all", "5", "49")
    ]  # fmt: skip
    (effect,) = rows["effects"]
    assert (effect["effect_measure"], effect["estimate_as_reported"]) == ("hazard_ratio", "0.60")
    assert (effect["arm_id"], effect["comparator_arm_id"]) == ("a.x", "a.y")
    (judged,) = rows["appraisal"]
    assert (judged["document_id"], judged["item"], judged["judgement"]) == ("doe_2020", "d1", "low")


def test_a_new_trial_keeps_its_words_where_no_code_is_known(tmp_path):
    write(
        tmp_path,
        {
            "study-information.csv": "Study,Char: Participants\nNew 2024,children\n",
            "study-arms.csv": "Study,Arm,Description,Intervention\nNew 2024,S,,sham\n",
            "study-results.csv": (
                "Study,Outcome,Arm,Sample size,Cases\nNew 2024,Relapse,S,10,2\n"
            ),
            "risk-of-bias.csv": (
                "Study,Domain (judgement): Other\nNew 2024,Low risk\n"
            ),
        },
    )  # fmt: skip
    rows = revman_rows(tmp_path, coded())
    assert rows["studies"][0]["study_id"] == "new_2024"
    assert rows["arms"][0]["arm_id"] == "new_2024.s" and rows["arms"][0]["agent"] == "placebo"
    (outcome,) = rows["outcomes"]
    assert (outcome["measure"], outcome["analysis_set"]) == ("Relapse", "")
    assert (outcome["outcome_id"], outcome["value_as_reported"]) == ("new_2024.o1", "2/10")
    assert rows["appraisal"][0]["judgement"] == "low"


def test_missing_columns_are_named_all_at_once(tmp_path):
    write(tmp_path, {"study-arms.csv": "Study,Arm\nA,X\n", "study-results.csv": "Study\nA\n"})
    with pytest.raises(RevManProblem) as refused:
        revman_rows(tmp_path, coded())
    assert len(str(refused.value).splitlines()) == 6
    assert "no column 'Intervention'" in str(refused.value)


def test_a_folder_without_the_files_is_refused(tmp_path):
    with pytest.raises(RevManProblem, match="none of the files"):
        revman_rows(tmp_path, coded())
