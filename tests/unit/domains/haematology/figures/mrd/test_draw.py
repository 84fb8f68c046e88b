"""What an MRD plot draws: levels on a log axis, limits, bands, panels."""

import pandas as pd
import pytest

from evidence.domains.haematology.figures import mrd as mrd_trajectories
from evidence.figures.canvas.check_frame import FrameError
from evidence.figures.canvas.style import style
from tests.unit.figures.proof_reading import drawn_as


def result(
    state="level",
    value=None,
    *,
    patient="A",
    panel="Flow cytometry",
    scale="share",
    period="during",
    step=1,
    sensitivity=None,
    label=None,
):
    return {
        "patient": patient,
        "panel": panel,
        "scale": scale,
        "period": period,
        "step": step,
        "state": state,
        "value": value,
        "sensitivity": sensitivity,
        "label": label,
        "sources": "assessments:a",
    }


def frame(*rows):
    return pd.DataFrame(rows).astype({"value": float, "sensitivity": float})


def drawn(*rows):
    with style() as figure_style:
        return mrd_trajectories.draw(figure_style.figure("double"), frame(*rows))


def texts(figure, gid):
    return [text.get_text() for text in drawn_as(figure, gid)]


def x_of(figure, gid):
    return [mark.get_xdata()[0] for mark in drawn_as(figure, gid)]


@pytest.mark.parametrize(
    ("value", "fill"), [(9.9e-5, "half"), (1e-4, "full"), (1.1e-4, "full"), (0.01, "full")]
)
def test_a_level_below_the_threshold_is_half_filled(value, fill):
    assert len(drawn_as(drawn(result(value=value)), f"result level {fill}")) == 1


def test_a_ratio_has_no_threshold():
    figure = drawn(result(value=1e-5, scale="ratio", panel="Transcripts"))
    assert len(drawn_as(figure, "result level full")) == 1


def test_a_negative_shows_its_detection_limit_or_that_none_is_stated():
    figure = drawn(
        result("not_detected", sensitivity=1e-6),
        result("not_detected", sensitivity=2.5e-5, step=2),
        result("not_detected", step=3),
    )
    assert len(drawn_as(figure, "result not_detected open")) == 3
    assert texts(figure, "level") == ["< 10⁻⁶", "< 2.5e-05", "?"]


def test_levels_are_written_as_reported_with_the_side_on_which_they_are_known():
    figure = drawn(
        result(value=0.016, label="1.6%"),
        result("at_or_above", 0.003, label="0.003 copies", step=2),
        result("below", 1e-4, label="10⁻⁴", step=3),
        result("detected", step=4),
    )
    assert texts(figure, "level") == ["1.6%", "≥ 0.003 copies", "< 10⁻⁴", ""]
    assert len(drawn_as(figure, "result below open")) == 1
    assert len(drawn_as(figure, "result detected full")) == 1


def test_a_term_without_a_result_is_a_cross_and_no_symbol():
    figure = drawn(result("term_only"))
    assert texts(figure, "result term_only") == ["×"]


def test_results_of_a_patient_go_right_in_order_and_periods_do_not_mix():
    figure = drawn(
        result("detected", period="after_transplant", step=4),
        result("detected", period="during", step=3),
        result("detected", period="before", step=1),
        result("detected", period="before", step=2),
    )
    places = x_of(figure, "result detected full")
    assert places == sorted(places) and len(places) == 4
    headings = [text.get_position()[0] for text in drawn_as(figure, "period heading")]
    assert places[1] < headings[1] < places[2]  # baseline, empty, lies between


def test_each_assay_has_a_shape_and_each_patient_a_row():
    figure = drawn(
        result("detected"),
        result("detected", panel="PCR", step=2),
        result("detected", patient="B", step=3),
    )
    marks = drawn_as(figure, "result detected full")
    assert [mark.get_marker() for mark in marks] == ["o", "D", "o"]
    heights = [mark.get_ydata()[0] for mark in marks]
    assert heights[0] == heights[1] > heights[2]
    assert texts(figure, "patient") == ["A", "B"]


def test_shares_and_ratios_never_share_a_panel():
    with pytest.raises(FrameError, match="'Flow cytometry' mixes shares of cells and ratios"):
        drawn(result(value=0.1), result(value=0.1, scale="ratio"))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (result("level"), r"row 0 \(A\), column value: is missing; state level needs it"),
        (result(value=1.5), "more than all cells"),
        (
            result("not_detected", sensitivity=0.0),
            "column sensitivity: 0; allowed: a number above 0",
        ),
        (result(value=0.1, step=None), "column step: is missing"),
    ],
)
def test_impossible_results_are_refused(row, words):
    with pytest.raises(FrameError, match=words):
        drawn(row)


def test_the_words_say_how_many_negatives_lack_a_limit():
    words = mrd_trajectories.describe(
        frame(
            result("not_detected"),
            result("not_detected", sensitivity=1e-6, step=2),
            result(value=2.68e-5, label="2.68×10⁻⁵", step=3),
        )
    )
    assert "1 of 2 negative results come without a detection limit" in words.alt
    assert "A: 2.68×10⁻⁵ is below 10⁻⁴ and yet detected." in words.alt
