"""The binomial-normal model of one arm: one fit of 20 studies, 10 000 bootstrap refits."""

from bench.data import counts
from bench.machine import machine
from bench.peers import metafor_seconds, python_seconds, r_vector
from bench.timing import Row, fastest
from evidence.synthesis.glmm.one_arm import binomial_normal

K, REFITS, NODES, EVALUATIONS = 20, 10_000, 21, 5
PIMETA = "pimeta: 7 nodes; it fails where a study has 0 of n or n of n"
LOOPED = 10  # R's clock counts milliseconds


def measure() -> list[Row]:
    x, n = counts(K)
    many, sizes = counts(K, REFITS)
    metafor = metafor_seconds(
        f"x <- {r_vector(x)}; n <- {r_vector(n)}",
        f"for (i in 1:{LOOPED}) rma.glmm(measure='PLO', xi=x, ni=n)",
        library="lme4",
    )
    package = fastest(lambda: binomial_normal(x, n))
    pimeta = python_seconds(
        "pimeta",
        f"import pimeta; x, n = {x.tolist()}, {n.tolist()}",
        "pimeta.rma_glmm(measure='PLO', xi=x, ni=n)",
    )
    note = "" if metafor else "metafor's model needs the R package lme4"
    nodes = EVALUATIONS * K * NODES / machine().divisions_a_second
    return [
        Row(
            f"one-arm GLMM, k = {K}",
            package,
            "metafor",
            metafor and metafor / LOOPED,
            "20 x metafor",
            nodes,
            f"{EVALUATIONS} x {K} x {NODES} divisions in cache, one an inverse logit",
            note,
        ),
        Row(f"one-arm GLMM, k = {K}", package, "pimeta", pimeta, note=PIMETA),
        Row(
            f"one-arm GLMM, {REFITS:,} bootstrap refits",
            fastest(lambda: binomial_normal(many, sizes), 1),
            asked="under 10 s",
            attainable_seconds=nodes * REFITS,
            attainable_how=f"{EVALUATIONS} x {REFITS:,} x {K} x {NODES} divisions in cache",
        ),
    ]
