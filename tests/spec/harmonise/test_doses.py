"""Doses against the label: a tenth below, at and above it, and what is compared with nothing."""

import pandas as pd
import pytest

from evidence.harmonise.doses import harmonise_doses
from tests.spec.harmonise.tables import rows

INOTUZUMAB = "inotuzumab_ozogamicin"
SCHEDULE = rows(
    "dose_schedule",
    *(
        {"agent": INOTUZUMAB, "first_cycle": first, "day_of_cycle": day, "dose_mg_per_m2": dose}
        for first, day, dose in (("yes", 1, 0.8), ("yes", 8, 0.5), ("no", 1, 0.5), ("no", 8, 0.5))
    ),
)

LIMITS = rows(
    "dose_limits",
    {"code": "c1", "agent": "remdesivir", "unit": "mg/day", "label_highest": 200},
    {"code": "c2", "agent": "remdesivir", "unit": "mg/kg", "label_highest": ""},
)


def dose(reported, agent=INOTUZUMAB, **cells):
    row = {"dose_id": "d.d1", "agent": agent, "cycle": 1, "day_of_cycle": 1}
    given = rows("doses", row | {"dose_as_reported": reported} | cells)
    return harmonise_doses(given, SCHEDULE, LIMITS).iloc[0]


@pytest.mark.parametrize(
    ("reported", "compared"),
    [
        ("200 mg/day", "within_label"),
        ("220 mg/day", "within_label"),  # the label's 200 mg and a tenth
        ("221 mg/day", "above_label"),
        ("221 mg", "not_compared"),  # no label in that unit was read
        ("221 mg/kg", "not_compared"),
    ],
)
def test_a_dose_of_another_drug_against_the_highest_of_its_label(reported, compared):
    assert dose(reported, "remdesivir")["compared_with_label"] == compared


@pytest.mark.parametrize(
    ("reported", "day", "compared"),
    [
        ("0.8 mg/m2", 18, "off_schedule"),  # the label has no dose on that day
        ("0.8 mg", 22, "off_schedule"),
        ("0.8 mg", 1, "absolute_dose"),
        ("0.8 mg", "", "absolute_dose"),
        ("0.8 mg/m2", "", "no_label_dose"),
    ],
)
def test_a_dose_on_a_day_without_one_is_off_schedule(reported, day, compared):
    assert dose(reported, day_of_cycle=day)["compared_with_label"] == compared


@pytest.mark.parametrize(
    ("reported", "compared_with_label"),
    [
        ("0.719 mg/m2", "off_schedule"),  # a tenth below 0.8 is 0.72
        ("0.72 mg/m2", "as_label"),
        ("0.721 mg/m2", "as_label"),
        ("0.8 mg/m2", "as_label"),
        ("800 μg/m²", "as_label"),
        ("0.879 mg/m2", "as_label"),
        ("0.88 mg/m2", "as_label"),
        ("0.881 mg/m2", "off_schedule"),
        ("1.4 mg", "absolute_dose"),  # no dose per surface: compared with nothing
        ("", "not_reported"),
        ("full dose", "not_reported"),
        ("1000", "off_schedule"),  # no unit
    ],
)
def test_a_dose_against_the_label(reported, compared_with_label):
    assert dose(reported)["compared_with_label"] == compared_with_label


@pytest.mark.parametrize(
    ("cycle", "day", "low", "high"),
    [
        (1, 1, 0.8, 0.8),
        (2, 1, 0.5, 0.8),  # a later cycle with or without remission
        ("", 1, 0.5, 0.8),  # which cycle is not reported
        (1, 8, 0.5, 0.5),
        (2, 8, 0.5, 0.5),
        (1, 2, None, None),
        (1, "", None, None),
    ],
)
def test_the_dose_of_the_label_for_a_day(cycle, day, low, high):
    row = dose("0.6 mg/m2", cycle=cycle, day_of_cycle=day)
    if low is None:
        assert row["compared_with_label"] == ("off_schedule" if day else "no_label_dose")
        assert row[["label_low", "label_high"]].isna().all()
    else:
        assert row[["label_low", "label_high"]].tolist() == [low, high]
        assert row["compared_with_label"] == ("as_label" if low < high else "off_schedule")


@pytest.mark.parametrize(
    ("cells", "surface"),
    [
        ({"dose_as_reported": "1.2 mg"}, 1.5),  # 1.2 over 0.8
        ({"dose_as_reported": "1.2 mg", "cycle": 2}, None),  # 0.5 or 0.8
        ({"dose_as_reported": "0.8 mg/m2"}, None),
        ({"dose_as_reported": "1.2 mg", "day_of_cycle": 2}, None),
        ({"dose_as_reported": "1.2 mg", "agent": "cyclophosphamide"}, None),
    ],
)
def test_the_body_surface_that_a_dose_in_mg_implies(cells, surface):
    found = dose("", **cells)["implied_body_surface_m2"]
    assert pd.isna(found) if surface is None else found == pytest.approx(surface)


def test_the_label_of_inotuzumab_is_not_asked_of_another_agent():
    assert dose("9 mg/m2", "cyclophosphamide")["compared_with_label"] == "not_compared"
    assert dose("", "cyclophosphamide")["compared_with_label"] == "not_reported"
    assert dose("9 mg", "cyclophosphamide")["compared_with_label"] == "not_compared"


@pytest.mark.parametrize(
    ("reported", "value", "unit", "kind"),
    [
        ("28 μg", 0.028, "mg", "absolute"),
        ("28 mcg/day", 28, "ug/day", "other"),
        ("3750 U", 3750, "U", "activity"),
        ("3,750 IU/m²", 3750, "IU/m^2", "activity"),
        ("60 Gy", 60, "Gy", "radiation"),
        ("6000 cGy", 60, "Gy", "radiation"),
        ("28 mcg/m2", 0.028, "mg/m^2", "per_surface"),
        ("1.5 g/m²", 1500, "mg/m^2", "per_surface"),
        ("2 g", 2000, "mg", "absolute"),
        ("12 μg/kg", 0.012, "mg/kg", "per_weight"),
        ("200 mg/kg", 200, "mg/kg", "per_weight"),
        ("3750 U/kg", 3750, "U/kg", "activity"),
        ("10 mg daily", 10, "mg/day", "other"),
        ("1000", 1000, "", "other"),
    ],
)
def test_units_of_doses(reported, value, unit, kind):
    row = dose(reported, "another")
    assert (row["value"], row["unit"], row["kind"]) == (pytest.approx(value), unit, kind)


@pytest.mark.parametrize(
    ("reported", "compared_with_label"),
    [("60 Gy", "not_compared"), ("60.1 Gy", "impossible"), ("61 mg", "not_compared")],
)
def test_a_dose_of_radiation_against_60_gy(reported, compared_with_label):
    assert dose(reported, "radiotherapy")["compared_with_label"] == compared_with_label
