"""What stands in a cell: numbers, limits, states, citations, and the order they come in."""

import math

import pytest

from evidence.tables.core.citation_numbers import cite, cited, numbered, ranges
from evidence.tables.core.number_format import (
    as_coded,
    fraction,
    interval,
    number,
    power,
    proportion,
    raised,
    spaced,
    state,
    with_interval,
)
from evidence.tables.core.table import Column, Row, Table, columns

NB = "\u00a0"


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (2.344, 2, "2.34"),
        (2.346, 2, "2.35"),
        (-2.346, 2, "−2.35"),
        (-0.04, 1, "0.0"),  # what rounds to zero has no sign
        (-0.06, 1, "−0.1"),
        (0, 0, "0"),
        (1234.5, 1, "1234.5"),
        (math.inf, 1, "∞"),
        (-math.inf, 1, "−∞"),
        (math.nan, 1, "NR"),
    ],
)
def test_a_number(value: float, decimals: int, shown: str) -> None:
    assert number(value, decimals) == shown


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (0.57, 0.99, "[0.6–1.0]"),
        (0.0, 0.2, "[0.0–0.2]"),
        (-0.1, 0.2, f"[−0.1{NB}to{NB}0.2]"),
        (-0.3, -0.1, f"[−0.3{NB}to{NB}−0.1]"),
        (math.nan, 0.2, "[NR]"),
        (0.2, math.nan, "[NR]"),
    ],
)
def test_limits(low: float, high: float, shown: str) -> None:
    assert interval(low, high, 1) == shown
    assert with_interval(0.75, low, high, 1) == f"0.8{NB}{shown}"
    assert with_interval(math.nan, low, high, 1) == "NR"


@pytest.mark.parametrize(
    ("events", "n", "shown", "bare"),
    [
        (121, 164, f"121/164{NB}(73.8){NB}[66.4–80.3]", "121/164"),
        (0.0, 164.0, f"0/164{NB}(0.0){NB}[66.4–80.3]", "0/164"),
        (math.nan, 164, "NR", "NR"),
        (121, math.nan, "NR", "NR"),
    ],
)
def test_a_proportion(events: float, n: float, shown: str, bare: str) -> None:
    assert proportion(events, n, 0.66364, 0.80343) == shown
    assert fraction(events, n) == bare


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("yes", "Yes"),
        ("no", "No"),
        ("not_reported", "NR"),
        ("not_applicable", "NA"),
        ("", "NR"),
        ("marrow_blasts", "Marrow blasts"),
    ],
)
def test_a_state(code: str, shown: str) -> None:
    assert state(code) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("20-21 (derived)", "20–21 (derived)"),
        ("not_reported", "NR"),
        ("not_applicable", "NA"),
        ("", "NR"),
        ("0.8 mg/m^2", f"0.8{NB}mg/m²"),
        (17, "17"),
    ],
)
def test_text_as_coded(text: object, shown: str) -> None:
    assert as_coded(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2.68×10^-5", "2.68×10⁻⁵"),
        ("m^2", "m²"),
        ("10^0123456789", "10⁰¹²³⁴⁵⁶⁷⁸⁹"),
        ("10-5", "10-5"),
    ],
)
def test_powers(text: str, shown: str) -> None:
    assert raised(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("10-3", "10⁻³"), ("<10^-6", "<10⁻⁶"), ("110-3", "110-3"), ("10-13", "10⁻¹³"), ("1%", "1%")],
)
def test_a_level_that_lost_its_superscript(text: str, shown: str) -> None:
    assert power(text) == shown


UNITS = ("mg", "month", "months", "year", "years", "day", "days", "Gy", "cGy", "mL")


@pytest.mark.parametrize("unit", UNITS)
def test_a_figure_is_not_parted_from_its_unit(unit: str) -> None:
    assert spaced(f"about 5 {unit} later") == f"about 5{NB}{unit} later"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Case ¶3", f"Case{NB}¶3"),
        ("1-2-3", "1-2-3"),
        ("5 patients", "5 patients"),
        ("CD19-22", "CD19–22"),
        ("1-2, 3-4", "1–2, 3–4"),
    ],
)
def test_dashes_and_spaces(text: str, shown: str) -> None:
    assert spaced(text) == shown


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([], ""),
        ([3], "3"),
        ([1, 2], "1, 2"),
        ([1, 2, 3], "1–3"),
        ([5, 1, 2, 3, 7, 2], "1–3, 5, 7"),
        ([1, 2, 4, 5, 6, 8, 9], "1, 2, 4–6, 8, 9"),
    ],
)
def test_three_numbers_in_a_row_are_a_range(numbers: list[int], shown: str) -> None:
    assert ranges(numbers) == shown


def test_a_citation_names_each_document_once() -> None:
    assert cite("b", "", "a", "b") == "@[b;a]"
    assert cite("") == cite() == ""


def table(*rows: Row, name: str = "t") -> Table:
    return Table(name, "T", columns(("a", "A"), ("b", "B")), rows)


def test_documents_are_numbered_as_they_appear() -> None:
    first = table(
        Row(("x @[d;c]", ""), "s:1", "One"),
        Row(("", "@[e]"), "s:2", "Two"),
        Row(("@[b]", "@[c]"), "s:3", "One"),  # shown under its heading, before the second group
    )
    tables, order = numbered([first, table(Row(("@[a;b;c]", "plain"), "s:4"))])
    assert order == ["d", "c", "b", "e", "a"] == cited([first, table(Row(("@[a]", ""), ""))])
    cells = [row.cells for shown in tables for row in shown.rows]
    assert cells == [("x 1, 2", ""), ("", "4"), ("3", "2"), ("2, 3, 5", "plain")]
    assert [row.sources for shown in tables for row in shown.rows] == ["s:1", "s:2", "s:3", "s:4"]


def test_groups_in_order_of_appearance() -> None:
    single, two, three = (
        Row(("", ""), key, group) for key, group in zip("123", "ABA", strict=True)
    )
    assert table(single, two, three).grouped == [("A", (single, three)), ("B", (two,))]
    assert table(Row(("", ""), "")).grouped == [("", (Row(("", ""), ""),))]


def test_shared_headings_span_neighbours() -> None:
    shared = [("", ""), ("G", "x"), ("G", "y"), ("", ""), ("H", ""), ("G", "")]
    heads = tuple(Column(name, name, "left", group) for group, name in shared)
    spans = Table("t", "T", heads, ()).spans
    assert spans == [("", 1), ("G", 2), ("", 1), ("H", 1), ("G", 1)]


def test_every_fault_of_a_table_is_named_at_once() -> None:
    heads = (Column("a", "A", "middle"), Column("b", "B", "right"))
    with pytest.raises(ValueError) as caught:
        Table("t", "T", heads, (Row(("1", "2"), ""), Row(("1",), ""), Row(("1", "2", "3"), "")))
    assert str(caught.value) == (
        "table t: column a has alignment 'middle'; allowed: left, center, right;"
        " row 2 has 1 cells; allowed: 2; row 3 has 3 cells; allowed: 2"
    )


def test_no_control_character_is_shown_anywhere() -> None:
    bell = "\x07"
    dirty = Table(
        "t",
        f"T{bell}itle\nof two lines",
        (Column("a", f"A{bell}", "left", f"G{bell}"),),
        (Row((f"c{bell}",), "s:1", f"R{bell}"),),
        (f"n{bell}",),
        landscape=True,
    )
    clean = dirty.printable()
    shown = [clean.title, clean.columns[0].heading, clean.columns[0].group, *clean.footnotes]
    shown += [*clean.rows[0].cells, clean.rows[0].group]
    assert not any(bell in text for text in shown)
    assert "\n" not in clean.title
    assert (clean.rows[0].sources, clean.landscape, clean.name) == ("s:1", True, "t")
