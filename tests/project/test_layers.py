"""One direction: a room imports only from the rooms before it, imports
inside functions included.
"""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "evidence"
ROOMS = (
    "coded",
    "harmonise",
    "synthesis",
    "audit",
    "summary",
    "figures",
    "tables",
    "review",
    "cli",
)
# Side by side, not one after the other: neither sees the other.
APART = {
    ("figures", "tables"),
    ("tables", "figures"),
    ("synthesis", "harmonise"),
    ("synthesis", "coded"),
    ("figures", "coded"),
    ("figures", "harmonise"),
    ("figures", "audit"),
}
FILES = sorted(SOURCE.rglob("*.py"))


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the direction"
            yield from [node.module, *(f"{node.module}.{name.name}" for name in node.names)]


def room_of(module):
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "evidence" and parts[1] in ROOMS else None


def test_every_file_is_in_a_room():
    strangers = (
        {path.relative_to(SOURCE).parts[0] for path in FILES}
        - set(ROOMS)
        - {"__init__.py", "cli.py"}
    )
    assert strangers == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_imports_go_one_way(path):
    own = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    if own == "__init__":
        return
    asked = {room_of(name) for name in imported(path)} - {None, own}
    backward = {room for room in asked if ROOMS.index(room) > ROOMS.index(own)}
    aside = {room for room in asked if (own, room) in APART}
    assert (backward, aside) == (set(), set())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_files_can_be_read_at_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_no_import_cycles_inside_a_room():
    graph = {
        ".".join(("evidence", *path.relative_to(SOURCE).with_suffix("").parts)): {
            name for name in imported(path) if name.startswith("evidence.")
        }
        for path in FILES
    }
    state = {}

    def visit(module, way):
        assert state.get(module) != "open", f"cycle: {' -> '.join([*way, module])}"
        if state.get(module) or module not in graph:
            return
        state[module] = "open"
        for other in graph[module]:
            visit(other, [*way, module])
        state[module] = "done"

    for module in graph:
        visit(module, [])
    assert set(state.values()) == {"done"}
