"""A review of an earlier dictionary becomes one of this version, all or nothing."""

import json
from pathlib import Path

import pytest

from evidence.coded.dictionary import VERSION, version_problems
from evidence.review.migrate.migrate import migrate
from evidence.review.migrate.renames import MigrationRefused, known_renames


def field(name: str, *codes: str) -> dict:
    limits = {"constraints": {"enum": list(codes)}} if codes else {}
    return {"name": name, "type": "string", "description": name} | limits


def table(name: str, folder: str, *fields: dict, **more: object) -> dict:
    schema = {"fields": list(fields), "primaryKey": [fields[0]["name"]], **more}
    path = f"{folder}/{name}.csv"
    return {"name": name, "path": path, "description": name, "schema": schema}


TO_PHASES = {"fields": ["phase"], "reference": {"resource": "phases", "fields": ["code"]}}
FILES = {
    "vocabulary/phases.csv": "code,label\non_aspirin,On aspirin\nat_diagnosis,At diagnosis\n",
    "coded/events.csv": 'event_id,phase,note\ne1,on_aspirin,"on_aspirin, as coded"\n',
    "coded/transplants.csv": "transplant_id,timing\nt1,after_aspirin\n",
    "coded/follow_up.csv": "follow_up_id,on_aspirin\nf1,yes\n",
    "readings/first/events.csv": "event_id,phase,note\ne1,on_aspirin,\n",
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A review of aspirin whose dictionary is of version 1."""
    resources = [
        table("phases", "vocabulary", field("code"), field("label")),
        table(
            *("events", "coded", field("event_id"), field("phase"), field("note")),
            foreignKeys=[TO_PHASES],
        ),
        table(
            *("transplants", "coded", field("transplant_id")),
            field("timing", "before_aspirin", "after_aspirin"),
        ),
        table("follow_up", "coded", field("follow_up_id"), field("on_aspirin", "yes", "no")),
    ]
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}))
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def contents(data: Path) -> dict[str, str]:
    return {p.as_posix(): p.read_text() for p in data.rglob("*") if p.is_file()}


def test_codes_are_renamed_in_their_list_and_wherever_a_column_refers_to_it(data: Path) -> None:
    migrate(data, "aspirin")
    assert (data / "vocabulary/phases.csv").read_text().splitlines()[1] == "on_index,On aspirin"
    assert (data / "coded/events.csv").read_text().splitlines()[1] == (
        'e1,on_index,"on_aspirin, as coded"'
    )
    assert (data / "readings/first/events.csv").read_text().splitlines()[1] == "e1,on_index,"


def test_codes_and_columns_of_the_dictionary_are_renamed(data: Path) -> None:
    migrate(data, "aspirin")
    package = json.loads((data / "datapackage.json").read_text())
    fields = {
        f"{resource['name']}.{entry['name']}": entry
        for resource in package["resources"]
        for entry in resource["schema"]["fields"]
    }
    timing = fields["transplants.timing"]["constraints"]["enum"]
    assert timing == ["before_index", "after_index"]
    assert "follow_up.on_index" in fields and "follow_up.on_aspirin" not in fields
    assert (data / "coded/follow_up.csv").read_text() == "follow_up_id,on_index\nf1,yes\n"
    assert (data / "coded/transplants.csv").read_text().endswith("t1,after_index\n")


def test_it_says_what_it_changed_and_how_often(data: Path) -> None:
    lines = migrate(data, "aspirin").lines()
    assert lines[0] == "dictionary raised from version 1 to 3"
    assert "coded/events.csv: phases.code: code on_aspirin is on_index (1)" in lines


def test_the_current_version_is_left_alone(data: Path) -> None:
    assert "version 1" in version_problems(data)[0].found
    migrate(data, "aspirin")
    assert version_problems(data) == []
    before = contents(data)
    assert migrate(data).lines() == ["the dictionary is of version 3: nothing to do"]
    assert contents(data) == before


def test_printed_is_reported_from_version_3_on_without_a_word_for_the_index(tmp_path: Path) -> None:
    basis = field("basis", "printed", "inferred", "unknown")
    timeline = table("timeline", "coded", field("timeline_id"), field("when_as_printed"), basis)
    package = {"resources": [timeline], "dictionaryVersion": 2}
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    (tmp_path / "coded").mkdir()
    path = tmp_path / "coded/timeline.csv"
    path.write_text("timeline_id,when_as_printed,basis\ni1,printed,printed\n")
    migrate(tmp_path)
    assert path.read_text() == "timeline_id,when_as_reported,basis\ni1,printed,reported\n"


def test_a_name_in_use_stops_everything(data: Path) -> None:
    text = (data / "datapackage.json").read_text()
    (data / "datapackage.json").write_text(text.replace("before_aspirin", "after_index"))
    before = contents(data)
    with pytest.raises(MigrationRefused, match=r"transplants\.timing.*in use"):
        migrate(data, "aspirin")
    assert contents(data) == before


@pytest.mark.parametrize(
    ("word", "said"), [("", "--index is needed"), ("statin", "is the word right")]
)
def test_a_word_that_is_missing_or_in_no_code_is_refused(data: Path, word: str, said: str) -> None:
    before = contents(data)
    with pytest.raises(MigrationRefused, match=said):
        migrate(data, word)
    assert contents(data) == before


def test_a_table_in_another_encoding_stops_everything(data: Path) -> None:
    (data / "coded/events.csv").write_bytes(b"event_id,phase,note\ne1,on_aspirin,\xe9\n")
    dictionary = (data / "datapackage.json").read_bytes()
    with pytest.raises(MigrationRefused, match=r"coded/events\.csv: cannot be read"):
        migrate(data, "aspirin")
    assert (data / "datapackage.json").read_bytes() == dictionary


def test_the_table_of_renames_leads_to_the_version_that_is_read() -> None:
    assert max(rename.version for rename in known_renames()) == VERSION
