"""docs/architecture.md: the packages as they really import each other."""

import ast
import tomllib
from collections.abc import Iterable
from pathlib import Path

import grimp

ROOT_PACKAGE = "evidence"
Edge = tuple[str, str]

OPENING = """# Architecture

One direction: a package imports only from packages below it. The order is stated in [pyproject.toml](../pyproject.toml) under `[tool.importlinter]`, held by `make lint`, and explained in [decision 1](decisions/0001-packages.md). This page is written by `make docs` from the imports found in the code.

An arrow points from what imports to what is imported. Arrows that follow from others are left out of the picture; the table has all."""  # noqa: E501 (a paragraph of Markdown is one line)


def _layers(root: Path) -> list[list[str]]:
    """The packages by layer, the highest first, as the contract states them."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    order = next(contract for contract in contracts if contract["type"] == "layers")
    return [layer.split(" | ") for layer in order["layers"]]


def _unit(module: str, units: set[str]) -> str | None:
    """The sub-package (or module directly in a package) that a module belongs to."""
    parts = module.split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 1, -1))
    return next((name for name in names if name in units), None)


def _units(graph: grimp.ImportGraph) -> set[str]:
    """Packages, and what is directly in a package that has sub-packages."""
    packages = graph.find_children(ROOT_PACKAGE)
    split = {
        package
        for package in packages
        if any(graph.find_children(child) for child in graph.find_children(package))
    }
    return packages.union(*(graph.find_children(package) for package in split))


def _edges(graph: grimp.ImportGraph, units: set[str]) -> set[Edge]:
    """Which unit imports which; a package's own `__init__` gathers its parts and is left out."""
    found = {
        (_unit(importer, units), _unit(imported, units))
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
    }
    return {
        (importer, imported)
        for importer, imported in found
        if importer
        and imported
        and importer != imported
        and not imported.startswith(f"{importer}.")
    }


def _reaches(start: str, end: str, edges: set[Edge]) -> bool:
    """Is there a path from one unit to another?"""
    seen, waiting = set(), [start]
    while waiting:
        here = waiting.pop()
        seen.add(here)
        waiting += [to for from_, to in edges if from_ == here and to not in seen]
    return end in seen


def without_implied(edges: Iterable[Edge]) -> list[Edge]:
    """The edges without those that follow from others."""
    left = set(edges)
    for edge in sorted(left):
        if _reaches(*edge, left - {edge}):
            left -= {edge}
    return sorted(left)


def _package(unit: str) -> str:
    return ".".join(unit.split(".")[:2])


def _name(unit: str) -> str:
    return unit.removeprefix(f"{ROOT_PACKAGE}.").replace(".", "/")


def _node(unit: str) -> str:
    return _name(unit).replace("/", "_")


def _boxes(package: str, units: set[str], edges: set[Edge]) -> list[str]:
    """A package as a box that holds its parts and the arrows between them."""
    parts = sorted(unit for unit in units if unit.startswith(f"{package}."))
    if not parts:
        return [f"  {_node(package)}"]
    inside = without_implied((a, b) for a, b in edges if {a, b} <= set(parts))
    nodes = [f'    {_node(part)}["{part.rpartition(".")[2]}"]' for part in parts]
    arrows = [f"    {_node(a)} --> {_node(b)}" for a, b in inside]
    return [f"  subgraph {_node(package)}", *nodes, *arrows, "  end"]


def _picture(packages: list[str], units: set[str], edges: set[Edge]) -> str:
    """A Mermaid flow chart: boxes of packages, and arrows between packages."""
    between = {(_package(a), _package(b)) for a, b in edges if _package(a) != _package(b)}
    lines = ["flowchart TD"]
    for package in packages:
        lines += _boxes(package, units, edges)
    lines += [f"  {_node(a)} --> {_node(b)}" for a, b in without_implied(between)]
    return "\n".join(["```mermaid", *lines, "```"])


def _says(unit: str, root: Path) -> str:
    """First line of a unit's docstring."""
    path = root / "src" / Path(*unit.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0].replace("|", "\\|")


def _row(unit: str, edges: set[Edge], root: Path) -> str:
    imported = ", ".join(sorted(_name(b) for a, b in edges if a == unit))
    return f"| `{_name(unit)}` | {_says(unit, root)} | {imported} |"


def _table(packages: list[str], units: set[str], edges: set[Edge], root: Path) -> str:
    """Every unit: what it is for, and all that it imports."""
    ordered = [unit for package in packages for unit in sorted(units) if _package(unit) == package]
    head = ["| package | what it is for | imports |", "| --- | --- | --- |"]
    return "\n".join([*head, *(_row(unit, edges, root) for unit in ordered)])


def page(root: Path) -> str:
    """The page, from the code below ``root``."""
    graph = grimp.build_graph(ROOT_PACKAGE, cache_dir=None)
    units = _units(graph)
    edges = _edges(graph, units)
    packages = [f"{ROOT_PACKAGE}.{name}" for layer in _layers(root) for name in layer]
    picture, table = _picture(packages, units, edges), _table(packages, units, edges, root)
    return "\n\n".join([OPENING, picture, "## Every package", table]) + "\n"
