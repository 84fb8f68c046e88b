"""What notebooks compute is what the build writes, and a choice that is changed moves sentences."""

import re
from pathlib import Path

import numpy as np
import pytest

import evidence as ev
from evidence.review.core.notebook_files import read_cells

MODULE = "evidence.review.notebook.open_review.display"
NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
CHOICE = re.compile(r"^(?P<name>\w+) = (?P<value>.+?)(?:  # or: (?P<same>.+))?$", re.M)
ABOVE = re.compile(r"^# or: (?P<line>.+)\n(?P<name>\w+) = ", re.M)
VALUE = re.compile(r'"[^"]+"|\d+(?:\.\d+)?')


def alternatives(source):
    """Each parameter of a first cell with the first value that stands beside it."""
    found = {match["name"]: match["line"] for match in ABOVE.finditer(source)}
    found |= {match["name"]: match["same"] for match in CHOICE.finditer(source) if match["same"]}
    values = {name: VALUE.search(text) for name, text in found.items()}
    return {name: value[0] for name, value in values.items() if value}


def words_of(shown):
    """The sentence of an output; controls have none."""
    return shown.get("text/markdown", "") if isinstance(shown, dict) else ""


@pytest.fixture
def run(monkeypatch):
    """Run the code of a notebook, with its first cell changed; its variables and sentences."""

    def run_cells(path, **changed):
        said = []
        monkeypatch.chdir(path.parent)
        monkeypatch.setattr(MODULE, lambda data, metadata, raw=False: said.append(words_of(data)))
        code = [cell["source"] for cell in read_cells(path) if cell["cell_type"] == "code"]
        for name, value in changed.items():
            code[0], count = re.subn(rf"^{name} = .*$", f"{name} = {value}", code[0], flags=re.M)
            assert count == 1
        variables = {}
        exec("\n".join(code), variables)
        return variables, [words for words in said if words]

    return run_cells


def notebook(number):
    return next(path for path in NOTEBOOKS if path.name.startswith(number))


def derived(table, query):
    return ev.open_review()[table].query(query)


def test_the_comparison_of_the_arms_is_that_of_the_build(run):
    computed = run(notebook("05"))[0]["computed"].set_index("measure")
    written = derived(
        "arms_compared", "outcome == 'cr_or_cri' and analysis_set == 'all_randomised'"
    ).set_index("measure")
    columns = ["estimate", "low", "high"]
    np.testing.assert_array_equal(
        computed.loc[written.index, columns].to_numpy(), written[columns].to_numpy()
    )


def test_the_harms_are_those_of_the_build(run):
    computed = run(notebook("08"))[0]["computed"].set_index("measure")
    written = derived(
        "arms_compared", "outcome == 'vod_sos_any' and study_id == 'inovate2019'"
    ).set_index("measure")
    assert computed.loc["risk_ratio", "estimate"] == written.loc["risk_ratio", "estimate"]


def test_intervals_at_another_level_are_those_of_the_build(run):
    variables, _ = run(notebook("06"))
    whole, limits = variables["whole"], variables["limits"]
    np.testing.assert_allclose(limits["low"], whole["low_95"], rtol=1e-12)
    np.testing.assert_allclose(limits["high"], whole["high_95"], rtol=1e-12)


def test_the_pooled_estimate_is_that_of_the_build(run):
    fit = run(notebook("07"))[0]["fit"]
    written = derived("pooled", "pooled_id == 'cr_or_cri.primary'").iloc[0]
    found = [fit.estimate, fit.ci_low, fit.ci_high, *fit.prediction[:2], fit.tau2]
    names = ["estimate", "low", "high", "prediction_low", "prediction_high", "tau2"]
    np.testing.assert_allclose(found, written[names].astype(float), rtol=1e-9, atol=1e-12)


def test_the_counts_of_patients_are_those_of_the_build(run):
    computed = run(notebook("02"))[0]["computed"]
    written = derived("case_counts", "item == 'Extramedullary disease at inotuzumab'").iloc[0]
    assert {name: written[name] for name in computed} == computed


def test_choices_are_read_beside_or_above_a_parameter():
    source = 'a = 1  # or: 2, 3\n# or: "x", "y"\nb = "z"\nc = 4\nfile = "f"  # or: your path'
    assert alternatives(source) == {"a": "2", "b": '"x"'}


@pytest.mark.parametrize("path", NOTEBOOKS[1:], ids=lambda path: path.stem)
def test_a_choice_that_is_changed_moves_a_sentence(path, run):
    cells = read_cells(path)
    shown = {
        "".join(output["data"].get("text/markdown", ""))
        for cell in cells
        for output in cell.get("outputs", ())
    }
    first = next(cell["source"] for cell in cells if cell["cell_type"] == "code")
    changed = dict([next(iter(alternatives(first).items()))])
    assert set(run(path, **changed)[1]) - shown
