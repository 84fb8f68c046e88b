"""What other programs read: metafor's columns, phenopackets, cBioPortal's timeline."""

import csv
import io
import json
import sys
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from evidence import open_review
from evidence.cli import app
from evidence.exchange.cbioportal import cbioportal_files
from evidence.exchange.metafor import metafor_files
from evidence.exchange.phenopackets import ExtraMissing, phenopacket_files

CREATED = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def review():
    return open_review()


@pytest.fixture(scope="module")
def packets(review):
    files = phenopacket_files(review.coded, review.derived, CREATED)
    return {name: json.loads(text) for name, text in files.items()}


def test_a_comparison_has_metafors_columns(review):
    files = metafor_files(review.derived)
    text = files["comparison-cr_or_cri-first_218_randomised.csv"]
    (row,) = csv.DictReader(io.StringIO(text))
    # 88 of 109 and 32 of 109, Kantarjian 2016
    assert [row[name] for name in ("ai", "n1i", "ci", "n2i")] == ["88", "109", "32", "109"]
    pool = list(csv.DictReader(io.StringIO(files["pool-cr_or_cri.csv"])))
    assert {"study", "xi", "ni", "primary"} <= set(pool[0])


def test_every_packet_is_one_that_the_library_reads(packets):
    import phenopackets
    from google.protobuf.json_format import ParseDict

    assert len(packets) == 6
    for packet in packets.values():
        read = ParseDict(packet, phenopackets.Phenopacket())
        assert read.meta_data.phenopacket_schema_version == "2.0"


def test_what_did_not_occur_is_excluded_and_silence_is_nothing(review, packets):
    events = review.coded["events"]
    for patient, rows in events.groupby("patient_id"):
        features = packets[f"{patient}.json"].get("phenotypicFeatures", [])
        assert len(features) == (rows["occurred"] != "not_reported").sum()
        excluded = [feature for feature in features if feature.get("excluded")]
        assert len(excluded) == (rows["occurred"] == "no").sum()
        assert all(feature["evidence"][0]["reference"]["description"] for feature in features)


def test_only_doses_that_were_given_are_in_it(review, packets):
    doses = review["doses"]
    given = doses[(doses["given"] == "given") & doses["value"].notna()]
    written = [
        dose
        for packet in packets.values()
        for action in packet.get("medicalActions", [])
        for dose in action["treatment"].get("doseIntervals", [])
    ]
    assert 0 < len(written) <= len(given)


def test_without_the_library_the_message_says_what_to_install(review, monkeypatch):
    monkeypatch.setitem(sys.modules, "phenopackets", None)
    with pytest.raises(ExtraMissing, match=r"pip install 'evidencekit\[exchange\]'"):
        phenopacket_files(review.coded, review.derived, CREATED)


def test_days_before_the_index_event_stay_negative(review):
    text = cbioportal_files(review.coded, review.derived)["data_timeline.txt"]
    rows = list(csv.DictReader(io.StringIO(text), delimiter="\t"))
    assert list(rows[0])[:4] == ["PATIENT_ID", "START_DATE", "STOP_DATE", "EVENT_TYPE"]
    known = review["timeline"].dropna(subset=["day_low"])
    assert len(rows) == len(known)
    # the first line of therapy of the first report ended in 2015, five years before day 0
    assert (rows[0]["PATIENT_ID"], rows[0]["START_DATE"]) == ("di_palma_1", "-2196")
    assert all(row["START_DATE"].lstrip("-").isdigit() for row in rows)


def test_the_command_writes_the_files(tmp_path):
    result = CliRunner().invoke(app, ["export", "revman", str(tmp_path / "out")])
    assert result.exit_code == 0 and "4 files in" in result.output
