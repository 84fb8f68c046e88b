"""Tables of the manuscript declared in review.toml: their order, their options, what is wrong."""

import pytest

from evidence.coded.problems import ProblemsFound
from evidence.coded.settings import Index, Settings
from evidence.domains.definitions import Definitions
from evidence.review.core.table_specs import TableSpec, table_specs
from evidence.tables.core.table import Column, Row, Table
from evidence.tables.make_tables import make_tables


def counted(coded: object, derived: object, *, title: str, rows: int = 1, index: str = "") -> Table:
    """A table of so many rows."""
    return Table("counted", f"{title}{index}", (Column("a", "A"),), (Row(("1",), "a:1"),) * rows)


def empty(coded: object, derived: object) -> Table:
    """A table of which nothing is coded."""
    return Table("empty", "Nothing", (Column("a", "A"),), ())


DEFINITIONS = Definitions("tried", manuscript_tables={"counted": counted, "empty": empty})


def read(*entries: object) -> dict[str, TableSpec]:
    settings = Settings(index=Index("x", "xylose", "X"), sections={"tables": [*entries]})
    return table_specs(settings, DEFINITIONS)


TITLED = {"table": "counted", "options": {"title": "Of "}}


def test_tables_have_the_order_the_names_and_the_options_of_the_review() -> None:
    made = make_tables(read({"name": "b", **TITLED}, {"name": "a", **TITLED}), {}, {})
    assert [(table.name, table.title) for table in made] == [
        ("b", "Table 1. Of X"),
        ("a", "Table 2. Of X"),
    ]


def test_a_table_without_rows_is_left_out_and_has_no_number() -> None:
    makers = read({"name": "empty"}, {"name": "a", **TITLED})
    assert [table.title for table in make_tables(makers, {}, {})] == ["Table 1. Of X"]
    assert make_tables(makers, {}, {}, only=["empty"]) == []


def test_what_is_wrong_is_said_all_at_once() -> None:
    with pytest.raises(ProblemsFound) as found:
        read({"name": "contd"}, {"name": "counted", "options": {"size": 3}})
    text = str(found.value)
    assert "tables contd, table: found 'contd'; allowed: counted, empty (did you mean" in text
    assert "options.size: found 'no such option'; allowed: title, rows, index" in text
    assert "options.title: found 'nothing'" in text
