"""What the PRISMA flow diagram draws, and which counts it refuses."""

import pandas as pd
import pytest

from evidence.figures.canvas.check_frame import FrameError
from evidence.figures.canvas.style import style
from evidence.figures.overview import prisma
from evidence.figures.overview.prisma.check import ARROWS, BOXES, WORDS
from tests.unit.figures.proof_reading import drawn_as


def drawn(kind, frame, **options):
    with style() as figure_style:
        return kind.draw(figure_style.figure("double"), frame, **options)


def texts(figure, gid):
    return [text.get_text().replace("\N{NO-BREAK SPACE}", " ") for text in drawn_as(figure, gid)]


def flow(*rows):
    return pd.DataFrame(
        [(variable, n, text) for variable, n, text in rows], columns=["variable", "n", "text"]
    ).assign(sources="screening:a")


FLOW = flow(
    ("database_results", None, "not searched"),
    ("given_results", 5, ""),
    ("other_assessed", 5, ""),
    ("other_excluded", 2, "Wrong drug, 1; No patient, 1"),
    ("new_studies", 3, ""),
    ("new_reports", 3, ""),
    ("new_patients", 6, ""),
)


def test_records_reports_studies_and_patients_are_counted_apart():
    words = " ".join(texts(drawn(prisma, FLOW), "words included"))
    assert words == (
        "Studies included in review (n = 3) Reports of included studies (n = 3) "
        "Patients in included studies (n = 6)"
    )


def test_what_was_not_done_says_so_and_reasons_are_listed():
    figure = drawn(prisma, FLOW)
    assert "Databases (not searched)" in " ".join(texts(figure, "words sources"))
    assert texts(figure, "words other excluded") == [
        "Reports excluded (n = 2)",
        "• Wrong drug, 1",
        "• No patient, 1",
    ]
    assert "(n not recorded)" in " ".join(
        texts(drawn(prisma, flow(("new_studies", None, ""))), "words included")
    )


def test_boxes_without_a_variable_are_left_out_and_the_flow_runs_on():
    figure = drawn(prisma, FLOW)
    boxes = {box.name for box in BOXES if drawn_as(figure, f"box {box.name}")}
    assert boxes == {"sources", "other sources", "other assessed", "other excluded", "included"}
    assert texts(figure, "lane heading") == ["Databases and registers", "Other methods"]
    assert len(drawn_as(figure, "arrow")) == 3  # to the assessed, the excluded and the included


def test_nothing_flows_from_what_was_not_searched():
    searched = flow(
        ("database_results", 7, ""),
        *FLOW.loc[1:, ["variable", "n", "text"]].itertuples(index=False, name=None),
    )
    for frame, arrows, edge in ((FLOW, 3, "--"), (searched, 4, "-")):
        figure = drawn(prisma, frame)
        assert len(drawn_as(figure, "arrow")) == arrows
        dashes = drawn_as(figure, "box sources")[0].get_linestyle()
        assert (dashes in ("-", "solid")) == (edge == "-")
    assert (
        "nothing flows from it" in prisma.describe(FLOW).caption
        and "nothing flows" not in prisma.describe(searched).caption
    )


def test_every_variable_has_a_box_and_every_arrow_two():
    assert {variable for box in BOXES for variable in box.variables} == set(WORDS)
    assert {name for arrow in ARROWS for name in arrow} <= {box.name for box in BOXES}


WHOLE = flow(  # every variable, by hand: each box is what came in less what was taken out
    ("previous_studies", 4, ""),
    ("previous_reports", 5, ""),
    ("previous_patients", 90, ""),
    ("database_results", 200, ""),
    ("register_results", 20, ""),
    ("website_results", 3, ""),
    ("organisation_results", 2, ""),
    ("citations_results", 9, ""),
    ("given_results", 6, ""),
    ("named_results", 7, ""),
    ("named_left_out", 2, ""),
    ("named_pooled", 5, ""),
    ("named_populations", 6, ""),
    ("duplicates", 30, ""),
    ("excluded_automatic", 8, ""),
    ("excluded_other", 2, ""),
    ("records_screened", 180, ""),
    ("records_excluded", 120, "Wrong drug, 100; Wrong disease, 20"),
    ("dbr_sought_reports", 60, ""),
    ("dbr_notretrieved_reports", 5, ""),
    ("other_sought_reports", 20, ""),
    ("other_notretrieved_reports", 4, ""),
    ("dbr_assessed", 55, ""),
    ("dbr_excluded", 40, "Wrong drug, 25; Wrong disease, 15"),
    ("other_assessed", 16, ""),
    ("other_excluded", 11, "Wrong drug, 3; Wrong disease, 8"),
    ("new_studies", 15, ""),
    ("new_reports", 20, ""),
    ("new_patients", 700, ""),
    ("total_studies", 19, ""),
    ("total_reports", 25, ""),
    ("total_patients", 790, ""),
    ("total_studies_ma", 12, ""),
    ("total_reports_ma", 14, ""),
)


def test_boxes_never_overlap():
    assert set(WHOLE["variable"]) == set(WORDS)
    figure = drawn(prisma, WHOLE)
    boxes = [drawn_as(figure, f"box {box.name}")[0].get_bbox() for box in BOXES]
    assert len(boxes) == len(BOXES)
    assert not [
        1
        for i, a in enumerate(boxes)
        for b in boxes[:i]
        if a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1
    ]


def test_impossible_counts_are_refused_together():
    with pytest.raises(
        FrameError,
        match=r"\(records_screened\), column n: -1.*\(new_studies\), column n: 2.5.*given twice",
    ):
        drawn(
            prisma,
            flow(("records_screened", -1, ""), ("new_studies", 2.5, ""), ("new_studies", 3, "")),
        )
    with pytest.raises(FrameError, match="neither new_studies nor total_studies"):
        drawn(prisma, flow(("records_screened", 3, "")))


@pytest.mark.parametrize(
    ("variable", "right", "others"),
    [
        ("records_screened", 180, "others give 180"),
        ("dbr_sought_reports", 60, "others give 60"),
        ("dbr_assessed", 55, "others give 55"),
        ("other_assessed", 16, "others give 16"),
        ("new_reports", 20, "others give 20"),
        ("total_studies", 19, "others give 19"),
        ("total_reports", 25, "others give 25"),
        ("total_patients", 790, "others give 790"),
    ],
)
def test_counts_must_add_up(variable, right, others):
    prisma.describe(WHOLE)
    for count in (right - 1, right + 1):
        frame = WHOLE.assign(n=WHOLE["n"].where(WHOLE["variable"] != variable, count))
        with pytest.raises(FrameError, match=f"{variable}: {count}; the {others}"):
            prisma.describe(frame)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("new_studies", 5, ""), ("new_reports", 4, "")], "new_studies: 5; .* new_reports 4"),
        ([("total_studies", 5, ""), ("total_studies_ma", 6, "")], "at most total_studies 5"),
        ([("new_studies", 1, ""), ("database_results", 5, ""), ("records_screened", 6, "")], "5"),
        ([("new_studies", 1, ""), ("dbr_excluded", 3, "Wrong drug, 3; Other, 1")], "up to 4"),
        ([("new_studies", 1, ""), ("given_results", 2, ""), ("other_sought_reports", 3, "")], "2"),
        ([("new_studies", "3", "")], "column n: '3' is no number"),
        ([("new_studies", "five", "")], "column n: 'five' is no number"),
        ([("new_studies", 3, ""), ("duplicate", 3, "")], "column variable: 'duplicate'; allowed:"),
    ],
)
def test_counts_that_contradict_each_other_are_refused(rows, words):
    with pytest.raises(FrameError, match=words):
        drawn(prisma, flow(*rows))


@pytest.mark.parametrize(
    "rows",
    [
        [("new_studies", 4, ""), ("new_reports", 4, "")],
        [("new_studies", 1, ""), ("database_results", 5, ""), ("records_screened", 5, "")],
        # what was taken out is not recorded: only an upper bound is known
        [("new_studies", 1, ""), ("database_results", 9, ""), ("records_screened", 5, "")],
        [
            ("new_studies", 1, ""),
            ("database_results", 9, ""),
            ("duplicates", None, "not recorded"),
            ("records_screened", 5, ""),
        ],
        [("new_studies", 1, ""), ("dbr_excluded", 4, "Wrong drug, 3")],  # other reasons unlisted
    ],
)
def test_counts_that_may_be_are_drawn(rows):
    assert drawn(prisma, flow(*rows))


def test_an_update_calls_its_studies_new_and_a_first_version_does_not():
    update = flow(("previous_studies", 2, ""), ("new_studies", 1, ""), ("total_studies", 3, ""))
    assert texts(drawn(prisma, update), "words included") == [
        "New studies included in review (n = 1)"
    ]
    first = texts(drawn(prisma, flow(("new_studies", 1, ""))), "words included")
    assert first == ["Studies included in review (n = 1)"]


def test_studies_looked_up_by_name_have_a_stream_of_their_own_into_the_meta_analysis():
    figure = drawn(prisma, WHOLE)
    [first], [pooled] = (drawn_as(figure, f"box {name}") for name in ("named", "named pooled"))
    [total], [other] = (drawn_as(figure, f"box {name}") for name in ("total", "other sources"))
    assert first.get_bbox().x0 == pooled.get_bbox().x0 > other.get_bbox().x1
    assert first.get_bbox().y0 > pooled.get_bbox().y1 > total.get_bbox().y1
    assert "Studies looked up by name" in " ".join(texts(figure, "lane heading"))
    words = prisma.describe(WHOLE)
    assert words.finding == (
        "19 studies, 25 reports and 790 patients are included; 12 studies are in the meta-analysis."
    )
    more = WHOLE.assign(n=WHOLE["n"].mask(WHOLE["variable"] == "named_pooled", 8))
    with pytest.raises(FrameError, match="named_pooled: 8; allowed: at most named_results 7"):
        prisma.describe(more)


@pytest.mark.parametrize(
    ("pooled", "total", "arrows"),
    [
        (7, (), 2),  # families to the pooled ones, and these to the meta-analysis
        (8, (), 3),  # a case report is pooled too
        (7, (("total_studies", 9, ""),), 3),  # the last box is not of the meta-analysis alone
    ],
)
def test_case_reports_lead_into_the_meta_analysis_only_where_it_holds_them(pooled, total, arrows):
    frame = flow(
        ("new_studies", 9, ""),
        ("named_results", 36, ""),
        ("named_left_out", 30, ""),
        ("named_pooled", 6, ""),
        ("named_populations", 7, ""),
        *total,
        ("total_studies_ma", pooled, ""),
    )
    figure = drawn(prisma, frame)
    assert len(drawn_as(figure, "arrow")) == arrows
    assert "not in the meta-analysis (n = 30)" in " ".join(texts(figure, "words named"))
    assert "populations in these families (n = 7)" in " ".join(texts(figure, "words named pooled"))
