"""What the citation network and the timelines draw."""

import pandas as pd
import pytest

from evidence.figures.canvas.check_frame import FrameError
from evidence.figures.canvas.style import style
from evidence.figures.overview import citation_network, patient_timeline
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


def events(*rows):
    return pd.DataFrame(rows, columns=["case", "kind", "label", "period", "date", "day"]).assign(
        sources="timeline:a"
    )


STRIP = events(
    ("A", "diagnosis", "diagnosis", "before", "", ""),
    ("A", "index", "first dose", "after", "5 Jan 2021", "0"),
    ("A", "transplant", "graft", "after", "", "185"),
)


def test_events_go_down_in_order_with_dates_and_days_and_dashes_for_what_is_not_known():
    figure = drawn(patient_timeline, STRIP)
    assert (texts(figure, "label"), texts(figure, "date"), texts(figure, "day")) == (
        ["diagnosis", "first dose", "graft"],
        ["–", "5 Jan 2021", "–"],
        ["–", "0", "185"],
    )
    heights = [text.get_position()[1] for text in drawn_as(figure, "label")]
    assert heights == sorted(heights, reverse=True)
    for gid in ("date", "day"):
        assert [text.get_position()[1] for text in drawn_as(figure, gid)] == pytest.approx(heights)


def test_the_line_changes_at_the_first_dose():
    figure = drawn(patient_timeline, STRIP)
    [before], [after] = drawn_as(figure, "spine before"), drawn_as(figure, "spine after")
    first = drawn_as(figure, "event index")[0].get_ydata()[0]
    assert min(before.get_ydata()) == pytest.approx(first) == max(after.get_ydata())
    assert after.get_linewidth() > 2 * before.get_linewidth()


def test_strips_stand_side_by_side_and_keep_their_order():
    cases = pd.concat([STRIP.assign(case=name) for name in "ABCD"])
    names = {
        text.get_text(): text.get_position()
        for text in drawn_as(drawn(patient_timeline, cases), "case")
    }
    assert names["A"][0] == names["B"][0] < names["C"][0] == names["D"][0]
    assert names["A"][1] > names["B"][1] and names["C"][1] > names["D"][1]


def test_a_case_without_dates_keeps_no_room_for_them():
    figure = drawn(patient_timeline, STRIP.assign(date=""))
    assert texts(figure, "date") == [] and texts(figure, "units") == ["day"]


def test_an_event_without_words_is_refused():
    with pytest.raises(FrameError, match=r"row 0 \(A\), column label: is missing"):
        drawn(patient_timeline, events(("A", "diagnosis", None, "before", "", "")))
