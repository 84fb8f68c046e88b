"""Appraisal by ROBINS-I V2 and QUADAS-2: items in the tool's order, its judgements, its colours."""

from pathlib import Path

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from evidence.figures.canvas.check_frame import FrameError
from evidence.figures.canvas.style import style
from evidence.figures.risk_of_bias import sheet, summary, traffic_light
from evidence.figures.risk_of_bias.check import INSTRUMENTS
from tests.unit.figures.proof_reading import drawn_as

VOCABULARY = Path(__file__).parents[4] / "data" / "vocabulary"
# robvis 0.3.0, R/helpers.R, get_colour("ROBINS-I", "cochrane")
COLOURS = {
    "low": "#02c100",
    "moderate": "#e2df07",
    "serious": "#bf0000",
    "critical": "#820000",
    "no information": "#4ea1f7",
}


def codes(name):
    return pd.read_csv(VOCABULARY / f"{name}.csv", dtype=str, keep_default_na=False)


def judged(*rows):
    frame = pd.DataFrame(rows, columns=["study", "item", "judgement"])
    return frame.assign(item_label="What is asked", sources="")


def drawn(kind, frame, palette="colour", **options):
    with style(palette=palette) as figure_style:
        return kind.draw(figure_style.figure("double"), frame, **options)


ROBINS = judged(
    ("A", "Overall", "critical"),
    ("A", "D2", "moderate"),
    ("A", "D1", "low except confounding"),
    ("B", "D1", "serious"),
    ("B", "D3", "low"),
)


@pytest.mark.parametrize("tool", ["rob2", "robins_i_v2", "quadas_2", "murad", "jbi_case_report"])
def test_figures_and_code_lists_know_the_same_items_and_judgements(tool):
    items, judgements = codes("appraisal_items"), codes("appraisal_judgements")
    numbers = items.loc[items["tool"] == tool, "number"].str.capitalize()
    assert tuple(numbers) == INSTRUMENTS[tool].items
    has = judgements["tools"].str.split(";").map(lambda tools: tool in tools)
    labels = set(judgements.loc[has, "label"]) | {"no information"}  # of a missing judgement
    assert labels == set(INSTRUMENTS[tool].judgements)
    assert set(codes("appraisal_tools")["code"]) <= set(INSTRUMENTS)


@pytest.mark.parametrize("tool", ["robins_i_v2", "quadas_2"])
def test_every_item_and_judgement_of_the_tool_has_a_source(tool):
    items, judgements = codes("appraisal_items"), codes("appraisal_judgements")
    assert items.loc[items["tool"] == tool, "source"].str.match("https://").all()
    named = judgements.loc[judgements["tools"] == tool, "source"]
    assert named.str.match("https://").all()


def test_lights_stand_in_the_order_of_the_tool():
    figure = drawn(traffic_light, ROBINS, instrument="robins_i_v2")
    headings = [text.get_text() for text in drawn_as(figure, "heading")]
    assert headings == ["D1", "D2", "D3", "Overall"]
    order = ["low except confounding", "moderate", "critical"]  # of study A, from left to right
    places = [drawn_as(figure, f"light {words}")[0].center[0] for words in order]
    assert places == sorted(places)


@pytest.mark.parametrize("words", COLOURS)
def test_lights_have_the_colours_of_robvis(words):
    frame = judged(("A", "1", None if words == "no information" else words))
    figure = drawn(traffic_light, frame, instrument="robins_i_v2")
    assert to_hex(drawn_as(figure, f"light {words}")[0].get_facecolor()) == COLOURS[words]
    part = drawn_as(drawn(summary, frame, instrument="robins_i_v2"), f"part {words}")[0]
    assert to_hex(part.get_facecolor()) == COLOURS[words]


def test_every_judgement_has_a_sign_of_its_own_and_a_grey():
    rows = [("A", str(i), words) for i, words in enumerate(INSTRUMENTS["robins_i_v2"].judgements)]
    frame = judged(*rows)
    figure = drawn(traffic_light, frame.assign(item=["1", "2", "3", "4", "5", "6"]), "grey",
                   instrument="robins_i_v2")  # fmt: skip
    greys = {to_hex(drawn_as(figure, f"light {words}")[0].get_facecolor()) for _, _, words in rows}
    assert len(greys) == 4  # low, with or without the exception, and no information are white
    signs = [text.get_text() for text in figure.texts if text.get_text() in "+±−×!…"]
    assert sorted(set(signs)) == sorted("+±−×!…")


def test_bars_of_a_tool_are_in_its_order_and_in_words():
    words = summary.describe(ROBINS, instrument="robins_i_v2")
    assert "D1: 1 low except confounding, 1 serious. D2: 1 moderate, 1 no information." in words.alt
    assert "ROBINS-I V2" in words.title


def test_applicability_stands_after_the_domains():
    frame = judged(("A", "A1", "unclear"), ("A", "4", "high"), ("A", "1", "low"))
    figure = drawn(traffic_light, frame, instrument="quadas_2")
    assert [text.get_text() for text in drawn_as(figure, "heading")] == ["1", "4", "A1"]


@pytest.mark.parametrize(
    ("tool", "item", "judgement", "words"),
    [
        ("robins_i_v2", "7", "low", "row 0 (A), column item: '7'; ROBINS-I V2 has 1, 2, 3, 4"),
        ("robins_i_v2", "1", "high", "column judgement: 'high'; allowed: low, low except"),
        ("quadas_2", "1", "some concerns", "allowed: low, unclear, high, no information"),
        ("quadas_2", "Overall", "low", "column item: 'Overall'; QUADAS-2 has 1, 2, 3, 4, A1"),
        ("rob2", "1", "serious", "allowed: low, some concerns, high, no information"),
    ],
)
def test_what_the_tool_does_not_have_is_refused(tool, item, judgement, words):
    with pytest.raises(FrameError) as refusal:
        drawn(traffic_light, judged(("A", item, judgement)), instrument=tool)
    assert words in str(refusal.value)


SHEET = pd.DataFrame(
    [
        ("A", "jbi_case_report", "1", "Demographics", "yes"),
        ("A", "jbi_case_report", "2", "History", "unclear"),
        ("A", "murad", "1", "Selection", "no"),
        ("B", "jbi_case_report", "1", "Demographics", "no"),
        ("B", "jbi_case_report", "2", "History", "yes"),
        ("B", "murad", "1", "Selection", "no"),
    ],
    columns=["study", "instrument", "item", "item_name", "judgement"],
).assign(sources="")


def test_a_sheet_has_the_tools_side_by_side_with_their_items_by_name():
    figure = drawn(sheet, SHEET)
    names = " ".join(text.get_text() for text in drawn_as(figure, "tool"))
    assert names.index("JBI") < names.index("Mur")
    headings = [text.get_text() for text in drawn_as(figure, "heading")]
    assert headings == ["1 Demographics", "2 History", "1 Selection"]
    [border] = drawn_as(figure, "tool border")
    of_jbi = [light.center[0] for light in drawn_as(figure, "light yes")]
    of_murad = [light.center[0] for light in drawn_as(figure, "light no")]
    assert max(of_jbi) < border.get_xdata()[0] < max(of_murad)


def test_the_finding_of_a_sheet_names_what_most_reports_fail():
    assert sheet.describe(SHEET).finding == (
        "2 of 6 judgements are favourable; most often failed: Selection (2 of 2 reports)."
    )


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("judgement", "high", "'high'; allowed: yes, no, unclear"),
        ("instrument", "amstar", "'amstar'; allowed"),
        ("item_name", "", "column item_name: is missing"),
    ],
)
def test_a_sheet_refuses_what_the_tool_does_not_have(column, value, message):
    wrong = SHEET.copy()
    wrong.loc[0, column] = value
    with pytest.raises(FrameError, match=message):
        drawn(sheet, wrong)
