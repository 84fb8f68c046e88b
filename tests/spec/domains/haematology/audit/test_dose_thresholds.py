"""Inotuzumab against its label, and doses against what is possible.

The label: 0.8, 0.5 and 0.5 mg/m² on days 1, 8 and 15 of cycle 1, 1.8 mg/m² in all; at most three
doses in a cycle, six days between doses, six cycles. A dose may be off by 10%.
"""

import pandas as pd
import pytest

from evidence.audit.checks.units.doses import dose_above_limit
from evidence.domains.haematology.audit.doses.cycles import (
    cycle_total,
    cycles_above_label,
    doses_in_cycle,
    doses_too_close,
)
from evidence.domains.haematology.audit.doses.schedule import day_off_label, dose_off_label
from evidence.domains.haematology.audit.units import absolute_dose, radiation_impossible
from evidence.harmonise.doses import harmonise_doses
from tests.spec.audit.small_tables import PLACE, rows

NO_LABELS = pd.DataFrame(columns=["agent", "unit", "label_highest"])
SCHEDULE = rows(
    {"cycle_kind": "first", "first_cycle": "yes", "day_of_cycle": 1, "dose_mg_per_m2": 0.8},
    {"cycle_kind": "first", "first_cycle": "yes", "day_of_cycle": 8, "dose_mg_per_m2": 0.5},
    {"cycle_kind": "first", "first_cycle": "yes", "day_of_cycle": 15, "dose_mg_per_m2": 0.5},
    {"cycle_kind": "later", "first_cycle": "no", "day_of_cycle": 1, "dose_mg_per_m2": 0.5},
    {"cycle_kind": "later", "first_cycle": "no", "day_of_cycle": 8, "dose_mg_per_m2": 0.5},
    {"cycle_kind": "later", "first_cycle": "no", "day_of_cycle": 15, "dose_mg_per_m2": 0.5},
    agent="inotuzumab_ozogamicin",
)
LIMITS = rows(
    {"code": "cycles", "value": 6},
    {"code": "doses_in_a_cycle", "value": 3},
    {"code": "days_between_doses", "value": 6},
)
Tables = dict[str, pd.DataFrame]


def doses(*given: tuple[int, str], agent: str = "inotuzumab_ozogamicin") -> tuple[Tables, Tables]:
    """Doses of cycle 1, each with its day and amount, and what they are made comparable to."""
    table = rows(
        *(
            {
                "dose_id": f"report.d{number}",
                "day_of_cycle": day,
                "day_as_reported": f"day {day}",
                "dose_as_reported": amount,
            }
            for number, (day, amount) in enumerate(given, 1)
        ),
        **PLACE,
        therapy_id="report.t1",
        agent=agent,
        cycle=1,
        administrations=1,
        given="given",
        note="",
    ).astype({"cycle": "Int64", "day_of_cycle": "Int64", "administrations": "Int64"})
    coded = {"doses": table, "dose_schedule": SCHEDULE, "label_limits": LIMITS}
    return coded, {"doses": harmonise_doses(table, SCHEDULE, NO_LABELS)}


@pytest.mark.parametrize(
    ("day", "amount", "found"),
    [
        (1, "0.8 mg/m²", 0),
        (1, "0,8 mg/m²", 0),
        (1, "0.72 mg/m²", 0),  # 10% below
        (1, "0.719 mg/m²", 1),
        (1, "0.88 mg/m²", 0),  # 10% above
        (1, "0.881 mg/m²", 1),
        (1, "1.8 mg/m²", 1),  # the total of the cycle
        (8, "0.45 mg/m²", 0),
        (8, "0.449 mg/m²", 1),
        (8, "0.55 mg/m²", 0),
        (8, "0.551 mg/m²", 1),
        (8, "0.8 mg/m²", 1),
    ],
)
def test_a_dose_is_within_10_percent_of_its_day(day: int, amount: str, found: int) -> None:
    assert len(dose_off_label(*doses((day, amount)))) == found


@pytest.mark.parametrize(("day", "found"), [(1, 0), (2, 1), (7, 1), (8, 0), (9, 1), (15, 0)])
def test_a_dose_is_on_a_day_of_the_label(day: int, found: int) -> None:
    assert len(day_off_label(*doses((day, "0.5 mg/m²")))) == found


@pytest.mark.parametrize(
    ("amounts", "found"),
    [
        (("0.8", "0.5", "0.5"), 0),  # 1.8
        (("0.88", "0.55", "0.55"), 0),  # 1.98, 10% above
        (("0.89", "0.55", "0.55"), 1),  # 1.99
        (("0.8", "0.8", "0.65"), 1),  # 2.25, 25% above
        (("0.8", "0.5"), 0),
    ],
)
def test_a_cycle_is_at_most_10_percent_over_the_label(amounts: tuple[str, ...], found: int) -> None:
    given = [(day, f"{amount} mg/m²") for day, amount in zip((1, 8, 15), amounts, strict=False)]
    assert len(cycle_total(*doses(*given))) == found


@pytest.mark.parametrize(("number", "found"), [(2, 0), (3, 0), (4, 1)])
def test_a_cycle_has_at_most_three_doses(number: int, found: int) -> None:
    given = [(1 + 7 * place, "0.5 mg/m²") for place in range(number)]
    assert len(doses_in_cycle(*doses(*given))) == found


@pytest.mark.parametrize(("second", "found"), [(6, 1), (7, 0), (8, 0)])
def test_doses_are_six_days_apart(second: int, found: int) -> None:
    assert len(doses_too_close(*doses((1, "0.8 mg/m²"), (second, "0.5 mg/m²")))) == found


@pytest.mark.parametrize(("cycles", "found"), [("5", 0), ("6", 0), ("7", 1), ("not_reported", 0)])
def test_there_are_at_most_six_cycles(cycles: str, found: int) -> None:
    facts = rows(
        {"characteristic_id": "report.h1", "item": "index_cycles"},
        **PLACE,
        value=cycles,
        as_reported=cycles,
    )
    assert len(cycles_above_label({"characteristics": facts, "label_limits": LIMITS}, {})) == found


@pytest.mark.parametrize(
    ("amount", "found"),
    [("60 Gy", 0), ("60.1 Gy", 1), ("6000 cGy", 0), ("6010 cGy", 1), ("1200 Gy", 1)],
)
def test_radiation_is_at_most_60_gray(amount: str, found: int) -> None:
    assert len(radiation_impossible(*doses((1, amount), agent="radiotherapy"))) == found


@pytest.mark.parametrize(
    ("amount", "severity"),
    [
        ("100 mg/kg", None),
        ("110 mg/kg", None),  # 10% above is rounding
        ("111 mg/kg", "warning"),
        ("200 mg/kg", "warning"),
        ("201 mg/kg", "error"),  # more than twice
        ("0,2 g/kg", "warning"),  # the same as 200 mg/kg
        ("0,2 g/m2", None),  # another kind of unit has no limit here
        ("<200 mg/kg", None),  # may be less than the limit
        (">200 mg/kg", "warning"),
    ],
)
def test_a_dose_is_within_its_reference(amount: str, severity: str | None) -> None:
    coded, derived = doses((1, amount), agent="cyclophosphamide")
    limit = {"agent": "cyclophosphamide", "unit": "mg/kg", "highest": 100, "source": "a reference"}
    found = dose_above_limit({**coded, "dose_limits": rows(limit)}, derived)
    assert found["severity"].tolist() == ([] if severity is None else [severity])


@pytest.mark.parametrize(
    ("amount", "severity"),
    [
        ("0.15 mg", "error"),  # 0.19 m²
        ("0.16 mg", "warning"),  # 0.2 m², an infant
        ("1.3 mg", "warning"),
        ("2.4 mg", "warning"),  # 3.0 m²
        ("2.41 mg", "error"),
    ],
)
def test_an_absolute_dose_implies_a_body_surface(amount: str, severity: str) -> None:
    assert absolute_dose(*doses((1, amount)))["severity"].tolist() == [severity]
