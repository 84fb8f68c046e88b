"""2 000 REML fits of 12 studies in one call."""

from bench.data import effects
from bench.machine import machine
from bench.peers import metafor_seconds, python_seconds, r_vector
from bench.timing import Row, fastest
from evidence.synthesis.pooling.pool import pool

SETS, K, LOOPED = 2000, 12, 50
EVALUATIONS = 5  # of k weights: one step cannot be told from the last without so many


def measure() -> list[Row]:
    y, v = effects(K, SETS)
    seconds = fastest(lambda: pool(y, v))
    limit = EVALUATIONS * SETS * K / machine().divisions_a_second
    how = f"{EVALUATIONS} x {SETS} x {K} divisions in cache"
    work = f"{SETS} REML fits of k = {K}, one call"
    return [
        Row(
            work,
            seconds,
            "metafor, loop",
            _metafor(y, v),
            "1000 x metafor",
            limit,
            how,
            f"metafor: {LOOPED} fits, scaled",
        ),
        Row(work, seconds, "PyMARE, vectorised", _pymare(y, v), "4 x PyMARE", limit, how),
    ]


def _metafor(y, v):
    setup = "; ".join(
        f"{name} <- matrix({r_vector(values[:LOOPED])}, ncol={K}, byrow=TRUE)"
        for name, values in (("y", y), ("v", v))
    )
    taken = metafor_seconds(setup, f"for (i in 1:{LOOPED}) rma(y[i,], v[i,])")
    return taken and taken * SETS / LOOPED


def _pymare(y, v):
    setup = (
        "import numpy as np\nfrom pymare import Dataset\n"
        "from pymare.estimators import VarianceBasedLikelihoodEstimator\n"
        f"y = np.array({y.T.tolist()}); v = np.array({v.T.tolist()})\ndata = Dataset(y, v)"
    )
    work = "VarianceBasedLikelihoodEstimator(method='REML').fit_dataset(data).summary()"
    return python_seconds("pymare", setup, work)
