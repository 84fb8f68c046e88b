"""A second review, of an invented drug in an invented disease, from `evidence new` to notebooks.

It has no field of medicine switched on and one reading only. The expected values are by hand from
the report in its folder `sources` and the counts of its trial.
"""

import math
import re
import zipfile

import pandas as pd
import pytest
from typer.testing import CliRunner

from evidence.cli import app

CREATININE_UMOL = 1000 / 113.12  # µmol in a mg: molar mass 113.12 g/mol
T_2 = 4.302653  # 97.5% quantile of t with two degrees of freedom, any table of t
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
    expected = [21 * CREATININE_UMOL, 9 * CREATININE_UMOL, 150]  # 2.1 and 0.9 mg/dL, 150 µmol/L
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


def test_studies_of_one_arm_are_pooled_as_by_hand(root):
    """11/20, 18/30 and 31/50 differ by less than chance, so tau² is 0 and the pool is 60/100."""
    row = derived(root, "pooled").set_index("specification").loc["primary"]
    assert row[["k", "events", "n", "tau2"]].tolist() == [3, 60, 100, 0]
    error = math.sqrt(1 / 60 + 1 / 40)  # of the logit of 60/100
    limits = [1 / (1 + math.exp(-(math.log(1.5) + sign * T_2 * error))) for sign in (-1, 1)]
    assert row[["estimate", "low", "high"]].tolist() == pytest.approx([0.6, *limits], rel=1e-4)


def test_the_course_of_each_patient_is_drawn(root):
    rows = pd.read_csv(root / "figures" / "swimmer.csv")
    shown = rows[rows["row_type"].isin(["event", "response", "end"])]
    assert shown[["lane", "kind", "result", "day_low", "day_high"]].fillna(
        ""
    ).to_numpy().tolist() == [
        ["Invented 1", "dose", "", 0, 0],
        ["Invented 1", "dose", "", 10.5, 17.5],  # "two weeks" is good to half a week
        ["Invented 1", "finding", "absent", 21, 21],
        ["Invented 1", "alive", "", 167.4, 197.8],  # 5.5 and 6.5 months of 30.4375 days
        ["Invented 2", "dose", "", 0, 0],
        ["Invented 2", "adverse_event", "", 5, 5],
        ["Invented 2", "dead", "", 59, 59],  # 2 May to 30 June
    ]


def test_the_audit_finds_the_errors_of_the_reports_and_nothing_else(root):
    findings = derived(root, "audit_findings")
    assert findings[["check", "severity", "row_key"]].to_numpy().tolist() == [
        ["percent_of_count", "error", "gamma.o1"],  # 31/50 is 62%, reported as 64%
        ["follow_up_without_length", "note", "invented_2031.f2"],
    ]


def test_every_coded_figure_is_in_its_text(root):
    reported = run("verify", "--sources", root / "sources", root=root)
    assert "│ all             │      42 │              42 │         0 │" in reported


def test_a_field_of_medicine_that_is_off_leaves_no_trace(root):
    names = {path.stem for path in (root / "data" / "derived").iterdir()}
    assert names.isdisjoint(HAEMATOLOGY)
    assert not [name for name in derived(root, "cases") if "mrd" in name or "vod" in name]


def test_its_figures_and_notebooks_are_made(root):
    for name in ("arms_compared", "swimmer", "response_pooled"):
        assert (root / "figures" / f"{name}.svg").is_file()
    for path in (root / "notebooks").glob("*.ipynb"):
        assert '"outputs": [\n' in path.read_text(encoding="utf-8")


def test_its_site_paper_and_bundle_are_made(root):
    run("site", root=root)
    assert "64% for 31/50" in (root / "site" / "audit.html").read_text(encoding="utf-8")
    run("manuscript", root=root)
    paper = (root / "manuscript" / "paper.html").read_text(encoding="utf-8")
    words = " ".join(re.sub(r"<[^>]+>", "", paper).split())
    assert "60 of 100 patients responded: 60.0% (95% CI 38.4% to 78.3%)" in words
    citation = root / "CITATION.cff"
    citation.write_text(citation.read_text(encoding="utf-8") + "date-released: 2031-01-05\n")
    run("bundle", root=root)
    with zipfile.ZipFile(root / "exports" / "bundle.zip") as bundle:
        assert bundle.testzip() is None
        assert any(name.endswith("data/coded/pool_rows.csv") for name in bundle.namelist())
