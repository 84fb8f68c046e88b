"""A damaged datapackage.json or code list: one sentence with file and place, no traceback."""

import json
from pathlib import Path

import pytest

from evidence.coded.dictionary import read_dictionary
from evidence.coded.load import find_problems
from evidence.coded.needed import Needed
from evidence.coded.package_problems import _schema
from evidence.coded.problems import ProblemsFound
from evidence.harmonise.check_readable import readability_problems
from evidence.harmonise.readers import READERS

DATA = Path(__file__).parents[3] / "data"


GOOD = (DATA / "datapackage.json").read_text(encoding="utf-8")


def refused(folder, text):
    raw = text if isinstance(text, bytes) else text.encode()
    (folder / "datapackage.json").write_bytes(raw)
    with pytest.raises(ProblemsFound) as refusal:
        find_problems(folder)
    return "\n".join(map(str, refusal.value.problems))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1, column 1: found 'no JSON"),
        (GOOD[: len(GOOD) // 2], "no JSON"),
        (GOOD.replace('"name": "doses"', '"name": "doses'), "no JSON"),
        (GOOD.encode("utf-16"), "JSON in UTF-8"),
        (GOOD.replace("Every", "Évery").encode("cp1252"), "byte 0xc9"),
        ("[]", "of type object"),
        ("{}", "no resources"),
        ('{"resources": {}}', "of type array"),
        ('{"resources": [3]}', "of type object"),
        ('{"resources": [], "resources": []}', "'resources' 2 times"),
        ('{"resources": [], "licence": NaN}', "NaN"),
        ("[" * 100_000, "datapackage.json"),
    ],
)
def test_what_is_no_data_package(tmp_path, text, said):
    assert said in refused(tmp_path, text)


def doses(package):
    return next(entry for entry in package["resources"] if entry["name"] == "doses")


def field(package, name):
    return next(entry for entry in doses(package)["schema"]["fields"] if entry["name"] == name)


def key_as_text(package):
    doses(package)["schema"]["primaryKey"] = "dose_id"


def key_unknown(package):
    doses(package)["schema"]["primaryKey"] = ["dosis"]


def reference_to_unknown_table(package):
    doses(package)["schema"]["foreignKeys"][0]["reference"]["resource"] = "persons"


def reference_to_unknown_column(package):
    doses(package)["schema"]["foreignKeys"][0]["reference"]["fields"] = ["person_id"]


def reference_from_unknown_column(package):
    doses(package)["schema"]["foreignKeys"][0]["fields"] = ["person_id"]


def reference_of_two_to_one(package):
    doses(package)["schema"]["foreignKeys"][0]["fields"] = ["patient_id", "document_id"]


def misspelt_constraint(package):
    field(package, "cycle")["constraints"] = {"minimun": 1}


def unknown_type(package):
    field(package, "cycle")["type"] = "int"


def other_type(package):
    field(package, "cycle").update(type="string", constraints={})


def bad_pattern(package):
    field(package, "dose_id")["constraints"]["pattern"] = "[a-z"


def pattern_that_runs_away(package):
    field(package, "note")["constraints"] = {"pattern": "(a+)+$"}


def limits_reversed(package):
    field(package, "cycle")["constraints"] = {"minimum": 9, "maximum": 1}


def limit_on_text(package):
    field(package, "note")["constraints"] = {"minimum": 9}


def limit_as_text(package):
    field(package, "cycle")["constraints"] = {"minimum": "one"}


def unknown_reader(package):
    field(package, "dose_as_reported")["readsAs"] = "dose"


def no_description(package):
    del field(package, "cycle")["description"]


def column_twice(package):
    doses(package)["schema"]["fields"].append(field(package, "cycle"))


def table_twice(package):
    package["resources"].append(doses(package))


def path_elsewhere(package):
    doses(package)["path"] = "../../doses.csv"


def part_of_text(package):
    doses(package)["schema"]["atMost"] = [["note", "cycle"]]


def column_missing(package):
    fields = doses(package)["schema"]["fields"]
    fields.remove(field(package, "day_of_cycle"))


def table_missing(package):
    package["resources"].remove(doses(package))


SAID = {
    key_as_text: "doses, schema.primaryKey: found '\"dose_id\"'; allowed: of type array",
    key_unknown: "doses, primaryKey: found 'dosis'; allowed: one of the columns of doses",
    reference_to_unknown_table: "doses, foreignKeys: found 'persons'; allowed: one of the tables",
    reference_to_unknown_column: "found 'person_id'; allowed: one of the columns of patients",
    reference_from_unknown_column: "found 'person_id'; allowed: one of the columns of doses",
    reference_of_two_to_one: "doses, foreignKeys: found '2 columns for 1'",
    misspelt_constraint: "doses.cycle, constraints: found 'minimun'",
    unknown_type: "doses.cycle, type: found '\"int\"'; allowed: one of string, integer, number",
    other_type: "doses, cycle: found 'type string'; allowed: type integer",
    bad_pattern: "doses.dose_id, pattern: found '[a-z'; allowed: another one",
    pattern_that_runs_away: "doses.note, pattern: found '(a+)+$'",
    limits_reversed: "doses.cycle, minimum: found '9'; allowed: at most the maximum, which is 1",
    limit_on_text: "doses.note, minimum",
    limit_as_text: "doses.cycle, constraints.minimum: found '\"one\"'; allowed: of type number",
    unknown_reader: "doses.dose_as_reported, readsAs: found '\"dose\"'",
    no_description: "doses.cycle: found 'no description'",
    column_twice: "doses: found 'column cycle 2 times'",
    table_twice: "found 'table doses 2 times'",
    path_elsewhere: "doses, path: found",
    part_of_text: "doses, atMost: found 'note, a string'",
}


@pytest.mark.parametrize("damage", SAID, ids=lambda damage: damage.__name__)
def test_each_damage_is_one_sentence_with_its_place(tmp_path, damage):
    package = json.loads(GOOD)
    damage(package)
    if damage is other_type:
        (tmp_path / "datapackage.json").write_text(json.dumps(package))
        said = "\n".join(str(problem) for problem in find_problems(tmp_path)[1])
    else:
        said = refused(tmp_path, json.dumps(package))
    assert SAID[damage] in said


@pytest.mark.parametrize(
    ("damage", "column"), [(column_missing, "day_of_cycle"), (table_missing, "")]
)
def test_what_the_rules_need_is_asked_for(tmp_path, damage, column):
    package = json.loads(GOOD)
    damage(package)
    for resource in package["resources"]:  # what refers to the table would be named first
        resource["schema"].pop("foreignKeys", None)
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    _, problems = find_problems(tmp_path)
    missing = [problem for problem in problems if problem.row == "doses"]
    assert [(problem.file, problem.column) for problem in missing] == [("datapackage.json", column)]


def test_all_fields_with_a_problem_are_named_at_once(tmp_path):
    package = json.loads(GOOD)
    for damage in (unknown_type, unknown_reader, no_description):
        damage(package)
    assert len(refused(tmp_path, json.dumps(package)).splitlines()) == 2  # two on one field


def test_no_dictionary_is_a_problem_with_its_reason(tmp_path):
    with pytest.raises(ProblemsFound, match="No such file"):
        read_dictionary(tmp_path)


def test_the_shipped_dictionary_has_what_is_needed():
    tables = read_dictionary(DATA)
    columns = {(name, column) for name, table in tables.items() for column in table.columns}
    assert set(Needed().columns) <= columns


def test_the_schema_names_every_reader():
    reads_as = _schema()["definitions"]["field"]["properties"]["readsAs"]["enum"]
    assert sorted(reads_as) == sorted(READERS)


@pytest.fixture
def lists(copy):
    """Rewrites a code list of a copy and returns what is said of it."""

    def said(name, old, new):
        path = copy / "data" / "vocabulary" / f"{name}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        frames, problems = find_problems(copy / "data")
        problems += readability_problems(frames, read_dictionary(copy / "data"))
        return [str(problem) for problem in problems]

    return said


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("analytes", ",g/dL,2,25", ",quux,2,25", "haemoglobin, canonical_unit: found 'quux'"),
        ("analytes", ",g/dL,2,25", ",9^9^9,2,25", "haemoglobin, canonical_unit: found '9^9^9'"),
        ("analytes", ",g/dL,2,25", ",g/dL,25,2", "haemoglobin, plausible_low: found '25'"),
        ("severity_words", "mild,10,25,g/dL", "mild,10,25,cm", "anaemia_mild, unit: found 'cm'"),
        ("severity_words", "mild,10,25,g/dL", "mild,26,25,g/dL", "anaemia_mild, low: found '26'"),
        ("severity_words", ",haemoglobin,", ",hemoglobin,", "anaemia_mild, analyte"),
        ("dose_limits", ",mg/m^2,1500,", ",g/dL,1500,", "unit: found 'g/dL'"),
        ("opposed_terms", r"(?i)\bautologous\b", "(a+)+$", "allogeneic, cited: found '(a+)+$'"),
        ("opposed_terms", r"(?i)\bautologous\b", "(a", "allogeneic, cited: found '(a'"),
        ("measure_groups", "cri,cri,", "cri,cr,", "measure: found 'the value in rows 2, 3'"),
        (
            "measure_parts",
            "cr_or_cri_cr,cr_or_cri,cr,",
            "cr_or_cri_cr,cr_or_cri,cr,yes,x\ncircle,cr,cr_or_cri,",
            "whole: found 'cr < cr_or_cri < cr'",
        ),
    ],
)
def test_a_damaged_code_list_is_named(lists, name, old, new, place):
    assert [said for said in lists(name, old, new) if place in said]
