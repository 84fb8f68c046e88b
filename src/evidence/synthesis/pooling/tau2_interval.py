"""Intervals of the between-study variance, and of I2 and H2 that follow from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtri, ndtri

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.batches import along_sets
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.pooling.model import Model
from evidence.synthesis.pooling.pool import mean_model
from evidence.synthesis.pooling.quadratic_form import weighted_chi_square_cdf
from evidence.synthesis.pooling.roots import root_of_one
from evidence.synthesis.pooling.tau2_estimators import (
    estimate_tau2,
    i2_and_h2,
    tau2_where_q_is,
    typical_variance,
)
from evidence.synthesis.results import Effects, Numbers, TauInterval

METHODS = {
    "q_profile": "Q-profile (Viechtbauer 2007, doi:10.1002/sim.2514)",
    "profile_likelihood": "profile (restricted) likelihood (Hardy and Thompson 1996)",
    "jackson": "generalised Q with weights 1/sqrt(v) (Jackson 2013, "
    "Research Synthesis Methods 4:220-229)",
    "biggerstaff_jackson": "generalised Q with weights 1/v (Biggerstaff and Jackson 2008, "
    "Statistics in Medicine 27:6093-6110)",
}
# Studies; some 50 sets of eigenvalues are computed, each in a tenth of a second at this number.
MOST_EIGENVALUES = 1000
FIRST_DISTANCE = 0.01  # times the scale of the data: what the search from the estimate is exact to
FARTHEST = 1e12  # times the scale of the data: an upper limit beyond is reported as infinite


@checked_arguments()
@along_sets
def tau2_interval(
    yi: ArrayLike,
    vi: ArrayLike | None = None,
    *,
    method: str = "q_profile",
    tau2_method: str = "REML",
    level: float = 0.95,
    labels: Sequence[str] | None = None,
) -> TauInterval:
    """Return the interval of tau2, with tau, I2 and H2, of studies of shape (k,) or (..., k), or an
    `Effects`.

    ``method`` is one of `METHODS`; ``tau2_method`` gives the estimate reported first, and
    for ``profile_likelihood`` decides between ML and REML. A limit is 0 where the method
    reaches the boundary; an empty one (every value rejected, possible by Q-profile and
    Jackson for very homogeneous studies) is reported as [0, 0] and said in ``note``.

    Raises `SynthesisError`: fewer than two studies, unknown method, profile likelihood
    with a moment estimator, Jackson's intervals of more than 1000 studies; and as `pool`.

    >>> found = tau2_interval([0.1, 0.5, 0.9, 0.2], [0.02, 0.03, 0.02, 0.04])
    >>> found.tau2.round(4)
    array([0.1114, 0.0194, 1.7729])
    """
    if isinstance(yi, Effects):
        yi, vi, labels = yi.yi, yi.vi, yi.labels
    model, _ = mean_model(yi, vi, labels)
    if model.df < 1:
        raise SynthesisError(f"tau2 interval: at least 2 studies are needed, k = {model.k}")
    return model_tau2_interval(model, method, tau2_method, level)


def model_tau2_interval(model: Model, method: str, tau2_method: str, level: float) -> TauInterval:
    """Return the interval for a model of a mean or of a regression; see `tau2_interval`.

    >>> model, _ = mean_model([0.1, 0.5, 0.9, 0.2], [0.02, 0.03, 0.02, 0.04])
    >>> model_tau2_interval(model, "q_profile", "DL", 0.95).method
    'q_profile'
    """
    if method not in METHODS:
        raise SynthesisError(f"interval {method!r} found; allowed: {', '.join(METHODS)}")
    estimate = float(estimate_tau2(model, tau2_method)[0])
    if method == "q_profile":
        low, high = _q_profile(model, level)
    elif method == "profile_likelihood":
        low, high = _profile_likelihood(model, estimate, tau2_method, level)
    else:
        low, high = _generalised_q(model, 0.5 if method == "jackson" else 1.0, level)
    note = (
        ""
        if not np.isnan(low)
        else "empty: every value of tau2 is rejected, the studies are too alike"
    )
    low, high = (low, high) if not np.isnan(low) else (0.0, 0.0)
    tau2 = np.array([estimate, low, high])
    with np.errstate(invalid="ignore"):
        i2, h2 = i2_and_h2(tau2, typical_variance(model))
        i2 = np.where(np.isinf(tau2), 100.0, i2)
    return TauInterval(tau2, np.sqrt(tau2), i2, h2, method, level, tau2_method, int(model.k), note)


def _q_profile(model: Model, level: float) -> tuple[float, float]:
    tail = 0.5 * (1 - level)
    upper, lower = chdtri(model.df, tail), chdtri(model.df, 1 - tail)
    q = model.cochran(0.0)[0]
    if q < lower:
        return np.nan, np.nan
    return float(tau2_where_q_is(model, upper)[0]), float(tau2_where_q_is(model, lower)[0])


def _profile_likelihood(
    model: Model, estimate: Numbers, tau2_method: str, level: float
) -> tuple[float, float]:
    if tau2_method not in ("ML", "REML"):
        raise SynthesisError(f"profile likelihood needs ML or REML, found {tau2_method}")
    restricted = tau2_method == "REML"
    floor = model.log_likelihood(estimate, restricted) - 0.5 * ndtri(0.5 + 0.5 * level) ** 2

    def falling(t: Numbers) -> tuple[Numbers, Numbers]:
        return model.log_likelihood(t, restricted) - floor, _score(model, t, restricted)

    def backwards(
        gap: Numbers,
    ) -> tuple[Numbers, Numbers]:  # runs down from the estimate, so that it falls too
        above, slope = falling(estimate - gap)
        return above, -slope

    scale = model.spread()[1]
    low = (
        0.0
        if falling(0.0)[0] >= 0
        else estimate
        - root_of_one(backwards, 0.0, estimate, 0.5 * estimate, FIRST_DISTANCE * scale)[0]
    )
    return low, _outwards(falling, estimate, scale)


def _score(model: Model, t: Numbers, restricted: bool) -> Numbers:
    """The derivative of the log likelihood in tau2."""
    trace, _, total, _ = model.traces(t)
    return 0.5 * (model.cochran(t)[1] - (trace if restricted else total))


def _outwards(falling: Callable[[float], tuple[float, float]], start: float, scale: float) -> float:
    """Return the root beyond ``start`` of a falling function, infinite if it never falls."""
    reach = start + scale
    while falling(reach)[0] > 0:
        reach = start + 4 * (reach - start)
        if reach > FARTHEST * (scale + start):
            return np.inf
    return root_of_one(falling, start, reach, 0.5 * (start + reach), scale)[0]


def _generalised_q(model: Model, power: float, level: float) -> tuple[float, float]:
    """Invert P(Q_a <= observed; tau2), which falls in tau2, at the two tails."""
    if model.k > MOST_EIGENVALUES:
        raise SynthesisError(
            f"jackson and biggerstaff_jackson: k = {model.k} found; at most {MOST_EIGENVALUES} "
            "studies, whose eigenvalues are needed: use q_profile"
        )
    lower_probability = _probability_of_generalised_q(model, model.v**-power)

    def limit(probability: Numbers) -> float:
        # a slope of 0 makes the root finder bisect
        return _outwards(
            lambda t: (lower_probability(t) - probability, 0.0), 0.0, model.spread()[1]
        )

    tail, at_zero = 0.5 * (1 - level), lower_probability(0.0)
    if at_zero < tail:
        return np.nan, np.nan
    return (limit(1 - tail) if at_zero > 1 - tail else 0.0), limit(tail)


def _probability_of_generalised_q(model: Model, fixed: np.ndarray) -> Callable[[float], float]:
    """Return the function of tau2 that is the probability of a Q_a up to the observed one.

    Q_a = y'Ay with A = D - DX(X'DX)^-1 X'D, D = diag(fixed), is a sum of chi-squares with the
    eigenvalues of S^(1/2) A S^(1/2), S = diag(v + tau2), as weights (Jackson 2013).
    """
    weighted = model.basis * fixed[:, None]
    kernel = np.diag(fixed) - weighted @ np.linalg.solve(model.basis.T @ weighted, weighted.T)
    observed = float(model.y @ kernel @ model.y)

    def probability(t: Numbers) -> float:
        root = np.sqrt(model.v + t)
        spectrum = np.linalg.eigvalsh(root[:, None] * kernel * root)
        return weighted_chi_square_cdf(observed, spectrum[model.k - model.df :])

    return probability
