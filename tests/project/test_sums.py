"""Results do not depend on the interpreter: built-in `sum` adds floats differently since 3.12."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
WHOLE = {"len", "int", "bool"}  # functions whose results are whole numbers, which add up exactly


def adds_whole_numbers(call):
    """Does a call of `sum` show that its terms are whole numbers?"""
    terms = call.args[0]
    if isinstance(terms, ast.GeneratorExp):
        return is_whole(terms.elt)
    return is_call(terms, {"map"}) and getattr(terms.args[0], "id", "") in WHOLE


def is_whole(term):
    counted = isinstance(term, ast.Constant) and isinstance(term.value, int)
    return counted or isinstance(term, ast.Compare) or is_call(term, WHOLE)


def is_call(node, names):
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in names


def sums_of_floats(text):
    calls = (node for node in ast.walk(ast.parse(text)) if is_call(node, {"sum"}))
    return [call.lineno for call in calls if not adds_whole_numbers(call)]


@pytest.mark.parametrize(
    "path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.relative_to(SOURCE).as_posix()
)
def test_floats_are_added_by_fsum_or_numpy(path):
    assert sums_of_floats(path.read_text(encoding="utf-8")) == [], "use math.fsum or numpy"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("sum(heights)", [1]),
        ("\nsum(row.height for row in rows)", [2]),
        ("sum(map(width, rows))", [1]),
        ("sum(map(len, rows)) + sum(1 for row in rows) + sum(len(row) for row in rows)", []),
        ("sum(row > 1 for row in rows) + sum(2.5 for row in rows)", [1]),
        ("math.fsum(heights) + heights.sum()", []),
    ],
)
def test_the_rule_tells_floats_from_whole_numbers(text, lines):
    assert sums_of_floats(text) == lines
