"""A forest plot in words."""

from evidence.figures import forest
from tests.unit.figures.forest.invented_plot import drawn, with_summary


def test_description_comes_from_the_numbers(ratios):
    words = forest.describe(
        with_summary(ratios(4)), outcome="an invented outcome", measure="risk_ratio"
    )
    assert words.title == "Risk ratio of an invented outcome in 4 studies"
    assert words.finding == (
        "An invented outcome: 0.70 (95% confidence interval 0.60 to 0.82), pooled from 4 studies "
        "with 0.50 to 0.80."
    )
    assert words.finding in words.alt and "Total: 0.70 [0.60, 0.82]" in words.long
    assert "Invented study 4: 0.80 [0.50, 1.28]" in words.long
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
