"""What the plots of two axes draw: points where the numbers are, lines where they were asked."""

import math

import numpy as np
import pandas as pd
import pytest

from evidence.figures.forest import leave_one_out
from tests.unit.figures.diagnostics.invented_frames import (
    KINDS,
    curves,
    diagnostics,
    drawn,
    effects,
    pooled,
    risks,
    sources,
    subsets,
)


def offsets(by_gid, figure, gid="studies"):
    return np.concatenate([np.asarray(found.get_offsets()) for found in by_gid(figure, gid)])


def test_funnel_has_precise_studies_on_top(by_gid):
    frame = effects(5).assign(filled=[False] * 4 + [True])
    figure, axes = drawn("funnel", frame)
    assert offsets(by_gid, figure) == pytest.approx(frame[["estimate", "std_error"]].to_numpy()[:4])
    assert offsets(by_gid, figure, "filled studies") == pytest.approx(
        frame[["estimate", "std_error"]].to_numpy()[4:]
    )
    assert axes.get_ylim()[1] == 0 and axes.yaxis_inverted()


def test_funnel_contours_are_where_p_is(by_gid):
    figure, axes = drawn("funnel", effects(3))
    deepest = axes.get_ylim()[0]
    for p, z in ((0.10, 1.6448536), (0.05, 1.9599640), (0.01, 2.5758293)):
        edges = [abs(patch.get_xy()[1][0]) for patch in by_gid(figure, f"contour {p:g}")]
        assert edges == pytest.approx([z * deepest] * 2, rel=1e-6)
    [region] = by_gid(figure, "region")
    assert region.get_xdata()[::2] == pytest.approx(
        [0.1 - 1.959964 * deepest, 0.1 + 1.959964 * deepest], rel=1e-6
    )


def test_ratios_are_written_as_ratios(by_gid):
    _, axes = drawn("funnel", effects(5))
    places, labels = axes.get_xticks(), [tick.get_text() for tick in axes.get_xticklabels()]
    assert np.exp(places) == pytest.approx([float(label) for label in labels])


def test_labbe_areas_and_lines(by_gid):
    frame = risks(4)
    curve = pd.DataFrame({"risk_comparator": [0.0, 0.5], "risk": [0.0, 1.0]})
    figure, axes = drawn("labbe", frame, curve=curve, arms=("One", "Other"))
    [points] = by_gid(figure, "studies")
    largest_first = frame.sort_values("weight", ascending=False)
    assert np.asarray(points.get_offsets()) == pytest.approx(
        largest_first[["risk_comparator", "risk"]].to_numpy()
    )
    ratio = points.get_sizes() / largest_first["weight"].to_numpy()
    assert ratio == pytest.approx(np.full(4, ratio[0]))
    assert list(by_gid(figure, "equal risk")[0].get_ydata()) == [0, 1]
    assert list(by_gid(figure, "pooled effect")[0].get_ydata()) == [0, 1]
    assert axes.get_xlim() == axes.get_ylim() == (0, 1)


@pytest.mark.parametrize(
    ("low", "high", "limits"),
    [
        (0.19, 0.46, (0.15, 0.5)),
        (0.0, 0.01, (0.0, 0.05)),
        (0.97, 1.0, (0.9, 1.0)),
        (0.3, 0.3, (0.25, 0.35)),
    ],
)
def test_labbe_axes_are_alike_and_as_wide_as_the_risks(low, high, limits):
    frame = pd.DataFrame({"label": ["A", "B"], "risk": [low, high], "risk_comparator": [high, low]})
    _, axes = drawn("labbe", frame)
    assert axes.get_xlim() == axes.get_ylim() == pytest.approx(limits)


def test_a_name_without_a_place_beside_its_point_stands_at_the_end_of_a_line(by_gid):
    crowded = pd.DataFrame(
        {
            "label": [f"Invented study of a long name {i}" for i in range(4)],
            "contribution": [1.0, 1.05, 1.1, 3.0],
            "influence": [0.5, 0.5, 0.5, 2.0],
        }
    )
    figure, _ = drawn("baujat", crowded)
    assert len(by_gid(figure, "point label")) == 4
    assert len(by_gid(figure, "line to a name")) >= 1


def test_radial_scale_reads_effects_off_the_slope(by_gid):
    frame = KINDS["radial"][1](6)
    figure, axes = drawn("radial", frame)
    assert offsets(by_gid, figure) == pytest.approx(frame[["precision", "z"]].to_numpy())
    end = axes.get_xlim()[1]
    assert by_gid(figure, "pooled effect")[0].get_ydata()[1] == pytest.approx(0.1 * end)
    bottom, top = (axes.get_window_extent().y0, axes.get_window_extent().y1)
    low, high = axes.get_ylim()
    ticks = by_gid(figure, "effect tick")
    assert len(ticks) >= 2
    for text in ticks:
        middle = text.get_position()[1] + 0.36 * text.get_fontsize()
        z = low + (middle * figure.dpi / 72 - bottom) / (top - bottom) * (high - low)
        assert math.exp(z / end) == pytest.approx(float(text.get_text()), rel=0.01)


def test_baujat_names_the_outermost_first(by_gid):
    figure, _ = drawn("baujat", sources(60))
    named = [text.get_text() for text in by_gid(figure, "point label")]
    frame = sources(60)
    far = (frame["contribution"] / frame["contribution"].max()) ** 2 + (
        frame["influence"] / frame["influence"].max()
    ) ** 2
    assert named[0] == frame.loc[far.idxmax(), "label"]
    assert 1 <= len(named) <= 60


def test_influential_studies_have_another_shape(by_gid):
    figure, panels = drawn("influence_panel", diagnostics(7))
    assert len(panels) == 5
    assert [len(found.get_offsets()) for found in by_gid(figure, "influential studies")] == [1] * 5
    assert [len(found.get_offsets()) for found in by_gid(figure, "studies")] == [6] * 5
    x = [found.get_offsets()[0][0] for found in by_gid(figure, "influential studies")]
    assert x == pytest.approx(
        diagnostics(7)
        .iloc[1][
            ["rstudent", "cooks_distance", "covariance_ratio", "tau2_deleted", "weight_percent"]
        ]
        .to_list()
    )
    assert len(by_gid(figure, "influential band")) == 1
    names_ = [text.get_text() for text in by_gid(figure, "study name")]
    assert names_ == list(diagnostics(7)["label"])


def test_gosh_counts_every_subset(by_gid):
    figure, _ = drawn("gosh", subsets(500))
    [mesh] = by_gid(figure, "density")
    assert np.ma.sum(np.square(mesh.get_array())) == pytest.approx(500)
    for gid, count in (("with", 250), ("without", 250)):
        for column in ("estimate", "i2_percent"):
            assert by_gid(figure, f"{gid} {column}")[0].get_data().values.sum() == count


def test_cumulative_and_leave_one_out_have_no_diamond_and_equal_squares(by_gid):
    for kind, sign in (("cumulative", "+ "), ("leave_one_out", "")):
        figure, _ = drawn(kind, pooled(5).assign(weight=[1, 2, 3, 4, 5]))
        assert by_gid(figure, "diamond") == []
        assert len(set(by_gid(figure, "squares")[0].get_sizes())) == 1
        assert by_gid(figure, "label 0")[0].get_text() == f"{sign}Invented 1"


def test_all_studies_are_a_diamond_below_those_without_one(by_gid):
    whole = pd.DataFrame(
        {
            "row_type": ["summary"],
            "label": ["All studies"],
            "estimate": [1.0],
            "low": [0.8],
            "high": [1.25],
        }
    )
    frame = pd.concat([pooled(4).assign(row_type="study"), whole], ignore_index=True)
    figure, _ = drawn("leave_one_out", frame)
    assert list(by_gid(figure, "summary line")[0].get_xdata()) == [1.0, 1.0]
    assert (
        len(by_gid(figure, "diamond")) == 1
        and by_gid(figure, "label 4")[0].get_text() == "All studies"
    )
    band = by_gid(figure, "overall interval")[0]
    assert (band.get_x(), band.get_x() + band.get_width()) == (0.8, 1.25)
    words = leave_one_out.describe(frame, outcome="x", measure="risk_ratio")
    assert (
        ", 4 studies" in words.alt
        and words.finding.endswith("; of all it is 1.00.")
        and words.long.endswith("All studies: 1.00 [0.80, 1.25].")
        and "diamond" in words.caption
    )
    assert (
        "diamond"
        not in leave_one_out.describe(pooled(4), outcome="x", measure="risk_ratio").caption
    )


def test_drapery_draws_each_curve_and_the_levels(by_gid):
    figure, axes = drawn("drapery", curves(4))
    assert len(by_gid(figure, "study curve")) == 4
    [summary] = by_gid(figure, "summary curve")
    assert summary.get_linewidth() > by_gid(figure, "study curve")[0].get_linewidth()
    assert [text.get_text() for text in figure.texts if text.get_gid() == "level"][-1] == "50%"
    assert axes.get_ylim() == (0, 1)


def test_bubble_line_and_bands(by_gid):
    line = pd.DataFrame(
        {"x": [50.0, 20.0], "fit": [0.2, -0.1], "low": [0.1, -0.2], "high": [0.3, 0.0]}
    )
    figure, _ = drawn("bubble", effects(6), line=line)
    [fit] = by_gid(figure, "fit")
    assert list(fit.get_xdata()) == [20, 50] and list(fit.get_ydata()) == [-0.1, 0.2]
    assert len(by_gid(figure, "confidence band")) == 1
    [points] = by_gid(figure, "studies")
    weights = effects(6)["weight"].sort_values(ascending=False).to_numpy()
    ratio = points.get_sizes() / weights
    assert ratio == pytest.approx(np.full(6, ratio[0]))


@pytest.mark.parametrize(
    ("apart", "words", "lines"),
    [(0.0, "confidence and prediction", 0), (0.2, "confidence band", 2)],
)
def test_bands_that_are_the_same_are_drawn_and_named_once(by_gid, apart, words, lines):
    line = pd.DataFrame(
        {"x": [20.0, 50.0], "fit": [0.0, 0.1], "low": [-0.1, 0.0], "high": [0.1, 0.2]}
    )
    line = line.assign(prediction_low=line["low"] - apart, prediction_high=line["high"] + apart)
    figure, _ = drawn("bubble", effects(4), line=line)
    assert any(words in text.get_text() for text in figure.texts)
    drawn_lines = [*by_gid(figure, "prediction_low"), *by_gid(figure, "prediction_high")]
    assert len(drawn_lines) == lines
