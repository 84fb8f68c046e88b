"""REML at 100 000 studies, and whether the time is linear in k."""

from bench.data import effects
from bench.machine import machine
from bench.timing import Row, fastest
from evidence.synthesis.pooling.pool import pool

EVALUATIONS, ARRAYS = 5, 3  # y and v are read, the weights written, at each of five tau2


def measure() -> list[Row]:
    seconds = {k: _seconds(k) for k in (10_000, 100_000, 1_000_000)}
    limit = EVALUATIONS * ARRAYS * 8 * 100_000 / machine().bytes_a_second
    growth = ", ".join(f"{seconds[k] / k * 1e9:.3g} ns at k = {k:,}" for k in seconds)
    return [
        Row(
            "REML, k = 100 000",
            seconds[100_000],
            asked="under 20 ms, linear in k",
            attainable_seconds=limit,
            attainable_how=f"{EVALUATIONS} x {ARRAYS} passes over memory",
            note=f"a study: {growth}",
        )
    ]


def _seconds(k: int) -> float:
    y, v = effects(k)
    return fastest(lambda: pool(y, v), 9)
