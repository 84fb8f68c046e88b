"""The engine of this tree and of an earlier revision, side by side in one run.

``python -m bench.before_after REVISION`` takes the revision out beside this tree, times the same
works in both by turns, each turn in a process of its own, and writes the least of all turns to
docs/before_after.md.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.timing import readable

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "before_after.md"
TURNS = 5
# What one process does: functions by names that both revisions have.
WORKS = """
import json, time, warnings
from importlib import import_module
import numpy as np
import evidence.synthesis as synthesis
warnings.simplefilter("ignore")
def named(*modules):
    for module in modules:
        try:
            return import_module(module)
        except ModuleNotFoundError:
            pass
gosh = named("evidence.synthesis.sensitivity.gosh", "evidence.synthesis.gosh").gosh
random = np.random.default_rng(7)
y, v, x = random.normal(0.2, 0.5, 13), random.uniform(0.02, 0.3, 13), random.normal(size=13)
many, variances = random.normal(0.2, 0.5, (20_000, 10)), random.uniform(0.02, 0.3, (20_000, 10))
y16, v16 = random.normal(0.2, 0.5, 16), random.uniform(0.02, 0.1, 16)
n = random.integers(20, 120, 20)
events = random.binomial(n, 0.3)
works = {
    "one REML fit, k = 13": lambda: synthesis.pool(y, v, tau2_method="REML"),
    "20,000 REML fits of k = 10, one call": lambda: synthesis.pool(
        many, variances, tau2_method="REML"
    ),
    "leave one out, k = 13": lambda: synthesis.leave_one_out(y, v),
    "GOSH, all 2^16 subsets, REML": lambda: gosh(y16, v16, method="REML"),
    "20,000 permutations of a meta-regression, k = 13": lambda: synthesis.permutation_test(
        y, v, x, draws=20_000
    ),
    "one-arm GLMM, k = 20": lambda: synthesis.binomial_normal(events, n),
}
taken = {}
for name, work in works.items():
    work()
    times = []
    while len(times) < 3 or sum(times) < 0.4:
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    taken[name] = min(times)
print(json.dumps(taken))
"""


def turn(tree: Path) -> dict[str, float]:
    """Return the least seconds of each work with the package of a tree."""
    code = f"import sys; sys.path.insert(0, {str(tree / 'src')!r})\n{WORKS}"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def measured(before: Path) -> dict[str, tuple[float, float]]:
    """Return the least seconds of each work before and now, taken by turns."""
    turns = [(turn(before), turn(ROOT)) for _ in range(TURNS)]
    return {
        work: (min(old[work] for old, _ in turns), min(new[work] for _, new in turns))
        for work in turns[0][0]
    }


def page(revision: str, seconds: dict[str, tuple[float, float]]) -> str:
    """Return the page in Markdown."""
    rows = [
        f"| {work} | {readable(old)} | {readable(new)} | {old / new:.2f} |"
        for work, (old, new) in seconds.items()
    ]
    return "\n".join(
        [
            "# Speed of the engine, before and after\n",
            f"Written by `python -m bench.before_after {revision}`: the least of {TURNS} turns, "
            "before and after by turns in one run. A ratio above 1 is faster now.\n",
            f"| work | at {revision} | now | before / now |\n| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def main(revision: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        before = Path(folder) / "before"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "-q", "--detach", str(before), revision], check=True)
        try:
            PAGE.write_text(page(revision, measured(before)), encoding="utf-8")
        finally:
            subprocess.run([*git, "remove", "--force", str(before)], check=True)
    print(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(sys.argv[1])
