"""One REML fit of 13 studies."""

import numpy as np
from statsmodels.stats.meta_analysis import combine_effects

from bench.data import effects
from bench.peers import metafor_seconds, r_vector
from bench.timing import Row, fastest
from evidence.synthesis.pooling.pool import pool

K, REPEATED = 13, 200


def measure() -> list[Row]:
    y, v = effects(K)
    labels = [str(i) for i in range(K)]
    seconds = _each(lambda: pool(y, v))
    paule_mandel = _each(lambda: combine_effects(y, v, method_re="iterated", row_names=labels))
    metafor = metafor_seconds(
        f"y <- {r_vector(y)}; v <- {r_vector(v)}", "for (i in 1:100) rma(y, v)"
    )
    limit, how = (
        60 * _each(lambda: np.add(y, v)),
        "60 calls of NumPy on 13 numbers, whose overhead is the work",
    )
    work = f"one REML fit, k = {K}"
    return [
        Row(
            work,
            seconds,
            "statsmodels, Paule-Mandel",
            paule_mandel,
            "at most statsmodels",
            limit,
            how,
        ),
        Row(work, seconds, "metafor", metafor and metafor / 100, "", limit, how),
    ]


def _each(work) -> float:
    return fastest(lambda: [work() for _ in range(REPEATED)]) / REPEATED
