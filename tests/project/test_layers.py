"""The shape of the package: one order of packages, no circles, small folders, short files.

The order is stated once, in pyproject.toml under `[tool.importlinter]`; imports inside functions
count too.
"""

import ast
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "evidence"
FILES = sorted(SOURCE.rglob("*.py"))
EVERY_FILE = FILES + sorted(
    path for folder in ("tests", "bench", "docs") for path in (ROOT / folder).rglob("*.py")
)
FOLDERS = sorted({path.parent for path in FILES})
MODULES_PER_FOLDER = 16  # besides __init__: a list that can be taken in at a glance
LINES_PER_FILE = 300  # formatted


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the direction"
            yield from [node.module, *(f"{node.module}.{name.name}" for name in node.names)]


def test_the_contracts_between_packages_and_sub_packages_hold(capsys):
    failed = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert not failed, capsys.readouterr().out


@pytest.mark.parametrize("path", EVERY_FILE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_can_be_read_at_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES_PER_FILE


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_folders_can_be_overlooked(folder):
    modules = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
    assert len(modules) <= MODULES_PER_FOLDER


def test_no_module_imports_itself_by_way_of_others():
    graph = {
        ".".join(("evidence", *path.relative_to(SOURCE).with_suffix("").parts)): {
            name for name in imported(path) if name.startswith("evidence.")
        }
        for path in FILES
    }
    state = {}

    def visit(module, path):
        assert state.get(module) != "open", f"cycle: {' -> '.join([*path, module])}"
        if state.get(module) or module not in graph:
            return
        state[module] = "open"
        for other in graph[module]:
            visit(other, [*path, module])
        state[module] = "done"

    for module in graph:
        visit(module, [])
    assert set(state.values()) == {"done"}


def test_unit_tests_are_in_the_folders_of_the_package():
    units = ROOT / "tests" / "unit"
    folders = {path.parent.relative_to(units) for path in units.rglob("test_*.py")}
    assert {folder for folder in folders if not (SOURCE / folder).is_dir()} == set()
