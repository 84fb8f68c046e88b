"""A forest plot in words."""

from evidence.figures import forest
from tests.unit.figures.forest.invented_plot import drawn, with_summary


def test_description_comes_from_the_numbers(ratios):
    words = forest.describe(
        with_summary(ratios(4)), outcome="an invented outcome", measure="risk_ratio"
    )
    assert words.title == "Risk ratio of an invented outcome in 4 studies"
    assert (
        "from 0.50 [0.38, 0.65] (Invented study 1) to 0.80 [0.50, 1.28] (Invented study 4)"
        in words.alt
    )
    assert "Total: 0.70 [0.60, 0.82]" in words.alt
    assert "2 of 4 intervals include 1" in words.alt
    assert "area proportional to weight" in words.caption and "Diamonds" in words.caption


def test_words_name_what_the_rows_are(ratios):
    words = forest.describe(
        ratios(3), outcome="x", measure="risk_ratio", rows=("analysis", "analyses")
    )
    assert words.alt.startswith(
        "Forest plot of x (risk ratio) in 3 analyses."
    ) and "stud" not in words.alt.replace("Invented study", "")


def test_the_caption_tells_of_arrows_only_where_they_are_drawn(ratios, by_gid):
    narrow, far = ratios(3), ratios(3).assign(high=[0.9, 1.0, 9000.0])
    for frame, arrows in ((narrow, False), (far, True)):
        figure, _ = drawn(frame)
        assert bool(by_gid(figure, "arrows right")) == arrows
        assert (
            "An arrow marks" in forest.describe(frame, outcome="x", measure="risk_ratio").caption
        ) == arrows
