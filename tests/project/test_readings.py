"""Two readings of five reports and what they became: every row accounted for."""

from pathlib import Path

import pandas as pd
import pytest

from evidence.coded.dictionary import read_dictionary
from evidence.coded.reader_agreement import agreement

DATA = Path(__file__).resolve().parents[2] / "data"
TABLES = sorted(path.stem for path in (DATA / "readings" / "first").glob("*.csv"))
READ_TWICE = [
    "assessments",
    "characteristics",
    "citation_contexts",
    "claims",
    "doses",
    "events",
    "follow_up",
    "laboratory",
    "therapies",
    "timeline",
    "transplants",
]
REPORTS = ["di_palma_2022", "huang_2023", "bondarenko_2020", "lattupally_letter", "bertamini_2018"]
# Length of each reference list, counted in the texts beforehand.
REFERENCES = {
    "di_palma_2022": 16,
    "huang_2023": 15,
    "bondarenko_2020": 16,
    "lattupally_letter": 7,
    "bertamini_2018": 15,
}
# Evaluations after the first dose that each report describes, read off the texts beforehand;
# 0 is the baseline.
EVALUATIONS = {
    "di_palma_1": 5,
    "huang_1": 2,
    "bondarenko_1": 3,
    "lattupally_1": 5,
    "bertamini_1": 2,
    "bertamini_2": 2,
}
TRANSPLANTED_AFTERWARDS = {"di_palma_1", "bondarenko_1", "lattupally_1", "bertamini_2"}


# Items that were asked of every report after both readings were done: no reading can hold them.
ASKED_LATER = ("transplant_after_index",)


def read(name):
    return pd.read_csv(DATA / "coded" / f"{name}.csv", dtype=str, keep_default_na=False)


def read_reading(reader, name):
    return pd.read_csv(DATA / "readings" / reader / f"{name}.csv", dtype=str, keep_default_na=False)


@pytest.mark.parametrize(
    ("name", "column", "value", "least"),
    [
        ("therapies", "", "", 35),
        ("doses", "agent", "inotuzumab_ozogamicin", 25),
        ("assessments", "", "", 60),
        ("events", "", "", 35),
        ("laboratory", "", "", 30),
        ("timeline", "", "", 75),
        ("claims", "", "", 50),
    ],
)
def test_everything_of_a_kind_is_coded(name, column, value, least):
    rows = read(name)
    assert len(rows[rows[column] == value] if column else rows) >= least


def test_reference_lists_are_complete():
    citations = read("citations")
    for document, length in REFERENCES.items():
        numbers = citations.loc[citations["document_id"] == document, "reference_number"].astype(
            int
        )
        assert sorted(numbers) == list(range(1, length + 1)), document
    assert len(citations) == sum(REFERENCES.values())


def test_both_readings_hold_the_same_tables_and_all_reports():
    assert TABLES == READ_TWICE
    for name in READ_TWICE:
        for reader in ("first", "second"):
            assert set(read_reading(reader, name)["document_id"]) == set(REPORTS), (reader, name)


@pytest.mark.parametrize("name", READ_TWICE)
def test_rows_of_readings_point_at_coded_rows(name):
    coded = read(name)
    keys = set(coded.iloc[:, 0])
    found = set()
    for reader in ("first", "second"):
        rows = read_reading(reader, name)
        coded_as = rows.loc[rows["row"] != "", "row"]
        assert set(coded_as) <= keys, reader
        assert coded_as.is_unique, reader
        assert (rows["row"] == "").sum() <= 3, f"{reader}: rows that became nothing"
        found |= set(coded_as)
    later = coded["item"].isin(ASKED_LATER) if "item" in coded else pd.Series(False, coded.index)
    only_adjudicated = keys - found - set(coded.loc[later].iloc[:, 0])
    assert len(only_adjudicated) <= 2, only_adjudicated


def test_first_reading_keeps_its_keys():
    for name in READ_TWICE:
        rows = read_reading("first", name)
        coded = rows[rows["row"] != ""]
        assert (coded["row"] == coded.iloc[:, 1]).all(), name


def test_agreement_is_reported_for_every_table():
    table = agreement(DATA, read_dictionary(DATA))
    assert table["table"].tolist() == READ_TWICE
    assert not table.isna().any().any()
    assert (
        table["agreement_percent"].between(50, 100, inclusive="left").all()
    )  # two readers never agree on all


def test_every_patient_has_one_first_dose_and_every_item():
    timeline, characteristics = read("timeline"), read("characteristics")
    starts = timeline[timeline["event"] == "index_start"]
    assert starts["patient_id"].value_counts().to_dict() == dict.fromkeys(EVALUATIONS, 1)
    items = set(pd.read_csv(DATA / "vocabulary" / "characteristic_items.csv")["code"])
    for patient, rows in characteristics.groupby("patient_id"):
        assert set(rows["item"]) == items, patient


def test_evaluations_are_numbered_without_gap():
    rows = read("assessments")
    numbered = rows[rows["evaluation"] != ""]
    for patient, last in EVALUATIONS.items():
        numbers = set(numbered.loc[numbered["patient_id"] == patient, "evaluation"].astype(int))
        assert numbers == set(range(last + 1)), patient


def test_veno_occlusive_disease_is_coded_once_for_each_phase():
    events = read("events")
    rows = events[events["event"] == "vod_sos"]
    phases = {(patient, "on_index") for patient in EVALUATIONS} | {
        (patient, "after_transplant") for patient in TRANSPLANTED_AFTERWARDS
    }
    assert sorted(zip(rows["patient_id"], rows["phase"], strict=True)) == sorted(phases)


def test_inferred_rows_say_why():
    for name in ("timeline", "characteristics"):
        rows = read(name)
        silent = rows[(rows["basis"] == "inferred") & (rows["note"] == "")]
        assert silent.empty, silent.iloc[:, 0].tolist()


def test_statements_on_other_studies_are_coded_for_every_report():
    assert set(read("claims")["document_id"]) == set(REPORTS)
