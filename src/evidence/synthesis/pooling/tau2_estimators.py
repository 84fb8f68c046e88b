"""The between-study variance tau2 by eight estimators, and Q, I2 and H2.

Equations for a general design are in Viechtbauer (2005), doi:10.3102/10769986030003261;
tau2 is truncated at 0 and is 0 for k = 1.
The functions take a model (of a mean or of a regression), see `mean_model`. A model of k
effects, shape (k,), gives numbers; one of n meta-analyses, shape (k, n), gives arrays (n,).
tau2 is on the square of the effects' scale.
"""

from __future__ import annotations

import numpy as np

from evidence.synthesis.errors import unknown_name
from evidence.synthesis.inference import TINY
from evidence.synthesis.pooling.likelihood_maximum import peak
from evidence.synthesis.pooling.model import Model
from evidence.synthesis.pooling.roots import root_of_many, root_of_one
from evidence.synthesis.results import Numbers

SLACK = 1e-9  # beyond the bound of tau2, more than rounding takes from it
ESTIMATORS = {
    "DL": "DerSimonian-Laird (1986)",
    "PM": "Paule-Mandel (1982)",
    "REML": "restricted maximum likelihood",
    "ML": "maximum likelihood",
    "EB": "empirical Bayes (Morris 1983), the same root as Paule-Mandel",
    "HE": "Hedges (1983)",
    "HS": "Hunter-Schmidt (1990), without small-sample correction",
    "SJ": "Sidik-Jonkman (2005), started from the plain variance",
}


def estimate_tau2(model: Model, method: str) -> tuple[Numbers, Numbers, Numbers]:
    """Return ``(tau2, converged, peaks)``; ``peaks`` counts the likelihood's maxima.

    tau2 >= 0: a float, or (n,) of a model (k, n); the others are numbers, or (n,) where each
    set is searched. The source of each method is in `ESTIMATORS`, the common form in
    Viechtbauer (2005). With W, P and Q = y'Py at tau2 = 0 unless said otherwise, p
    coefficients, and RSS the residual sum of squares without weights:

    - ``DL`` (Q - (k - p)) / tr P; ``HS`` (Q - k) / tr W;
    - ``HE`` (RSS - tr PV) / (k - p), with P of weights 1 and V = diag(v);
    - ``SJ`` s Q(s) / (k - p), s being the variance of y about its plain mean, divisor k;
    - ``PM``, ``EB`` the root of Q(tau2) = k - p;
    - ``REML``, ``ML`` the highest maximum: inside, y'PPy = tr P, or tr W under ML, at tau2.

    Raises `SynthesisError` for a method that is not in `ESTIMATORS`.

    >>> from evidence.synthesis.pooling.mean_model import MeanModel
    >>> model = MeanModel(np.array([0.0, 1.0, 2.0]), np.full(3, 0.25))
    >>> estimate_tau2(model, "HE")[0]
    0.75
    """
    if method in ("REML", "ML"):
        return peak(model, method == "REML")
    if method in ("PM", "EB"):
        return *tau2_where_q_is(model, model.df), 1
    if method not in _CLOSED:
        raise unknown_name("tau2_method", method, ESTIMATORS, ", ".join(ESTIMATORS))
    with np.errstate(divide="ignore", invalid="ignore"):
        tau2 = np.where(model.df > 0, _CLOSED[method](model), 0.0)
    return (np.maximum(tau2, 0.0) if model.y.ndim > 1 else max(float(tau2), 0.0)), True, 1


def _dersimonian_laird(model: Model) -> Numbers:
    return (model.cochran(0.0)[0] - model.df) / model.traces(0.0)[0]


def _hedges(model: Model) -> Numbers:
    residual_squares, trace = model.unweighted()
    return (residual_squares - trace) / model.df


def _hunter_schmidt(model: Model) -> Numbers:
    return (model.cochran(0.0)[0] - model.k) / model.traces(0.0)[2]


def _sidik_jonkman(model: Model) -> Numbers:
    crude = model.crude_variance()
    return np.where(crude > 0, crude * model.cochran(crude)[0] / model.df, 0.0)


_CLOSED = {"DL": _dersimonian_laird, "HE": _hedges, "HS": _hunter_schmidt, "SJ": _sidik_jonkman}


def tau2_where_q_is(model: Model, target: Numbers) -> tuple[Numbers, Numbers]:
    """Return ``(tau2, converged)`` where the generalised Q equals ``target``, 0 if it is below at
    0.

    Q falls in tau2 (Viechtbauer 2007, doi:10.1002/sim.2514), and 1 - target/Q is close
    to linear in it, so few Newton steps are needed. PM is the root at k - p.
    ``target`` above 0: a number, or (n,) of a model (k, n), as the two returned are.

    >>> from evidence.synthesis.pooling.mean_model import MeanModel
    >>> model = MeanModel(np.array([0.0, 1.0, 2.0]), np.full(3, 0.25))
    >>> round(float(tau2_where_q_is(model, 2.0)[0]), 9)
    0.75
    """
    least = model.spread()[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        if model.y.ndim == 1:
            return _q_root_of_one(model, target, least)
        return _q_root_of_many(model, np.broadcast_to(target, least.shape), least)


def _q_root_of_one(model: Model, target: Numbers, least: Numbers) -> tuple[float, bool]:
    def falling(t: Numbers) -> tuple[Numbers, Numbers]:
        q, drop = model.cochran(t)
        return 1 - target / q, -target * drop / (q * q)

    start = _first_step(*model.cochran(0.0), target)
    if not start > 0:
        return 0.0, True
    return root_of_one(falling, 0.0, _q_bound(model, target, least), start, least)


def _q_root_of_many(model: Model, target: Numbers, least: Numbers) -> tuple[np.ndarray, np.ndarray]:
    tau2, converged = np.zeros(least.size), np.ones(least.size, bool)
    start = _first_step(*model.cochran(0.0), target)
    rows = np.flatnonzero((start > 0) & (model.df > 0))

    def falling(t: Numbers, some: np.ndarray) -> tuple[Numbers, Numbers]:
        q, drop = model.take(rows[some]).cochran(t)
        aim = target[rows[some]]
        return 1 - aim / q, -aim * drop / (q * q)

    bound = _q_bound(model, target, least)[rows]
    low = np.zeros(rows.size)
    tau2[rows], converged[rows] = root_of_many(falling, low, bound, start[rows], least[rows])
    return tau2, converged


def _first_step(q: Numbers, drop: Numbers, target: Numbers) -> Numbers:
    return (q / target - 1) * q / drop


def _q_bound(model: Model, target: Numbers, least: Numbers) -> Numbers:
    """Q <= SS/(v_min + tau2), so beyond this tau2 it is below the target."""
    return (model.spread()[0] / target - least) * (1 + SLACK) + TINY


def tau2_std_error(model: Model, tau2: Numbers, method: str) -> Numbers:
    """Return the asymptotic standard error of tau2, of no meaning where k - p is 0.

    ML and REML from the expected information, √(2 / tr WW) and √(2 / tr PP) at tau2; the
    moment estimators from the variance of a quadratic form (Viechtbauer 2005). A number, or
    (n,) of a model (k, n), on the scale of tau2. ``method``: one of `ESTIMATORS`, not checked.

    >>> from evidence.synthesis.pooling.mean_model import MeanModel
    >>> model = MeanModel(np.array([0.0, 1.0, 2.0]), np.full(3, 0.25))
    >>> round(float(tau2_std_error(model, 0.75, "REML")), 9)
    1.0
    """
    if method in ("REML", "ML"):
        _, trace2, _, squares = model.traces(tau2)
        return np.sqrt(2 / (trace2 if method == "REML" else squares))
    if method in ("PM", "EB"):
        return model.k * np.sqrt(np.divide(2, model.df)) / model.traces(tau2)[2]
    if method in ("DL", "HS"):
        trace, trace2, total, _ = model.traces(0.0)
        inner = 2 * model.df + 4 * tau2 * trace + 2 * tau2 * tau2 * trace2
        return np.sqrt(inner) / (trace if method == "DL" else total)
    return model.std_error_of_unweighted(tau2, method)


def typical_variance(model: Model) -> Numbers:
    """Return the typical sampling variance (k - p)/tr P of Higgins and Thompson (2002).

    doi:10.1002/sim.1186; P at tau2 = 0. A number, or (n,) of a model (k, n), on the scale
    of the sampling variances; NaN where k - p is 0.

    >>> from evidence.synthesis.pooling.mean_model import MeanModel
    >>> model = MeanModel(np.array([0.0, 1.0, 2.0]), np.full(3, 0.25))
    >>> float(typical_variance(model))
    0.25
    """
    return model.df / model.traces(0.0)[0]


def i2_and_h2(tau2: Numbers, typical: Numbers) -> tuple[Numbers, Numbers]:
    """Return I2 in percent and H2 that follow from tau2 and the typical variance.

    100 tau2/(tau2 + typical) and 1 + tau2/typical (Higgins and Thompson 2002,
    doi:10.1002/sim.1186); numbers or arrays (n,). NaN where k - p is 0, which callers replace.

    >>> i2_and_h2(0.75, 0.25)
    (75.0, 4.0)
    """
    return 100 * tau2 / (tau2 + typical), 1 + tau2 / typical


def i2_and_h2_from_q(q: Numbers, df: Numbers) -> tuple[Numbers, Numbers]:
    """Return I2 in percent and H2 that follow from Q, doi:10.1002/sim.1186; I2 not below 0.

    100 (1 - df/Q) and Q/df; ``q`` and ``df`` are numbers or arrays (n,). H2 is 1 where df is 0.

    >>> i2_and_h2_from_q(20.0, 10)
    (50.0, 2.0)
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        i2 = 100 * np.where(q > df, 1 - np.divide(df, q), 0.0)
        h2 = np.where(np.greater(df, 0), np.divide(q, df), 1.0)
    return (i2, h2) if np.ndim(i2) else (float(i2), float(h2))
