"""One coded cell is changed; exactly what rests on it moves."""

import json

import pytest
from typer.testing import CliRunner

from evidence.cli import app
from evidence.review.core.project import Project
from evidence.review.diff.changes import changes_between
from evidence.review.diff.print_changes import print_changes
from evidence.review.diff.snapshots import DiffProblem, read_state, state_at
from evidence.review.lineage.lineage import read_lineage

SENTENCE = "In the final report 121 of 164 responded."


def by_table(changes) -> dict:
    return {change.table: change for change in changes}


@pytest.fixture(scope="module")
def before(committed):
    return read_state(committed, "HEAD")


@pytest.fixture(scope="module")
def outcome(before):
    """CR or CRi on inotuzumab among all randomised, of the final report: as coded."""
    rows = before.coded["outcomes"].query(
        "study_id == 'inovate2019' and measure == 'cr_or_cri' and analysis_set == "
        "'all_randomised' and arm_id == 'inovate2019.inotuzumab'"
    )
    assert len(rows) == 1
    return rows.iloc[0]


@pytest.fixture(scope="module")
def one_more(changed, outcome, change_cell):
    """The copy with one responder more, not committed."""
    change_cell(
        changed, "outcomes", outcome["outcome_id"], "events", str(int(outcome["events"]) + 1)
    )
    return changed


@pytest.fixture(scope="module")
def after(one_more):
    return read_state(one_more, "work tree")


@pytest.fixture(scope="module")
def changes(before, after, one_more):
    return changes_between(before, after, one_more)


@pytest.fixture(scope="module")
def lineage(one_more):
    return read_lineage(one_more)


def test_nothing_differs_from_the_same_state(before, committed):
    changes = changes_between(before, before, committed)
    assert (changes.coded, changes.results, changes.figures, changes.sentences) == ((), (), (), ())


def test_the_coded_cell_is_named_with_before_and_after(changes, outcome):
    (change,) = changes.coded
    (cell,) = change.cells
    assert (change.table, change.added, change.removed) == ("outcomes", (), ())
    assert (cell.row, cell.column, cell.before, cell.after, cell.difference) == (
        outcome["outcome_id"],
        "events",
        outcome["events"],
        str(int(outcome["events"]) + 1),
        1,
    )


def test_results_move_by_what_arithmetic_says(changes, outcome):
    results = by_table(changes.results)
    events, n = int(outcome["events"]), int(outcome["n"])
    proportion = next(
        cell for cell in results["trial_proportions"].cells if cell.column == "proportion"
    )
    assert proportion.difference == pytest.approx(1 / n, rel=1e-9)
    ratios = {
        cell.row: float(cell.after) / float(cell.before)
        for cell in results["arms_compared"].cells
        if cell.column == "estimate"
    }
    (ratio,) = (value for row, value in ratios.items() if row.endswith("risk_ratio"))
    assert ratio == pytest.approx((events + 1) / events, rel=1e-9)
    (odds,) = (value for row, value in ratios.items() if row.endswith("odds_ratio"))
    assert odds == pytest.approx(
        (events + 1) * (n - events) / (events * (n - events - 1)), rel=1e-9
    )


def test_only_rows_that_rest_on_the_coded_row_move(changes, lineage, outcome):
    name = f"outcomes:{outcome['outcome_id']}"
    moved = {f"{change.table}:{row}" for change in changes.results for row in change.rows}
    rows = [row for row in lineage.rows if row.side == "derived" and str(row) in moved]
    assert {row.table for row in rows} >= {"trial_proportions", "arms_compared", "single_arm"}
    assert {str(row) for row in rows} == moved
    assert all(name in map(str, lineage.resolve([str(row)])) for row in rows)


@pytest.mark.parametrize("table", ["trial_proportions", "arms_compared", "single_arm"])
def test_all_rows_that_rest_on_the_coded_row_move(table, changes, lineage, outcome):
    name = f"outcomes:{outcome['outcome_id']}"
    resting = {
        row.key
        for row, cells in lineage.rows.items()
        if row.side == "derived" and row.table == table and name in cells["sources"].split()
    }
    assert resting
    assert by_table(changes.results)[table].rows == resting


def test_figures_that_draw_it_are_named(changes):
    figures = by_table(changes.figures)
    assert {cell.column for cell in figures["inovate_response"].cells} == {
        "events",
        "estimate",
        "low",
        "high",
        "difference",
        "difference_low",
        "difference_high",
    }
    assert not {
        "inovate_mrd_rates",
        "swimmer",
        "mrd_trajectories",
        "treatment_sequence",
        "evidence_map",
    } & set(figures)


def notebook(folder, sources, words) -> Project:
    """A project whose only notebook has one sentence as its output."""
    output = {
        "output_type": "display_data",
        "data": {"text/markdown": words},
        "metadata": {"sources": sources},
    }
    cells = [
        {
            "cell_type": "code",
            "source": "say()",
            "metadata": {},
            "outputs": [output],
            "execution_count": 1,
        }
    ]
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "01_said.ipynb").write_text(
        json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}),
        encoding="utf-8",
    )
    return Project(folder)


@pytest.mark.parametrize(
    ("words", "is_source", "shown"),
    [
        (SENTENCE, True, True),
        ("74% responded.", True, True),
        ("It rests on the row, and shows none of its numbers: 2.", True, False),
        (SENTENCE, False, False),
    ],
)
def test_sentences_that_show_a_number_which_moved_are_named(
    tmp_path, before, after, outcome, words, is_source, shown
):
    project = notebook(
        tmp_path,
        [f"outcomes:{outcome['outcome_id']}" if is_source else "outcomes:another.o1"],
        words,
    )
    sentences = changes_between(before, after, project).sentences
    assert [(sentence.notebook, sentence.cell, sentence.words) for sentence in sentences] == (
        [("01_said", 1, words)] if shown else []
    )


def test_a_folder_stands_for_its_own_state(committed, one_more):
    with state_at(one_more, str(committed.root)) as earlier:
        assert earlier.root == committed.root.resolve()


def test_a_revision_is_the_state_that_was_committed(one_more, outcome):
    with state_at(one_more, "HEAD") as earlier:
        then = (earlier.data / "coded" / "outcomes.csv").read_bytes()
    now = (one_more.data / "coded" / "outcomes.csv").read_bytes()
    assert then != now and len(then.splitlines()) == len(now.splitlines())


def test_tables_are_told(changes, outcome, capsys):
    print_changes(changes)
    written = capsys.readouterr().out
    for words in (
        "data/coded/outcomes: 1 changed",
        outcome["outcome_id"],
        "data/derived/arms_compared",
        "figures/inovate_response: 1 changed",
    ):
        assert words in written


def test_the_command_prints_json(one_more):
    ran = CliRunner().invoke(app, ["diff", "HEAD", "--json", "--project", str(one_more.root)])
    written = json.loads(ran.output)
    assert ran.exit_code == 0 and set(written) == {"coded", "results", "figures", "sentences"}
    assert written["coded"][0]["changed"][0]["difference"] == 1


def test_the_command_says_that_nothing_differs(committed):
    ran = CliRunner().invoke(app, ["diff", "HEAD", "--project", str(committed.root)])
    assert (ran.exit_code, ran.output) == (0, "no coded row differs\n")


def test_an_unknown_revision_is_one_message_with_status_1(committed):
    ran = CliRunner().invoke(app, ["diff", "no-such-revision", "--project", str(committed.root)])
    assert ran.exit_code == 1
    assert (
        "no-such-revision: neither a folder with data/datapackage.json nor a git revision"
        in ran.output
    )
    assert "Traceback" not in ran.output


def test_without_git_a_revision_is_one_message(committed, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with (
        pytest.raises(
            DiffProblem,
            match=r"HEAD: no folder with data/datapackage\.json, and git is not installed",
        ),
        state_at(committed, "HEAD"),
    ):
        pass


def test_a_state_with_problems_is_one_message_with_status_1(tmp_path, committed, one_more):
    broken = tmp_path / "broken"
    (broken / "data").mkdir(parents=True)
    (broken / "data" / "datapackage.json").write_bytes(
        (committed.data / "datapackage.json").read_bytes()
    )
    ran = CliRunner().invoke(app, ["diff", str(broken), "--project", str(one_more.root)])
    assert ran.exit_code == 1
    assert (
        "coded/outcomes.csv" in ran.output
        and "no such file" in ran.output
        and "Traceback" not in ran.output
    )
