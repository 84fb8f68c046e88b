"""Study tables that people bring, and the pooled value that metafor 3.8-1 gives for them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evidence.cli import app

INPUTS = Path(__file__).parent / "inputs"
# metafor: rma(measure="RR", ai, n1i, ci, n2i) of the five studies
FIVE = {"estimate": 0.683527, "low": 0.506925, "high": 0.921653}


def run(name, measure, *options):
    return CliRunner().invoke(
        app, ["pool", str(INPUTS / name), "--measure", measure, "--json", *options]
    )


def record(name, measure, *options):
    result = run(name, measure, *options)
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def agrees(found, expected):
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=1e-5)


def test_a_row_of_totals_is_left_out_and_named():
    found = record("totals_row.csv", "RR")
    agrees(found, FIVE | {"k": 5})
    assert "row 7 ('Total') left out: a row of totals" in found["convention"]


def test_counts_and_reported_ratios_are_pooled_as_one_analysis():
    found = record("mixed.csv", "RR")
    # metafor: escalc() and conv.wald() together
    agrees(found, {"k": 5, "estimate": 0.6476298, "low": 0.4841325, "high": 0.8663421, "tau2": 0})
    assert "effects 3 by counts, 2 by estimates with limits" in found["convention"]


def test_sizes_that_are_not_whole_are_refused_by_row():
    result = run("dot_thousands_prop.csv", "PLO")
    assert result.exit_code == 1 and "Traceback" not in result.output
    assert "row 2 (Alder 2014), column ni: found '1.240'; allowed: a whole number" in result.output


@pytest.mark.parametrize("name", ["Study_only", "Author", "studlab"])
def test_names_of_studies_are_found_under_the_usual_headings(name):
    found = record(f"header_{name}.csv", "RR")
    agrees(found, FIVE)
    assert [row["study"] for row in found["weights"]] == [
        "Alder 2014", "Birch 2016", "Cedar 2018", "Dogwood 2020", "Elm 2021"
    ]  # fmt: skip


def test_semicolons_between_columns_are_read_and_noted():
    found = record("excel_de.csv", "RR")
    agrees(found, FIVE)
    assert "semicolons between columns" in found["convention"]


@pytest.mark.parametrize(
    ("name", "measure", "confidence", "prediction"),
    [
        ("double_zero.csv", "OR", (0.1641053, 1.503953), (0.0822, 3.0011)),
        ("many_zero.csv", "PLO", (0.009474123, 0.04943661), (0.00769, 0.06031)),
    ],
)
def test_a_prediction_interval_holds_the_confidence_interval(name, measure, confidence, prediction):
    found = record(name, measure)
    # metafor: predict() with t on k - 1
    assert (found["low"], found["high"]) == pytest.approx(confidence, rel=1e-5)
    predicted = found["prediction_low"], found["prediction_high"]
    assert predicted == pytest.approx(prediction, rel=1e-3)
