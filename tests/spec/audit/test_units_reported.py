"""Units, decimal marks and powers as reported; courses of doses against what is said of them."""

import pandas as pd
import pytest

from evidence.audit.checks.doses.course import (
    ambiguous_frequency,
    cycle_contradicted,
    planned_not_given,
)
from evidence.audit.checks.units.laboratory import (
    cells_not_named,
    decimal_marks_mixed,
    superscript_lost,
    thousands_by_dot,
    unit_missing,
)
from evidence.domains.haematology.audit.units import ratio_in_copies
from tests.spec.audit.small_tables import PLACE, rows

ANALYTES = rows(
    {"code": "platelets", "canonical_unit": "10^9/L"},
    {"code": "haemoglobin", "canonical_unit": "g/dL"},
    {"code": "blasts", "canonical_unit": "fraction"},
    {"code": "ratio", "canonical_unit": ""},
)


def measured(analyte: str, text: str) -> dict[str, pd.DataFrame]:
    value = {"laboratory_id": "l1", "analyte": analyte, "value_as_reported": text}
    return {"laboratory": rows(value, **PLACE), "analytes": ANALYTES}


@pytest.mark.parametrize(
    ("analyte", "text", "found"),
    [
        ("haemoglobin", "9.1 g/dL", 0),
        ("haemoglobin", "9.1", 1),
        ("haemoglobin", "normal", 0),
        ("platelets", "12×10^9/L", 0),
        ("platelets", "12×10^9", 1),
        ("blasts", "64", 0),  # a share needs no unit
        ("ratio", "1.2", 0),
    ],
)
def test_a_value_has_a_unit(analyte: str, text: str, found: int) -> None:
    assert len(unit_missing(measured(analyte, text), {})) == found


@pytest.mark.parametrize(
    ("analyte", "text", "plain"),
    [
        ("platelets", "168.000/μL", ["168000/μL"]),
        ("platelets", "1.168.000/μL", ["1168000/μL"]),
        ("platelets", "168.00/μL", []),
        ("platelets", "168.0000/μL", []),
        ("platelets", "1680.000/μL", []),
        ("platelets", "168000/μL", []),
        ("haemoglobin", "9.100 g/dL", []),  # not counted
    ],
)
def test_a_dot_that_groups_thousands(analyte: str, text: str, plain: list) -> None:
    analytes = ANALYTES.replace({"canonical_unit": {"10^9/L": "1/nL"}})
    coded = measured(analyte, text) | {"analytes": analytes}
    assert thousands_by_dot(coded, {})["likely_intended"].tolist() == plain


def given(*cells: dict) -> dict[str, pd.DataFrame]:
    """Doses of the index therapy."""
    dose = {
        **PLACE,
        "therapy_id": "t1",
        "given": "given",
        "cycle": 1,
        "day_of_cycle": 1,
        "dose_as_reported": "0.8 mg/m²",
        "day_as_reported": "day 1",
    }
    doses = rows(*({"dose_id": f"d{number}"} | dose | cell for number, cell in enumerate(cells)))
    doses = doses.astype({"cycle": "Int64", "day_of_cycle": "Int64"})
    therapies = rows(
        {"therapy_id": "t1", "therapy_class": "index"},
        {"therapy_id": "t2", "therapy_class": "chemotherapy"},
    )
    return {"doses": doses, "therapies": therapies}


@pytest.mark.parametrize(
    ("texts", "other", "found"),
    [
        (("1,3 mg", "0.8 mg"), {}, ["d0"]),
        (("0.8 mg", "1,3 mg"), {}, ["d1"]),
        (("1,3 mg", "0,8 mg"), {}, []),
        (("1,300 mg", "0.8 mg"), {}, []),  # a comma that groups thousands
        (("1,30 mg", "0.8 mg"), {}, ["d0"]),
        (("1,3 mg", "0.8 mg"), {"document_id": "letter"}, []),
    ],
)
def test_a_document_has_one_decimal_mark(texts: tuple, other: dict, found: list) -> None:
    first, second = ({"dose_as_reported": text} for text in texts)
    noted = decimal_marks_mixed(given(first, second | other), {})
    assert noted["row_key"].tolist() == found


@pytest.mark.parametrize(
    ("text", "power"),
    [
        ("10-3", ["10^-3"]),
        ("10−4", ["10^-4"]),
        ("10–5 of cells", ["10^-5 of cells"]),
        ("10-30", []),
        ("10^-3", []),
        ("below 10-3", []),
        ("110-3", []),
    ],
)
def test_a_power_keeps_its_superscript(text: str, power: list) -> None:
    coded = {"assessments": rows({"assessment_id": "a1", "result_as_reported": text}, **PLACE)}
    assert superscript_lost(coded, {})["expected"].tolist() == power


@pytest.mark.parametrize(
    ("text", "found"),
    [("1×10^6 /kg", 1), ("1×10^6/kg", 1), ("1×10^6 cells/kg", 0), ("10 mg/kg", 0), ("2×106/kg", 1)],
)
def test_a_number_per_kg_says_what_it_counts(text: str, found: int) -> None:
    assert len(cells_not_named(given({"dose_as_reported": text}), {})) == found


@pytest.mark.parametrize(
    ("method", "text", "found"),
    [
        ("bcr_abl1_pcr", "0.03 copies", 1),
        ("bcr_abl1_pcr", "0.03%", 0),
        ("ig_tr_pcr", "3 copies", 0),
    ],
)
def test_a_ratio_is_not_in_copies(method: str, text: str, found: int) -> None:
    result = {"assessment_id": "a1", "method": method, "result_as_reported": text}
    assert len(ratio_in_copies({"assessments": rows(result, **PLACE)}, {})) == found


PLANNED = [{"given": "planned", "day_of_cycle": day, "cycle": None} for day in (1, 8, 15)]


@pytest.mark.parametrize(
    ("doses", "found"),
    [
        ([{}, {"day_of_cycle": 8}], ["2 doses of cycle 1"]),
        ([{}, {"day_of_cycle": 8}, {"day_of_cycle": 15}], []),
        ([{}, {"day_of_cycle": 8}, {"day_of_cycle": 8}], ["2 doses of cycle 1"]),
        ([{}, {"day_of_cycle": 8}, {"day_of_cycle": 15, "cycle": 2}], ["2 doses of cycle 1"]),
        ([{}, {"day_of_cycle": 8}, {"day_of_cycle": None}], ["2 doses of cycle 1"]),
        ([{"cycle": 2}], []),  # nothing is reported of the first cycle
        ([{"patient_id": "other"}], []),
        ([{"therapy_id": "t2"}], []),
    ],
)
def test_every_planned_dose_is_reported(doses: list[dict], found: list) -> None:
    noted = planned_not_given(given(*doses, *PLANNED), {})
    assert noted["reported"].tolist() == found
    assert noted["expected"].tolist() == ["3 as planned"] * len(found)


@pytest.mark.parametrize(
    ("cells", "values", "found"),
    [
        ({"cycle": 2}, ("2",), []),
        ({"cycle": 3}, ("2",), ["at most 2 cycles"]),
        ({"cycle": 3}, ("2", "3"), []),  # the highest number reported
        ({"cycle": 3}, ("several",), []),
        ({"cycle": 3, "given": "planned"}, ("2",), []),
        ({"cycle": 3, "therapy_id": "t2"}, ("2",), []),
        ({"cycle": 3, "patient_id": "other"}, ("2",), []),
        ({"cycle": None}, ("2",), []),
    ],
)
def test_no_dose_is_beyond_the_number_of_cycles(cells: dict, values: tuple, found: list) -> None:
    facts = [{"characteristic_id": f"h{n}", "value": value} for n, value in enumerate(values)]
    coded = given({}, cells, cells) | {
        "characteristics": rows(*facts, **PLACE, item="index_cycles")
    }
    assert cycle_contradicted(coded, {})["expected"].tolist() == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bi-weekly", 1),
        ("Biweekly", 1),
        ("bimonthly", 1),
        ("weekly", 0),
        ("twice a week", 0),
        ("every two weeks", 0),
    ],
)
def test_a_frequency_has_one_meaning(text: str, found: int) -> None:
    assert len(ambiguous_frequency(given({"day_as_reported": text}), {})) == found
