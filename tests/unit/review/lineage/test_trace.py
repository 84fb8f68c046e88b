"""The chain that is reported for a figure, a derived row and a sentence."""

import json

import pandas as pd
import pytest
from rich.console import Console
from typer.testing import CliRunner

from evidence.cli import app
from evidence.review.lineage.lineage import Lineage, Source
from evidence.review.lineage.notebook_outputs import Output
from evidence.review.lineage.trace import (
    Link,
    TraceProblem,
    Tracer,
    as_tree,
    chain,
)
from evidence.review.lineage.trace import (
    trace as trace_project,
)


@pytest.fixture(scope="module")
def trace(project, lineage):
    """The chain behind a target, in lineage that is read once."""
    tracer = Tracer(lineage)
    return lambda target, key=None: chain(project, tracer, target, key)


def ends(link: Link) -> list[Link]:
    """The last links of every branch."""
    return [link] if not link.origins else [end for origin in link.origins for end in ends(origin)]


@pytest.fixture(scope="module")
def response(trace) -> Link:
    return trace("figures/inovate_response")


def test_a_figure_goes_through_derived_rows_to_coded_rows(response):
    assert response.kind == "figure" and response.origins
    for drawn in response.origins:
        assert drawn.kind == "drawn row"
        assert {link.kind for link in ends(drawn)} == {"coded row"}


def test_the_derived_rows_named_are_those_that_hold_the_drawn_numbers(response):
    of_counts = [drawn for drawn in response.origins if "difference" in drawn.facts]
    assert len(of_counts) == 8
    for drawn in of_counts:
        ratio, difference = drawn.origins
        assert ratio.name.startswith("data/derived arms_compared:")
        assert ratio.name.endswith("/risk_ratio") and difference.name.endswith("/risk_difference")
        held = {*ratio.facts.values(), *difference.facts.values()}
        assert set(drawn.facts.values()) <= held


def test_a_coded_row_tells_document_place_and_figure_as_reported(response, lineage):
    for link in ends(response):
        row = next(
            cells
            for source, cells in lineage.rows.items()
            if f"data/coded {source}" == link.name and source.side == "coded"
        )
        assert (
            link.facts["document"]
            == lineage.coded["studies"].set_index("study_id")["document_id"][row["study_id"]]
        )
        assert link.facts["locator"] == row["locator"] and link.facts["address"] == row["address"]
        assert link.facts["value_as_reported"] == row["value_as_reported"]


def test_the_version_of_the_rule_is_named(trace, lineage):
    first = lineage.derived["mrd"].iloc[0]
    link = trace("mrd", first["assessment_id"])
    assert link.facts["rule"] == first["rule"] != ""
    kinds = [(origin.kind, origin.name.partition(":")[0]) for origin in link.origins]
    assert ("coded row", "data/coded assessments") in kinds and (
        "derived row",
        "data/derived timeline",
    ) in kinds


def test_all_rows_of_a_table_without_a_key(trace, lineage):
    assert len(trace("hazard_ratios").origins) == len(lineage.derived["hazard_ratios"])


@pytest.mark.parametrize(
    ("words", "kind", "origin"),
    [
        ("2.5 times as likely", "sentence", "data/derived ratios:first"),
        ("2.6 times as likely", "sentence", "data/coded outcomes:o1"),
        ("more likely", "sentence", "data/coded outcomes:o1"),
        ("2.5 times as likely", "table", "data/coded outcomes:o1"),
    ],
)
def test_a_sentence_leads_to_the_derived_row_that_holds_its_numbers(words, kind, origin):
    outcomes = pd.DataFrame({"outcome_id": ["o1"], "value_as_reported": ["5/10"]})
    ratios = pd.DataFrame(
        {
            "item": ["first", "second"],
            "estimate": ["2.4999", "3"],
            "sources": ["outcomes:o1", "outcomes:o1"],
        }
    )
    tracer = Tracer(
        Lineage({"outcomes": outcomes}, {"ratios": ratios}, {"outcomes": ["outcome_id"]})
    )
    links = tracer.said(
        Output(1, kind, words, ("outcomes:o1",), 'say("{a[estimate]:.1f} times as likely", a=row)')
    )
    assert [link.name for link in links] == [origin]


def test_a_derived_row_that_names_no_sources_says_so(lineage):
    empty = Lineage({}, {"map": lineage.derived["evidence_map"].assign(sources="")}, {})
    row = next(row for row in empty.rows if row == Source("derived", "map", row.key))
    assert [origin.name for origin in Tracer(empty).derived(row).origins] == ["names no sources"]


def test_the_tree_tells_every_step(trace, lineage, capsys):
    row = lineage.derived["hazard_ratios"].iloc[0]
    coded = lineage.coded["effects"].set_index("effect_id").loc[row["effect_id"]]
    Console(width=200).print(as_tree(trace("hazard_ratios", row["effect_id"])))
    written = capsys.readouterr().out
    for words in (
        f"data/derived hazard_ratios:{row['effect_id']}",
        f"data/coded effects:{row['effect_id']}",
        f"locator: {coded['locator']}",
        f"estimate_as_reported: {coded['estimate_as_reported']}",
    ):
        assert words in written


def test_the_command_prints_json(project):
    outcome = CliRunner().invoke(
        app, ["trace", "figures/inovate_mrd_rates", "--json", "--project", str(project.root)]
    )
    written = json.loads(outcome.output)
    assert outcome.exit_code == 0 and written["kind"] == "figure"
    assert [origin["kind"] for origin in written["origins"]] == ["drawn row"] * len(
        written["origins"]
    ) and written["origins"]


def test_a_notebook_is_traced_output_by_output(trace, project):
    link = trace(f"notebooks/{sorted(path.stem for path in project.notebooks.glob('*.ipynb'))[-1]}")
    assert {origin.kind for origin in link.origins} == {"output"}
    assert all(origin.origins for origin in link.origins)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["figures/nothing"], "figures/nothing: no such figure; allowed: "),
        (["notebooks/nothing"], "notebooks/nothing: no such notebook; allowed: "),
        (["nothing"], "nothing: no such derived table; allowed: "),
        (["hazard_ratios", "nothing"], "hazard_ratios: no row 'nothing'; allowed: "),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(project, words, message):
    with pytest.raises(TraceProblem, match=message):
        trace_project(project, *words)


def test_the_command_refuses_in_one_message_with_status_1(project):
    outcome = CliRunner().invoke(app, ["trace", "nothing", "--project", str(project.root)])
    assert outcome.exit_code == 1
    assert "nothing: no such derived table" in outcome.output and "Traceback" not in outcome.output


def test_a_figure_without_a_file_is_refused(tmp_path, project):
    from evidence.review.core.project import Project
    from evidence.review.lineage.trace import trace_figure

    with pytest.raises(TraceProblem, match="allowed: none"):
        trace_figure(Project(tmp_path), None, "swimmer")
