"""What docs/developing.md shows is in the package, and the files that it names are there."""

import ast
import re
from functools import cache
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "evidence"
PAGE = (ROOT / "docs" / "developing.md").read_text(encoding="utf-8")
BLOCKS = [dedent(block) for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)]
NAMED = sorted(set(re.findall(r"`([\w./]+(?:/|\.(?:py|json|csv|md|cfg)))`", PAGE)))


@cache
def statements():
    """Every function and entry of the package, as text without its layout."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.Tuple):
                found.add(ast.unparse(node))
    return found


def test_there_are_examples_and_files():
    assert len(BLOCKS) >= 4 and len(NAMED) >= 20


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.strip().splitlines()[-1])
def test_an_example_is_what_the_package_has(block):
    [node] = ast.parse(block).body
    entry = node.value.elts[0] if isinstance(node, ast.Expr) else node
    assert ast.unparse(entry) in statements()


@pytest.mark.parametrize("name", NAMED)
def test_a_file_that_is_named_is_there(name):
    assert (SOURCE / name).exists() or (ROOT / name).exists()
