"""The list of units: what is read, what UCUM calls it, and what is said of a unit that is in no
list.
"""

import csv
from importlib.resources import files

import pandas as pd
import pytest

from evidence.audit.checks.units.laboratory import thousands_by_dot
from evidence.coded.dictionary import Field, Table
from evidence.harmonise.check_readable import readability_problems
from evidence.harmonise.doses import harmonise_doses
from evidence.harmonise.known_units import usual_units
from evidence.harmonise.laboratory import harmonise_laboratory
from evidence.harmonise.quantities import UnknownUnit, is_unit, read_quantity, registry, use_units
from evidence.harmonise.readers import READERS, unreadable

ROWS = list(
    csv.DictReader(
        files("evidence.harmonise").joinpath("units.csv").read_text(encoding="utf-8").splitlines()
    )
)
UNITS = sorted({(row["unit"], row["ucum"]) for row in ROWS if row["ucum"]})


def test_no_spelling_is_in_the_list_twice() -> None:
    assert len(usual_units()) == len(ROWS)


@pytest.mark.parametrize("unit", [unit for unit, _ in UNITS])
def test_pint_knows_every_unit(unit: str) -> None:
    assert is_unit(unit)


@pytest.fixture(scope="module")
def ucum():
    """pint's registry with the units of UCUM."""
    return pytest.importorskip("ucumvert").PintUcumRegistry()


@pytest.mark.parametrize(("unit", "code"), UNITS)
def test_ucum_has_the_code_and_means_the_same(ucum, unit: str, code: str) -> None:
    meant = ucum.from_ucum(code)
    if any(name in code for name in ("U", "eq", "osm")) or unit == "degC":
        return  # the code is one of UCUM, which reading it has shown
    pints = registry().Quantity(1.0, unit).to_base_units()
    ucums = meant.to_base_units()
    assert str(pints.dimensionality) == str(ucums.dimensionality)
    assert pints.magnitude == pytest.approx(ucums.magnitude)


@pytest.mark.parametrize(
    ("reported", "value", "unit"),
    [
        ("12 pg/mL", 12, "pg/mL"),
        ("0.678 ng/mL", 0.678, "ng/mL"),
        ("3 µg/L", 3, "ug/L"),
        ("140 mEq/L", 140, "mEq/L"),
        ("35 461 pg/mL", 35461, "pg/mL"),  # a space groups thousands
        ("35 461 U/L", 35461, "U/L"),  # a thin space
        ("5 mcg/kg/min", 5, "ug/kg/min"),
        ("43 K/µL", 43, "1/nL"),
        ("9000/mm³", 9000, "1/uL"),
        ("38.5 °C", 38.5, "degC"),
    ],
)
def test_units_of_laboratories_are_read(reported: str, value: float, unit: str) -> None:
    assert read_quantity(reported) == (pytest.approx(value), unit)


def laboratory(text: str, unit: str, mass: str = "") -> pd.DataFrame:
    analytes = pd.DataFrame(
        {
            "code": ["analyte"],
            "canonical_unit": [unit],
            "molar_mass_g_per_mol": [mass],
            "plausible_low": [0.0],
            "plausible_high": [1e6],
        }
    )
    cell = {"laboratory_id": "l1", "patient_id": "p", "document_id": "d", "analyte": "analyte"}
    row = cell | {"phase": "on_index", "time_as_reported": "", "value_as_reported": text}
    return harmonise_laboratory(pd.DataFrame([row]), analytes)


@pytest.mark.parametrize(
    ("reported", "low", "high"),
    [
        (">1000 pg/mL", 1000, None),
        ("<0.5 pg/mL", None, 0.5),
        ("≥ 1 ng/mL", 1000, None),
        ("up to 2 ng/mL", None, 2000),
        ("35 461 pg/mL", 35461, 35461),
    ],
)
def test_a_bound_of_a_laboratory_value_has_one_end(reported, low, high) -> None:
    [row] = laboratory(reported, "pg/mL").to_dict("records")
    for name, expected in (("low", low), ("high", high)):
        assert (row[name] == pytest.approx(expected)) if expected else pd.isna(row[name])


@pytest.mark.parametrize(("reported", "expected"), [("1 mg/dL", 88.4), ("88.4 umol/L", 88.4)])
def test_a_molar_mass_joins_mass_and_amount(reported: str, expected: float) -> None:
    """Creatinine, 113.12 g/mol: 1 mg/dL is 10 mg/L, over 113.12 g/mol 88.4 µmol/L."""
    assert laboratory(reported, "umol/L", "113.12")["low"][0] == pytest.approx(expected, abs=0.01)


SCHEDULE = pd.DataFrame(
    {
        "agent": ["by_surface"],
        "first_cycle": ["yes"],
        "day_of_cycle": [1],
        "dose_mg_per_m2": [1.0],
    }
)
NO_LIMITS = pd.DataFrame(columns=["agent", "unit", "label_highest"])


def dose(text: str, agent: str) -> dict:
    row = {"dose_id": "d1", "agent": agent, "cycle": 1, "day_of_cycle": 1, "dose_as_reported": text}
    frame = pd.DataFrame([row | {"locator": "", "note": ""}])
    [found] = harmonise_doses(frame, SCHEDULE, NO_LIMITS).to_dict("records")
    return found


@pytest.mark.parametrize(
    ("reported", "comparator", "value"),
    [("<0.5 mg", "below", 0.5), (">1000 mg", "above", 1000), ("2 mg", "equal", 2)],
)
def test_a_dose_may_be_a_bound(reported: str, comparator: str, value: float) -> None:
    found = dose(reported, "other")
    assert (found["comparator"], found["value"]) == (comparator, value)
    assert not unreadable(reported, READERS["quantity"])


@pytest.mark.parametrize(
    ("reported", "agent", "compared"),
    [
        ("2 mg", "by_surface", "absolute_dose"),
        ("2 mg", "by_weight", "not_compared"),
        ("2 mg/kg", "by_weight", "not_compared"),
        ("<2 mg", "by_surface", "not_compared"),
        ("1 mg/m2", "by_surface", "as_label"),
    ],
)
def test_a_body_surface_is_asked_for_only_of_drugs_dosed_by_it(reported, agent, compared) -> None:
    found = dose(reported, agent)
    assert found["compared_with_label"] == compared
    assert pd.isna(found["implied_body_surface_m2"]) == (compared != "absolute_dose")


@pytest.mark.parametrize(
    ("reported", "unit", "found"),
    [
        ("1.058 ng/mL", "ng/mL", 0),
        ("168.000 /μL", "10^9/L", 1),
        ("168.000 /μL", "1/nL", 1),
        ("0.678 ng/mL", "ng/mL", 0),
    ],
)
def test_a_dot_groups_thousands_only_of_cells(reported: str, unit: str, found: int) -> None:
    row = {"laboratory_id": "l1", "document_id": "d", "analyte": "a", "locator": "¶1"}
    coded = {
        "laboratory": pd.DataFrame([row | {"value_as_reported": reported}]),
        "analytes": pd.DataFrame({"code": ["a"], "canonical_unit": [unit]}),
    }
    assert len(thousands_by_dot(coded, {})) == found


TABLE = Table(
    name="doses",
    path="coded/doses.csv",
    description="",
    fields=(
        Field("dose_id", "string", ""),
        Field("dose_as_reported", "string", "", reads_as="quantity"),
    ),
    key=("dose_id",),
    foreign_keys=(),
    at_most=(),
)


def test_a_unit_in_no_list_is_named_with_the_nearest_and_the_file() -> None:
    frame = pd.DataFrame({"dose_id": ["d1"], "dose_as_reported": ["5 mg/dcl"]})
    [problem] = readability_problems({"doses": frame}, {"doses": TABLE})
    assert problem.found == "5 mg/dcl"
    assert "'mg/dcl' is in no list; near it: mg/dl" in problem.allowed
    assert "data/vocabulary/units.csv" in problem.allowed


def test_a_review_adds_units_until_another_review_is_read() -> None:
    row = {"spelling": "drops", "unit": "mL", "ucum": "mL", "kind": "volume"}
    use_units([row])
    try:
        assert read_quantity("5 drops") == (5, "mL")
    finally:
        use_units([])
    with pytest.raises(UnknownUnit):
        read_quantity("5 drops")
