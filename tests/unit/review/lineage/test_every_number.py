"""Every derived row, every drawn number and everything a notebook says has
a chain to coded rows.
"""

import hashlib
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from evidence.review.core.project import find_project
from evidence.review.lineage.lineage import CODED, is_number
from evidence.review.lineage.notebook_outputs import said, unfounded

PROJECT = find_project(Path(__file__).parent)
FIGURES = sorted(path.stem for path in PROJECT.figures.glob("*.json"))
# A field of no row, {count} or {fit.estimate:.1%}: a number that the cell computes from rows.
COMPUTED_IN_THE_CELL = re.compile(r"\{\w+[}:.]")
NOTEBOOKS = sorted(path.stem for path in PROJECT.notebooks.glob("*.ipynb"))


def drawn(project, name: str) -> tuple[dict, pd.DataFrame]:
    record = json.loads((project.figures / f"{name}.json").read_text(encoding="utf-8"))
    return record, pd.read_csv(
        project.figures / record["data"]["file"], dtype=str, keep_default_na=False
    )


def test_every_derived_row_rests_on_coded_rows(lineage, broken):
    rows = [str(row) for row in lineage.rows if row.side != CODED]
    problems = broken(rows)
    assert rows
    assert not problems, "\n" + "\n".join(problems)


def test_every_derived_table_has_rows_that_can_be_named(lineage):
    for table, frame in lineage.derived.items():
        assert len(
            [row for row in lineage.rows if row.side != CODED and row.table == table]
        ) == len(frame), table


@pytest.mark.parametrize("name", FIGURES)
def test_every_drawn_number_rests_on_coded_rows(name, project, broken):
    _, data = drawn(project, name)
    without = [
        f"figures/{name}.csv row {number}: {row}"
        for number, row in enumerate(data.to_dict("records"), 1)
        if any(map(is_number, row.values())) and not row.get("sources", "").split()
    ]
    problems = [
        *without,
        *broken(sorted({key for cell in data.get("sources", []) for key in cell.split()})),
    ]
    assert not problems, "\n" + "\n".join(problems)


@pytest.mark.parametrize("name", FIGURES)
def test_the_record_of_a_figure_agrees_with_its_data(name, project):
    record, data = drawn(project, name)
    raw = (project.figures / record["data"]["file"]).read_bytes()
    assert record["data"]["sha256"] == hashlib.sha256(raw).hexdigest()
    assert record["data"]["rows"] == len(data)
    assert set(record["sources"]) == {key for cell in data["sources"] for key in cell.split()}
    for made in record["files"].values():
        assert (
            made["sha256"]
            == hashlib.sha256((project.figures / made["file"]).read_bytes()).hexdigest()
        )


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_number_that_a_notebook_prints_rests_on_coded_rows(name, project, broken):
    outputs, problems = list(said(project.notebooks / f"{name}.ipynb")), []
    assert outputs, "the notebook was not executed"
    for output in outputs:
        if output.kind != "figure" and not re.search(r"\d", output.words):
            continue
        if not output.sources:
            problems.append(f"cell {output.cell}: no sources: {output.words[:80]!r}")
        problems += [f"cell {output.cell}: {problem}" for problem in broken(output.sources)]
    assert not problems, "\n" + "\n".join(problems)


def test_a_number_without_a_row_is_noticed():
    cells = ["88", "0.80733944", "first 218 randomised"]
    assert (
        unfounded(
            "88 of the first 218 (80.7%, 81%)",
            'say("{a[events]} of the first 218 ({a[p]:.1%}, {a[p]:.0%})", a=row)',
            cells,
        )
        == []
    )
    assert unfounded(
        "89 of the first 218 (80.8%, 81%)",
        'say("{a[events]} of the first 218 ({a[p]:.1%}, {a[p]:.0%})", a=row)',
        cells,
    ) == ["89", "80.8%"]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_number_of_a_sentence_is_in_a_row_that_rests_on_its_sources(name, project, lineage):
    derived = [
        (set(cells["sources"].split()), list(cells.values()))
        for row, cells in lineage.rows.items()
        if row.side != CODED and cells.get("sources")
    ]
    problems = []
    for output in said(project.notebooks / f"{name}.ipynb"):
        computed = COMPUTED_IN_THE_CELL.search(output.code)
        if output.kind == "sentence" and "say(" in output.code and not computed:
            cells = [
                cell
                for sources, row in derived
                if sources and sources <= set(output.sources)
                for cell in row
            ]
            problems += [
                f"cell {output.cell}: {number} in {output.words!r}"
                for number in unfounded(output.words, output.code, cells)
            ]
    assert not problems, "\n" + "\n".join(problems)
