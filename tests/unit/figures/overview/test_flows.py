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


def test_each_citation_is_a_link_between_its_report_and_its_study():
    figure = drawn(citation_network, LINKS)
    assert len(drawn_as(figure, "link")) == 5 and len(drawn_as(figure, "report")) == 2
    reports = {box.get_y() + box.get_height() / 2 for box in drawn_as(figure, "report")}
    studies = {
        round(text.get_position()[1] + 0.36 * text.get_fontsize(), 3)
        for text in drawn_as(figure, "study")
    }
    ends = [
        (link.get_path().vertices[0][1], round(link.get_path().vertices[-1][1], 3))
        for link in drawn_as(figure, "link")
    ]
    assert (
        sorted({start for start, _ in ends}) == pytest.approx(sorted(reports))
        and {end for _, end in ends} == studies
    )


def test_publications_on_the_same_patients_are_bracketed_once():
    figure = drawn(citation_network, LINKS)
    [bracket] = drawn_as(figure, "family")  # Trial Y has one publication only: nothing to bracket
    heights = {
        text.get_text().split(" [")[0]: text.get_position()[1] for text in drawn_as(figure, "study")
    }
    inside = {
        name
        for name, y in heights.items()
        if min(bracket.get_ydata()) < y < max(bracket.get_ydata())
    }
    assert inside == {"First report", "Final report"}
    assert " ".join(texts(figure, "family words")).startswith("Trial X: 2 publications")


def test_a_study_cited_by_several_reports_is_bold_with_all_its_numbers():
    figure = drawn(citation_network, LINKS)
    weights = {text.get_text(): text.get_fontweight() for text in drawn_as(figure, "study")}
    assert weights["First report [4, 9]"] == "bold" and weights["Alone [7]"] == "normal"


def test_links_of_different_reports_differ_in_line_as_well_as_colour():
    styles = {
        str(link.get_linestyle()) for link in drawn_as(drawn(citation_network, LINKS), "link")
    }
    assert len(styles) == 2


def test_a_study_in_two_families_is_refused():
    with pytest.raises(FrameError, match="study 'First report' stands in 2 families"):
        drawn(citation_network, links(("A", "First report", "X", 1), ("B", "First report", "Y", 1)))
