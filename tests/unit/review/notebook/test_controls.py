"""The controls of the notebook to try choices in."""

import pandas as pd
import pytest

import evidence as ev
from evidence.review.notebook.controls import Controls

STUDIES = pd.DataFrame({"study": ["A", "B", "C"], "xi": [4, 6, 9], "ni": [20, 41, 60]})


@pytest.fixture
def controls():
    return Controls(STUDIES, "Death < 30 days")


def test_as_it_opens_it_is_the_main_analysis(controls):
    fit = ev.pool(STUDIES, "PLO", model="glmm", test="t")
    assert (
        f"{fit.estimate:.1%}</b> (95% CI {fit.ci_low:.1%} to {fit.ci_high:.1%}; k = 3), as in"
        in (controls.sentence.value)
    )
    assert "Death &lt; 30 days" in controls.sentence.value


def test_a_study_out_and_a_numerator_changed_move_sentence_and_picture(controls):
    before = controls.picture.value
    controls.included[0].value = False
    controls.numerators[2].value = 30
    changed = pd.DataFrame({"study": ["B", "C"], "xi": [6, 30], "ni": [41, 60]})
    fit = ev.pool(changed, "PLO", model="glmm", test="t")
    assert f"{fit.estimate:.1%}</b>" in controls.sentence.value
    assert "k = 2" in controls.sentence.value
    assert controls.picture.value not in ("", before)


def test_without_a_study_it_says_why_there_is_no_result(controls):
    for box in controls.included:
        box.value = False
    assert controls.picture.value == ""
    assert "stud" in controls.sentence.value


def test_a_page_without_a_kernel_says_when_controls_appear(controls):
    assert repr(controls) == "Controls appear here once all cells are run: Run > Run All Cells."
