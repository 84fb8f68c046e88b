"""How often 95% intervals of a pooled proportion hold it: a seeded simulation."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.special import logit

from evidence.synthesis.effect_sizes.effect_sizes import effect_sizes
from evidence.synthesis.glmm.one_arm import binomial_normal
from evidence.synthesis.pooling.pool import pool

SEED, REPLICATES, TAU = 7, 4000, 0.5
STUDIES, PROPORTIONS = (3, 5, 10, 20), (0.05, 0.5, 0.9)
SIZES = (15, 100)  # patients a study, drawn anew for each
COLUMNS = ("k", "proportion", "interval", "coverage", "error", "median_width", "answered")


def rows() -> Iterator[tuple]:
    """Yield one row per k, proportion and interval; widths are on the logit scale."""
    random = np.random.default_rng(SEED)
    for k in STUDIES:
        for proportion in PROPORTIONS:
            n = random.integers(*SIZES, (REPLICATES, k), endpoint=True)
            x = random.binomial(
                n, 1 / (1 + np.exp(-random.normal(logit(proportion), TAU, (REPLICATES, k))))
            )
            for name, low, high in _intervals(x, n):
                yield (k, proportion, name, *_summary(low, high, logit(proportion)))


def _intervals(x, n):
    effects = effect_sizes("PLO", xi=x, ni=n)
    for name, test in (("REML, Wald", "wald"), ("REML, Knapp-Hartung", "knapp_hartung")):
        fit = pool(effects.yi, effects.vi, test=test)
        yield name, fit.ci_low, fit.ci_high
    for name, test in (("GLMM, Wald", "z"), ("GLMM, t", "t")):
        fit = binomial_normal(x, n, test=test)
        yield name, fit.ci_low, fit.ci_high


def _summary(low, high, truth: float) -> tuple[float, ...]:
    """Return coverage of the answered sets, its simulation error, median width, share answered."""
    answered = np.isfinite(low) & np.isfinite(high)
    hit = (low <= truth) & (truth <= high) & answered
    share = hit.sum() / answered.sum()
    error = np.sqrt(share * (1 - share) / answered.sum())
    return share, error, float(np.median((high - low)[answered])), float(answered.mean())


def write_coverage(docs: Path) -> None:
    """Write docs/coverage.csv and docs/coverage.md."""
    found = list(rows())
    with open(docs / "coverage.csv", "w", newline="", encoding="utf-8") as out:
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(COLUMNS)
        lines.writerows(
            [k, p, name, *(f"{value:.4f}" for value in values)] for k, p, name, *values in found
        )
    (docs / "coverage.md").write_text(_page(found), encoding="utf-8")


def _page(found: list[tuple]) -> str:
    names = list(dict.fromkeys(row[2] for row in found))
    table = [
        f"| k | proportion | {' | '.join(names)} | GLMM answers |",
        "|" + "---|" * (len(names) + 3),
    ]
    for k in STUDIES:
        for proportion in PROPORTIONS:
            chosen = {row[2]: row for row in found if row[:2] == (k, proportion)}
            cells = [f"{100 * chosen[name][3]:.1f} ({chosen[name][5]:.2f})" for name in names]
            table.append(
                f"| {k} | {proportion:g} | {' | '.join(cells)} | {100 * chosen[names[-1]][6]:.1f} |"
            )
    worst = max(row[4] for row in found)
    return "\n".join(
        [
            "# Coverage of 95% intervals of a pooled proportion\n",
            f"Seeded simulation, {REPLICATES:,} sets a row: k studies of {SIZES[0]} to {SIZES[1]} "
            "patients, logits normal about the logit of the proportion with tau = "
            f"{TAU:g}, events binomial. A cell is the percentage of intervals that hold the true "
            "mean logit, with the median width (logit scale) in brackets; the simulation error "
            f"is at most {100 * worst:.1f} points. REML is of logits, 0.5 added to studies with a "
            "zero cell. GLMM is the binomial-normal model by maximum likelihood, its t interval on "
            "k - 1 degrees of freedom; it has no answer where nobody, or everybody, had the "
            "event, and such sets are left out of its cells. The numbers are in "
            "`coverage.csv`; `make bench` writes both.\n",
            *table,
            "",
        ]
    )
