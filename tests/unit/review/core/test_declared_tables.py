"""The table of patients and the map of what is reported are made of what a review declares."""

from pathlib import Path

import pytest

from evidence.coded.problems import ProblemsFound
from evidence.coded.settings import Index, Settings
from evidence.coded.tables import CodedTables
from evidence.review.core.definitions import definitions_for
from evidence.review.core.open_review import Derived
from evidence.review.core.project import find_project, read_project

GENERAL = Settings(index=Index("inotuzumab_ozogamicin", "inotuzumab ozogamicin", "inotuzumab"))


@pytest.fixture(scope="module")
def without_a_field() -> Derived:
    """The coded tables of this review, as those of a review that switches no field on."""
    coded = CodedTables(read_project(find_project(Path(__file__))), GENERAL)
    return Derived(coded, definitions_for(GENERAL))


def test_a_review_without_a_field_of_medicine_has_what_every_review_has(without_a_field) -> None:
    cases = without_a_field["cases"]
    assert [*cases] == [
        *("patient_id", "document_id", "label"),
        *("age_low_years", "age_high_years", "age", "age_basis", "age_at_diagnosis"),
        *("sex", "first_index_day", "last_index_day", "index_doses_as_reported", "adverse_events"),
        *("follow_up_length_as_reported", "counted_from_as_reported", "until_as_reported"),
        *("status_as_reported", "alive", "on_index", "sources"),
    ]
    assert (cases["first_index_day"].dropna() == 0).all()  # day 0 is the first dose
    assert (cases["last_index_day"] >= cases["first_index_day"]).sum() > 1


def test_its_map_asks_what_every_review_asks(without_a_field) -> None:
    outcomes = [*without_a_field["evidence_map"]["outcome"].unique()]
    assert outcomes == ["Dose", "Adverse events", "Length of follow-up", "Last status"]
    assert without_a_field["case_counts"]["item"].tolist() == ["Alive at last follow-up"]


def test_it_has_no_table_of_a_field(without_a_field) -> None:
    assert not {"mrd", "responses", "response_counts", "mrd_rates", "multiverse_mrd"} & {
        *without_a_field
    }


@pytest.mark.parametrize(
    ("sections", "found"),
    [
        (
            {"cases": {"columns": ["age", "vod_by_phase"]}},
            "cases.columns: found \"'vod_by_phase'\"",
        ),
        ({"evidence_map": {"groups": {"Harms": ["GVHD"]}}}, "groups: found \"'GVHD'\""),
    ],
)
def test_what_no_field_defines_is_named(sections: dict, found: str) -> None:
    with pytest.raises(ProblemsFound) as raised:
        definitions_for(Settings(sections=sections))
    assert found in str(raised.value) and "allowed: one of " in str(raised.value)


def test_an_outcome_of_the_review_only_stands_in_the_map() -> None:
    item = {"table": "laboratory", "where": {"analyte": ["troponin"]}}
    sections = {"evidence_map": {"items": {"Troponin": item}, "groups": {"Heart": ["Troponin"]}}}
    table = definitions_for(Settings(sections=sections)).derived_tables["evidence_map"]
    assert table.reads == ("laboratory",)
