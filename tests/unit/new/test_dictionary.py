"""The dictionary of this review is the base dictionary, haematology, and nothing else."""

import json
from pathlib import Path

from evidence.coded.package_problems import read_package
from evidence.new.dictionary import base_dictionary, dictionary_for

ROOT = Path(__file__).parents[3]
# What is judged in an appraisal are results of the review, so each review names its own.
OF_THE_REVIEW = ("appraisal", "applies_to")


def fields(package):
    found = {}
    for table in package["resources"]:
        for field in table["schema"]["fields"]:
            if (table["name"], field["name"]) == OF_THE_REVIEW:
                field = {**field, "constraints": {**field["constraints"], "enum": []}}
            found[table["name"], field["name"]] = field
    return found


def test_this_review_is_base_and_haematology_and_nothing_else():
    text = (ROOT / "data" / "datapackage.json").read_text(encoding="utf-8")
    this_review, made = json.loads(text), dictionary_for(["haematology"])
    assert list(fields(made).items()) == list(fields(this_review).items())
    for table, here in zip(made["resources"], this_review["resources"], strict=True):
        rest = [{**entry["schema"], "fields": []} for entry in (table, here)]
        assert rest[0] == rest[1], table["name"]
        assert {**table, "schema": 0} == {**here, "schema": 0}


def test_the_base_alone_is_a_dictionary_that_can_be_worked_with():
    package, problems = read_package(json.dumps(base_dictionary()).encode())
    assert problems == []
    names = {table["name"] for table in package["resources"]}
    assert "transplants" not in names and {"patients", "outcomes"} <= names
