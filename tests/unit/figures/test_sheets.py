"""The sheets that set our figures beside those of other tools: complete, and their examples as
drawn.
"""

import importlib.util
import re
from pathlib import Path

import pytest

from evidence.figures import KINDS
from evidence.figures.canvas.style import style
from evidence.review.core.figure_specs import FIGURES
from tests.unit.figures import proof_reading as proof

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"


def _examples():
    found = importlib.util.spec_from_file_location(
        "make_examples", DOCS / "figures" / "make_examples.py"
    )
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


EXAMPLES = _examples()


def pictures():
    return re.findall(
        r"!\[([^\]]+)\]\(([^)]+)\)", (DOCS / "figures.md").read_text(encoding="utf-8")
    )


def test_every_kind_has_a_picture_on_the_sheets():
    kinds = set(KINDS)
    shown = {Path(path).stem for _, path in pictures()}
    figures = {spec.name: spec.kind for spec in FIGURES}
    assert kinds - {figures.get(name, name) for name in shown} == set()


def test_every_picture_is_a_figure_of_the_review_or_an_example_and_has_words():
    figures = {f"../figures/{spec.name}.png" for spec in FIGURES}
    drawn = {f"figures/{name}.png" for name in EXAMPLES.examples()}
    assert {path for _, path in pictures()} <= figures | drawn
    assert drawn <= {path for _, path in pictures()} and all(
        (DOCS / path).is_file() for path in drawn
    )
    assert all(len(words) > 20 for words, _ in pictures())


@pytest.mark.parametrize("name", EXAMPLES.examples())
@pytest.mark.parametrize("palette", ["colour", "grey"])
def test_examples_have_no_crowding_and_say_that_they_are_invented(name, palette):
    with style(palette=palette) as figure_style:
        figure, words = EXAMPLES.draw_example(name, figure_style)
        assert proof.problems(figure, 7) == []
    assert "invented" in words.alt.lower()
    assert EXAMPLES.examples()[name][1]["label"].dropna().str.contains("Invented").any()
