"""Run the benchmarks and write docs/benchmarks.md, docs/coverage.md and docs/coverage.csv.

python -m bench                 everything
python -m bench subsets one_fit some modules, reported and not written
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path

from bench.coverage import write_coverage
from bench.report import page, table
from bench.timing import Row

DOCS = Path(__file__).parents[1] / "docs"

# A module joins by its name here and a function measure() -> list[Row]; an absent one is skipped.
SECTIONS = {
    "Synthesis": ("one_fit", "many_fits", "large_k", "subsets", "permutations", "one_arm_glmm"),
    "The review": ("build", "validate", "audit"),
}


def measured(name: str) -> list[Row]:
    """Run one module and say so, since a benchmark takes its time."""
    if importlib.util.find_spec(f"bench.{name}") is None:
        return []
    print(f"measuring {name} ...", file=sys.stderr, flush=True)
    return importlib.import_module(f"bench.{name}").measure()


def main(names: list[str]) -> None:
    if names:
        print(table([row for name in names for row in measured(name)]))
        return
    sections: dict[str, list[Row]] = {}
    for title, modules in SECTIONS.items():
        sections[title] = [row for name in modules for row in measured(name)]
        (DOCS / "benchmarks.md").write_text(page(sections), encoding="utf-8")
    print("simulating coverage ...", file=sys.stderr, flush=True)
    write_coverage(DOCS)


if __name__ == "__main__":
    main(sys.argv[1:])
