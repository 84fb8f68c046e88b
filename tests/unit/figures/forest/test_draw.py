"""What a forest plot draws."""

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from evidence.figures.canvas.measures import LAYOUTS
from tests.unit.figures.forest.invented_plot import drawn, texts, with_summary


def test_each_study_is_a_square_and_a_line_beside_its_name(ratios, by_gid):
    frame = ratios(5)
    figure, _axes = drawn(frame)
    [squares], [lines] = by_gid(figure, "squares"), by_gid(figure, "intervals")
    x, y = np.asarray(squares.get_offsets()).T
    assert x == pytest.approx(frame["estimate"])
    assert all(a > b for a, b in itertools.pairwise(y))
    ends = np.array(
        [[(start[0], stop[0]) for start, stop in [segment]] for segment in lines.get_segments()]
    )
    assert ends.reshape(-1, 2) == pytest.approx(frame[["low", "high"]].to_numpy())
    labels = [by_gid(figure, f"label {i}")[0] for i in range(5)]
    assert [label.get_text() for label in labels] == list(frame["label"])
    middles = [label.get_position()[1] + 0.36 * label.get_fontsize() for label in labels]
    assert y == pytest.approx(middles, abs=0.01)  # the axes' heights are points on the page


def test_square_area_is_proportional_to_weight(ratios, by_gid):
    frame = ratios(6)
    [squares] = by_gid(drawn(frame)[0], "squares")
    ratio = squares.get_sizes() / frame["weight"].to_numpy()
    assert ratio == pytest.approx(np.full(6, ratio[0]))


def test_a_study_without_weight_is_an_open_square(ratios, by_gid):
    frame = ratios(3)
    frame.loc[1, "weight"] = np.nan
    figure, _ = drawn(frame)
    assert len(by_gid(figure, "squares")[0].get_offsets()) == 2
    [hollow] = by_gid(figure, "open squares")
    assert to_rgb(hollow.get_facecolor()[0]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        ("revman", "[0.38, 0.65]"),
        ("jama", "(0.38–0.65)"),
        ("bmj", "(0.38 to 0.65)"),
        ("compact", "[0.38, 0.65]"),
    ],
)
def test_layouts_write_intervals_their_way(layout, words, ratios):
    figure, _ = drawn(ratios(2), layout=layout)
    assert "0.50" in texts(figure) and words in texts(figure)


def test_layouts_order_their_columns(ratios):
    for name, order in (("revman", ["10", "0.50", "plot"]), ("jama", ["10/40", "plot", "0.50"])):
        figure, axes = drawn(ratios(2), layout=name)
        place = {text.get_text(): text.get_position()[0] for text in figure.texts}
        place["plot"] = axes.get_position().x0 * figure.get_size_inches()[0] * 72
        assert [place[word] for word in order] == sorted(place[word] for word in order)
    assert set(LAYOUTS) == {"revman", "jama", "bmj", "compact"}


def test_numbers_of_a_column_end_at_one_edge(ratios, by_gid):
    figure, _ = drawn(ratios(4), arms=("One", "Other"))
    edges = [[cell.get_position()[0] for cell in by_gid(figure, f"cell {i}")] for i in range(4)]
    assert edges == [edges[0]] * 4 and len(edges[0]) == 7
    assert {cell.get_ha() for cell in by_gid(figure, "cell 0")} == {"right"}


def test_diamond_spans_its_interval(ratios, by_gid):
    figure, _axes = drawn(with_summary(ratios(3)))
    [diamond] = by_gid(figure, "diamond")
    x = diamond.get_xy()[:, 0]
    assert (x.min(), x.max()) == (0.6, 0.82)
    assert x[1] == x[3] == 0.7


def test_prediction_interval_is_a_bar_with_its_rule_in_the_label(ratios, by_gid):
    frame = with_summary(ratios(4))
    frame = pd.concat(
        [
            frame,
            pd.DataFrame(
                [
                    {
                        "row_type": "prediction",
                        "label": "95% prediction interval",
                        "low": 0.4,
                        "high": 1.3,
                        "note": "an invented rule",
                    }
                ]
            ),
        ]
    )
    figure, _ = drawn(frame.reset_index(drop=True))
    [bar] = by_gid(figure, "prediction interval")
    assert (bar.get_x(), bar.get_x() + bar.get_width()) == pytest.approx((0.4, 1.3))
    assert any("an invented rule" in words for words in texts(figure))


def test_ratios_stand_on_a_log_axis_with_readable_ticks(ratios, by_gid):
    figure, axes = drawn(ratios(8), limits=(0.05, 20))
    assert axes.get_xscale() == "log"
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["0.05", "0.2", "1", "5", "20"]
    [reference] = by_gid(figure, "reference")
    assert list(reference.get_xdata()) == [1, 1]


def test_proportions_stand_on_a_whole_axis(proportions, by_gid):
    figure, axes = drawn(proportions(4), measure="proportion")
    assert axes.get_xlim() == (0, 1) and axes.get_xscale() == "linear"
    assert [tick.get_text() for tick in axes.get_xticklabels()][-1] == "100"
    assert by_gid(figure, "reference") == []
    assert "0.0" in texts(figure) and "[0.0, 15.0]" in texts(figure)


def test_huge_intervals_end_in_arrows_at_the_edge(ratios, by_gid):
    frame = ratios(4)
    frame.loc[0, ["low", "high"]] = [1e-9, 1e12]
    frame.loc[2, "high"] = 1e5
    figure, axes = drawn(frame)
    _low, high = axes.get_xlim()
    [left], [right] = by_gid(figure, "arrows left"), by_gid(figure, "arrows right")
    assert (len(left.get_offsets()), len(right.get_offsets())) == (1, 2)
    assert set(right.get_offsets()[:, 0]) == {high} and high <= 20
    ends = [segment[1][0] for segment in by_gid(figure, "intervals")[0].get_segments()]
    assert ends[0] == ends[2] == high and ends[1] < high
    assert "[<0.01, 1.0×10¹²]" in texts(figure)


def test_a_study_without_an_estimate_says_so(ratios, by_gid):
    frame = ratios(3)
    frame.loc[1, ["estimate", "low", "high", "weight"]] = np.nan
    figure, _ = drawn(frame)
    assert "not estimable" in texts(figure)
    assert len(by_gid(figure, "squares")[0].get_offsets()) == 2
    assert "nan" not in " ".join(texts(figure)).lower()


def test_both_sides_of_the_reference_are_named(ratios, by_gid):
    figure, axes = drawn(ratios(3), layout="bmj", favours=("favours one", "favours two"))
    left, right = by_gid(figure, "favours")
    assert left.get_text() == "←\N{NO-BREAK SPACE}favours one" and left.get_ha() == "right"
    assert right.get_text() == "favours two\N{NO-BREAK SPACE}→" and right.get_ha() == "left"
    line_pt = axes.transData.transform((1, 0))[0] / figure.dpi * 72
    assert left.get_position()[0] < line_pt < right.get_position()[0]


def test_arms_and_extra_columns_are_headed(ratios):
    frame = ratios(2).assign(country=["Nowhere", "Elsewhere"], year=[1801, 1802])
    figure, _ = drawn(
        frame, arms=("One arm", "Other"), columns={"country": "Country", "year": "Year"}
    )
    assert {"One arm", "Other", "Country", "Year", "Nowhere", "1801", "Events", "Total"} <= set(
        texts(figure)
    )


def test_lights_carry_symbols(ratios, by_gid):
    frame = ratios(4).assign(bias=["low", "some concerns", "high", None])
    for palette in ("colour", "grey"):
        figure, _ = drawn(frame, palette=palette, lights={"bias": "an invented domain"})
        lights = [
            by_gid(figure, f"light {words}")
            for words in ("low", "some concerns", "high", "no information")
        ]
        assert [len(found) for found in lights] == [1, 1, 1, 1]
        assert len(by_gid(figure, "legend sign")) == 8  # four circles with a sign in each
        fills = [to_rgb(found[0].get_facecolor()) for found in lights[:3]]
        assert len(set(fills)) == 3
        assert [texts(figure).count(symbol) for symbol in ("+", "?", "\N{MINUS SIGN}")] == [2, 2, 2]
        assert "A\N{NO-BREAK SPACE}an invented domain" in texts(figure)


def test_subgroups_have_headings_summaries_and_a_test(ratios, by_gid):
    parts = []
    for group in ("First", "Second"):
        parts += [
            pd.DataFrame([{"row_type": "subgroup", "label": group, "group": group}]),
            with_summary(ratios(3), group=group, label="Subtotal").assign(group=group),
        ]
    parts.append(
        pd.DataFrame(
            [{"row_type": "text", "label": "Test for subgroup differences: Q = 1, df = 1"}]
        )
    )
    figure, _ = drawn(pd.concat(parts, ignore_index=True))
    assert len(by_gid(figure, "diamond")) == 2
    [heading], [study] = by_gid(figure, "label 0"), by_gid(figure, "label 1")
    assert heading.get_weight() == "bold" and study.get_position()[0] > heading.get_position()[0]
    assert any("Test for subgroup differences" in words for words in texts(figure))
    assert by_gid(figure, "summary line") == []


def test_overall_summary_is_carried_up_the_plot(ratios, by_gid):
    [line] = by_gid(drawn(with_summary(ratios(3)))[0], "summary line")
    assert list(line.get_xdata()) == [0.7, 0.7]
