"""Every clinical figure with 1, 2 and 60 rows, odd names and nothing known: whole, readable, the
same bytes.
"""

import re

import pytest

from evidence.figures.canvas.check_frame import FrameError
from evidence.figures.canvas.export import export
from evidence.figures.canvas.style import style
from tests.unit.figures import proof_reading as proof
from tests.unit.figures.overview.invented_frames import KINDS

each_kind = pytest.mark.parametrize("kind", KINDS)


def drawn(kind, rows, palette="colour", journal="default", width="double"):
    module, _, options = KINDS[kind]
    with style(journal, palette) as figure_style:
        figure = figure_style.figure(width)
        module.draw(figure, rows, **options)
        return figure, proof.problems(
            figure, smallest_pt=figure_style.preset.printed_smallest_text_pt or 7.0
        )


def named(names, how, count):
    return [names[how].format(i=i + 1) for i in range(count)]


@each_kind
@pytest.mark.parametrize("count", [1, 2, 60])
def test_no_text_overlaps_leaves_the_page_or_is_small(kind, count, names):
    assert drawn(kind, KINDS[kind][1](named(names, "plain", count)))[1] == []


@each_kind
@pytest.mark.parametrize("how", ["long", "unbroken", "hebrew", "arabic", "cjk", "symbols"])
def test_odd_names_do_not_break_it(kind, how, names):
    assert drawn(kind, KINDS[kind][1](named(names, how, 3)), "grey")[1] == []


@each_kind
@pytest.mark.parametrize("width", ["one_and_a_half", "single"])
def test_narrower_columns_hold_it_too(kind, width, names):
    if kind.startswith("swimmer") and width == "single":
        with pytest.raises(FrameError, match="needs a wider page: 80 mm"):
            drawn(kind, KINDS[kind][1](named(names, "plain", 3)), width=width)
        return
    assert drawn(kind, KINDS[kind][1](named(names, "plain", 3)), width=width)[1] == []


@each_kind
@pytest.mark.parametrize("journal", ["nature", "plos"])
def test_a_journals_sizes_are_kept(kind, journal, names):
    figure, problems = drawn(kind, KINDS[kind][1](named(names, "plain", 3)), journal=journal)
    assert problems == []
    with style(journal) as figure_style:
        assert figure.get_size_inches()[0] * 25.4 == pytest.approx(
            figure_style.preset.width_mm("double")
        )


@each_kind
def test_the_same_frame_makes_the_same_bytes(kind, names, tmp_path):
    module, build, options = KINDS[kind]
    rows = build(named(names, "plain", 3))
    contents = []
    for folder in (tmp_path / "first", tmp_path / "second"):
        with style() as figure_style:
            figure = figure_style.figure("double")
            module.draw(figure, rows, **options)
            words = module.describe(rows, **options)
            paths = export(
                figure,
                "plate",
                folder,
                description=words,
                data=rows,
                formats=["svg", "png"],
                dpi=100,
            )
        contents.append({name: path.read_bytes() for name, path in paths.items()})
    assert contents[0] == contents[1]


@each_kind
def test_grey_is_grey(kind, names):
    figure, _ = drawn(kind, KINDS[kind][1](named(names, "plain", 6)), "grey")
    colours = [
        colour for artist in figure.findobj(include_self=False) for colour in _colours(artist)
    ]
    assert colours
    assert all(max(colour[:3]) - min(colour[:3]) < 1e-9 for colour in colours)


def _colours(artist):
    from matplotlib.colors import to_rgb

    getters = ("get_facecolor", "get_edgecolor", "get_markerfacecolor", "get_color")
    values = [getattr(artist, getter)() for getter in getters if hasattr(artist, getter)]
    return [
        to_rgb(value) for value in values if isinstance(value, (str, tuple)) and value != "none"
    ]


@each_kind
def test_words_are_made_from_the_data(kind, names):
    module, build, options = KINDS[kind]
    first, two = (
        module.describe(build(named(names, "plain", count)), **options) for count in (1, 2)
    )
    assert first.title and first.caption and first.alt
    assert (first.alt, first.long_text) != (two.alt, two.long_text)
    assert not re.search(r"nan|None|<NA>", two.alt + two.caption + two.long_text)


@each_kind
@pytest.mark.parametrize("part", ["draw", "describe"])
def test_a_frame_without_its_columns_is_refused_with_their_names(kind, part, names):
    module, build, options = KINDS[kind]
    rows = build(named(names, "plain", 1))
    lacking = rows.drop(columns="sources")
    with pytest.raises(FrameError, match=r"needs column.*sources"), style() as figure_style:
        figure = figure_style.figure()
        (
            module.draw(figure, lacking, **options)
            if part == "draw"
            else module.describe(lacking, **options)
        )


@each_kind
def test_an_empty_frame_is_refused(kind, names):
    module, build, options = KINDS[kind]
    with pytest.raises(FrameError, match="at least one row"), style() as figure_style:
        module.draw(figure_style.figure(), build(named(names, "plain", 1)).iloc[:0], **options)
