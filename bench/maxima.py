"""Is the tau2 found the one of highest likelihood? 100,000 simulated sets against a fine search.

python -m bench.maxima      writes docs/maxima.md

The search knows nothing of the package: the log likelihood over a grid of v_min + tau2 whose
neighbours differ by 2 %, then again, forty times finer, about the highest point. Variances span
one to five decades, so that several maxima are common; half of the sets have a moderator.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from evidence.synthesis.pooling.pool import pool
from evidence.synthesis.regression.meta_regression import meta_regression

PAGE = Path(__file__).parents[1] / "docs" / "maxima.md"
SEED, SETS, AT_ONCE = 2026, 100_000, 250
RATIO, FINER, BEYOND = 1.02, 40, 50.0  # of the grid; of the second; times the effects' variance
LOWER = 1e-6  # of a log likelihood: a difference that is no rounding
STUDIES = (3, 4, 6, 9, 14, 20)


def simulated(random: np.random.Generator, k: int, n: int) -> tuple[np.ndarray, ...]:
    """Return effects, variances and a moderator of n sets of k studies, (n, k) each."""
    decades = random.uniform(1, 5, (n, 1))
    v = 10 ** (decades * (random.integers(0, 2, (n, k)) - 0.7 + random.normal(0, 0.1, (n, k))))
    tau = 10 ** random.uniform(-3, 0.5, (n, 1)) * random.integers(0, 2, (n, 1))
    spread = np.sqrt(v) * 10 ** random.uniform(-0.5, 0.7, (n, k))
    return random.normal(0, np.hypot(spread, tau)), v, random.normal(0, 1, (n, k))


def log_likelihood(y, v, x, tau2, restricted: bool) -> np.ndarray:
    """Return it for tau2 (n, g), constants left out; ``x`` is None for a mean."""
    w = 1 / (v[:, None] + tau2[..., None])
    total = w.sum(-1)
    mean = (w * y[:, None]).sum(-1) / total
    residual, logs = y[:, None] - mean[..., None], np.log(total)
    if x is not None:
        away = x[:, None] - ((w * x[:, None]).sum(-1) / total)[..., None]
        spread = (w * away**2).sum(-1)
        residual = residual - ((w * away * residual).sum(-1) / spread)[..., None] * away
        logs = logs + np.log(spread)
    inner = np.log(w).sum(-1) - (w * residual**2).sum(-1)
    return 0.5 * (inner - logs if restricted else inner)


def fine_search(y, v, x, restricted: bool) -> tuple[np.ndarray, int]:
    """Return the highest log likelihood of each set that the two grids meet, (n,), and how many
    sets have several maxima on the first.
    """
    least = v.min(-1, keepdims=True)
    reach = np.log1p(BEYOND * (y.var(-1, keepdims=True) + v.max(-1, keepdims=True)) / least)
    share = np.linspace(0, 1, int(reach.max() / np.log(RATIO)) + 1)
    coarse = log_likelihood(y, v, x, least * np.expm1(reach * share), restricted)
    rises = np.diff(coarse, prepend=-np.inf) > 0
    maxima = (rises[:, :-1] & ~rises[:, 1:]).sum(-1)
    best = share[coarse.argmax(-1)][:, None]
    step = np.linspace(-share[1], share[1], 2 * FINER + 1)
    close = least * np.expm1(reach * np.clip(best + step, 0, 1))
    highest = np.maximum(coarse.max(-1), log_likelihood(y, v, x, close, restricted).max(-1))
    return highest, int((maxima > 1).sum())


def found(y, v, x, method: str) -> np.ndarray:
    """Return the package's tau2 of each set, (n,)."""
    if x is None:
        return pool(y, v, tau2_method=method).tau2
    sets = zip(y, v, x, strict=True)
    return np.array([meta_regression(a, b, {"x": c}, tau2_method=method).tau2 for a, b, c in sets])


def compared(method: str, moderator: bool, sets: int) -> tuple[int, int, float]:
    """Return in how many sets the search led higher, how many have several maxima, by how much."""
    random = np.random.default_rng([SEED, method == "REML", moderator])
    lower, several, most = 0, 0, 0.0
    for place in range(sets // AT_ONCE):
        y, v, x = simulated(random, STUDIES[place % len(STUDIES)] + moderator, AT_ONCE)
        x = x if moderator else None
        tau2 = found(y, v, x, method)
        taken = log_likelihood(y, v, x, tau2[:, None], method == "REML")[:, 0]
        highest, more = fine_search(y, v, x, method == "REML")
        gap = highest - taken
        lower, several = lower + int((gap > LOWER).sum()), several + more
        most = max(most, float(gap.max()))
    return lower, several, most


def main() -> None:
    lines = []
    for method in ("ML", "REML"):
        for moderator in (False, True):
            lower, several, most = compared(method, moderator, SETS // 4)
            lines.append(
                f"| {method} | {'one' if moderator else 'none'} | {SETS // 4:,} | {several:,} | "
                f"{lower} | {most:.1e} |"
            )
            print(lines[-1], flush=True)
    head = "| method | moderator | sets | with several maxima | search higher | at most by |\n"
    words = (__doc__ or "").split("\n\n")
    PAGE.write_text(
        f"# The highest maximum\n\n{words[0]} {' '.join(words[2].split())} Written by "
        f"`python -m bench.maxima`; *search higher* counts differences above {LOWER:g} of a log "
        f"likelihood.\n\n{head}|---|---|---|---|---|---|\n" + "\n".join(lines) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
