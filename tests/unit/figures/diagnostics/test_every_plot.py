"""What holds for every plot of two axes: whole text, refusals, words, the same bytes."""

import numpy as np
import pytest

from evidence.figures.canvas.check_frame import FrameError
from evidence.figures.canvas.style import style
from tests.unit.figures import proof_reading as proof
from tests.unit.figures.diagnostics.invented_frames import KINDS, drawn


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
