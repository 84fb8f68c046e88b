"""Permutation test of a meta-regression, 100 000 permutations."""

import numpy as np

from bench.data import SEED, effects
from bench.machine import machine
from bench.peers import metafor_seconds, r_vector
from bench.timing import Row, fastest
from evidence.synthesis.regression.permutation_test import permutation_test

K, DRAWS, LOOPED, EVALUATIONS = 13, 100_000, 300, 5


def measure() -> list[Row]:
    y, v = effects(K)
    x = np.random.default_rng(SEED).uniform(10, 60, K)
    taken = metafor_seconds(
        f"res <- rma({r_vector(y)}, {r_vector(v)}, mods=~x, data=data.frame(x={r_vector(x)}))",
        f"permutest(res, iter={LOOPED}, progbar=FALSE)",
        repeats=2,
    )
    return [
        Row(
            f"permutation meta-regression, {DRAWS:,} permutations, k = {K}",
            fastest(lambda: permutation_test(y, v, x, draws=DRAWS), 3),
            "metafor",
            taken and taken * DRAWS / LOOPED,
            "100 x metafor",
            EVALUATIONS * DRAWS * K / machine().divisions_a_second,
            f"{EVALUATIONS} x {DRAWS:,} x {K} divisions in cache",
            f"metafor: {LOOPED} permutations, scaled",
        )
    ]
