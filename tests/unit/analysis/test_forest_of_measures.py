"""The forest plot of every measure: line of no effect, scale, axis, columns, no overlap."""

import numpy as np
import pytest

import evidence as ev
from evidence.synthesis.effect_sizes.measures import MEASURES, measure_named
from tests.unit.figures.proof_reading import drawn_as, problems

STUDY = ["Alder 2014", "Birch 2016", "Cedar 2018", "Dogwood 2020"]
ARMS = {"ai": [4, 6, 9, 12], "n1i": [50, 60, 80, 120], "ci": [9, 10, 14, 25],
        "n2i": [50, 61, 79, 118]}  # fmt: skip
RATES = {"x1i": [4, 6, 9, 12], "t1i": [250, 310, 402, 900], "x2i": [9, 10, 14, 25],
         "t2i": [245, 305, 399, 1880]}  # fmt: skip
MEANS = {"m1i": [5.1, 4.2, 6.0, 5.5], "sd1i": [1.2, 1.1, 2.0, 1.5], "n1i": [40, 55, 32, 100],
         "m2i": [6.0, 4.9, 6.1, 6.2], "sd2i": [1.3, 1.4, 1.8, 1.6],
         "n2i": [42, 53, 30, 98]}  # fmt: skip
GIVEN = {"yi": [0.1, -0.3, 0.5, 0.2], "vi": [0.04, 0.05, 0.02, 0.03]}
TABLES = {
    ("ai", "n1i", "ci", "n2i"): ARMS,
    ("x1i", "t1i", "x2i", "t2i"): RATES,
    ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i"): MEANS,
    ("xi", "ni"): {"xi": ARMS["ai"], "ni": ARMS["n1i"]},
    ("xi", "ti"): {"xi": RATES["x1i"], "ti": RATES["t1i"]},
    ("mi", "sdi", "ni"): {"mi": MEANS["m1i"], "sdi": MEANS["sd1i"], "ni": MEANS["n1i"]},
    ("ri", "ni"): {"ri": [0.5, 0.3, 0.6, -0.1], "ni": MEANS["n1i"]},
    ("yi", "vi"): GIVEN,
    (): GIVEN,
}
CODES = [measure.code for measure in MEASURES]


def plot(code, **options):
    measure = measure_named(code)
    fit = ev.pool({"study": STUDY, **TABLES[measure.columns]}, code, **options)
    return fit, ev.forest(fit, outcome="an outcome")


def words(figure, gid):
    return [text.get_text() for text in drawn_as(figure, gid)]


@pytest.mark.parametrize("code", CODES)
def test_the_line_of_no_effect_and_the_scale_are_those_of_the_measure(code):
    fit, figure = plot(code)
    (axes,) = figure.axes
    lines = [line for line in axes.get_lines() if line.get_gid() == "reference"]
    assert [line.get_xdata()[0] for line in lines] == [
        null for null in [fit.measure.null] if null is not None
    ]
    assert axes.get_xscale() == ("log" if fit.measure.is_ratio else "linear")
    low, high = axes.get_xlim()
    assert low <= fit.estimate <= high
    assert fit.measure.null is None or low <= fit.measure.null <= high


@pytest.mark.parametrize("code", CODES)
def test_nothing_overlaps_or_leaves_the_page(code):
    assert problems(plot(code)[1]) == []


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("IRR", "Rate ratio (log scale)"),
        ("IRD", "Rate difference"),
        ("MD", "Mean difference"),
        ("SMD", "Standardised mean difference"),
        ("ROM", "Ratio of means (log scale)"),
        ("MN", "Mean"),
        ("IRLN", "Incidence rate"),
        ("HR", "Hazard ratio (log scale)"),
        ("PETO", "Peto odds ratio (log scale)"),
        ("ZCOR", "Correlation"),
        ("GEN", "Effect"),
    ],
)
def test_the_axis_has_the_name_of_what_is_read(code, label):
    assert words(plot(code)[1], "axis label") == [label]


@pytest.mark.parametrize(
    ("code", "headings", "first"),
    [
        ("RR", ["Events", "Total"] * 2, ["4", "50", "9", "50"]),
        ("IRR", ["Events", "Person-time"] * 2, ["4", "250", "9", "245"]),
        ("SMD", ["Mean (SD)", "Total"] * 2, ["5.10 (1.20)", "40", "6.00 (1.30)", "42"]),
        ("MN", ["Mean (SD)", "Total"], ["5.10 (1.20)", "40"]),
        ("IR", ["Events", "Person-time"], ["4", "250"]),
        ("COR", ["Total"], ["40"]),
        ("HR", [], []),
    ],
)
def test_beside_a_study_stands_what_is_reported_of_its_arms(code, headings, first):
    _, figure = plot(code)
    shown = [text for text in words(figure, "heading") if text in (*headings, "Events", "Total")]
    assert shown == headings
    assert words(figure, "cell 0")[: len(first)] == first
    arms = [text for text in words(figure, "heading") if text in ("Treatment", "Comparator")]
    assert arms == (["Treatment", "Comparator"] if len(headings) == 4 else [])


def test_below_them_stand_sums_of_what_can_be_added():
    for code, sums in (("IRR", ["31", "1862", "58", "2829"]), ("MD", ["", "227", "", "223"])):
        rows = plot(code)[1].data
        total = rows[rows["row_type"] == "summary"].iloc[0]
        assert ("mean" not in total) or np.isnan(total["mean"])
        cells = words(plot(code)[1], "cell 4")
        assert [cell for cell in cells if cell in sums and cell] == [text for text in sums if text]


@pytest.mark.parametrize("model", ["mantel_haenszel", "peto"])
def test_the_weights_drawn_are_those_of_the_model(model):
    fit, figure = plot("OR", model=model)
    random = plot("OR")[0].to_frame()["weight_percent"]
    drawn = figure.data.loc[figure.data["row_type"] == "study", "weight"]
    np.testing.assert_array_equal(drawn, fit.pooled.weights)
    np.testing.assert_array_equal(fit.to_frame()["weight_percent"], fit.pooled.weights)
    assert not np.allclose(drawn, random)


def test_a_model_without_weights_draws_none():
    _, figure = plot("OR", model="conditional")
    assert "weight" not in figure.data
    assert not any("Weight" in text for text in words(figure, "heading"))


def test_limits_end_where_the_measure_does():
    rows = plot("COR")[1].data
    assert rows["high"].max() == 1.0  # the prediction interval of raw correlations goes beyond


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", ["funnel", "radial", "leave_one_out_plot", "cumulative_plot"])
def test_other_plots_take_every_measure_too(kind, code):
    fit, _ = plot(code)
    assert getattr(ev, kind)(fit, outcome="an outcome").description.alt
