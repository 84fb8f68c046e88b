"""The review's own tables, made once, and small ones that a test can reason about."""

from collections import ChainMap
from pathlib import Path

import pytest

from evidence.audit.claims.verdicts import claim_verdicts
from evidence.review.core.open_review import open_review
from evidence.tables.core.csl_items import csl_items
from evidence.tables.core.table import Column, Row, Table, columns
from evidence.tables.make_tables import make_tables
from tests.unit.tables.nasty import NASTY

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def review():
    return open_review(ROOT)


@pytest.fixture(scope="session")
def made(review):
    """Every table of the review by name, citations not numbered; the verdicts come from the audit
    itself.
    """
    derived = ChainMap({"claim_verdicts": claim_verdicts(review.coded)}, review.derived)
    return {
        table.name: table for table in make_tables(review.manuscript_tables, review.coded, derived)
    }


@pytest.fixture(scope="session")
def items(review):
    """Every document of the review as a CSL item."""
    return csl_items(review.coded, review.coded["documents"]["document_id"].tolist())


@pytest.fixture
def small():
    """A table with all that a table can have: groups, shared headings, alignments, footnotes, a
    line break, missing values.
    """
    table_columns = columns(
        ("who", "Patient"),
        ("n", "n/N (%) [95% CI]", "right", "Result"),
        ("m", "Mean", "right", "Result"),
        ("state", "VOD", "center"),
    )
    rows = (
        Row(("Ærø & <Co>", "1/3 (33.3)", "−0.5", "No"), "cases:a", "Adults"),
        Row(("B_1", "NR", "first\nsecond", "NR"), "cases:b", "Children"),
        Row(("C", "0/2 (0.0)", "1.0", "Yes"), "cases:c", "Adults"),
    )
    return Table(
        "small",
        "Table 9. A small table",
        table_columns,
        rows,
        ("NR, not reported.", "Second note, 5% & more."),
        landscape=True,
    )


LONG = "Reallylongfamilyname-" * 6
STRESS = {
    "one row": (Row(("a", "b"), "s"),),
    "sixty rows": tuple(Row((f"patient {place}", "NR"), "s") for place in range(60)),
    "long names": (Row((LONG, "x " * 200), "s"), Row(("短い名前の患者", "اسم طويل جدا"), "s")),
    "nothing": (Row(("", ""), "s"),),
}


@pytest.fixture(params=STRESS, ids=lambda name: name.replace(" ", "_"))
def stressed(request):
    return Table(
        "stressed", "Stress", columns(("a", "A" * 30), ("b", "B", "right")), STRESS[request.param]
    )


@pytest.fixture(params=NASTY, ids=ascii)
def nasty(request):
    """A table with the same hostile text wherever a table has text, and that text."""
    text = request.param
    column = Column("a", text, "left", text)
    return text, Table(
        "t", text, (column, Column("b", "B")), (Row((text, "next"), "s:1", text),), (text,)
    )
