"""What the citation network draws."""

import pandas as pd
import pytest

from evidence.figures.canvas.check_frame import FrameError
from evidence.figures.canvas.style import style
from evidence.figures.overview import citation_network
from tests.unit.figures.proof_reading import drawn_as


def drawn(kind, frame, **options):
    with style() as figure_style:
        return kind.draw(figure_style.figure("double"), frame, **options)


def texts(figure, gid):
    return [text.get_text().replace("\N{NO-BREAK SPACE}", " ") for text in drawn_as(figure, gid)]


def links(*rows):
    return pd.DataFrame(rows, columns=["report", "study", "family", "number"]).assign(
        sources="citations:a"
    )


LINKS = links(
    ("A", "First report", "Trial X", 4),
    ("A", "Alone", None, 7),
    ("B", "Final report", "Trial X", 2),
    ("B", "First report", "Trial X", 9),
    ("B", "Other", "Trial Y", 3),
)


def test_each_citation_is_a_cell_in_the_row_of_its_study_and_the_column_of_its_report():
    figure = drawn(citation_network, LINKS)
    rows = {text.get_text(): text.get_position()[1] for text in drawn_as(figure, "row")}
    columns = {text.get_text(): text.get_position()[0] for text in drawn_as(figure, "heading")}
    cells = {
        text.get_text(): (text.get_position()[0], text.get_position()[1])
        for text in drawn_as(figure, "number")
    }
    assert len(drawn_as(figure, "link")) == 5
    assert cells["4"] == pytest.approx((columns["A"], rows["First report"]))
    assert cells["9"] == pytest.approx((columns["B"], rows["First report"]))
    assert cells["7"] == pytest.approx((columns["A"], rows["Alone"]))


def test_publications_on_the_same_patients_are_boxed_once():
    figure = drawn(citation_network, LINKS)
    [family] = drawn_as(figure, "family")  # Trial Y has one publication only: nothing to box
    inside = {
        text.get_text()
        for text in drawn_as(figure, "row")
        if family.get_y() < text.get_position()[1] < family.get_y() + family.get_height()
    }
    assert inside == {"First report", "Final report"}
    assert texts(figure, "group") == ["Trial X"]


def test_reports_that_cite_a_study_are_counted_and_the_most_cited_is_first():
    figure = drawn(citation_network, LINKS)
    assert texts(figure, "row")[0] == "First report"
    assert texts(figure, "total") == ["2", "1", "1", "1"]
    assert citation_network.describe(LINKS).finding == (
        "1 of 4 studies cited are cited by more than one report; publications on the same "
        "patients: 2 of Trial X."
    )


def test_a_study_in_two_families_is_refused():
    with pytest.raises(FrameError, match="study 'First report' stands in 2 families"):
        drawn(citation_network, links(("A", "First report", "X", 1), ("B", "First report", "Y", 1)))


def test_the_legend_says_what_the_numbers_in_the_cells_are():
    figure = drawn(citation_network, LINKS)
    words = " ".join(text.get_text() for text in figure.texts)
    assert "number of the reference in the report" in words
    without = drawn(citation_network, LINKS.drop(columns="number"))
    assert "number of the reference" not in " ".join(text.get_text() for text in without.texts)
