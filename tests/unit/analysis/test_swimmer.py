"""Swimmer plots of a reader's frame: what is drawn, in which words, and what is refused."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import evidence as ev
from evidence.figures.canvas.check_frame import FrameError

COURSES = pd.DataFrame(
    [
        ("P1", 0.0, 6.0, "drug A", "alive"),
        ("P1", 2.0, None, "dose", None),  # a word that is a code of the swimmer plot of a review
        ("P1", 6.0, 14.0, "drug B", None),
        ("P2", -3.0, 19.5, "drug B", "dead"),
        ("P3", 4.0, 4.0, "response", None),
    ],
    columns=["id", "from", "to", "what", "vital"],
)
COLUMNS = {"patient": "id", "start": "from", "end": "to", "event": "what"}


def drawn(frame=COURSES, **options):
    return ev.swimmer(frame, **COLUMNS, **options)


def with_cell(row, column, value):
    changed = COURSES.astype(object)
    changed.loc[row, column] = value
    return changed


def texts(figure, gid):
    return [text.get_text() for text in figure.texts if text.get_gid() == gid]


def test_bars_events_and_ends_of_the_longest_first():
    rows = drawn(status="vital").data
    assert rows["lane"].unique().tolist() == ["P2", "P1", "P3"]
    assert rows.loc[rows["row_type"] == "phase", "event"].tolist() == ["drug B", "drug A", "drug B"]
    assert rows.loc[rows["row_type"] == "event", "event"].tolist() == ["dose", "response"]
    ends = rows[rows["row_type"] == "end"].set_index("lane")["kind"]
    assert ends.to_dict() == {"P2": "dead", "P1": "alive", "P3": "not_reported"}


def test_the_words_are_those_of_the_frame():
    words = drawn(status="vital", unit="month").description
    assert words.alt == (
        "Swimmer plot, one lane per patient, months, −3 to 19.5. 2 events. Of 3 patients: dose in "
        "1, response in 1, 1 alive at last report, 1 dead, 1 survival not reported. 1 of 2 with a "
        "report were alive at the last one (3 patients)."
    )
    assert "P1: drug A (months 0 to 6); dose (month 2); drug B (months 6 to 14);" in words.long_text
    assert "therapy" not in words.long_text + words.caption + words.title


@pytest.mark.parametrize(
    ("options", "title"),
    [({}, "Days"), ({"unit": "week"}, "Weeks"), ({"axis": "Since surgery"}, "Since surgery")],
)
def test_the_axis_has_the_title_that_is_asked(options, title):
    assert texts(drawn(**options), "axis label") == [title]
    assert texts(drawn(**options), "zone heading") == []


def test_an_axis_begins_before_day_0_where_a_course_does():
    figure = drawn()
    assert texts(figure, "tick") == ["0", "5", "10", "15"]
    # 22.5 days from -3 to 19.5: P2's bar is as long as the axis, P1's first one 6 of them.
    axis, widths = _bars(figure)
    assert widths["drug B"] == pytest.approx(axis)
    assert widths["drug A"] == pytest.approx(axis * 6 / 22.5)


def _bars(figure):
    """Length of the axis, and of the first bar of each drug."""
    [axis] = [line for line in figure.get_children() if line.get_gid() == "axis"]
    kinds = figure.data[figure.data["row_type"] == "phase"]
    bars = [part for part in figure.get_children() if str(part.get_gid()).startswith("phase")]
    widths = [
        max(bar.get_xdata()) - min(bar.get_xdata())
        if hasattr(bar, "get_xdata")
        else bar.get_width()
        for bar in bars
    ]
    first = dict(zip(reversed(kinds["event"].tolist()), reversed(widths), strict=True))
    left, right = axis.get_xdata()
    return right - left, first


@pytest.mark.parametrize("write", [str, pd.Timestamp])
def test_dates_are_counted_from_the_first_of_each_patient(write):
    dated = pd.DataFrame(
        {
            "id": ["P1", "P1", "P2"],
            "from": [write("2019-12-30"), write("2020-01-03"), write("2021-05-01")],
            "to": [write("2020-01-09"), None, write("2021-05-02")],
            "what": ["drug A", "response", "drug B"],
        }
    )
    figure = drawn(dated)
    assert figure.data.loc[figure.data["lane"] == "P1", "day_low"].tolist() == [0, 10, 4]
    assert texts(figure, "axis label") == ["Days from the first date of the patient"]


@pytest.mark.parametrize(
    ("row", "column", "value", "said"),
    [
        (0, "to", -1, "row 0 (P1), column to: -1 is before from 0"),
        (1, "from", None, "row 1 (P1), column from: is missing"),
        (1, "what", None, "row 1 (P1), column what: is missing"),
        (1, "id", None, "row 1, column id: is missing"),
        (2, "from", 5.9, "row 2 (P1), column from: 5.9 is before 6, the end of row 0"),
        (2, "from", "week 6", "row 2 (P1), column from: 'week 6' is no number; allowed: a number"),
        (2, "to", float("inf"), "row 2 (P1), column to: inf; allowed: a number"),
        (3, "vital", "ill", "row 3 (P2), column vital: 'ill'; allowed: alive, dead, not_reported"),
        (1, "vital", "dead", "patient P1, column vital: alive and dead; allowed: one"),
    ],
)
def test_a_row_that_cannot_be_is_refused_by_row_and_column(row, column, value, said):
    with pytest.raises(FrameError) as refused:
        drawn(with_cell(row, column, value), status="vital")
    assert said in str(refused.value)


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(FrameError, match=r"needs column\(s\) sex; found: id, from, to"):
        drawn(status="sex")


def test_more_therapies_than_colours_are_refused():
    frame = pd.DataFrame({"id": range(8), "from": 0, "to": 1, "what": list("ABCDEFGH")})
    assert len(drawn(frame.head(7)).data) == 14
    with pytest.raises(FrameError, match="7 kinds of bars apart; found 8: A, B"):
        drawn(frame)


def test_it_is_drawn_into_axes_that_are_given():
    figure, (left, right) = plt.subplots(1, 2, figsize=(15, 6))
    assert drawn(ax=right) is figure
    assert texts(figure, "lane") == ["P2", "P1", "P3"]
    assert left.axison and not right.axison
    plt.close(figure)


def test_it_is_exported_with_data_and_words(tmp_path):
    paths = drawn().export("courses", tmp_path, formats=["svg"])
    assert {path.suffix for path in paths.values()} == {".svg", ".csv", ".json"}
