"""Mutate the packages of the rules, run their tests on each mutant, write docs/mutation.md.

    python -m bench.mutants                 every package from the beginning
    python -m bench.mutants PACKAGE...      only mutants of these that no test has killed yet

Outcomes are kept in .build/mutants until the next run from the beginning.
"""

import functools
import gc
import importlib
import pkgutil
import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pint

from bench.mutants import harness, report
from bench.mutants.mutate import Mutant, sample, statements

ROOT = Path(__file__).parents[2]
OUTCOMES = ROOT / ".build" / "mutants"
PACKAGES = ("harmonise", "summary", "audit", "tables")
BELOW = ("errors", "files", "coded", "synthesis")  # imported once: none of them knows a rule
LIBRARIES = ("hypothesis", "matplotlib.figure", "nbval.kernel", "pandera", "pint", "scipy.stats")
SEED = 20260101
SIZES = {  # mutants drawn in each package
    "numbers, comparisons, branches": 60,
    "arguments, assignments": 30,
    "texts": 20,
}
SLOW = (  # tests left out: they run the whole audit many times or draw whole figures
    "tests/unit/audit/test_planted_errors.py",
    "tests/unit/audit/test_known_points.py",
    "tests/unit/audit/test_compare_with_readers.py",
    "tests/unit/audit/test_published_figures.py",
    "tests/unit/audit/checks/test_checks.py",
    "tests/unit/summary/figure_rows/test_clinical_figures.py::test_each_figure_reads_at_its_final_size",
)


def main() -> None:
    """Run the packages named, or all, and write the page."""
    names = sys.argv[1:]
    if not names:
        shutil.rmtree(OUTCOMES, ignore_errors=True)
    _import_once()
    for package in names or PACKAGES:
        _run(package)
    found = {package: _outcomes(package) for package in PACKAGES}
    (ROOT / "docs" / "mutation.md").write_text(report.page(found, SEED, SLOW), encoding="utf-8")


def _import_once() -> None:
    for name in LIBRARIES:
        importlib.import_module(name)
    for name in BELOW:
        module = importlib.import_module(f"evidence.{name}")
        for part in pkgutil.walk_packages(getattr(module, "__path__", ()), module.__name__ + "."):
            importlib.import_module(part.name)
    pint.UnitRegistry = functools.cache(pint.UnitRegistry)  # 0.3 s to make, in every process
    pint.UnitRegistry(on_redefinition="ignore")
    gc.freeze()


def _outcomes(package: str) -> pd.DataFrame:
    path = OUTCOMES / f"{package}.csv"
    columns = [*report.SHOWN, "outcome"]
    found = (
        pd.read_csv(path, keep_default_na=False)
        if path.exists()
        else pd.DataFrame([], columns=columns)
    )
    return found.drop_duplicates("digest", keep="last")


def _run(package: str) -> None:
    folder = ROOT / "src" / "evidence" / package
    population, drawn = sample(folder, ROOT, SIZES, SEED)
    before = _outcomes(package).set_index("digest")["outcome"]
    left = [
        mutant
        for mutant in drawn
        if before.get(mutant.digest) not in (harness.KILLED, harness.ENDLESS)
    ]
    tests = [f"tests/{kind}/{package}" for kind in ("spec", "unit")]
    tests += [f"--deselect={name}" for name in SLOW]
    reached = harness.reached(
        [name for name in tests if name.startswith("--") or (ROOT / name).exists()], folder, ROOT
    )
    if reached.failed:
        print(f"{package}: fail without a change, left out:", *sorted(reached.failed), sep="\n")
    OUTCOMES.mkdir(parents=True, exist_ok=True)
    for number, mutant in enumerate(left):
        seconds = {test: reached.seconds[test] for test in _tests(mutant, folder, reached)}
        outcome = harness.outcome(ROOT / mutant.path, mutant.mutated(), seconds)
        row = {name: getattr(mutant, name) for name in report.SHOWN} | {"outcome": outcome}
        path = OUTCOMES / f"{package}.csv"
        pd.DataFrame([row]).to_csv(path, mode="a", header=not path.exists(), index=False)
        print(f"{package} {number + 1}/{len(left)} {outcome}: {mutant.place}:{mutant.line} "
              f"{mutant.before[:60]} -> {mutant.after[:60]}", flush=True)  # fmt: skip
    found = _outcomes(package)
    found = found[found["digest"].isin([mutant.digest for mutant in drawn])]
    found.assign(population=found["kind"].map(population)).to_csv(
        OUTCOMES / f"{package}.csv", index=False
    )


def _tests(mutant: Mutant, folder: Path, reached: harness.Reached) -> set[str]:
    """The tests that run the statement; of one that runs on import, those that run a function of
    its file, or of a file of the package that names what it defines.
    """
    source = (ROOT / mutant.path).read_text(encoding="utf-8")
    span = statements(source).get(mutant.line, range(mutant.line, mutant.line + 1))
    found = _reaching(((mutant.path, line) for line in span), reached)
    if found:
        return found
    defined = re.match(r"[A-Z_]{3,}", source.splitlines()[span.start - 1])
    files = {mutant.path} | {
        str(path.relative_to(ROOT))
        for path in folder.rglob("*.py")
        if defined and re.search(rf"\b{defined[0]}\b", path.read_text(encoding="utf-8"))
    }
    return _reaching((place for place in reached.tests if place[0] in files), reached)


def _reaching(places: Iterable[tuple[str, int]], reached: harness.Reached) -> set[str]:
    return set().union(*(reached.tests.get(place, set()) for place in places)) & set(
        reached.seconds
    )


if __name__ == "__main__":
    main()
