"""Arguments of other programs, and tables where a pooled result belongs, refused in a sentence."""

import inspect

import pandas as pd
import pytest

import evidence as ev
from evidence.analysis.arguments import OF_OTHER_PROGRAMS
from evidence.errors import EvidenceError
from evidence.figures.canvas.check_frame import FrameError

TRIALS = {
    "study": ["A", "B", "C"],
    "ai": [4, 6, 9],
    "n1i": [50, 60, 80],
    "ci": [9, 10, 14],
    "n2i": [50, 61, 79],
}
OF_A_FIT = [
    name
    for name in ev.__all__
    if inspect.isfunction(function := getattr(ev, name))
    and "fit" in inspect.signature(function).parameters
]


@pytest.fixture
def fit():
    return ev.pool(TRIALS, "RR")


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        ({"method": "REML"}, 'tau2_method="REML"'),
        ({"sm": "RR"}, 'measure="RR"'),
        ({"hakn": True}, 'test="knapp_hartung"'),
        ({"method.tau": "PM"}, 'tau2_method="REML"'),
        ({"incr": 0.5}, "zero_policy"),
        ({"byvar": "study"}, r"subgroups\(fit, by\)"),
        ({"tau2_methd": "DL"}, "did you mean 'tau2_method'"),
    ],
)
def test_an_argument_of_another_program_is_named_as_it_is_called_here(arguments, meant):
    with pytest.raises(EvidenceError, match=rf"'{next(iter(arguments))}' found.*{meant}"):
        ev.pool(TRIALS, "RR", **arguments)


def test_what_is_missing_is_named_beside_what_is_unknown():
    with pytest.raises(EvidenceError, match=r"(?s)'sm' found.*argument 'measure' is missing"):
        ev.pool(TRIALS, sm="RR")


def test_the_names_given_in_place_of_others_exist():
    allowed = inspect.signature(ev.pool).parameters
    named = [text.split("=")[0] for text in OF_OTHER_PROGRAMS.values() if text[-1] in '"5']
    assert named and all(name in allowed for name in named)


def test_functions_of_a_fit_are_found():
    assert {"funnel", "egger", "cumulative", "bayes", "subgroups", "labbe"} <= {*OF_A_FIT}


@pytest.mark.parametrize("name", OF_A_FIT)
@pytest.mark.parametrize("value", [pd.DataFrame(TRIALS), TRIALS, None, "RR", 5])
def test_a_table_in_place_of_a_fit_is_refused(name, value):
    words = rf"fit: {type(value).__name__} found; allowed: the result of evidence.pool"
    with pytest.raises(EvidenceError, match=words):
        getattr(ev, name)(value)


@pytest.mark.parametrize("name", ["prisma", "swimmer", "evidence_map", "traffic_light"])
def test_a_mapping_in_place_of_a_frame_is_refused(name):
    with pytest.raises(EvidenceError, match=r"frame: dict found; allowed: a pandas DataFrame"):
        getattr(ev, name)(TRIALS)


def test_an_unknown_style_is_refused_with_those_that_exist(fit):
    with pytest.raises(EvidenceError, match=r"'colour' found.*journal, palette, width"):
        ev.funnel(fit, colour="red")


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ({"journal": "nonsense"}, "journal 'nonsense'"),
        ({"palette": "blue"}, "palette 'blue'"),
        ({"width": "triple"}, "width 'triple'"),
        ({"ax": 5}, "ax: 5 found"),
    ],
)
def test_a_style_that_does_not_exist_is_refused(fit, style, words):
    with pytest.raises(FrameError, match=words):
        ev.forest(fit, **style)


@pytest.mark.parametrize("model", [None, 5, ["RE"]])
def test_a_model_that_is_no_name(model):
    with pytest.raises(EvidenceError, match=r"model .* found; a name is needed"):
        ev.pool(TRIALS, "RR", model=model)


def test_a_single_column_is_no_table():
    with pytest.raises(EvidenceError, match="Series found; a table is needed, by column"):
        ev.pool(pd.Series([1, 2]), "RR")


def test_moderators_in_words_have_no_place_on_an_axis(fit):
    with pytest.raises(EvidenceError, match="moderator must hold numbers; found 'a'"):
        ev.bubble(fit, ["a", "b", "c"], name="Age")


@pytest.mark.parametrize("favours", ["drug", ("drug",), ("drug", "control", "neither")])
def test_a_line_of_no_effect_has_two_sides(fit, favours):
    with pytest.raises(FrameError, match=r"favours: .*; allowed: the words of the two sides"):
        ev.forest(fit, favours=favours)


def test_half_of_a_character_is_named_by_row_and_column():
    cells = {"label": ["A", "B\ud800"], "estimate": [0.7, 0.9], "low": [0.5, 0.6], "high": [1, 2]}
    with pytest.raises(FrameError, match=r"row 1, column label: 'B\\ud800'"):
        ev.forest(pd.DataFrame(cells), measure="HR")


def test_an_infinite_count_is_named_by_row_and_column():
    counts = pd.DataFrame({"variable": ["database_results", "new_studies"], "n": [float("inf"), 4]})
    with pytest.raises(FrameError, match=r"row 0 \(database_results\), column n: inf"):
        ev.prisma(counts)


def test_states_in_a_list_are_refused():
    with pytest.raises(EvidenceError, match="states: list found; a pandas Series is needed"):
        ev.count_reported(["yes", "no"])
