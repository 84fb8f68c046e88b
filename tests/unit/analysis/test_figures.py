"""From a result to a figure: what is drawn is what was pooled."""

import matplotlib.figure
import numpy as np
import pandas as pd
import pytest

import evidence as ev
from evidence.synthesis.errors import SynthesisError
from tests.unit.analysis.test_pool import BCG


@pytest.fixture(scope="module")
def fit():
    return ev.pool(BCG, measure="RR")


@pytest.mark.parametrize(
    "kind",
    [
        "forest",
        "funnel",
        "radial",
        "baujat",
        "labbe",
        "influence_plot",
        "leave_one_out_plot",
        "cumulative_plot",
        "drapery",
        "gosh_plot",
        "multiverse_plot",
    ],
)
def test_every_kind_returns_a_matplotlib_figure_with_words(kind, fit):
    figure = getattr(ev, kind)(fit, outcome="tuberculosis")
    assert isinstance(figure, matplotlib.figure.Figure)
    assert "tuberculosis" in figure.description.alt
    assert len(figure.data) >= 13


def test_a_table_of_results_is_drawn_as_it_is_and_not_pooled():
    rows = pd.DataFrame({"label": ["a", "b"], "estimate": [0.5, 0.7], "low": [0.3, 0.5]})
    figure = ev.forest(rows.assign(high=[0.8, 0.98]), measure="HR", level=0.975)
    assert list(figure.data["row_type"]) == ["study", "study"]
    assert "97.5% confidence intervals" in figure.description.caption


def test_a_table_of_results_names_its_measure():
    rows = pd.DataFrame({"label": ["a"], "estimate": [0.5], "low": [0.3], "high": [0.8]})
    with pytest.raises(SynthesisError, match=r"^measure '' found; allowed: risk_ratio"):
        ev.forest(rows)


def test_the_forest_plot_holds_studies_diamond_and_prediction_interval(fit):
    rows = ev.forest(fit).data.set_index("label")
    assert rows["row_type"].value_counts()["study"] == 13
    assert rows.loc["All studies", "estimate"] == fit.estimate
    assert rows.loc["Prediction interval", ["low", "high"]].tolist() == list(fit.prediction[:2])
    assert rows.loc["All studies", "events"] == BCG["ai"].sum()


def test_subgroups_keep_the_weights_of_the_whole(fit):
    groups = ev.subgroups(fit, by=["early"] * 6 + ["late"] * 7)
    rows = ev.forest(groups).data
    assert rows["weight"].sum() == pytest.approx(100)
    pooled = rows[rows["row_type"] == "summary"].set_index("label")["estimate"]
    assert pooled["early, pooled"] == ev.pool(BCG.head(6), "RR").estimate
    assert pooled["All studies"] == fit.estimate


def test_two_studies_get_no_diamond():
    rows = ev.forest(ev.pool(BCG.head(2), "RR")).data
    assert "summary" not in set(rows["row_type"])


def test_export_writes_every_format_with_data_and_words(fit, tmp_path):
    paths = ev.forest(fit).export("forest", tmp_path)
    assert {path.name for path in paths.values()} == {
        f"forest.{kind}" for kind in ("svg", "pdf", "png", "csv", "json")
    }


def test_a_notebook_keeps_the_alternative_text(fit):
    assert 'alt="Forest plot of the outcome (risk ratio) in 13 studies.' in (
        ev.forest(fit)._repr_html_()
    )


def test_leaving_out_agrees_with_pooling_the_others(fit):
    without = ev.leave_one_out(fit).set_index("study")["estimate"]
    others = ev.pool(BCG[BCG["study"] != "Trial 7"], "RR")
    np.testing.assert_allclose(without["Trial 7"], others.estimate, rtol=1e-8)


def test_the_last_step_of_adding_is_the_whole(fit):
    np.testing.assert_allclose(ev.cumulative(fit)["estimate"].iloc[-1], fit.estimate, rtol=1e-8)


@pytest.mark.parametrize("test", ["wald", "knapp_hartung"])
def test_the_drapery_of_the_pooled_effect_meets_5_percent_at_its_limits(test):
    fit = ev.pool(BCG, measure="RR", test=test)
    rows = ev.drapery(fit).data
    curve = rows[rows["curve"] == "summary"]
    for limit in (fit.ci_low, fit.ci_high):
        p_value = np.interp(np.log(limit), curve["effect"], curve["p_value"])
        assert p_value == pytest.approx(0.05, abs=0.002)
    assert curve["p_value"].max() == 1


def test_subsets_of_the_gosh_plot_are_those_of_two_studies_or_more():
    rows = ev.gosh_plot(ev.pool(BCG.head(4), "RR"), "Trial 2").data
    assert len(rows) == 6 + 4 + 1  # pairs, triples, all of four
    assert rows["includes"].sum() == 3 + 3 + 1
    with pytest.raises(ev.SynthesisError, match="'Trial 9'; allowed: Trial 1, Trial 2, Trial 3"):
        ev.gosh_plot(ev.pool(BCG.head(4), "RR"), "Trial 9")


@pytest.mark.parametrize(
    ("measure", "at_half"),
    [("RR", lambda effect: 0.5 * effect), ("OR", lambda effect: effect / (1 + effect))],
)
def test_the_curve_of_the_risks_is_that_of_the_pooled_effect(measure, at_half):
    fit = ev.pool(BCG, measure)
    [curve] = [line for line in ev.labbe(fit).axes[0].lines if len(line.get_xdata()) > 50]
    across, up = (np.asarray(values, float) for values in curve.get_data())
    assert np.interp(0.5, across, up) == pytest.approx(at_half(fit.estimate))


def test_the_fit_is_marked_among_every_analysis():
    fit = ev.pool(BCG, "RR", test="knapp_hartung")
    rows = ev.multiverse_plot(fit).data
    [main] = rows[rows["main"]].to_dict("records")
    assert (main["estimator"], main["interval"]) == ("REML", "Knapp-Hartung")
    assert (main["low"], main["high"]) == pytest.approx((fit.ci_low, fit.ci_high))


@pytest.mark.parametrize(("measure", "size"), [("PFT", "ni"), ("IRFT", "ti")])
def test_freeman_tukey_refits_go_back_by_the_sizes_in_each(measure, size):
    """Studies of 5 in 20 each are 0.25 together, by their sizes: with the third's they are not."""
    studies = {"study": list("ABC"), "xi": [12, 5, 5], size: [40, 20, 20]}
    fit = ev.pool(studies, measure)
    assert ev.leave_one_out(fit)["estimate"].iloc[0] == pytest.approx(0.25, rel=1e-12)
    added = ev.cumulative(fit, [1, 2, 0])
    np.testing.assert_allclose(added["estimate"].iloc[:2], 0.25, rtol=1e-12)
    assert added["estimate"].iloc[2] == pytest.approx(fit.estimate, rel=1e-9)


def test_the_funnel_of_logits_has_no_null():
    """One-arm effects: the region about the mean, 1.96 standard errors, and no shading of p."""
    fit = ev.pool({"study": list("ABC"), "xi": [2, 5, 9], "ni": [20, 20, 20]}, "PLO")
    figure = ev.funnel(fit)
    lines = [line for axes in figure.figure.axes for line in axes.lines]
    found = {line.get_gid(): line for line in lines}
    depth, (low, middle, _) = found["region"].get_ydata()[0], found["region"].get_xdata()
    assert (middle - low) / depth == pytest.approx(1.959964, abs=1e-6)
    assert middle == pytest.approx(fit.pooled.estimate)
    assert "no effect" not in found
    assert not figure.figure.findobj(lambda part: str(part.get_gid()).startswith("contour"))
    assert "Shading" not in figure.description.caption
    assert "Dashed lines hold 95% of studies" in figure.description.caption
