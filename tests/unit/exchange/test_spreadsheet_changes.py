"""What LibreOffice and Excel made of coded cells, and what a person changes."""

import pandas as pd
import pytest

from evidence.coded.dictionary import Field, Table
from evidence.exchange.spreadsheet_changes import spreadsheet_changes, what_changed

FIELDS = tuple(Field(name, "string", "") for name in ("key", "dose"))
TABLE = Table("t", "coded/t.csv", "", FIELDS, ("key",), (), ())


@pytest.mark.parametrize(
    ("before", "after", "how"),
    [
        # opened and saved in English settings
        ("December 2020", "12/01/2020", "date written anew"),
        ("48.0", "48", "decimals lost"),
        ("0.450", "0.45", "decimals lost"),
        ("9/17", "09/17/2026", "made a date"),
        ("9/17", "17-Sep", "made a date"),
        ("10-3", "Oct-03", "made a date"),
        ("10-3", "10. Mrz", "made a date"),
        ("3.10", "03.10.2026 00:00", "made a date"),
        ("5 Jan 2021", "05.01.2021", "date written anew"),
        # in German settings
        ("0.450", "450", "digits regrouped"),
        ("11.12.2018", "12/11/2018", "date written anew"),
        ("2,3", "2.3", "digits regrouped"),
        ("35 461", "35461", "digits regrouped"),
        ("1", "1.0", "decimals added"),
        ("007", "7", "zeros in front lost"),
        ("1:160", "03:40:00", "made a time"),
        ("true", "WAHR", "made a truth value"),
        ("-> x", "#NAME?", "made an error of a formula"),
        ("=1+1", "2", "made the result of a formula"),
        ("123456789012", "1.23457E+11", "digits lost"),
    ],
)
def test_what_a_spreadsheet_does_is_named(before, after, how):
    assert what_changed(before, after) == how


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "0.45"),
        ("0.45", ""),
        ("0.450", "0.45 mg"),
        ("0.45", "0.54"),
        ("5", "50"),
        ("10", "12"),
        ("11.12.2018", "12.12.2018"),
        ("December 2020", "January 2021"),
        ("given", "planned"),
        ("123456789012", "1.3E+11"),
        ("=1+1", "=1+2"),
    ],
)
def test_a_persons_correction_is_nothing(before, after):
    assert what_changed(before, after) == ""


def frame(*rows):
    return pd.DataFrame(rows, columns=["key", "dose"], dtype=str)


def test_cells_are_compared_row_by_row_by_their_key():
    before = frame(("a", "0.450"), ("b", "1.0"), ("c", "10-3"))
    after = frame(("c", "Oct-03"), ("d", "7"), ("a", "0.450"))
    (problem,) = spreadsheet_changes(before, after, TABLE)
    assert str(problem) == (
        "coded/t.csv: c, dose: found 'Oct-03'; allowed: '10-3' as before (made a date), or what is "
        "reported; commit the file if it is meant"
    )


def test_rows_without_one_key_each_are_not_compared():
    assert spreadsheet_changes(frame(("a", "1.0"), ("a", "2.0")), frame(("a", "1")), TABLE) == []
