"""A second review, of an invented drug in an invented disease, from `evidence new` to notebooks.

It has no field of medicine switched on and one reading only. The expected values are by hand from
the report in its folder `sources` and the counts of its trial.
"""

import math

import pandas as pd
import pytest
from typer.testing import CliRunner

from evidence.cli import app

CREATININE_UMOL = 1000 / 113.12  # µmol in a mg: molar mass 113.12 g/mol
HAEMATOLOGY = {"mrd", "responses", "response_counts", "mrd_rates"}  # tables of another field


def run(*arguments, root=None):
    project = ["--project", str(root)] if root else []
    result = CliRunner().invoke(app, [*map(str, arguments), *project])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """The review, coded in a workbook, checked and built."""
    root = tmp_path_factory.mktemp("second") / "review"
    run("new", root, "--example")
    workbook = root / "coding.xlsx"
    before = {path: path.read_bytes() for path in (root / "data" / "coded").glob("*.csv")}
    run("sheet", "out", workbook, root=root)
    run("sheet", "in", workbook, root=root)
    assert {path: path.read_bytes() for path in before} == before
    assert "no problems" in run("check", root=root)
    run("build", root=root)
    return root


def derived(root, name):
    return pd.read_csv(root / "data" / "derived" / f"{name}.csv")


def test_days_count_from_the_first_dose_of_its_therapy(root):
    timeline = derived(root, "timeline").set_index("description")
    assert timeline.loc["admitted", "day_low"] == -7  # 3 March, first dose on 10 March
    assert timeline.loc["remission", "day_low"] == 21
    assert timeline.loc["died", "day_high"] == 29 + 30  # 2 May to 30 June


def test_laboratory_values_are_brought_to_one_unit(root):
    values = derived(root, "laboratory")
    assert set(values["unit"]) == {"umol/L"}
    expected = [21 * CREATININE_UMOL, 9 * CREATININE_UMOL]  # 2.1 and 0.9 mg/dL
    assert values["low"].tolist() == pytest.approx(expected, rel=1e-4)


def test_a_dose_without_a_coded_label_is_not_compared(root):
    assert set(derived(root, "doses")["compared_with_label"]) == {"not_compared"}


def test_arms_are_compared_as_by_hand(root):
    rows = derived(root, "arms_compared").set_index("measure")
    error = math.sqrt(1 / 30 - 1 / 50 + 1 / 20 - 1 / 50)  # 30 of 50 against 20 of 50
    limits = [1.5 * math.exp(sign * 1.959964 * error) for sign in (-1, 1)]
    assert rows.loc["risk_ratio", ["estimate", "low", "high"]].tolist() == pytest.approx(
        [1.5, *limits], rel=1e-6
    )
    # A response is a benefit: more of them is a number needed to treat.
    assert rows.loc["number_needed_to_treat", "estimate"] == pytest.approx(5)


def test_silence_is_not_no(root):
    states = derived(root, "evidence_map").set_index(["patient_id", "outcome"])["state"]
    assert states["invented_2", "Length of follow-up"] == "not_reported"
    assert states["invented_1", "Length of follow-up"] == "reported"


def test_the_audit_finds_what_the_report_lacks_and_nothing_else(root):
    findings = derived(root, "audit_findings")
    assert findings[["check", "row_key"]].to_numpy().tolist() == [
        ["follow_up_without_length", "invented_2031.f2"]
    ]


def test_every_coded_figure_is_in_its_text(root):
    reported = run("verify", "--sources", root / "sources", root=root)
    assert "│ all             │      40 │              40 │         0 │" in reported


def test_a_field_of_medicine_that_is_off_leaves_no_trace(root):
    names = {path.stem for path in (root / "data" / "derived").iterdir()}
    assert names.isdisjoint(HAEMATOLOGY)
    assert not [name for name in derived(root, "cases") if "mrd" in name or "vod" in name]


def test_its_figure_and_notebooks_are_made(root):
    assert (root / "figures" / "arms_compared.svg").is_file()
    for path in (root / "notebooks").glob("*.ipynb"):
        assert '"outputs": [\n' in path.read_text(encoding="utf-8")
