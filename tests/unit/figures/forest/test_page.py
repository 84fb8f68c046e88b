"""A forest plot fits its page: any number of rows, any name, every journal."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from evidence.figures import forest
from evidence.figures.canvas.style import style
from tests.unit.figures import proof_reading as proof
from tests.unit.figures.forest.invented_plot import drawn, texts, with_summary

STRESS = [(k, name) for k in (1, 2, 60) for name in ("plain", "long")] + [
    (5, name) for name in ("unbroken", "hebrew", "arabic", "cjk", "symbols")
]


@pytest.mark.parametrize(("k", "name"), STRESS)
@pytest.mark.parametrize("layout", ["revman", "jama", "bmj"])
def test_no_text_overlaps_or_leaves_the_page(k, name, layout, ratios):
    frame = ratios(k, name)
    frame.loc[0, ["low", "high"]] = [1e-8, 1e9]
    if k > 2:
        frame = with_summary(frame)
    figure, _ = drawn(
        frame,
        layout=layout,
        arms=("Inotuzumab", "Standard of care"),
        favours=("favours inotuzumab", "favours standard of care"),
    )
    assert proof.problems(figure, 7) == []
    assert len(
        {text.get_gid() for text in figure.texts if (text.get_gid() or "").startswith("label")}
    ) == len(frame)


@pytest.mark.parametrize("journal", ["nature", "plos", "bmc", "blood"])
@pytest.mark.parametrize("palette", ["colour", "grey"])
def test_every_journal_and_palette(journal, palette, ratios):
    figure, _ = drawn(
        with_summary(ratios(9)),
        journal=journal,
        palette=palette,
        layout="bmj",
        favours=("favours one", "favours other"),
    )
    with style(journal) as figure_style:
        assert proof.problems(figure, figure_style.small_pt) == []
    colours = {to_rgb(text.get_color()) for text in figure.texts}
    assert all(r == g == b for r, g, b in colours)  # no coloured text


def test_sixty_rows_keep_within_a_page(ratios):
    figure, _ = drawn(ratios(60), layout="jama")
    with style() as figure_style:
        assert figure.get_size_inches()[1] * 25.4 <= figure_style.preset.height_limit_mm


@pytest.mark.parametrize("k", [1, 2, 60])
def test_one_column_holds_the_compact_layout(k, proportions):
    figure, _ = drawn(proportions(k), width="single", layout="compact", measure="proportion")
    assert proof.problems(figure, 7) == []


def test_all_missing_is_drawn_as_not_estimable(ratios):
    frame = ratios(3)
    frame[
        ["events", "n", "events_comparator", "n_comparator", "estimate", "low", "high", "weight"]
    ] = np.nan
    figure, _axes = drawn(frame)
    assert texts(figure).count("not estimable") == 3
    assert proof.problems(figure, 7) == []
    assert (
        "3 studies have no estimate"
        in forest.describe(frame, outcome="x", measure="risk_ratio").alt
    )


def test_a_long_name_stays_whole_in_the_data(ratios):
    frame = ratios(2, "long")
    figure, _ = drawn(frame)
    assert any(words.endswith("…") for words in texts(figure))
    assert frame["label"][0] in forest.describe(frame, outcome="x", measure="risk_ratio").long
