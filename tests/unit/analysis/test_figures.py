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
