"""Every kind of figure refuses what cannot be, naming row and column, and draws what just can be.

Each case is a frame that can be drawn, a column, values at the edge that are drawn and values just
beyond it that are refused. The frames are invented; the values follow from what a column means.
"""

import numpy as np
import pandas as pd
import pytest

from evidence.figures import KINDS, kind_named
from evidence.figures.canvas.check_frame import FrameError

RATIO, OUTCOME = {"measure": "odds_ratio"}, {"outcome": "an invented outcome"}
ABOVE_0 = ([1e-12, 3], [0, -0.3, np.inf, "0.7", "many", True, pd.Timestamp("2026-01-01")])
FROM_0 = ([0, 3.5], [-1e-6, np.inf, "1"])
FROM_0_TO_1 = ([0, 1], [-1e-6, 1.000001, 10, "0.5"])
PERCENT = ([0, 100], [-1e-6, 100.01, "50%"])
COUNTS = ([0, 4], [-1, 2.5, "three"])
ANY_NUMBER = ([-9, 0.5], [np.inf, "high", 1j])
FLAGS = ([True, False, None], ["False", 1])
NAMES = ["Alder 2014", "Birch 2016", "Cedar 2018"]

STUDIES = pd.DataFrame({"label": NAMES, "estimate": [0.5, 1.0, 1.5]}).assign(
    low=[1e-13, 0.8, 1.0], high=[99.0, 1.5, 2.0], row_type="study"
)
SHARES = STUDIES.assign(estimate=0.5, low=0.0, high=1.0)
PANELS = STUDIES.assign(panel="harm", measure="odds_ratio", low=1e-13, high=99.0)
POINTS = pd.DataFrame({"label": NAMES, "x": [1.0, 2.0, 3.0], "estimate": [-1.0, 0.0, 1.0]})
CURVES = pd.DataFrame(
    {"curve": "summary", "label": NAMES, "effect": [0.0, 0.1, 0.2], "p_value": [0.1, 1.0, 0.1]}
)
RISKS = pd.DataFrame({"label": NAMES, "risk": 0.5, "risk_comparator": [0.2, 0.3, 0.4]})
RATES = SHARES.assign(group="Report", events=0, n=9)
STATES = pd.DataFrame({"row": NAMES, "column": "A", "state": "reported", "sources": "a:b"})
CELLS = pd.DataFrame({"row": NAMES, "column": "MRD", "count": [1, 1, 1], "sources": "a:b"})
LINES = pd.DataFrame(
    {"patient": NAMES, "position": [0, 0, 0], "therapy": "tki", "response": "CR", "sources": "a:b"}
).assign(result="absent", index=[False, True, False], courses=2.0)
EVENTS = pd.DataFrame(
    {"lane": NAMES, "row_type": "event", "kind": "dose", "result": None, "sources": "a:b"}
).assign(step=[1, 1, 1], day_low=[0.0, 0, 0], day_high=[7.0, 7, 7], basis="reported")
JUDGED = pd.DataFrame(
    {"study": NAMES, "item": "1", "item_label": "Asked?", "judgement": "yes", "sources": "a:b"}
)
CHOICES = {"measure": "odds_ratio", "choices": {"label": "Study"}, **OUTCOME}
AGE = {"moderator": "Age (years)"}
FUNNEL = POINTS.assign(std_error=1.0)
PANEL = pd.DataFrame({"label": NAMES, "rstudent": [0.0, 1.0, 2.0]})

# kind, frame, what describe is asked, column, (values that can be, values that cannot)
CASES = [
    ("forest", STUDIES, {**RATIO, **OUTCOME}, "estimate", ABOVE_0),
    ("forest", STUDIES, {**RATIO, **OUTCOME}, "low", ([1e-12, 0.5], [0, -0.3, "low"])),
    ("forest", STUDIES, {**RATIO, **OUTCOME}, "high", ([0.5, np.inf], [0, -0.3, "high"])),
    ("forest", SHARES, OUTCOME, "estimate", FROM_0_TO_1),
    ("forest", SHARES, OUTCOME, "high", ([0.5, 1], [1.000001, 70, "70%"])),
    ("forest", SHARES, {"measure": "risk_difference", **OUTCOME}, "low", ([-1, 0], [-1.001, -30])),
    ("forest", SHARES.assign(events=1, n=9), OUTCOME, "events", COUNTS),
    ("forest", SHARES.assign(events_comparator=0, n_comparator=9), OUTCOME, "n_comparator", COUNTS),
    ("forest", SHARES.assign(weight=1.0), OUTCOME, "weight", FROM_0),
    ("forest", SHARES, OUTCOME, "row_type", (["study", "text"], ["trial", None, 1])),
    ("forest_panels", PANELS, OUTCOME, "estimate", ABOVE_0),
    ("forest_panels", PANELS, OUTCOME, "panel", (["harm"], [None])),
    ("rate_bars", RATES, OUTCOME, "n", COUNTS),
    ("rate_bars", RATES, OUTCOME, "estimate", FROM_0_TO_1),
    ("cumulative", STUDIES, {**RATIO, **OUTCOME}, "estimate", ABOVE_0),
    ("cumulative", STUDIES.assign(k=1), {**RATIO, **OUTCOME}, "k", COUNTS),
    ("cumulative", STUDIES.assign(tau2=0.1), {**RATIO, **OUTCOME}, "tau2", FROM_0),
    ("leave_one_out", STUDIES, {**RATIO, **OUTCOME}, "estimate", ABOVE_0),
    ("leave_one_out", STUDIES.assign(i2_percent=1), {**RATIO, **OUTCOME}, "i2_percent", PERCENT),
    ("specification_curve", STUDIES, CHOICES, "estimate", ABOVE_0),
    ("specification_curve", STUDIES.assign(main=False), CHOICES, "main", FLAGS),
    ("funnel", FUNNEL, {**RATIO, **OUTCOME}, "std_error", ABOVE_0),
    ("funnel", FUNNEL, {**RATIO, **OUTCOME}, "estimate", ANY_NUMBER),
    ("funnel", FUNNEL.assign(filled=False), {**RATIO, **OUTCOME}, "filled", FLAGS),
    ("bubble", POINTS, {**RATIO, **AGE, **OUTCOME}, "x", ANY_NUMBER),
    ("bubble", POINTS.assign(weight=1.0), {**RATIO, **AGE, **OUTCOME}, "weight", FROM_0),
    (
        "bubble",
        POINTS.assign(estimate=0.5),
        {"measure": "proportion", **AGE, **OUTCOME},
        "estimate",
        FROM_0_TO_1,
    ),
    (
        "radial",
        POINTS.assign(precision=1.0, z=0.5),
        {**RATIO, "summary": 0.1, **OUTCOME},
        "precision",
        ABOVE_0,
    ),
    ("drapery", CURVES, {**RATIO, **OUTCOME}, "p_value", FROM_0_TO_1),
    ("drapery", CURVES, {**RATIO, **OUTCOME}, "curve", (["study"], ["pooled", None])),
    ("gosh", POINTS.assign(i2_percent=10.0), {**RATIO, **OUTCOME}, "i2_percent", PERCENT),
    ("gosh", POINTS.assign(i2_percent=10.0, includes=True), RATIO | OUTCOME, "includes", FLAGS),
    ("labbe", RISKS, OUTCOME, "risk", FROM_0_TO_1),
    ("labbe", RISKS, OUTCOME, "risk_comparator", FROM_0_TO_1),
    ("labbe", RISKS.assign(weight=1.0), OUTCOME, "weight", FROM_0),
    ("baujat", PANEL.assign(contribution=1.0, influence=1.0), OUTCOME, "contribution", FROM_0),
    ("baujat", PANEL.assign(contribution=1.0, influence=1.0), OUTCOME, "influence", FROM_0),
    ("influence_panel", PANEL, OUTCOME, "rstudent", ANY_NUMBER),
    ("influence_panel", PANEL.assign(cooks_distance=1.0), OUTCOME, "cooks_distance", FROM_0),
    ("influence_panel", PANEL.assign(hat=0.3), OUTCOME, "hat", FROM_0_TO_1),
    ("influence_panel", PANEL.assign(weight_percent=3.0), OUTCOME, "weight_percent", PERCENT),
    ("influence_panel", PANEL.assign(influential=True), OUTCOME, "influential", FLAGS),
    ("evidence_map", CELLS, {}, "count", ([0, 4], [-1, 2.5, "three", None])),
    ("evidence_map", CELLS.assign(size=4), {}, "size", ([1, 4, None], [-1, 1.5, "four"])),
    ("reporting_map", STATES, {}, "state", (["not_applicable"], ["yes", None, 1])),
    ("treatment_sequence", LINES, {}, "position", ([-3, 0], [0.5, "first", None])),
    ("treatment_sequence", LINES, {}, "therapy", (["Surgery"], [None, ""])),
    ("treatment_sequence", LINES, {}, "result", (["absent"], ["good", None])),
    ("treatment_sequence", LINES.assign(index=True), {}, "index", ([False], ["no", None])),
    ("treatment_sequence", LINES, {}, "courses", ([1, 9, None], [0, 1.5, "two"])),
    ("swimmer", EVENTS, {}, "day_low", ([-5, 7], [7.5, "day 3", None])),
    ("swimmer", EVENTS, {}, "step", ([1, 2.5], ["first", None])),
    ("swimmer", EVENTS, {}, "kind", (["dose"], ["surgery", None])),
    ("appraisal", JUDGED, {}, "judgement", (["no", "Unclear", None], ["good", 3])),
    ("appraisal_summary", JUDGED, {}, "item", (["2"], [None, ""])),
]


def _with(frame, column, value):
    cells = frame[column].astype(object).tolist()
    cells[1] = value
    return frame.assign(**{column: pd.Series(cells, dtype=object, index=frame.index)})


@pytest.mark.parametrize(("kind", "frame", "ask", "column", "values"), CASES)
def test_values_at_the_edge_are_drawn_and_those_beyond_are_refused(
    kind, frame, ask, column, values
):
    describe = kind_named(kind).describe
    for value in values[0]:
        wide = {"low": 1e-13, "high": 99.0} if ask.get("measure") == "odds_ratio" else {}
        usable = frame.assign(**{k: v for k, v in wide.items() if k in frame and k != column})
        usable = usable.assign(estimate=np.nan) if column in ("low", "high") else usable
        assert describe(_with(usable, column, value), **ask).alt
    for value in values[1]:
        with pytest.raises(FrameError, match=rf"row 1 \(.*\), column {column}"):
            describe(_with(frame, column, value), **ask)


INTERVALS = [
    ("forest", STUDIES, {**RATIO, **OUTCOME}),
    ("cumulative", STUDIES, {**RATIO, **OUTCOME}),
    ("leave_one_out", STUDIES, {**RATIO, **OUTCOME}),
    ("specification_curve", STUDIES, CHOICES),
]


@pytest.mark.parametrize(("kind", "frame", "ask"), INTERVALS)
def test_an_estimate_lies_within_its_limits_and_the_limits_ascend(kind, frame, ask):
    describe = kind_named(kind).describe
    for at_limit in (0.8, 1.5):
        assert describe(_with(frame, "estimate", at_limit), **ask).alt
    for outside, limit in ((0.7999, "below low 0.8"), (1.5001, "above high 1.5")):
        with pytest.raises(FrameError, match=rf"row 1 \(Birch 2016\), column estimate: .*{limit}"):
            describe(_with(frame, "estimate", outside), **ask)
    with pytest.raises(
        FrameError, match=r"row 1 \(Birch 2016\), column low: 1.6 is above high 1.5"
    ):
        describe(_with(frame, "low", 1.6), **ask)


def test_events_and_counts_are_at_most_what_they_are_a_part_of():
    for events, n in (("events", "n"), ("events_comparator", "n_comparator")):
        frame = SHARES.assign(**{events: [1, 10, 2], n: 10})
        assert kind_named("forest").describe(frame, **OUTCOME).alt
        with pytest.raises(FrameError, match=rf"column {events}: 11; allowed: at most {n} 10"):
            kind_named("forest").describe(_with(frame, events, 11), **OUTCOME)


def test_a_line_of_a_bubble_plot_lies_within_its_bands(figure_of):
    line = pd.DataFrame({"x": [1.0, 3.0], "fit": [0.0, 1.0], "low": [-1.0, 1.0], "high": [1.0, 2]})
    draw = kind_named("bubble").draw
    assert draw(figure_of(), POINTS, line, **RATIO, **AGE)
    with pytest.raises(FrameError, match=r"line of a bubble plot: row 1 \(3.0\), column fit: 2.5"):
        draw(figure_of(), POINTS, _with(line, "fit", 2.5), **RATIO, **AGE)


def test_the_curve_of_a_labbe_plot_holds_risks(figure_of):
    curve = pd.DataFrame({"risk_comparator": [0.0, 1.0], "risk": [0.0, 100.0]})
    with pytest.raises(FrameError, match="curve of a L'Abbé plot: row 1, column risk: 100"):
        kind_named("labbe").draw(figure_of(), RISKS, curve=curve)


@pytest.mark.parametrize(
    ("kind", "frame", "ask"),
    [
        *INTERVALS,
        ("funnel", FUNNEL, OUTCOME),
        ("bubble", POINTS, {**AGE, **OUTCOME}),
        ("radial", POINTS.assign(precision=1.0, z=0.5), {"summary": 0.1, **OUTCOME}),
        ("drapery", CURVES, OUTCOME),
        ("gosh", POINTS.assign(i2_percent=10.0), OUTCOME),
    ],
)
def test_a_measure_that_is_not_known_is_refused_with_those_that_are(kind, frame, ask):
    describe = kind_named(kind).describe
    for name in ("RR", "luck", ""):
        with pytest.raises(
            FrameError, match=rf"measure '{name}' is unknown; allowed: proportion, r"
        ):
            describe(frame, **{**ask, "measure": name})
    assert describe(frame, **{**ask, "measure": "rate_ratio"}).alt


@pytest.mark.parametrize("kind", ["funnel", "radial"])
@pytest.mark.parametrize("summary", ["0.1", np.nan, np.inf, True])
def test_a_pooled_estimate_is_a_number(kind, summary):
    frame = FUNNEL.assign(precision=1.0, z=0.5)
    with pytest.raises(FrameError, match=r"argument summary: .*allowed: a number"):
        kind_named(kind).describe(frame, **RATIO, **OUTCOME, summary=summary)


@pytest.mark.parametrize("level", [0, 1, 95, "0.95"])
def test_a_level_lies_between_0_and_1(level):
    with pytest.raises(FrameError, match=r"argument level: .*between 0 and 1"):
        kind_named("forest").describe(SHARES, **OUTCOME, level=level)


def test_everything_that_is_wrong_is_said_at_once_and_long_lists_are_cut():
    frame = RISKS.assign(risk=[10.0, 20, 30], weight=[-1.0, 1, 1])
    with pytest.raises(FrameError) as found:
        kind_named("labbe").describe(frame, **OUTCOME)
    assert str(found.value).count("column risk:") == 3 and "column weight: -1" in str(found.value)
    many = pd.concat([RISKS.assign(risk=2.0)] * 10, ignore_index=True)
    with pytest.raises(FrameError, match=r"; and 10 more$"):
        kind_named("labbe").describe(many, **OUTCOME)


def test_limits_of_proportions_pooled_untransformed_may_lie_beyond_0_and_1():
    ask = {**CHOICES, "measure": "proportion"}
    assert kind_named("specification_curve").describe(SHARES.assign(low=-0.1, high=1.1), **ask).alt
    with pytest.raises(FrameError, match=r"column estimate: 1.2; allowed: a number from 0 to 1"):
        kind_named("specification_curve").describe(SHARES.assign(estimate=1.2, high=1.3), **ask)


def test_a_column_that_stands_twice_is_refused():
    frame = pd.concat([RISKS, RISKS[["risk"]]], axis=1)
    with pytest.raises(FrameError, match=r"column.s. risk stand twice"):
        kind_named("labbe").describe(frame, **OUTCOME)


def test_a_phase_of_a_swimmer_plot_ends_at_a_step_of_its_lane():
    phases = EVENTS.assign(row_type="phase", kind="index", until_step=[1.0, 1, 1])
    assert kind_named("swimmer").describe(phases).alt
    with pytest.raises(FrameError, match=r"row 1 \(Birch 2016\), column until_step: 9"):
        kind_named("swimmer").describe(_with(phases, "until_step", 9.0))


def test_every_kind_is_tried():
    elsewhere = {  # no numbers, or refusals tried with the kind itself
        "appraisal_sheet",
        "citation_network",
        "claims_verdict",
        "forest_panels",
        "patient_timeline",
        "prisma",
    }
    assert {case[0] for case in CASES} | elsewhere == set(KINDS)
