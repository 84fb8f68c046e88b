"""The sheets that set our figures beside those of other tools: complete, and their examples as
drawn.
"""

import re
from pathlib import Path

import pytest

from docs.figures import make_examples
from evidence.figures import KINDS
from evidence.figures.canvas.style import style
from evidence.review.core.open_review import open_review
from tests.unit.figures import proof_reading as proof

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"


def pictures():
    return re.findall(
        r"!\[([^\]]+)\]\(([^)]+)\)", (DOCS / "figures.md").read_text(encoding="utf-8")
    )


def test_every_kind_has_a_picture_on_the_sheets():
    kinds = set(KINDS)
    shown = {Path(path).stem for _, path in pictures()}
    figures = {spec.name: spec.kind for spec in open_review(ROOT).figures.values()}
    assert kinds - {figures.get(name, name) for name in shown} == set()


def test_every_picture_is_a_figure_of_the_review_or_an_example_and_has_words():
    figures = {f"../figures/{name}.png" for name in open_review(ROOT).figures}
    drawn = {f"figures/{name}.png" for name in make_examples.examples()}
    assert {path for _, path in pictures()} <= figures | drawn
    assert drawn <= {path for _, path in pictures()} and all(
        (DOCS / path).is_file() for path in drawn
    )
    assert all(len(words) > 20 for words, _ in pictures())


@pytest.mark.parametrize("name", make_examples.examples())
@pytest.mark.parametrize("palette", ["colour", "grey"])
def test_examples_have_no_crowding_and_say_that_they_are_invented(name, palette):
    with style(palette=palette) as figure_style:
        figure, words = make_examples.draw_example(name, figure_style)
        assert proof.problems(figure, 7) == []
    assert "invented" in words.alt.lower()
    assert make_examples.examples()[name][1]["label"].dropna().str.contains("Invented").any()
