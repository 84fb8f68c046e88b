"""What an MRD plot draws: levels on a log axis, limits, bands, panels."""

import math

import pandas as pd
import pytest

from evidence.figures import mrd as mrd_trajectories
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


def symbols(figure, how):
    return [
        (mark.get_xdata()[0], mark.get_ydata()[0]) for mark in drawn_as(figure, f"result {how}")
    ]


def texts(figure, gid):
    return [text.get_text() for text in drawn_as(figure, gid)]


def test_a_quantified_level_below_the_threshold_is_filled_and_below_the_line():
    figure = drawn(result(value=2.68e-5, label="2.68×10⁻⁵"))
    [(_, y)] = symbols(figure, "filled")
    assert symbols(figure, "open") == []
    assert y < drawn_as(figure, "threshold")[0].get_ydata()[0]
    assert texts(figure, "value") == ["2.68×10⁻⁵"]


def test_the_axis_is_logarithmic():
    figure = drawn(
        *(result(value=value, step=step) for step, value in enumerate((1e-1, 1e-2, 1e-3, 3e-5)))
    )
    heights = [y for _, y in symbols(figure, "filled")]
    assert heights[0] - heights[1] == pytest.approx(heights[1] - heights[2])
    assert (heights[2] - heights[3]) / (heights[0] - heights[1]) == pytest.approx(
        math.log10(1e-3 / 3e-5)
    )


def test_the_threshold_stands_at_its_labelled_tick():
    figure = drawn(result(value=1e-4))
    tick = next(text for text in drawn_as(figure, "tick") if text.get_text().startswith("10⁻⁴"))
    line = drawn_as(figure, "threshold")[0].get_ydata()[0]
    assert tick.get_text() == "10⁻⁴ (0.01%)"
    assert tick.get_position()[1] + 0.36 * tick.get_fontsize() == pytest.approx(line)
    assert symbols(figure, "filled")[0][1] == pytest.approx(line)


def test_a_negative_with_its_limit_is_open_at_the_limit_with_a_bar_and_an_arrow():
    figure = drawn(result("not_detected", sensitivity=1e-6), result(value=1e-6, step=2))
    [(x, y)] = symbols(figure, "open")
    [bar] = drawn_as(figure, "detection limit")
    assert list(bar.get_ydata()) == pytest.approx([y, y]) and min(bar.get_xdata()) < x < max(
        bar.get_xdata()
    )
    assert y == pytest.approx(symbols(figure, "filled")[0][1])
    assert drawn_as(figure, "arrow")[0].get_ydata()[1] < y


def test_a_negative_without_a_limit_stands_in_a_band_and_no_limit_is_invented():
    figure = drawn(result(value=0.01), result("not_detected", step=2))
    [(_, y)] = symbols(figure, "open")
    band = next(text for text in drawn_as(figure, "band") if "limit not stated" in text.get_text())
    assert y == pytest.approx(band.get_position()[1] + 0.36 * band.get_fontsize())
    lowest = min(text.get_position()[1] for text in drawn_as(figure, "tick"))
    assert y < lowest
    assert drawn_as(figure, "detection limit") == [] and drawn_as(figure, "arrow") == []


def test_detected_without_a_level_is_filled_above_the_axis_and_a_term_is_a_cross():
    figure = drawn(result(value=0.01), result("detected", step=2), result("term_only", step=3))
    heights = sorted(y for _, y in symbols(figure, "filled"))
    assert heights[1] > max(text.get_position()[1] for text in drawn_as(figure, "tick"))
    [cross] = drawn_as(figure, "term only")
    assert cross.get_marker() == "x"


def test_each_assay_has_a_panel_and_a_ratio_its_own_axis_without_the_threshold():
    figure = drawn(result(value=0.01), result(value=0.03, panel="BCR::ABL1 ratio", scale="ratio"))
    assert texts(figure, "panel") == ["Flow cytometry", "BCR::ABL1 ratio (own axis)"]
    assert len(drawn_as(figure, "threshold")) == 1
    [flow, ratio] = symbols(figure, "filled")
    assert flow[1] > drawn_as(figure, "panel")[1].get_position()[1] > ratio[1]
    assert (
        sum("%" in words for words in texts(figure, "tick")) == 2
    )  # 1% and 0.01%, on the shares' axis only


def test_shares_and_ratios_never_share_a_panel():
    with pytest.raises(FrameError, match="mixes shares of cells and ratios"):
        drawn(result(value=0.01), result(value=0.03, scale="ratio"))


def test_results_of_a_patient_go_right_in_order_and_periods_do_not_mix():
    figure = drawn(
        result(value=0.02, period="before", step=4),
        result(value=0.01, period="before", step=2),
        result(value=1e-3, period="after_transplant", step=9),
    )
    by_level = {round(y, 6): x for x, y in symbols(figure, "filled")}
    x = [by_level[y] for y in sorted(by_level, reverse=True)]
    assert x[1] < x[0] < x[2]  # 1% came before 2%, both before 10⁻³
    headings = {text.get_text(): text.get_position()[0] for text in drawn_as(figure, "period")}
    assert headings["Before inotuzumab"] == pytest.approx((x[0] + x[1]) / 2)


def test_patients_have_shapes_of_their_own():
    figure = drawn(*(result(value=0.01, patient=name) for name in "ABCDEF"))
    markers = [mark.get_marker() for mark in drawn_as(figure, "result filled")]
    assert len(set(markers)) == 6
    x = [x for x, _ in symbols(figure, "filled")]
    assert len({round(value, 3) for value in x}) == 6


def test_at_or_above_points_up():
    figure = drawn(result("at_or_above", 0.003))
    arrow = drawn_as(figure, "arrow")[0].get_ydata()
    assert arrow[1] > arrow[0] and len(symbols(figure, "filled")) == 1


def test_trajectories_leave_terms_without_a_result_out():
    figure = drawn(result(value=0.01), result("term_only", step=2), result(value=0.001, step=3))
    assert [len(line.get_xdata()) for line in drawn_as(figure, "trajectory")] == [2]


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
