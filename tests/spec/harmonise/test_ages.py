"""Age at the first dose, as reported or derived from an age at diagnosis and the days between."""

import pytest

from evidence.harmonise.ages import ages
from tests.spec.harmonise.facts import characteristics, dated


def age(reported, timing, timeline):
    row = {"item": "age", "as_reported": reported, "timing": timing}
    return ages(characteristics(row), timeline)


@pytest.mark.parametrize(
    ("reported", "timing", "low_days", "high_days", "shown"),
    [
        ("17 years", "at_index", -400, -400, "17"),
        # at diagnosis 17 years to 17 years and 364 days, here in years of 365.25 days
        ("17 years", "at_diagnosis", 0, 0, "17 (derived)"),
        ("17 years", "at_diagnosis", -1, -1, "17-18 (derived)"),
        ("17 years", "at_diagnosis", -365, -365, "17-18 (derived)"),
        ("17 years", "at_diagnosis", -366, -366, "18 (derived)"),
        ("17 years", "at_diagnosis", -367, -367, "18-19 (derived)"),
        ("17 years", "at_diagnosis", -731, -365, "17-19 (derived)"),
        ("17 years", "at_diagnosis", float("nan"), -731, "19 or more (derived)"),
    ],
)
def test_an_age_at_diagnosis_grows_until_the_first_dose(
    reported, timing, low_days, high_days, shown
):
    found = age(reported, timing, dated(low_days, high_days)).iloc[0]
    assert found["age"] == shown
    derived = "derived" in shown
    assert found["age_basis"] == ("derived" if derived else "reported")
    assert found["age_sources"] == "characteristics:c1 timeline:t1"


@pytest.mark.parametrize(
    ("reported", "timing", "shown"),
    [
        ("17 years", "at_diagnosis", "17"),
        ("9-month-old", "at_diagnosis", "9 months"),
        # 40 to 40 years and 364 days, less 5 and 6 years of 365.25 days
        ("40 years", "at_index", "33-35 (derived)"),
    ],
)
def test_the_age_at_the_first_diagnosis(reported, timing, shown):
    found = age(reported, timing, dated(-2192, -1826)).iloc[0]
    assert found["age_at_diagnosis"] == shown


def test_an_age_at_no_reported_time_is_not_given():
    assert age("17 years", "not_stated", dated(-731, -731)).empty


@pytest.mark.parametrize("low", [float("nan"), None])
def test_an_age_at_a_diagnosis_without_a_day_is_not_given(low):
    assert age("17 years", "at_diagnosis", dated(low, low)).empty
    assert age("17 years", "at_index", dated(low, low))["age"].tolist() == ["17"]


@pytest.mark.parametrize(("column", "value"), [("patient_id", "q"), ("event", "relapse")])
def test_only_the_patients_diagnosis_dates_an_age_at_diagnosis(column, value):
    assert age("17 years", "at_diagnosis", dated(-365, -365).assign(**{column: value})).empty


def test_an_age_that_cannot_be_read_is_not_given():
    assert age("adult", "at_index", dated(0, 0)).empty


def test_an_age_as_reported_comes_before_a_derived_one():
    found = [
        {"item": "age", "as_reported": "17 years", "timing": "at_diagnosis"},
        {"item": "age", "as_reported": "18 years", "timing": "at_index"},
        {"item": "sex", "as_reported": "19 years", "timing": "at_index"},
    ]
    for order in (found, found[::-1]):
        assert ages(characteristics(*order), dated(-731, -731))["age"].tolist() == ["18"]
