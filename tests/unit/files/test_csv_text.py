"""The form of every CSV that the package computes."""

import pandas as pd

from evidence.files.csv_text import csv_text


def test_the_last_bits_are_hidden_and_the_rest_is_as_it_was():
    frame = pd.DataFrame(
        {"a": [0.1 + 0.2, 1 / 3], "b": [1, 2], "c": ["x", None], "d": [True, False]}
    )
    assert csv_text(frame) == "a,b,c,d\n0.3,1,x,True\n0.333333333333,2,,False\n"


def test_floats_in_columns_of_objects_are_cut_too():
    row = pd.Series({"k": 3, "x": 0.1 + 0.2, "sources": "a b"}).to_frame().T
    assert csv_text(row) == "k,x,sources\n3,0.3,a b\n"


def test_every_sort_of_missing_is_empty():
    frame = pd.DataFrame(
        {"a": [None, pd.NA, float("nan"), pd.NaT], "b": pd.array([1, None, 2, None], "Int64")}
    )
    assert csv_text(frame) == "a,b\n,1\n,\n,2\n,\n"
