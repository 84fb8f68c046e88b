"""What the matrices draw: evidence map, claims by verdict, appraisal."""

import pandas as pd
import pytest

from evidence.audit.claims.verdicts import VERDICTS as VERDICT_CODES
from evidence.figures.canvas.check_frame import FrameError
from evidence.figures.canvas.style import style
from evidence.figures.canvas.traffic_lights import LIGHTS
from evidence.figures.overview import claim_verdicts as claims_verdict
from evidence.figures.overview import evidence_map, reporting_map
from evidence.figures.risk_of_bias import summary as appraisal_summary
from evidence.figures.risk_of_bias import traffic_light as appraisal
from tests.unit.figures.proof_reading import drawn_as


def drawn(kind, frame, palette="colour", **options):
    with style(palette=palette) as figure_style:
        return kind.draw(figure_style.figure("double"), frame, **options)


def texts(figure, gid):
    return [text.get_text() for text in drawn_as(figure, gid)]


def left(artist):
    return artist.get_x() if hasattr(artist, "get_x") else artist.get_position()[0]


def cells(*rows):
    return pd.DataFrame(rows, columns=["row", "column", "count"]).assign(sources="events:a")


def test_a_count_of_0_and_a_missing_cell_draw_nothing():
    figure = drawn(evidence_map, cells(("MRD", "A", 2), ("MRD", "B", 0), ("VOD", "A", 1)))
    assert texts(figure, "count") == ["2", "1"]
    assert len(drawn_as(figure, "bubble")) == 2


def test_the_area_of_a_bubble_is_its_count_or_its_size():
    [larger, smaller] = drawn_as(
        drawn(evidence_map, cells(("MRD", "A", 2), ("VOD", "A", 1))), "bubble"
    )
    assert larger.width**2 == pytest.approx(2 * smaller.width**2)
    sized = cells(("MRD", "A", 1), ("MRD", "B", 1)).assign(size=[40, 10])
    [large, small] = drawn_as(drawn(evidence_map, sized), "bubble")
    assert large.width == pytest.approx(2 * small.width)


def test_an_unknown_size_is_an_open_bubble_and_the_legend_says_so():
    figure = drawn(evidence_map, cells(("MRD", "A", 1), ("MRD", "B", 3)).assign(size=[None, 10]))
    [unknown] = drawn_as(figure, "bubble unknown")
    assert unknown.get_facecolor() == (1, 1, 1, 1)
    assert "not reported how many" in " ".join(text.get_text() for text in figure.texts)


def states(*rows):
    return pd.DataFrame(rows, columns=["row", "column", "state"]).assign(sources="events:a")


def test_each_state_has_its_symbol_and_a_row_says_how_many_of_whom():
    figure = drawn(
        reporting_map,
        states(
            ("MRD", "A", "reported"),
            ("MRD", "B", "not_assessable"),
            ("GVHD", "A", "not_applicable"),
            ("GVHD", "B", "not_reported"),
        ),
    )
    for state in ("reported", "not_assessable", "not_applicable", "not_reported"):
        assert len(drawn_as(figure, f"cell {state}")) == 1
    assert texts(figure, "total") == ["2 of 2", "0 of 1"]


def test_a_pair_that_the_frame_lacks_is_not_reported():
    figure = drawn(reporting_map, states(("MRD", "A", "reported"), ("GVHD", "B", "reported")))
    assert texts(figure, "total") == ["1 of 2", "1 of 2"]


def test_an_unknown_state_and_a_cell_that_stands_twice_are_refused():
    with pytest.raises(FrameError, match=r"row 0 \(MRD\), column state: 'silent'; allowed: rep"):
        drawn(reporting_map, states(("MRD", "A", "silent")))
    with pytest.raises(FrameError, match=r"row 1 \(MRD\), column column: A stands twice"):
        drawn(reporting_map, states(("MRD", "A", "reported"), ("MRD", "A", "not_reported")))


def test_rows_of_a_group_stand_together_and_may_share_a_name():
    frame = cells(("Adults", "MRD", 1), ("Adults", "MRD", 2), ("Children", "MRD", 3)).assign(
        group=["Trials", "Registries", "Trials"]
    )
    figure = drawn(evidence_map, frame)
    assert texts(figure, "group") == ["Trials", "Registries"]
    assert texts(figure, "row") == ["Adults", "Children", "Adults"]
    assert texts(figure, "count") == ["1", "3", "2"]


def test_impossible_cells_are_refused_together():
    with pytest.raises(
        FrameError,
        match=r"row 2 \(VOD\), column count: -1.*row 1 \(MRD\), column count, A: .*twice",
    ):
        drawn(evidence_map, cells(("MRD", "A", 1), ("MRD", "A", 2), ("VOD", "A", -1)))


def test_the_map_in_words_counts_its_empty_cells():
    words = evidence_map.describe(cells(("MRD", "A", 2), ("MRD", "B", 0), ("VOD", "A", 0)))
    assert words.finding == "Most studies report A (2), fewest B (0); 3 of 4 cells are empty."
    assert words.finding in words.alt and words.alt.endswith("Wholly empty: VOD.")


def claims(*verdicts):
    return pd.DataFrame(
        [
            {"document": "A", "claim": f"claim {i}", "verdict": verdict, "sources": "claims:a"}
            for i, verdict in enumerate(verdicts)
        ]
    )


def test_bars_of_claims_have_one_scale_and_end_with_their_number():
    frame = pd.concat(
        [
            claims(*["supported"] * 7, *["not_checkable"] * 12, "contradicted"),
            claims(*["not_checkable"] * 10).assign(document="B"),
        ]
    )
    figure = drawn(claims_verdict, frame)
    [first, second] = drawn_as(figure, "part not_checkable")
    assert first.get_width() / 12 == pytest.approx(second.get_width() / 10)
    assert texts(figure, "total") == ["20", "10"]
    assert texts(figure, "count") == ["7", "X 1", "12", "10"]


def test_a_part_too_narrow_for_letter_and_number_keeps_the_letter():
    figure = drawn(claims_verdict, claims("wrong_reference", *["not_checkable"] * 45))
    assert texts(figure, "count") == ["R", "45"]


def test_a_verdict_that_no_claim_has_is_not_in_the_legend():
    figure = drawn(claims_verdict, claims("supported"))
    words = [text.get_text() for text in figure.texts]
    assert "supported" in words and "contradicted" not in words


def test_the_legend_names_what_is_judged_and_the_verdicts_by_the_words_of_their_codes():
    figure = drawn(claims_verdict, claims("may_be_chance", "supported"))
    words = [text.get_text() for text in figure.texts]
    assert texts(figure, "legend heading") == ["Statements about other studies"]
    assert "may be chance" in words
    assert set(claims_verdict.VERDICTS) == set(VERDICT_CODES)


def test_letters_tell_the_faulty_verdicts_apart_without_colour():
    letters = [
        sign
        for verdict, (sign, _) in claims_verdict.VERDICTS.items()
        if verdict not in claims_verdict.SOUND
    ]
    assert len(set(letters)) == len(letters) and all(letters)


def judged(*rows):
    return pd.DataFrame(rows, columns=["study", "item", "judgement"]).assign(
        item_label="What is asked", sources="appraisal:a"
    )


LIGHT_ROWS = judged(("A", "1", "yes"), ("A", "2", "no"), ("B", "1", "unclear"), ("B", "2", None))


def test_each_judgement_is_a_light_with_its_sign():
    figure = drawn(appraisal, LIGHT_ROWS, "grey")
    for words, sign in (("yes", "+"), ("no", "−"), ("unclear", "?"), ("no information", "…")):
        assert len(drawn_as(figure, f"light {words}")) == 1
        assert LIGHTS[words].symbol == sign
    assert sorted(texts(figure, "legend")) == ["no", "no information", "unclear", "yes"]
    yes, no = drawn_as(figure, "light yes")[0], drawn_as(figure, "light no")[0]
    assert yes.center[1] == no.center[1] and yes.center[0] < no.center[0]


def test_no_sum_over_items_is_drawn_or_said():
    figure, words = drawn(appraisal, LIGHT_ROWS), appraisal.describe(LIGHT_ROWS)
    assert not any(
        "/" in text.get_text() or "score" in text.get_text().lower() for text in figure.texts
    )
    assert "not added up to a score" in words.caption


def test_an_instrument_has_no_more_items_than_it_has():
    too_many = judged(*[("A", str(i), "yes") for i in range(9)])
    with pytest.raises(FrameError, match="item: '0'; the JBI checklist for case reports has 1, 2"):
        drawn(appraisal, too_many, instrument="jbi_case_report")
    with pytest.raises(FrameError, match="instrument 'amstar' is unknown"):
        drawn(appraisal, LIGHT_ROWS, instrument="amstar")


def test_unknown_judgements_and_doubles_are_refused_together():
    with pytest.raises(
        FrameError,
        match=r"row 0 \(A\), column judgement: 'good'.*row 1 \(A\), column item: 1 is judged",
    ):
        drawn(appraisal, judged(("A", "1", "good"), ("A", "1", "yes")))


def test_bars_split_each_item_by_number_of_studies_and_count_silence():
    rows = judged(("A", "1", "yes"), ("B", "1", "yes"), ("C", "1", "no"), ("A", "2", "low"))
    figure = drawn(appraisal_summary, rows)
    widths = {
        gid: [part.get_width() for part in drawn_as(figure, f"part {gid}")]
        for gid in ("yes", "no", "low", "no information")
    }
    assert widths["yes"][0] == pytest.approx(2 * widths["no"][0])
    assert widths["no information"][0] == pytest.approx(
        2 * widths["low"][0]
    )  # B and C have no judgement on item 2
    assert texts(figure, "part count") == ["2", "1", "1", "2"]
    assert appraisal_summary.counts_by_item(rows) == {
        "1": {"yes": 2, "no": 1},
        "2": {"low": 1, "no information": 2},
    }


def test_words_of_an_appraisal_name_what_was_judged_and_end_each_item_once():
    for kind in (appraisal, appraisal_summary):
        words = kind.describe(LIGHT_ROWS, rows=("report", "reports"))
        assert "report" in words.title and "stud" not in words.title + words.alt
    caption = appraisal.describe(LIGHT_ROWS).caption
    assert "?." not in caption and ".." not in caption and "?;" not in caption
