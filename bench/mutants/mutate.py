"""The mutants of a package: every change that mutmut's operators make, each known by a digest.

mutmut's runner leaves out what stands outside a function and every decorated function: here the
thresholds and all checks of the audit. Its operators are therefore applied to the whole file.
"""

import ast
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation import mutators

KINDS = {  # kind of change: mutmut's operators; all others change values passed or assigned
    "numbers, comparisons, branches": (
        mutators.operator_number,
        mutators.operator_swap_op,
        mutators.operator_keywords,
        mutators.operator_remove_unary_ops,
        mutators.operator_name,
        mutators.operator_if_exp,
        mutators.operator_match,
    ),
    "texts": (mutators.operator_string,),
}
OTHERS = "arguments, assignments"
NO_RULES = ("dataclass", "cache")  # decorators that protect or speed up and decide nothing
LEFT_ALONE = ("len", "isinstance", "cast", "TypeVar")  # calls, the first two as mutmut does


@dataclass(frozen=True)
class Mutant:
    """One change: where it is, what it replaces by what."""

    digest: str
    kind: str
    path: str
    function: str
    line: int
    before: str
    after: str
    mutated: Callable[[], str]

    @property
    def place(self) -> str:
        """File and function."""
        return f"{self.path} {self.function}".strip()


def mutants(folders: Iterable[Path], root: Path) -> Iterator[Mutant]:
    """Yield every mutant of the modules below ``folders``."""
    for path in sorted(path for folder in folders for path in folder.rglob("*.py")):
        yield from _of_file(path, str(path.relative_to(root)))


def sample(
    folders: Iterable[Path], root: Path, sizes: dict[str, int], seed: int
) -> tuple[dict[str, int], list[Mutant]]:
    """Count the mutants of each kind and draw so many: those whose digests come first in an order
    that the seed gives, so that a change of the code elsewhere draws no others.
    """
    by_kind = defaultdict(list)
    for mutant in mutants(folders, root):
        by_kind[mutant.kind].append(mutant)
    return {kind: len(found) for kind, found in by_kind.items()}, [
        mutant
        for kind, size in sizes.items()
        for mutant in sorted(by_kind[kind], key=lambda drawn: _digest(seed, drawn.digest))[:size]
    ]


def statements(source: str) -> dict[int, range]:
    """Return the lines of the innermost statement at each line; of a compound one, its head."""
    lines = {}
    for node in ast.walk(ast.parse(source)):  # outer statements come before inner ones
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            last = body[0].lineno - 1 if body else node.end_lineno or node.lineno
            span = range(node.lineno, max(last, node.lineno) + 1)
            lines |= dict.fromkeys(span, span)
    return lines


class _Visitor(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.within: list[str] = []
        self.found: list[tuple[str, str, int, cst.CSTNode, cst.CSTNode]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.Annotation | cst.Import | cst.ImportFrom):
            return False
        if isinstance(node, cst.Call | cst.Decorator) and _name(node) in NO_RULES + LEFT_ALONE:
            return False
        if isinstance(node, cst.FunctionDef | cst.ClassDef):
            self.within.append(node.name.value)
        for kind_of_node, operator in mutators.mutation_operators:
            if isinstance(node, kind_of_node):
                line = self.get_metadata(PositionProvider, node).start.line
                kind = next((kind for kind, of in KINDS.items() if operator in of), OTHERS)
                self.found += [
                    (kind, ".".join(self.within), line, node, changed) for changed in operator(node)
                ]
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.FunctionDef | cst.ClassDef):
            self.within.pop()


def _name(node: cst.CSTNode) -> str | None:
    node = node.decorator if isinstance(node, cst.Decorator) else node
    node = node.func if isinstance(node, cst.Call) else node
    return node.value if isinstance(node, cst.Name) else None


def _of_file(path: Path, name: str) -> Iterator[Mutant]:
    wrapper = MetadataWrapper(cst.parse_module(path.read_text(encoding="utf-8")))
    module, visitor = wrapper.module, _Visitor()
    wrapper.visit(visitor)
    seen: Counter[tuple[str, ...]] = Counter()
    for kind, function, line, node, changed in visitor.found:
        words = tuple(" ".join(module.code_for_node(part).split()) for part in (node, changed))
        seen[name, function, *words] += 1
        yield Mutant(
            _digest(name, function, *words, seen[name, function, *words]),
            kind,
            name,
            function,
            line,
            *words,
            lambda node=node, changed=changed: module.deep_replace(node, changed).code,
        )


def _digest(*parts: object) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:10]
