"""What the treatment sequence draws: a box per line of therapy, aligned at the index therapy."""

import pandas as pd
import pytest

from evidence.figures.canvas.check_frame import FrameError
from evidence.figures.canvas.style import style
from evidence.figures.overview import treatment_sequence
from tests.unit.figures.proof_reading import drawn_as


def drawn(kind, frame, palette="colour", **options):
    with style(palette=palette) as figure_style:
        return kind.draw(figure_style.figure("double"), frame, **options)


def texts(figure, gid):
    return [text.get_text() for text in drawn_as(figure, gid)]


def left(artist):
    return artist.get_x()


def lines_of_therapy(*rows):
    columns = ["patient", "position", "therapy", "response", "result", "index", "courses"]
    return pd.DataFrame(rows, columns=columns).assign(sources="therapies:a")


SEQUENCE = lines_of_therapy(
    ("A", -2, "Chemo", "CR", "absent", False, 6),
    ("A", -1, "HSCT", None, "not_reported", False, None),
    ("A", 0, "Drug X", "PR", "reduced", True, 2),
    ("B", 0, "Drug X", "Relapse", "present", True, None),
    ("B", 1, "CAR T", "Negative", "absent", False, None),
)


def test_lines_are_in_order_and_the_first_index_line_of_all_patients_in_one_column():
    figure = drawn(treatment_sequence, SEQUENCE)
    first, second = drawn_as(figure, "line index")
    chemo, transplant, cells = drawn_as(figure, "line")
    [column] = drawn_as(figure, "first index line")
    assert left(first) == pytest.approx(left(second))
    assert column.get_x() < left(first) < column.get_x() + column.get_width()
    assert left(chemo) < left(transplant) < left(first) < left(cells)
    assert first.get_y() > second.get_y()
    assert texts(figure, "heading") == ["−2", "−1", "first", "+1"]


def test_the_axis_of_the_sequence_is_named():
    figure = drawn(treatment_sequence, SEQUENCE, index="drug X")
    assert texts(figure, "axis") == ["Line of therapy, counted from the first with drug X"]


@pytest.mark.parametrize("palette", ["colour", "grey"])
def test_the_index_therapy_differs_from_the_others_in_grey_too(palette):
    figure = drawn(treatment_sequence, SEQUENCE, palette)
    dark = {sum(box.get_facecolor()[:3]) for box in drawn_as(figure, "line index")}
    assert max(dark) < 1.5
    assert {box.get_facecolor()[:3] for box in drawn_as(figure, "line")} == {(1.0, 1.0, 1.0)}
    assert texts(figure, "therapy") == ["Chemo", "HSCT", "Drug X", "Drug X", "CAR T"]


def test_each_course_reported_is_a_tick_inside_its_box():
    figure = drawn(treatment_sequence, SEQUENCE)
    ticks = [tick.get_xdata()[0] for tick in drawn_as(figure, "course")]
    assert len(ticks) == 6 + 2
    for box, inside in (
        (drawn_as(figure, "line")[0], ticks[:6]),
        (drawn_as(figure, "line index")[0], ticks[6:]),
    ):
        assert left(box) < min(inside) < max(inside) < left(box) + box.get_width()


def test_a_response_not_reported_says_so_and_has_no_circle():
    figure = drawn(treatment_sequence, SEQUENCE)
    assert {
        gid: [mark.get_fillstyle() for mark in drawn_as(figure, f"result {gid}")]
        for gid in ("absent", "reduced", "present", "not_reported")
    } == {"absent": ["full", "full"], "reduced": ["left"], "present": ["full"], "not_reported": []}
    assert {mark.get_markerfacecolor() for mark in drawn_as(figure, "result absent")} == {"white"}
    assert texts(figure, "response") == ["CR", "NR", "PR", "Relapse", "Negative"]


def test_a_half_circle_has_a_dark_rim_on_a_white_box():
    frame = lines_of_therapy(
        ("A", -1, "Chemo", "CR, MRD+", "reduced", False, 1),
        ("A", 0, "Drug X", "PR", "reduced", True, 1),
    )
    white, dark = drawn_as(drawn(treatment_sequence, frame), "result reduced")
    assert white.get_markeredgecolor() != "white" and dark.get_markeredgecolor() == "white"


def test_the_finding_counts_what_the_first_index_line_led_to():
    words = treatment_sequence.describe(SEQUENCE, index="drug X")
    assert words.finding == (
        "0 to 2 lines of therapy preceded drug X; the last response reported for its first line is "
        "without disease in 0 of 2, residual disease counted as disease; no response is reported "
        "for 1 of 5 lines."
    )
    assert "Chemo (CR, 6 courses)" in words.long_text


def test_the_finding_names_the_responses_that_it_counts_as_without_disease():
    frame = lines_of_therapy(
        ("A", 0, "Drug X", "MRD−", "absent", True, 1),
        ("B", 0, "Drug X", "CR (marrow)", "absent", True, 1),
        ("C", 0, "Drug X", "CR, MRD+", "reduced", True, 1),
        ("C", 1, "HSCT", "Remission", "absent", False, 1),  # not the first line of drug X
    )
    words = treatment_sequence.describe(frame, index="drug X")
    assert "without disease in 2 of 3 (MRD−; CR (marrow)), residual" in words.finding


def test_two_lines_with_one_position_are_refused():
    with pytest.raises(FrameError, match=r"row 1 \(A\), column position: 0; another line"):
        drawn(
            treatment_sequence,
            lines_of_therapy(
                ("A", 0, "Drug X", None, "absent", True, 1),
                ("A", 0, "TKI", None, "absent", False, 1),
            ),
        )


def test_a_word_that_is_neither_remission_nor_relapse_is_reported_all_the_same():
    frame = lines_of_therapy(
        ("A", -1, "Chemo", None, "not_reported", False, None),
        ("A", 0, "Drug X", "Response", "not_reported", True, None),
    )
    assert "no response is reported for 1 of 2 lines" in treatment_sequence.describe(frame).alt
