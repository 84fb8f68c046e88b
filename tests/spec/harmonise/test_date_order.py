"""Dates of three numbers are read in the order that the review or the report states."""

import pandas as pd
import pytest

from evidence.coded.dictionary import Field, Table
from evidence.harmonise.check_readable import readability_problems
from evidence.harmonise.times.date_order import order_problems, with_stated_order
from evidence.harmonise.times.dates import read_date

TABLE = Table(
    name="timeline",
    path="coded/timeline.csv",
    description="",
    fields=(
        Field("timeline_id", "string", ""),
        Field("document_id", "string", ""),
        Field("when_as_reported", "string", "", reads_as="time"),
    ),
    key=("timeline_id",),
    foreign_keys=(),
    at_most=(),
)
TABLES = {"timeline": TABLE}
DOCUMENTS = pd.DataFrame({"document_id": ["european", "american"]})


def frames(text: str, document: str = "american") -> dict[str, pd.DataFrame]:
    row = {"timeline_id": "t1", "document_id": document, "when_as_reported": text}
    return {"timeline": pd.DataFrame([row])}


def day_read(text: str, document: str, section: dict) -> str:
    found = with_stated_order(frames(text, document), TABLES, section)
    return str(read_date(found["timeline"]["when_as_reported"][0]).earliest)


BOTH = {"order": "day_month", "reports": {"american": "month_day"}}


@pytest.mark.parametrize(
    ("document", "day"), [("european", "2021-05-01"), ("american", "2021-01-05")]
)
def test_a_report_states_its_order_and_the_review_that_of_the_others(document, day) -> None:
    assert day_read("1/5/2021", document, BOTH) == day


def test_what_is_reported_stays_before_the_day_in_words() -> None:
    found = with_stated_order(frames("since 1/5/2021"), TABLES, BOTH)
    assert found["timeline"]["when_as_reported"][0] == "since 1/5/2021 [5 January 2021]"


def test_without_an_order_the_date_is_a_problem_that_says_where_to_state_it() -> None:
    [problem] = readability_problems(frames("since 1/5/2021"), TABLES)
    assert problem.found == "since 1/5/2021" and "review.toml" in problem.allowed
    assert readability_problems(with_stated_order(frames("1/5/2021"), TABLES, BOTH), TABLES) == []


@pytest.mark.parametrize("text", ["Januar 2021", "in 5 Okt 2019", "day-5", "POD eleven-2", "10.3"])
def test_times_that_cannot_be_read_are_problems(text: str) -> None:
    assert [problem.found for problem in readability_problems(frames(text), TABLES)] == [text]


@pytest.mark.parametrize("text", ["after induction", "HD 3", "POD 11", "week 2", "at diagnosis"])
def test_words_and_times_that_are_read_are_none(text: str) -> None:
    assert readability_problems(frames(text), TABLES) == []


@pytest.mark.parametrize(
    ("section", "found"),
    [
        ({"order": "month_first"}, "month_first"),
        ({"reports": {"american": "usual"}}, "usual"),
        ({"reports": {"asian": "day_month"}}, "asian"),
        ({"orders": "day_month"}, "no such entry"),
    ],
)
def test_a_section_that_cannot_be_followed_is_a_problem(section: dict, found: str) -> None:
    assert [problem.found for problem in order_problems(section, DOCUMENTS)] == [found]
    assert order_problems(BOTH, DOCUMENTS) == []
