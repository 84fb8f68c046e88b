"""Mutate the packages of the rules, run their tests on each mutant, write docs/mutation.md.

    python -m bench.mutants                 every package from the beginning
    python -m bench.mutants PACKAGE...      only mutants of these that no test has killed yet

Outcomes stay in .build/mutants until the next run from the beginning.
"""

import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from bench.mutants import harness, report
from bench.mutants.import_once import import_once
from bench.mutants.mutate import Mutant, sample, statements

ROOT = Path(__file__).parents[2]
OUTCOMES = ROOT / ".build" / "mutants"
PACKAGES = ("harmonise", "summary", "audit", "tables")
SEED = 20261128  # another one whenever survivors of a sample have been given tests
SIZES = {  # mutants drawn in each package
    "numbers, comparisons, branches": 60,
    "arguments, assignments": 30,
    "texts": 20,
}
SLOW = (  # tests left out: they run the whole audit, read the whole review or draw figures
    "tests/unit/audit/test_planted_errors.py",
    "tests/unit/audit/test_known_points.py",
    "tests/unit/audit/test_compare_with_readers.py",
    "tests/unit/audit/test_published_figures.py",
    "tests/unit/audit/checks/test_checks.py",
    "tests/unit/tables/manuscript/",
    "tests/unit/summary/figure_rows/test_clinical_figures.py::test_each_figure_reads_at_its_final_size",
)


def main() -> None:
    """Run the packages named, or all, and write the page of all that were run."""
    packages = sys.argv[1:]
    if not packages:
        shutil.rmtree(OUTCOMES, ignore_errors=True)
    import_once(ROOT)
    for package in packages or PACKAGES:
        _run(package)
    found = {package: _outcomes(package) for package in PACKAGES if _file(package).exists()}
    (ROOT / "docs" / "mutation.md").write_text(
        report.page(found, PACKAGES, SEED, SLOW), encoding="utf-8"
    )


def _file(package: str) -> Path:
    return OUTCOMES / f"{package}.csv"


def _outcomes(package: str) -> pd.DataFrame:
    """What came of each mutant, at its last run."""
    found = pd.read_csv(_file(package), keep_default_na=False)
    return found.drop_duplicates("digest", keep="last")


def _run(package: str) -> None:
    folders = _folders(package)
    population, drawn = sample(folders, ROOT, SIZES, SEED)
    killed = _killed_before(package, drawn)
    reached = harness.reached(_selection(package), folders, ROOT)
    if reached.failed:
        print("left out, since they fail without a change:", *sorted(reached.failed), sep="\n")
    for mutant in drawn:
        if mutant.digest not in killed:
            seconds = {test: reached.seconds[test] for test in _tests(mutant, folders, reached)}
            outcome = harness.outcome(ROOT / mutant.path, mutant.mutated(), seconds)
            _note(package, mutant, outcome, population[mutant.kind])


def _folders(package: str) -> list[Path]:
    """The package and its part in each field of medicine."""
    source = ROOT / "src" / "evidence"
    return [source / package, *sorted(source.glob(f"domains/*/{package}"))]


def _killed_before(package: str, drawn: list[Mutant]) -> set[str]:
    """Mutants that need not be run again; outcomes of mutants that are no longer drawn go."""
    OUTCOMES.mkdir(parents=True, exist_ok=True)
    if not _file(package).exists():
        return set()
    found = _outcomes(package)
    found = found[found["digest"].isin([mutant.digest for mutant in drawn])]
    found.to_csv(_file(package), index=False)
    return set(found.loc[found["outcome"].isin([harness.KILLED, harness.ENDLESS]), "digest"])


def _selection(package: str) -> list[str]:
    found = ROOT.glob(f"tests/unit/domains/*/{package}")
    domains = [str(folder.relative_to(ROOT)) for folder in found]
    folders = [f"tests/spec/{package}", f"tests/unit/{package}", *sorted(domains)]
    return [*folders, *(f"--deselect={name}" for name in SLOW)]


def _note(package: str, mutant: Mutant, outcome: str, population: int) -> None:
    """Add the outcome to the file of the package, so that a run that is stopped can go on."""
    row = {name: getattr(mutant, name) for name in report.SHOWN}
    path = _file(package)
    pd.DataFrame([row | {"outcome": outcome, "population": population}]).to_csv(
        path, mode="a", header=not path.exists(), index=False
    )
    change = f"{mutant.before[:60]} -> {mutant.after[:60]}"
    print(f"{package} {outcome}: {mutant.place}:{mutant.line} {change}", flush=True)


def _tests(mutant: Mutant, folders: list[Path], reached: harness.Reached) -> set[str]:
    """The tests that run the statement; where it runs on import, those that run a function of its
    file, or of a file of the package that names what it defines.
    """
    source = (ROOT / mutant.path).read_text(encoding="utf-8")
    span = statements(source).get(mutant.line, range(mutant.line, mutant.line + 1))
    found = _reaching(((mutant.path, line) for line in span), reached)
    if found:
        return found
    defined = re.match(r"[A-Z_]{3,}", source.splitlines()[span.start - 1])
    files = {mutant.path} | {
        str(path.relative_to(ROOT))
        for folder in folders
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
