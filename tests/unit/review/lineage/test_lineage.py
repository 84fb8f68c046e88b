"""Ways between rows, in small invented tables."""

import pandas as pd
import pytest

from evidence.review.lineage.lineage import (
    CODED,
    DERIVED,
    Lineage,
    LineageProblem,
    Source,
    key_columns,
    row_keys,
)


def frame(**columns) -> pd.DataFrame:
    return pd.DataFrame(columns, dtype=str)


def graph(**derived) -> Lineage:
    coded = {
        "doses": frame(dose_id=["d1", "d2"], dose_as_reported=["0.8 mg/m²", "0.5 mg/m²"]),
        "patients": frame(patient_id=["p1"], label=["One"]),
    }
    return Lineage(coded, derived, {"doses": ["dose_id"], "patients": ["patient_id"]})


def coded(table: str, key: str) -> Source:
    return Source(CODED, table, key)


def test_a_chain_goes_through_derived_tables_to_coded_rows():
    lineage = graph(
        cases=frame(case=["c1"], sources=["patients:p1 doses:d2"]),
        counts=frame(item=["all"], sources=["cases:c1 doses:d1"]),
    )
    assert lineage.resolve(["counts:all"]) == [
        coded("patients", "p1"),
        coded("doses", "d2"),
        coded("doses", "d1"),
    ]


def test_a_derived_table_stands_before_the_coded_one_of_its_name_but_not_within_itself():
    lineage = graph(
        doses=frame(dose_id=["d1"], rule=["doses 1"], sources=["doses:d1 doses:d2"]),
        counts=frame(item=["all"], sources=["doses:d1 doses:d2"]),
    )
    assert lineage.behind(Source(DERIVED, "counts", "all")) == [
        Source(DERIVED, "doses", "d1"),
        coded("doses", "d2"),
    ]
    assert lineage.behind(Source(DERIVED, "doses", "d1")) == [
        coded("doses", "d1"),
        coded("doses", "d2"),
    ]
    assert lineage.resolve(["counts:all"]) == [coded("doses", "d1"), coded("doses", "d2")]


def test_a_coded_row_is_its_own_origin():
    assert graph().resolve(["patients:p1"]) == [coded("patients", "p1")]


@pytest.mark.parametrize("name", ["patients:p9", "nowhere:p1", "patients"])
def test_a_row_that_does_not_exist_is_refused(name):
    with pytest.raises(LineageProblem, match=f"{name}: no such row"):
        graph(cases=frame(case=["c1"], sources=[name])).resolve(["cases:c1"])


def test_a_derived_row_without_sources_is_refused():
    with pytest.raises(LineageProblem, match="cases:c1: the derived row names no sources"):
        graph(cases=frame(case=["c1"], sources=[""])).resolve(["cases:c1"])


def test_a_circle_is_refused():
    lineage = graph(a=frame(key=["x"], sources=["b:y"]), b=frame(key=["y"], sources=["a:x"]))
    with pytest.raises(LineageProblem, match="a:x: the row rests on itself, by way of a:x, b:y"):
        lineage.resolve(["a:x"])


@pytest.mark.parametrize(
    ("columns", "key"),
    [
        ({"number": ["1", "2"], "name": ["a", "b"]}, ["name"]),
        (
            {"report": ["a", "a", "b"], "note": ["", "", ""], "outcome": ["x", "y", "x"]},
            ["report", "outcome"],
        ),
        (
            {"kind": ["s", "s", "s"], "report": ["a", "a", "b"], "outcome": ["x", "y", "x"]},
            ["report", "outcome"],
        ),
        ({"number": ["1", "2"], "name": ["a", "a"]}, []),
        ({"name": ["a", "b"], "sources": ["x", "y"]}, ["name"]),
        ({"term": ["", "b"], "name": ["a", "c"]}, ["name"]),
    ],
)
def test_rows_are_named_by_the_first_words_that_tell_them_apart(columns, key):
    assert key_columns(frame(**columns)) == key


def test_a_key_must_tell_rows_apart_in_every_state_of_a_table():
    assert key_columns(
        frame(name=["a", "b"], arm=["x", "y"]), frame(name=["a", "a"], arm=["x", "y"])
    ) == ["arm"]


def test_rows_that_no_words_tell_apart_are_numbered():
    assert row_keys(frame(number=["7", "8"]), []) == ["1", "2"]
