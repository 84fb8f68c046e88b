"""Legends: every sign beside its words, in rows that fit, as high as was said before drawing."""

import pytest

from evidence.figures.canvas.legend import (
    LEADING,
    ROW,
    LegendEntry,
    area_entry,
    draw_legend,
    legend_height,
    legend_rows,
    line_entry,
    marker_entry,
)
from evidence.figures.canvas.page import Page
from evidence.figures.canvas.style import style
from evidence.figures.canvas.symbols import symbol
from tests.unit.figures.proof_reading import drawn_as


@pytest.fixture
def page():
    with style() as figure_style:
        yield Page(figure_style.figure("single", 60))


def entries(*words):
    return [line_entry(text, "-", "0.0") for text in words]


def test_a_row_ends_where_the_next_entry_would_not_fit(page):
    first, two = entries("one", "two")
    most = first.width + first.gap + two.width
    assert [len(row) for row in legend_rows([first, two], most + 0.01)] == [2]
    assert [len(row) for row in legend_rows([first, two], most - 0.01)] == [1, 1]


@pytest.mark.parametrize("words", [[], ["one"], ["one", "two", "three words and more"] * 4])
@pytest.mark.parametrize("heading", ["", "Heading"])
def test_a_legend_is_as_high_as_was_said(page, words, heading):
    groups = [(heading, entries(*words))]
    end = draw_legend(page, 3, 100, 120, groups)
    assert 100 - end == pytest.approx(legend_height(groups, 120))
    drawn = " ".join(text.get_text() for text in drawn_as(page.figure, "legend"))
    assert drawn == " ".join(words)


def test_words_wider_than_all_the_room_go_on_in_further_lines(page):
    long = entries("a name that goes on and on until it is wider than the room")
    [entry], size = long, 7.0
    lines = entry.lines(100)
    assert len(lines) > 1
    assert legend_height([("", long)], 100) == pytest.approx(
        ROW * size + LEADING * size * (len(lines) - 1)
    )


def test_signs_stand_left_of_their_words_under_an_id_of_their_own(page):
    drawn = [
        marker_entry("marker", "o", "0.5", "0.0"),
        line_entry("line", "-", "0.0"),
        area_entry("area", "0.5", "0.0"),
        LegendEntry("symbol", lambda page, x, y: symbol(page, x, y, "o", 5, gid="dose")),
    ]
    draw_legend(page, 3, 100, 200, [("", drawn)])
    assert len(drawn_as(page.figure, "legend sign")) == 4 and drawn_as(page.figure, "dose") == []
    texts = [text.get_position()[0] for text in drawn_as(page.figure, "legend")]
    edges = [
        artist.get_window_extent().x1 * 72 / page.figure.dpi
        for artist in drawn_as(page.figure, "legend sign")
    ]
    assert all(edge < text for edge, text in zip(edges, texts, strict=True))
