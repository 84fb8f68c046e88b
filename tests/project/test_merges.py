"""Every merge states how many rows may meet how many: a repeated key multiplies rows in silence."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
MERGES = {"merge", "merge_asof", "merge_ordered"}


def merges_without_validate(text):
    calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    return [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in MERGES
        and "validate" not in {argument.arg for argument in call.keywords}
    ]


@pytest.mark.parametrize(
    "path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.relative_to(SOURCE).as_posix()
)
def test_every_merge_states_its_validation(path):
    assert merges_without_validate(path.read_text(encoding="utf-8")) == [], "state validate="


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("rows.merge(others, on='key')", [1]),
        ("\npd.merge(rows, others, on='key')", [2]),
        ("rows.merge(a, on='k', validate='one_to_one').merge(b, on='k')", [1]),
        ("rows.merge(others, on='key', validate='many_to_one')", []),
    ],
)
def test_the_rule_finds_merges_of_frames_and_of_pandas(text, lines):
    assert merges_without_validate(text) == lines
