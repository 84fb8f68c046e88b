"""Numbers by key, and those that were typed."""

import pandas as pd
import pytest

from evidence.manuscript.numbers.number_text import shown
from evidence.manuscript.numbers.read_numbers import read_numbers
from evidence.manuscript.numbers.typed_numbers import typed_numbers
from evidence.manuscript.refused import ManuscriptRefused

TRIALS = pd.DataFrame(
    {
        "study": ["a", "a", "b"],
        "outcome": ["cr", "os", "cr"],
        "events": ["12", "7", "3"],
        "ratio": ["1.256", "-0.5", "2"],
        "level": ["0.95", "0.95", "0.95"],
        "sources": ["outcomes:a.1 outcomes:a.2", "outcomes:a.3", "outcomes:b.1"],
    }
)
TOML = """
[rows.a.remission]
table = "trials"
where = { study = "a", outcome = "cr" }
[rows.a.all]
table = "trials"
where = { study = "a" }
[rows.cr]
table = "trials"
where = { study = ["a", "b"], outcome = "cr" }
[forms]
whole = "{ratio:.2f} at {level:.0p}, {events}"
[typed]
"ELN 2024" = "a name"
"""


def numbers(tmp_path, text=TOML):
    path = tmp_path / "numbers.toml"
    path.write_text(text, "utf-8")
    return read_numbers(
        path, lambda names: {"trials": TRIALS}, ["trials"], lambda column, cell: cell
    )


def test_column_form_and_count(tmp_path):
    read = numbers(tmp_path)
    assert read.number("a.remission.events").text == "12"
    assert read.number("a.remission.ratio:.1f").text == "1.3"
    assert read.number("a.remission.whole").text == "1.26 at 95%, 12"
    assert read.number("cr.rows:words").text == "two"


def test_a_number_names_its_cells_and_sources(tmp_path):
    found = numbers(tmp_path).number("a.remission.whole")
    assert found.cells == {"ratio": "1.256", "level": "0.95", "events": "12"}
    assert found.sources == "outcomes:a.1 outcomes:a.2"


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("a.remision.events", "nearest: a.remission"),
        ("a.remission.event", "nearest: events"),
        ("a.remission.ratio", "needs a format"),
        ("a.remission.ratio:.2x", "is unknown; allowed"),
        ("a.remission.study:.2f", "is no number"),
        ("a.all.events", "2 rows of trials; allowed: one, so add to where: outcome (cr, os)"),
    ],
)
def test_refused_keys(tmp_path, key, message):
    with pytest.raises(ManuscriptRefused) as refused:
        numbers(tmp_path).number(key)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[rows.x]\ntable = "trails"', "rows.x: unknown table 'trails'; nearest: trials"),
        (
            '[rows.x]\ntable = "trials"\nwhere = { studi = "a" }',
            "no column 'studi'; nearest: study",
        ),
        ('[rows.x]\ntable = "trials"\nwhere = { outcome = "crr" }', "nearest: cr"),
    ],
)
def test_rows_that_are_not_there_are_problems(tmp_path, text, message):
    assert message in numbers(tmp_path, text).problems[0]


@pytest.mark.parametrize("text", ["[rows", "[row.x]\na = 1", "[rows.x]\na = 1"])
def test_a_file_that_cannot_be_read(tmp_path, text):
    with pytest.raises(ManuscriptRefused, match=r"numbers\.toml"):
        numbers(tmp_path, text)


def test_numbers_in_forms_are_typed(tmp_path):
    assert numbers(tmp_path).typed_in_forms() == []
    assert numbers(tmp_path, '[forms]\na = "{x} (95% CI)"').typed_in_forms() == [
        '(95% in "(95% CI)"'
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("in 121 patients", 1),
        ("in twelve patients", 1),
        ("Three of them", 1),
        ("by ELN 2024", 0),
        ("by ELN 20245", 1),
        ("no one of them, at once", 0),
        ("{{a.b:.1f}} of {{c}}", 0),
        ("{{a.b}}/164", 1),
        ("10^-4^", 1),
        ("often", 0),
    ],
)
def test_typed_numbers(text, found):
    assert len(typed_numbers([text], ["ELN 2024"])) == found


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        ("0.125", ".0p", "12%"),
        ("0.7381", ".1p", "73.8%"),
        ("-0.04", ".1f", "0.0"),
        ("-0.05", ".2f", "−0.05"),
        ("12345", ",d", "12,345"),
        ("121.0", "d", "121"),
        ("12", "words", "twelve"),
        ("13", "words", "13"),
        ("", ".2f", "not reported"),
        ("Very low", "lower", "very low"),
    ],
)
def test_shown(value, form, text):
    assert shown(value, form) == text


@pytest.mark.parametrize(
    ("value", "form"), [("1.5", "d"), ("1.5", "words"), ("-1", "words"), ("x", "d")]
)
def test_a_format_never_changes_a_value(value, form):
    with pytest.raises(ValueError):
        shown(value, form)
