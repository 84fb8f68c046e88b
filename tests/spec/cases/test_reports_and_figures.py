"""Cells, names and figures that people bring, each with what is right, known by reading."""

import csv
import json
import math
import shutil
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from typer.testing import CliRunner

from evidence.cli import app
from evidence.figures import kind_named
from evidence.figures.canvas.check_frame import FrameError
from evidence.figures.canvas.style import style
from evidence.harmonise.quantities import convert
from evidence.review.core.open_review import open_review
from evidence.review.core.project import copy_choices
from evidence.tables.core.csl_items import csl_item
from evidence.tables.writers.bibtex import to_bibtex

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture
def project(tmp_path):
    shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("derived"))
    copy_choices(DATA.parent, tmp_path)
    return tmp_path


def like(project, table, key, **changes):
    """Add a row to a coded table, made from the row of this key."""
    path = project / "data" / "coded" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    row = next(row for row in rows if next(iter(row.values())) == key) | changes
    with path.open("a", encoding="utf-8", newline="") as handle:
        csv.DictWriter(handle, list(row), lineterminator="\n").writerow(row)


def result_reported(project, text):
    like(
        project, "assessments", "di_palma_2022.a3", assessment_id="di_palma_2022.x1",
        sequence="97", marker="", timeline_id="", phase="after_index",
        compartment="marrow", comparator="equal", result_as_reported=text,
        term_as_reported="MRD", response="mrd_positive", is_mrd="yes", evaluation="1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "unit", "value"), [("0,005%", "", 5e-5), ("0,125 mg", "mg", 0.125)]
)
def test_nothing_is_grouped_after_a_leading_zero(text, unit, value):
    assert math.isclose(convert(text, unit), value)


def test_a_date_that_excel_made_of_a_power_is_a_problem(project):
    result_reported(project, "10-Mar")
    found = CliRunner().invoke(app, ["check", "--project", str(project)])
    assert found.exit_code == 1
    assert "di_palma_2022.x1, result_as_reported: found '10-Mar'" in found.output


def test_the_raised_point_of_a_journal_is_a_decimal_point(project):
    result_reported(project, "0·005%")
    mrd = open_review(project)["mrd"].set_index("assessment_id")
    assert math.isclose(mrd.loc["di_palma_2022.x1", "value"], 5e-5)


def test_a_form_feed_in_a_cell_is_a_problem(project):
    path = project / "data" / "coded" / "doses.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(" cycles", " \fcycles", 1))
    found = CliRunner().invoke(app, ["check", "--project", str(project)])
    assert found.exit_code == 1 and "doses.csv" in found.output and "form feed" in found.output


def test_commas_in_claims_are_no_arithmetic_error(project):
    blank = dict.fromkeys(
        ("reference_as_reported", "reference_number", "author_named_as_reported",
         "claimed_study_id", "population_as_reported", "arm_as_reported"), ""
    )  # fmt: skip
    reported = {"x1": ("12,5%", "2", "16"), "x2": ("72.6%", "900", "1,240")}
    for key, (value, events, n) in reported.items():
        like(
            project, "claims", "di_palma_2022.c33", **blank, claim_id=f"di_palma_2022.{key}",
            value_as_reported=value, numerator_as_reported=events, denominator_as_reported=n,
        )  # fmt: skip
    found = CliRunner().invoke(app, ["audit", "--json", "--project", str(project)])
    findings = json.loads(found.output)["findings"]
    assert len(findings) > 50
    assert [
        finding
        for finding in findings
        if finding["family"] == "arithmetic"
        and finding["row_key"] in ("di_palma_2022.x1", "di_palma_2022.x2")
    ] == []


STUDIES = ["Alder 2014", "Birch 2016", "Cedar 2018"]


@pytest.mark.parametrize(
    ("kind", "frame", "options"),
    [
        ("forest",
         {"row_type": ["study"] * 3, "label": STUDIES, "estimate": [0.7, 1.1, 0.4],
          "low": [-0.3, 0.8, 0.1], "high": [0.98, 1.5, 1.6]}, {"measure": "odds_ratio"}),
        ("labbe",
         {"label": STUDIES, "risk": [10, 20, 30], "risk_comparator": [20, 30, 40]}, {}),
    ],
)  # fmt: skip
def test_a_figure_refuses_what_cannot_be(kind, frame, options):
    with style() as chosen, pytest.raises(FrameError, match=r"Alder 2014|-0\.3|10"):
        kind_named(kind).draw(chosen.figure(), pd.DataFrame(frame), **options)


def test_a_suffix_is_no_part_of_the_family_name():
    document = SimpleNamespace(
        document_id="d1", kind="case_report", title="T", container_title="J", volume="1",
        issue="", pages="1-9", doi="10.1/x", pmid="", pmcid="", address="", year="2020",
        authors_as_reported="Smith JA Jr; Jones B",
    )  # fmt: skip
    item = csl_item(document)
    assert item["author"][0] == {"family": "Smith", "given": "JA", "suffix": "Jr"}
    assert "Smith, Jr, JA" in to_bibtex([item])  # BibTeX's order: family, suffix, given
