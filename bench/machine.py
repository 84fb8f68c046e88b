"""What this machine can do at best: bytes moved, divisions and multiplications a second."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from functools import cache

import numpy as np

from bench.timing import fastest


@dataclass(frozen=True)
class Machine:
    """Measured rates of one core: memory traffic, divisions in cache, matrix products."""

    bytes_a_second: float
    divisions_a_second: float
    flops_a_second: float
    described: str


@cache
def machine() -> Machine:
    """Measure the machine once."""
    large, cached, square = np.ones(2**25), np.full(2**14, 1.5), np.ones((512, 512))
    target, cached_target = np.empty_like(large), np.empty_like(cached)
    moved = 2 * large.nbytes / fastest(lambda: np.copyto(target, large))
    divided = (
        cached.size
        * 100
        / fastest(lambda: [np.divide(1.0, cached, out=cached_target) for _ in range(100)])
    )
    multiplied = 2 * 512**3 / fastest(lambda: square @ square)
    return Machine(moved, divided, multiplied, _described())


def _described() -> str:
    return (
        f"{os.cpu_count()} cores, {_processor()}, {platform.system()}; "
        f"Python {platform.python_version()}, NumPy {np.__version__}"
    )


def _processor() -> str:
    """Return the processor's name as the system tells it."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(
                line.split(":")[1].strip() for line in lines if line.startswith("model name")
            )
    except (OSError, StopIteration):
        return platform.machine()
