"""What tables must have: more with a domain, rows where review.toml asks for them."""

import json

import pytest

from evidence.coded.load import find_problems
from evidence.coded.needed import Needed
from evidence.coded.problems import ProblemsFound
from evidence.coded.settings import Settings
from evidence.review.core.definitions import needed_for

HAEMATOLOGY = needed_for(Settings(domains=("haematology",)))
WITHOUT = ("transplants", "label_limits")
COLUMNS = {"assessments": {"compartment", "is_mrd"}, "outcomes": {"mrd_method"}}


@pytest.fixture
def general(copy):
    """The data of this project without what only haematology needs."""
    path = copy / "data" / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    tables = [table for table in package["resources"] if table["name"] not in WITHOUT]
    for table in tables:
        schema, dropped = table["schema"], COLUMNS.get(table["name"], set())
        schema["fields"] = [field for field in schema["fields"] if field["name"] not in dropped]
    path.write_text(json.dumps({**package, "resources": tables}), encoding="utf-8")
    return copy / "data"


def places(data, needed):
    problems = find_problems(data, needed)[1]
    return {(problem.row, problem.column) for problem in problems if "needed" in problem.allowed}


def test_a_review_without_the_domain_is_not_asked_for_its_columns(general):
    assert places(general, Needed()) == set()
    assert places(general, needed_for(Settings())) == set()


def test_a_review_of_the_domain_is(general):
    assert places(general, HAEMATOLOGY) == {
        *(("transplants", ""), ("label_limits", "")),
        *(("assessments", "compartment"), ("assessments", "is_mrd"), ("outcomes", "mrd_method")),
    }


def test_a_code_that_a_rule_of_the_domain_asks_for(copy):
    path = copy / "data" / "vocabulary" / "label_limits.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("cycles,6", "cycle,6"), "utf-8")
    assert places(copy / "data", HAEMATOLOGY) == {("cycles", "")}
    assert places(copy / "data", Needed()) == set()


def test_rows_are_asked_for_where_review_toml_says_so(copy):
    path = copy / "data" / "coded" / "prisma_items.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert find_problems(copy / "data")[1] == []
    said = find_problems(copy / "data", Needed(rows=("prisma_items", "doses", "dosis")))[1]
    assert [str(problem) for problem in said] == [
        "review.toml: needed.rows: found 'dosis'; allowed: tables of data/datapackage.json",
        "coded/prisma_items.csv: file: found 'no rows'; "
        "allowed: at least one row, as review.toml asks",
    ]


@pytest.mark.parametrize("needed", [1, {"row": []}, {"rows": "doses"}, {"rows": [1]}])
def test_a_section_that_cannot_be_read_is_a_problem(needed):
    with pytest.raises(ProblemsFound, match=r"review\.toml: needed"):
        needed_for(Settings(sections={"needed": needed}))


def test_rows_asked_for_are_read():
    assert needed_for(Settings(sections={"needed": {"rows": ["doses"]}})).rows == ("doses",)
