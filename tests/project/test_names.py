"""Names say what they hold: words that say nothing, or that nobody in the field uses, are refused.

English in comments and messages is not concerned, nor is a longer name (`one_arm`, `at_zero`).
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path for folder in ("src", "tests", "bench", "docs") for path in (ROOT / folder).rglob("*.py")
)
INSTEAD = {
    "one": "what there is one of: study, column, entry",
    "own": "whose, and of what",
    "at": "index, position, place",
    "kept": "included, shown, or what was chosen",
    "near": "what is close to what",
    "told": "reported, stated, found",
    "ours": "what of this package: found, computed",
    "theirs": "whose: expected, metafor's, the cited study's",
    "way": "method, columns, or what differs",
    "wish": "options",
    "wishes": "options",
    "look": "style",
    "room": "width, margin, depth, or a package",
    "door": "entry point",
    "climb": "ascent, maximisation",
    "summit": "maximum",
    "standing": "what is compared with what",
    "plate": "figure",
    "plates": "figures",
}


def bound(node):
    """The names that a node of the syntax tree gives to something."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
        yield node.attr
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.alias):
        yield node.asname or node.name
    elif isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
        yield node.name


def refused(text):
    names = ((name, node) for node in ast.walk(ast.parse(text)) for name in bound(node))
    return sorted(
        f"line {getattr(node, 'lineno', '?')}: {name}, say {INSTEAD[name.lower().strip('_')]}"
        for name, node in names
        if name.lower().strip("_") in INSTEAD
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_names_say_what_they_hold(path):
    assert refused(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "one = 1",
        "for at, value in rows: pass",
        "[own for own in rows]",
        "def near(): pass",
        "def draw(room): pass",
        "lambda kept: 0",
        "class Look: pass",
        "self.told = 1",
        "if (way := f()): pass",
        "import numpy as one",
        "with open(path) as ROOM: pass",
    ],
)
def test_every_way_to_give_a_name_is_seen(text):
    assert len(refused(text)) == 1


@pytest.mark.parametrize(
    "text", ["np.add.at(x, 1, 2)", "one_arm = at_zero = 1", "'own'", "# kept", "f(standing=1)"]
)
def test_longer_names_and_the_names_of_others_are_free(text):
    assert refused(text) == []
