"""What the plots of two axes draw: points where the numbers are, lines where they were asked."""

import math

import numpy as np
import pandas as pd
import pytest

from evidence.figures.canvas.check_frame import FrameError
from evidence.figures.canvas.style import style
from evidence.figures.diagnostics import (
    baujat,
    bubble,
    drapery,
    funnel,
    gosh,
    influence_panel,
    labbe,
    radial,
    specification_curve,
)
from evidence.figures.forest import cumulative, leave_one_out
from tests.unit.figures import proof_reading as proof

WAVE = [0.0, 0.4, -0.2, 0.1, -0.5, 0.3, 0.05]


def names(k, name):
    return [name.format(i=i + 1) for i in range(k)]


def effects(k, name="Invented {i}"):
    return pd.DataFrame(
        {
            "label": names(k, name),
            "estimate": [WAVE[i % 7] for i in range(k)],
            "std_error": [0.1 + 0.05 * (i % 9) for i in range(k)],
            "weight": [1.0 + i % 5 for i in range(k)],
            "x": [20.0 + 3 * (i % 11) for i in range(k)],
        }
    )


def risks(k, name="Invented {i}"):
    return pd.DataFrame(
        {
            "label": names(k, name),
            "risk": [i / max(k - 1, 1) for i in range(k)],
            "risk_comparator": [0.5 * i / max(k - 1, 1) for i in range(k)],
            "weight": [1.0 + i % 5 for i in range(k)],
        }
    )


def sources(k, name="Invented {i}"):
    return pd.DataFrame(
        {
            "label": names(k, name),
            "contribution": [(i * 7 % 11) / 3 for i in range(k)],
            "influence": [(i * 5 % 13) / 9 for i in range(k)],
        }
    )


def diagnostics(k, name="Invented {i}"):
    return pd.DataFrame(
        {
            "label": names(k, name),
            "rstudent": [WAVE[i % 7] * 4 for i in range(k)],
            "cooks_distance": [(i % 5) / 4 for i in range(k)],
            "covariance_ratio": [1 + WAVE[i % 7] for i in range(k)],
            "tau2_deleted": [0.01 * (i % 6) for i in range(k)],
            "weight_percent": [1.0 + i % 5 for i in range(k)],
            "influential": [i == 1 for i in range(k)],
        }
    )


def pooled(k, name="Invented {i}"):
    return pd.DataFrame(
        {
            "label": names(k, name),
            "estimate": [math.exp(WAVE[i % 7]) for i in range(k)],
            "low": [math.exp(WAVE[i % 7] - 0.3) for i in range(k)],
            "high": [math.exp(WAVE[i % 7] + 0.3) for i in range(k)],
            "k": range(1, k + 1),
        }
    )


def analyses(k, name="Invented {i}"):
    frame = pooled(k).drop(columns="k")
    return frame.assign(
        model=[name.format(i=i % 3) for i in range(k)],
        zero=[["keep", "drop"][i % 2] for i in range(k)],
        main=[i == 0 for i in range(k)],
    )


def curves(k, name="Invented {i}"):
    effect = np.linspace(-1, 1, 41)
    parts = [
        pd.DataFrame(
            {
                "curve": "study",
                "label": label,
                "effect": effect,
                "p_value": np.maximum(0, 1 - np.abs(effect - WAVE[i % 7]) * 2),
            }
        )
        for i, label in enumerate(names(k, name))
    ]
    total = pd.DataFrame(
        {
            "curve": "summary",
            "label": "Total",
            "effect": effect,
            "p_value": np.maximum(0, 1 - np.abs(effect) * 4),
        }
    )
    return pd.concat([*parts, total], ignore_index=True)


def subsets(k, name="Invented {i}"):
    return pd.DataFrame(
        {
            "estimate": [WAVE[i % 7] + 0.001 * i for i in range(k)],
            "i2_percent": [float(i * 37 % 101) for i in range(k)],
            "includes": [i % 2 == 0 for i in range(k)],
        }
    )


CHOICES = {"model": "Model", "zero": "Zero cells"}
KINDS = {
    "funnel": (
        funnel,
        effects,
        {"measure": "risk_ratio", "summary": 0.1},
        {"measure": "risk_ratio"},
    ),
    "bubble": (
        bubble,
        effects,
        {"measure": "risk_ratio", "moderator": "Age (years)"},
        {"measure": "risk_ratio", "moderator": "Age (years)"},
    ),
    "baujat": (baujat, sources, {}, {}),
    "labbe": (labbe, risks, {}, {}),
    "influence_panel": (influence_panel, diagnostics, {}, {}),
    "cumulative": (cumulative, pooled, {"measure": "risk_ratio"}, {"measure": "risk_ratio"}),
    "leave_one_out": (leave_one_out, pooled, {"measure": "risk_ratio"}, {"measure": "risk_ratio"}),
    "specification_curve": (
        specification_curve,
        analyses,
        {"measure": "risk_ratio", "choices": CHOICES},
        {"measure": "risk_ratio", "choices": CHOICES},
    ),
    "drapery": (drapery, curves, {"measure": "risk_ratio"}, {"measure": "risk_ratio"}),
    "gosh": (
        gosh,
        subsets,
        {"measure": "risk_ratio", "study": "Invented 1"},
        {"measure": "risk_ratio"},
    ),
    "radial": (
        radial,
        lambda k, name="Invented {i}": effects(k, name).assign(
            precision=lambda f: 1 / f["std_error"], z=lambda f: f["estimate"] / f["std_error"]
        ),
        {"measure": "risk_ratio", "summary": 0.1},
        {"measure": "risk_ratio", "summary": 0.1},
    ),
}


def drawn(kind, frame, palette="colour", width="double", height=80, journal="default", **options):
    module, _, ask, _ = KINDS[kind]
    with style(journal, palette) as figure_style:
        figure = figure_style.figure(width, height)
        axes = module.draw(figure, frame, **{**ask, **options})
    return figure, axes


def offsets(by_gid, figure, gid="studies"):
    return np.concatenate([np.asarray(found.get_offsets()) for found in by_gid(figure, gid)])


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("k", [1, 2, 60])
def test_text_is_whole_and_apart(kind, k):
    figure, _ = drawn(kind, KINDS[kind][1](k))
    assert proof.problems(figure, 7) == []


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("name", ["long", "unbroken", "hebrew", "cjk", "symbols"])
def test_strange_names(kind, name, names):
    figure, _ = drawn(kind, KINDS[kind][1](8, names[name]))
    assert proof.problems(figure, 7) == []


@pytest.mark.parametrize(
    "kind", ["funnel", "bubble", "baujat", "labbe", "drapery", "gosh", "radial"]
)
def test_one_narrow_column_in_grey(kind):
    figure, _ = drawn(kind, KINDS[kind][1](12), palette="grey", width="single", journal="nature")
    with style("nature") as figure_style:
        assert proof.problems(figure, figure_style.small_pt) == []


@pytest.mark.parametrize("kind", list(KINDS))
def test_missing_columns_are_named(kind):
    module, make, ask, _ = KINDS[kind]
    column = {
        "labbe": "risk",
        "baujat": "influence",
        "influence_panel": "label",
        "drapery": "p_value",
        "radial": "z",
    }.get(kind, "estimate")
    with style() as figure_style, pytest.raises(FrameError, match=f"needs column.s. {column}"):
        module.draw(figure_style.figure(), make(3).drop(columns=column), **ask)
    with style() as figure_style, pytest.raises(FrameError, match="at least one row"):
        module.draw(figure_style.figure(), make(3).head(0), **ask)


@pytest.mark.parametrize("kind", list(KINDS))
def test_all_missing_still_draws(kind):
    frame = KINDS[kind][1](4)
    numbers = [c for c in frame.select_dtypes("number") if c not in ("k",)]
    frame[numbers] = np.nan
    figure, _ = drawn(kind, frame)
    assert proof.problems(figure, 7) == []
    assert "nan" not in " ".join(line.words for line in proof.lines(figure)).lower()


@pytest.mark.parametrize("kind", list(KINDS))
def test_descriptions_say_what_and_how_many(kind):
    module, make, _, ask = KINDS[kind]
    words = module.describe(make(6), outcome="an invented outcome", **ask)
    assert "an invented outcome" in words.alt and any(figure in words.alt for figure in ("6", "7 "))
    assert "nan" not in words.alt and words.caption.endswith(".")
    assert words.title and not words.title.endswith(".")


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
    assert np.asarray(points.get_offsets()) == pytest.approx(
        frame[["risk_comparator", "risk"]].to_numpy()
    )
    ratio = points.get_sizes() / frame["weight"].to_numpy()
    assert ratio == pytest.approx(np.full(4, ratio[0]))
    assert list(by_gid(figure, "equal risk")[0].get_ydata()) == [0, 1]
    assert list(by_gid(figure, "pooled effect")[0].get_ydata()) == [0, 1]
    assert axes.get_xlim() == axes.get_ylim() == (0, 1)


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
    for kind, sign in (("cumulative", "+ "), ("leave_one_out", "\N{MINUS SIGN} ")):
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
        and words.alt.endswith("; of all 1.00 [0.80, 1.25].")
        and "diamond" in words.caption
    )
    assert (
        "diamond"
        not in leave_one_out.describe(pooled(4), outcome="x", measure="risk_ratio").caption
    )


def test_specifications_are_in_order_and_their_choices_below(by_gid):
    frame = analyses(9)
    figure, (upper, lower) = drawn("specification_curve", frame)
    heights = np.concatenate(
        [offsets(by_gid, figure, "analyses"), offsets(by_gid, figure, "planned analysis")]
    )
    in_order = heights[np.argsort(heights[:, 0]), 1]
    assert in_order == pytest.approx(sorted(frame["estimate"]))
    assert upper.get_yscale() == "log" and upper.get_xlim() == lower.get_xlim()
    ordered = frame.sort_values("estimate", kind="stable").reset_index(drop=True)
    for value in ("keep", "drop"):
        drawn_at = sorted(
            segment[0][0]
            for found in by_gid(figure, f"choice zero {value}")
            for segment in found.get_segments()
        )
        assert drawn_at == list(np.flatnonzero(ordered["zero"] == value))


def test_specifications_without_an_estimate_are_counted():
    frame = analyses(5)
    frame.loc[2, "estimate"] = np.nan
    words = specification_curve.describe(frame, outcome="x", measure="risk_ratio", choices=CHOICES)
    assert "4 analyses" in words.alt and "1 gave no estimate" in words.alt


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
    ratio = points.get_sizes() / effects(6)["weight"].to_numpy()
    assert ratio == pytest.approx(np.full(6, ratio[0]))


@pytest.mark.parametrize("kind", list(KINDS))
def test_drawn_twice_is_the_same_bytes(kind, tmp_path):
    from evidence.figures.canvas.description import Description
    from evidence.figures.canvas.export import export

    written = []
    for turn in ("first", "second"):
        frame = KINDS[kind][1](9)
        figure, _ = drawn(kind, frame)
        with style():
            paths = export(
                figure,
                kind,
                tmp_path / turn,
                description=Description("t", "c", "a"),
                data=frame,
                formats=("svg",),
            )
        written.append({key: path.read_bytes() for key, path in paths.items()})
    assert written[0] == written[1]
