"""GOSH: every subset of 15 and of 20 studies; the memory it takes."""

import tracemalloc

from bench.data import effects
from bench.machine import machine
from bench.peers import metafor_seconds, r_vector
from bench.timing import Row, fastest, readable
from evidence.synthesis.sensitivity.gosh import blocks, gosh

SCALED_FROM = {
    "DL": 18,
    "REML": 9,
}  # metafor fits all subsets of so many studies, the time is scaled
EVALUATIONS = {"DL": 1, "REML": 4}  # of the weights of half the studies, the mean size of a subset


def measure() -> list[Row]:
    return [_row(15, "REML"), _row(20, "DL"), _row(20, "REML")]


def _row(k: int, method: str) -> Row:
    y, v = effects(k)
    divisions = EVALUATIONS[method] * 2**k * k / 2
    return Row(
        f"GOSH, all 2^{k} subsets, {method}",
        fastest(lambda: _fit(y, v, method), 5 if method == "DL" else 3),
        "metafor",
        _metafor(y, v, k, method),
        "1000 x metafor",
        divisions / machine().divisions_a_second / 2,
        f"{EVALUATIONS[method]} x 2^{k} x {k}/2 divisions in cache on 2 cores",
        f"metafor: all subsets of {SCALED_FROM[method]} studies, scaled; ours run by run, peaks at "
        f"{_peak(k, method):.0f} MB; all rows kept: "
        f"{readable(fastest(lambda: gosh(y, v, method=method), 3))}",
    )


def _fit(y, v, method) -> int:
    return sum(part.size.size for part in blocks(y, v, method=method))


def _peak(k: int, method: str) -> float:
    """Return the most megabytes held while streaming all subsets."""
    y, v = effects(k)
    tracemalloc.start()
    _fit(y, v, method)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def _metafor(y, v, k, method):
    fewer = SCALED_FROM[method]
    setup = f"res <- rma({r_vector(y[:fewer])}, {r_vector(v[:fewer])}, method='{method}')"
    taken = metafor_seconds(setup, "gosh(res, progbar=FALSE)", repeats=1)
    return taken and taken * 2**k / 2**fewer
