"""What the patient timelines draw: bands to scale, numbered, with their lists."""

import pandas as pd
import pytest

from evidence.figures.canvas.check_frame import FrameError
from evidence.figures.canvas.style import style
from evidence.figures.overview import patient_timeline
from tests.unit.figures.proof_reading import drawn_as

KINDS = {"diagnosis": "diagnosis", "graft": "graft", "visit": "visit"}
NAN = float("nan")


def drawn(frame, **options):
    with style() as figure_style:
        figure = figure_style.figure("double")
        return patient_timeline.draw(figure, frame, kinds=KINDS, **options)


def texts(figure, gid):
    return [text.get_text() for text in drawn_as(figure, gid)]


def events(*rows):
    columns = ["case", "kind", "label", "date", "day", "day_low", "day_high", "listed", "series"]
    return pd.DataFrame(rows, columns=columns).assign(sources="timeline:a")


COURSE = events(
    ("A", "diagnosis", "diagnosis", "2019", "(−1000)", -1000, -1000, True, NAN),
    ("A", "index", "first dose", "5 Jan 2021", "0", 0, 0, True, 0),
    ("A", "index", "second dose", "", "7", 7, 7, False, 0),
    ("A", "index", "last dose", "", "(14)", 14, 14, True, 0),
    ("A", "graft", "graft", "", "(100 to 200)", 100, 200, True, NAN),
    ("A", "index", "dose after the graft", "", "(300)", 300, 300, True, 1),
    ("A", "visit", "visit", "", "", NAN, NAN, True, NAN),
    ("B", "index", "first dose", "", "0", 0, 0, True, 0),
    ("B", "visit", "visit", "", "400", 400, 400, True, NAN),
)


def x_of(artist):
    return artist.get_xdata()[0]


def test_bands_are_to_scale_and_day_0_is_in_one_column():
    figure = drawn(COURSE)
    a0, _, a14, a300, b0 = [x_of(stroke) for stroke in drawn_as(figure, "event index")]
    [diagnosis], [graft] = drawn_as(figure, "event diagnosis"), drawn_as(figure, "event graft")
    [visit] = drawn_as(figure, "event visit")
    assert a0 == pytest.approx(b0) and x_of(diagnosis) < a0
    day = (x_of(visit) - a0) / 400
    assert (a14 - a0, a300 - a0) == pytest.approx((14 * day, 300 * day))
    assert x_of(graft) - a0 == pytest.approx(150 * day)  # the middle of days 100 to 200
    [possible] = drawn_as(figure, "days possible")
    assert list(possible.get_xdata()) == pytest.approx([a0 + 100 * day, a0 + 200 * day])


def test_the_band_is_in_colour_only_while_the_index_therapy_is_given():
    figure = drawn(COURSE)
    strokes = [x_of(stroke) for stroke in drawn_as(figure, "event index")]
    given = drawn_as(figure, "given")
    assert [(box.get_x(), box.get_width()) for box in given] == [
        pytest.approx((strokes[0], strokes[2] - strokes[0])),
        pytest.approx((strokes[3], 0)),
        pytest.approx((strokes[4], 0)),
    ]
    assert drawn_as(figure, "band")[0].get_width() > 10 * given[0].get_width()


def test_the_list_has_every_listed_event_in_order_with_its_number_day_and_date():
    figure = drawn(COURSE)
    assert texts(figure, "list number") == ["1", "2", "3", "4", "5", "6", "1", "2"]
    assert texts(figure, "label")[:3] == [
        "day (−1000), 2019: diagnosis",
        "day 0, 5 Jan 2021: first dose",
        "day (14): last dose",
    ]
    assert "day not known: visit" in texts(figure, "label")


def test_events_too_close_for_their_own_number_share_one_and_none_is_lost():
    numbers = texts(drawn(COURSE), "number")
    assert numbers == ["1", "2", "3", "4", "5", "1", "2"]


def test_the_axis_is_named():
    figure = drawn(COURSE, index="drug X")
    assert texts(figure, "axis name") == ["Years before", "Days from the first dose of drug X"]


def test_a_case_without_any_day_has_a_list_and_no_band():
    frame = events(("A", "diagnosis", "diagnosis", "", "", NAN, NAN, True, NAN))
    figure = drawn(frame)
    assert not drawn_as(figure, "band") and texts(figure, "number") == []
    assert texts(figure, "label") == ["day not known: diagnosis"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("A", "visit", None, "", "", 0, 0, True, NAN), r"column label: is missing"),
        (("A", "surgery", "x", "", "", 0, 0, True, NAN), r"column kind: 'surgery'; allowed: index"),
        (("A", "visit", "x", "", "", 9, 8, True, NAN), r"column day_low: 9; allowed: at most day"),
    ],
)
def test_frames_that_cannot_be_drawn_are_refused(row, message):
    with pytest.raises(FrameError, match=message):
        drawn(events(row))


def test_the_finding_counts_the_days_that_the_reports_give():
    words = patient_timeline.describe(COURSE, kinds=KINDS, index="drug X")
    assert words.finding == (
        "The last known day after the first dose of drug X is 300 to 400 in 2 of 2 cases; of 6 "
        "further events listed the reports give the day after that dose for 1."
    )
