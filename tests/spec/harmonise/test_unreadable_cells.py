"""A cell that holds a value is read or named by ``check``, never left empty in silence."""

from pathlib import Path

import pandas as pd
import pytest

from evidence.coded.dictionary import read_dictionary
from evidence.domains.haematology.harmonise.check_readable import SCALES
from evidence.harmonise.check_readable import readability_problems

TABLES = read_dictionary(Path(__file__).parents[3] / "data")
MRD = {
    "assessment_id": "d.a1",
    "is_mrd": "yes",
    "comparator": "equal",
    "compartment": "marrow",
    "method": "flow_cytometry",
}
MARROW = MRD | {"is_mrd": "no", "method": "morphology"}
ANALYTES = [
    {"code": "haemoglobin", "canonical_unit": "g/dL"},
    {"code": "platelets", "canonical_unit": "1/nL"},
    {"code": "factors", "canonical_unit": ""},
    {"code": "bilirubin", "canonical_unit": "umol/L", "molar_mass_g_per_mol": "584.673"},
]


def problems(table, row, **others):
    rows = {table: [row], **others}
    tables = {name: TABLES[name] for name in rows}
    frames = {
        name: pd.DataFrame(found).reindex(columns=TABLES[name].columns, fill_value="")
        for name, found in rows.items()
    }
    return readability_problems(frames, tables, SCALES.values())


def named(found, column, value):
    return [(problem.column, problem.found) for problem in found] == [(column, value)]


@pytest.mark.parametrize(
    "reported", ["0,005%", "0·005%", "10-3", "5E-5", "1,250 × 10^-4", "0.03 copies", "0"]
)
def test_results_that_are_read(reported):
    assert problems("assessments", MRD | {"result_as_reported": reported}) == []


@pytest.mark.parametrize(
    "reported",
    [
        "10-Mar",  # a spreadsheet's 10-3
        "03.Okt",
        "3. Mrz",
        "Mar-10",
        "#REF!",
        "about 1%",
        "<1%",  # the bound belongs into comparator
        "1.2.3%",
        "12,500 × 10^-5",
        "5 quux",
        "33 U/mL",  # no share of cells
        "",  # the comparator says that there is a value
        "persistent",
    ],
)
def test_results_that_are_named(reported):
    row = MRD | {"result_as_reported": reported}
    assert named(problems("assessments", row), "result_as_reported", reported)


def test_words_need_no_reading_where_no_value_is_promised():
    row = MRD | {"result_as_reported": "persistent", "comparator": "detected"}
    assert problems("assessments", row) == []


@pytest.mark.parametrize(("reported", "count"), [("10^-6", 0), ("0.01%", 0), ("0.01 g", 1)])
def test_a_sensitivity_is_a_share_of_cells(reported, count):
    row = MRD | {"result_as_reported": "1%", "sensitivity_as_reported": reported}
    assert len(problems("assessments", row)) == count


@pytest.mark.parametrize(
    ("reported", "count"), [("11.5% blasts", 0), ("4%", 0), ("no blasts", 0), ("4 g/dL", 1)]
)
def test_blasts_of_the_marrow_are_a_share(reported, count):
    assert len(problems("assessments", MARROW | {"result_as_reported": reported})) == count


@pytest.mark.parametrize("reported", ["53XY", "46,XX,t(9;22)", "the same karyotype", "t(9;22)"])
def test_a_karyotype_is_no_number(reported):
    row = MARROW | {"method": "cytogenetics", "result_as_reported": reported}
    assert problems("assessments", row) == []


@pytest.mark.parametrize(
    ("analyte", "reported", "count"),
    [
        ("haemoglobin", "79 g/L", 0),
        ("haemoglobin", "7,9 g/dL", 0),
        ("haemoglobin", "79 mg", 1),
        ("haemoglobin", "about 8 g/dL", 1),
        ("haemoglobin", "10-Mar", 1),
        ("haemoglobin", "13", 0),  # the audit says that the unit is missing
        ("haemoglobin", "<0.1 g/dL", 0),
        ("haemoglobin", "≥ 79 g/L", 0),
        ("haemoglobin", "less than 8 g/dL", 0),
        ("haemoglobin", "<8 mg", 1),
        ("haemoglobin", "<8-9 quux", 1),
        ("haemoglobin", "<", 0),
        ("platelets", "<1000", 0),
        ("haemoglobin", "lowered", 0),
        ("haemoglobin", "normal", 0),
        ("haemoglobin", "low", 1),  # on which side of normal, or below which value, is not said
        ("haemoglobin", "very High", 1),
        ("platelets", "40,000–50,000", 0),
        ("platelets", "999", 0),
        ("platelets", "1000", 0),
        ("platelets", "150 g/L", 1),
        ("factors", "120 U/L", 1),  # the code list has no unit for it
        ("factors", "normal", 0),
        ("bilirubin", "1.2 mg/dL", 0),
        ("bilirubin", "20 μmol/L", 0),
        ("bilirubin", "20 U/L", 1),
        ("haemoglobin", "5 mmol/L", 1),
    ],
)
def test_laboratory_values_are_in_a_unit_of_their_analyte(analyte, reported, count):
    row = {"laboratory_id": "d.l1", "analyte": analyte, "value_as_reported": reported}
    assert len(problems("laboratory", row, analytes=ANALYTES)) == count


@pytest.mark.parametrize(
    ("table", "column", "reads", "refuses"),
    [
        (
            "doses",
            "dose_as_reported",
            ["28 μg", "3750 IU", "1000"],
            ["0.5-0.8 mg/m2", "1 cup", "much"],
        ),
        ("timeline", "when_as_reported", ["2021-01-05", "10 Mar 2019"], ["10-Mar", "05/09/2019"]),
        ("timeline", "when_as_reported", ["2015–2017", "5th of May 2020"], ["03.Okt.2019"]),
        ("timeline", "when_as_reported", ["28.02.2021"], ["31.02.2021", "13.13.2021"]),
        ("outcomes", "estimate_as_reported", ["0.75", "0·75", "not reached"], ["0.75 (0.6)", "≈1"]),
        ("effects", "estimate_as_reported", ["-0.3", "−0.3"], ["10-Mar"]),
        ("effects", "p_as_reported", ["<0.001", "NS"], ["1.4", "05.Jan"]),
        ("claims", "numerator_as_reported", ["1,240", "1 240", "five"], ["12.5", "5%", "10-Mar"]),
        ("outcomes", "percent_as_reported", ["12,5", "12,5%", "12.5 %", "0"], ["12,5,1", "101%"]),
        ("laboratory", "value_as_reported", ["<0.1 g/dL", "normal"], ["high", "much", "<1 quux"]),
        ("citations", "year_as_reported", ["2019", ""], ["19", "2019a"]),
        ("published_pools", "i2_as_reported", ["0", "100"], ["100.1", "-1"]),
        # any column of reported text
        ("doses", "cycle_as_reported", ["2 cycles", "first"], ["10-Mar", "#DIV/0!"]),
    ],
)
def test_every_column_with_a_reader(table, column, reads, refuses):
    for reported in reads:
        assert problems(table, {column: reported}) == [], reported
    for reported in refuses:
        assert named(problems(table, {column: reported}), column, reported), reported


TOOLS = {
    "appraisal_tools": [{"code": "rob2"}, {"code": "robins_i_v2"}],
    "appraisal_items": [{"code": "rob2_missing", "tool": "rob2"},
                        {"code": "robins_missing", "tool": "robins_i_v2"}],
    "appraisal_judgements": [{"code": "low", "tools": "rob2;robins_i_v2"},
                             {"code": "serious", "tools": "robins_i_v2"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("item", "judgement", "count"),
    [
        ("rob2_missing", "low", 0),
        ("rob2_missing", "serious", 1),
        ("robins_missing", "serious", 0),
        ("robins_missing", "low", 0),
    ],
)
def test_a_judgement_is_one_of_the_tool(item, judgement, count):
    row = {"appraisal_id": "d.q1", "item": item, "judgement": judgement}
    found = problems("appraisal", row, **TOOLS)
    assert [(problem.column, problem.found) for problem in found] == [
        ("judgement", judgement)
    ] * count


def test_a_judgement_of_no_tool_is_named():
    tools = TOOLS | {"appraisal_judgements": [{"code": "low", "tools": "rob2;amstar"}]}
    row = {"appraisal_id": "d.q1", "item": "rob2_missing", "judgement": "low"}
    assert named(problems("appraisal", row, **tools), "tools", "rob2;amstar")


def test_a_problem_names_file_row_and_column_of_each_cell_once():
    damaged = MRD | {"result_as_reported": "10-Mar", "sensitivity_as_reported": "#REF!"}
    found = problems("assessments", damaged, doses=[{"dose_as_reported": "1 cup"}])
    assert [(each.file, each.row, each.column) for each in found] == [
        ("coded/assessments.csv", "d.a1", "result_as_reported"),
        ("coded/assessments.csv", "d.a1", "sensitivity_as_reported"),
        ("coded/doses.csv", "row 2", "dose_as_reported"),
    ]


@pytest.mark.parametrize(
    ("analyte", "unit", "count"),
    [
        ("haemoglobin", "g/dL", 0),
        ("haemoglobin", "mg/L", 0),  # another unit of the same kind
        ("haemoglobin", "10^9/L", 1),
        ("platelets", "10^9/L", 0),
        ("platelets", "g/dL", 1),
        ("factors", "fraction", 0),
        ("factors", "g/dL", 1),
        ("unknown", "g/dL", 1),
    ],
)
def test_a_word_of_severity_has_a_unit_of_its_analyte(analyte, unit, count):
    row = {"code": "w", "analyte": analyte, "unit": unit}
    assert len(problems("severity_words", row, analytes=ANALYTES)) == count


@pytest.mark.parametrize(
    ("unit", "count"),
    [("mg/m^2", 0), ("Gy", 0), ("U/m^2", 0), ("mg/day", 0), ("g/m^2", 1), ("cGy", 1), ("mg/l", 1)],
)
def test_a_limit_of_doses_has_a_unit_that_doses_are_harmonised_to(unit, count):
    assert len(problems("dose_limits", {"code": "l", "unit": unit})) == count
