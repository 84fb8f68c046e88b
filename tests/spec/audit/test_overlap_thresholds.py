"""When two patients may be the same, and a case inside a series."""

import pandas as pd
import pytest

from evidence.audit.checks.overlap.patients import case_in_a_series, same_patient
from evidence.audit.claims.authors import spelling
from tests.spec.audit.small_tables import CHECKED, empty, rows

TRAITS = {
    "sex": "female",
    "ph_status": "negative",
    "kmt2a_status": "negative",
    "karyotype": "46,XX",
}
Tables = dict[str, pd.DataFrame]


def two_patients(
    traits: int = 4,
    ages: tuple[str, str] = ("40", "40"),
    lines: int = 2,
    starts: tuple[str, str] = ("2020-01-01", "2020-01-01"),
    **other: str,
) -> tuple[Tables, Tables]:
    """Two patients who agree in a number of traits; ``other`` are traits of the second."""
    known = dict(list(TRAITS.items())[:traits])
    facts = [
        {"patient_id": patient, "item": item, "value": value}
        for patient, known_traits, age in (
            ("first", known, ages[0]),
            ("second", known | other, ages[1]),
        )
        for item, value in {**known_traits, "age": age}.items()
    ]
    therapies = [
        {"patient_id": patient, "sequence": number, "therapy_class": therapy}
        for patient in ("first", "second")
        for number, therapy in enumerate(("chemotherapy", "index", "hsct")[:lines])
    ]
    coded = {
        "checked_codes": CHECKED,
        "patients": rows(
            {"patient_id": "first", "label": "First 2020", "document_id": "a"},
            {"patient_id": "second", "label": "Second 2021", "document_id": "b"},
            locator="",
        ),
        "characteristics": rows(*facts),
        "therapies": rows(*therapies, role="line"),
    }
    begun = rows(
        *(
            {"patient_id": patient, "date_earliest": day, "date_latest": day}
            for patient, day in zip(("first", "second"), starts, strict=True)
        ),
        event="index_start",
    )
    return coded, {"timeline": begun}


@pytest.mark.parametrize(("traits", "found"), [(0, 0), (1, 0), (2, 1), (3, 1), (4, 1)])
def test_two_traits_must_be_known(traits: int, found: int) -> None:
    assert len(same_patient(*two_patients(traits))) == found


@pytest.mark.parametrize("trait", TRAITS)
def test_another_trait_is_another_patient(trait: str) -> None:
    assert same_patient(*two_patients(**{trait: "other"})).empty


@pytest.mark.parametrize(("lines", "found"), [(1, 0), (2, 1), (3, 1)])
def test_two_lines_of_therapy_must_be_known(lines: int, found: int) -> None:
    assert len(same_patient(*two_patients(lines=lines))) == found


@pytest.mark.parametrize(
    ("ages", "found"),
    [
        (("40", "40"), 1),
        (("40", "41"), 1),
        (("41", "40"), 1),
        (("40", "41.1"), 0),
        (("40", "42"), 0),
        (("40", "not_reported"), 0),
    ],
)
def test_ages_are_within_a_year(ages: tuple[str, str], found: int) -> None:
    assert len(same_patient(*two_patients(ages=ages))) == found


@pytest.mark.parametrize(
    ("second", "found"), [("2020-01-01", 1), ("2020-01-02", 0), ("2019-12-31", 0)]
)
def test_another_day_of_the_first_dose_is_another_patient(second: str, found: int) -> None:
    assert len(same_patient(*two_patients(starts=("2020-01-01", second)))) == found


@pytest.mark.parametrize(
    ("authors", "found"),
    [("Alder A", 0), ("Alder A; Cedar C", 0), ("Alder A; Birch B", 1), ("Birch B; Alder A", 1)],
)
def test_a_series_shares_two_authors_with_a_case(authors: str, found: int) -> None:
    documents = rows(
        {
            "document_id": "case",
            "role": "report",
            "kind": "case_report",
            "authors_as_reported": "Alder A; Birch B",
            "title": "A case",
        },
        {
            "document_id": "series",
            "role": "cited",
            "kind": "observational",
            "authors_as_reported": authors,
            "title": "Inotuzumab in thirty patients",
        },
        locator="",
    )
    therapies = rows({"document_id": "case", "therapy_class": "index"})
    tables = {
        "checked_codes": CHECKED,
        "documents": documents,
        "therapies": therapies,
        "patients": empty("patient_id"),
        "therapy_classes": pd.DataFrame(
            {"code": ["index", "blinatumomab"], "label": ["Inotuzumab", "Blinatumomab"]}
        ),
    }
    assert len(case_in_a_series(tables, {})) == found


@pytest.mark.parametrize(
    ("named", "verdict"),
    [
        ("Abcdefghij", "right"),
        ("Abcdefgxyz", "misprint"),  # 7 of 10 letters
        ("Abcdefwxyz", "wrong"),  # 6 of 10
    ],
)
def test_a_misprint_has_7_of_10_letters(named: str, verdict: str) -> None:
    assert spelling(named, "Abcdefghij K", "") == verdict
