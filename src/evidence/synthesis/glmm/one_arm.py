"""One-arm proportions and rates by the exact likelihood of their counts.

Proportions: x_i ~ Binomial(n_i, expit(a_i)), a_i ~ N(b, tau2) (Stijnen, Hamza & Oezdemir
2010, doi:10.1002/sim.4040, eq. 7). Rates: x_i ~ Poisson(t_i exp(a_i)) (eq. 12). With
moderators, a_i ~ N(X_i b, tau2). Zero counts need no correction. The estimate is that
of the median study; `population_mean` has it back on its own scale, and the average.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logit

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.arguments.numeric import whole
from evidence.synthesis.glmm.families import Binomial, Poisson
from evidence.synthesis.glmm.inference import (
    GlmmFit,
    Report,
    checked_test,
    stated_fallback,
    summarise,
)
from evidence.synthesis.glmm.maximise import FINER, NODES, fit_in_blocks
from evidence.synthesis.glmm.quadrature.adaptive import Arm
from evidence.synthesis.glmm.quadrature.rules import gauss_hermite
from evidence.synthesis.glmm.starting_values import CrudeEffects, weighted_fit
from evidence.synthesis.glmm.study_counts import UNBOUNDED, Counts
from evidence.synthesis.glmm.study_likelihoods import EffectOnly
from evidence.synthesis.inference import TINY

if TYPE_CHECKING:
    from evidence.synthesis.glmm.integrand import CountFamily

TAIL = 0.025  # of an exact 95% limit
ALL_OR_NOTHING = (
    "in every study all subjects had the event or none had: the likelihood rises with tau2 "
    "without end, so there is no most likely heterogeneity. Report the counts."
)


@checked_arguments()
def binomial_normal(
    events: ArrayLike,
    totals: ArrayLike,
    *,
    design: ArrayLike | None = None,
    labels: Sequence[str] | None = None,
    level: float = 0.95,
    test: str = "wald",
    nodes: int | None = None,
) -> GlmmFit:
    """Return the logit-normal model of proportions fitted by maximum likelihood.

    ``events``, ``totals``: whole numbers, shape (k,) for one meta-analysis or (n, k) for
    n of them; NaN marks an absent study. ``design``: (k, p) with its column of ones, or
    None for the mean alone. ``test``: 'wald', or 't' on k - p degrees of freedom. ``nodes`` of
    the quadrature are 21, refined where that changes the log likelihood by 1e-6; a number
    fixes them (1 is the Laplace approximation).

    Raises :class:`SynthesisError` naming every study with impossible counts, and where
    nobody or everybody had the event (no finite logit is most likely), or each study was
    all or nothing (no finite tau2 is). Among n meta-analyses such a one is not raised: its
    estimate is -inf, inf or NaN, ``converged`` false, and ``fallback`` counts them.

    >>> fit = binomial_normal([3, 5, 1, 8], [20, 22, 15, 30])
    >>> round(fit.estimate, 4), fit.boundary
    (-1.4153, True)
    """
    test = checked_test(test)
    counts = Counts.checked(
        (events, totals), impossible_proportions, ("events", "totals"), labels, design
    )
    x, n = counts.parts
    share = counts.total(x) / np.maximum(counts.total(n), 1)
    limit = counts.limit(x == 0, x == n, n > 1)
    if limit.any():
        counts.refuse_limit(limit, no_finite_answer(counts.total(n)[0]))
    crude = CrudeEffects(np.stack([x, n - x]), np.array([1.0, -1.0]), 0.0 * x, counts.present)
    middle = logit(np.where(limit == 0, share, 0.5))
    return _one_arm(counts, limit, crude, Binomial.of(x, n), middle, nodes, ("PLO", level, test))


@checked_arguments()
def poisson_normal(
    events: ArrayLike,
    time: ArrayLike,
    *,
    design: ArrayLike | None = None,
    labels: Sequence[str] | None = None,
    level: float = 0.95,
    test: str = "wald",
    nodes: int | None = None,
) -> GlmmFit:
    """Return the log-normal model of incidence rates fitted by maximum likelihood.

    ``events``: whole numbers; ``time``: person-time above 0 in any unit; both (k,) or
    (n, k). Other arguments, errors and batches as in :func:`binomial_normal`; here only
    the absence of any event has no finite answer.

    >>> fit = poisson_normal([3, 5, 1, 8], [200, 220, 150, 300])
    >>> round(fit.estimate, 4)
    -3.9353
    """
    test = checked_test(test)
    counts = Counts.checked((events, time), _impossible_rates, ("events", "time"), labels, design)
    x, t = counts.parts
    limit = counts.limit(x == 0, np.zeros(x.shape, bool), x > 0)
    rate = counts.total(x) / np.where(limit == 0, counts.total(t), 1.0)
    counts.refuse_limit(limit, {-1: _no_finite_log_rate(counts.total(t)[0])})
    offset = -np.log(np.where(t > 0, t, 1.0))
    crude = CrudeEffects(x[None], np.array([1.0]), offset, counts.present)
    middle = np.log(np.where(limit == 0, rate, 1.0))
    return _one_arm(counts, limit, crude, Poisson.of(x, t), middle, nodes, ("IRLN", level, test))


def impossible_proportions(
    x: np.ndarray, n: np.ndarray
) -> Iterator[tuple[np.ndarray, str, np.ndarray]]:
    yield ~whole(x), "events must be a whole number, 0 or more", x
    yield ~whole(n) | (n < 1), "total must be a whole number, 1 or more", n
    yield x > n, "more events than subjects", x


def _impossible_rates(x: np.ndarray, t: np.ndarray) -> Iterator[tuple[np.ndarray, str, np.ndarray]]:
    yield ~whole(x), "events must be a whole number, 0 or more", x
    yield ~(np.isfinite(t) & (t > 0)), "person-time must be finite and above 0", t


def no_finite_answer(n: float) -> dict[int, str]:
    """Reasons to refuse n subjects' proportions, by the limit their likelihood runs to."""
    tail = TAIL ** (1 / max(n, 1))
    ends = {-1: ("nobody", "upper", 1 - tail), 1: ("everybody", "lower", tail)}
    return {UNBOUNDED: ALL_OR_NOTHING} | {
        limit: f"{whose} among {n:.0f} subjects had the event: the most likely logit is infinite "
        f"and has no standard error. Report the counts with the exact 95% {end} limit of the "
        f"collapsed table, {bound:.4g} (Clopper & Pearson 1934), which ignores heterogeneity."
        for limit, (whose, end, bound) in ends.items()
    }


def _no_finite_log_rate(time: float) -> str:
    return (
        f"no event in {time:g} person-time: the most likely log rate is infinite and has no "
        "standard error. Report the counts with the exact 95% upper limit of the collapsed "
        f"rate, {-np.log(TAIL) / max(time, TINY):.4g} (Garwood 1936), which ignores "
        "heterogeneity."
    )


def _one_arm(
    counts: Counts,
    limit: np.ndarray,
    crude: CrudeEffects,
    family: CountFamily,
    middle: np.ndarray,
    nodes: int | None,
    convention: tuple[str, float, str],
) -> GlmmFit:
    measure, level, test = convention
    design = counts.orthogonal

    def model(rows: np.ndarray) -> EffectOnly:
        modes = np.zeros((len(rows), len(design)))
        return EffectOnly((Arm(family.take(rows)),), design, gauss_hermite(nodes or NODES), modes)

    start = crude.start(design)
    flat = (
        middle[:, None] * design.sum(axis=0) / len(design)
    )  # orthogonal columns of length sqrt(k)
    optimum, common = fit_in_blocks(model, start, flat, limit, finer=() if nodes else FINER)
    report = Report(
        measure=measure,
        model=f"{type(family).__name__.lower()}-normal, random effects",
        nodes=nodes or NODES,
        level=level,
        test=test,
        k=counts.k,
        q_wald=weighted_fit(*crude.uncorrected(), design)[1],
        saturated=counts.total(family.saturated),
        typical_variance=crude.typical_variance(design),
        fallback=stated_fallback(optimum, limit),
        left_out=counts.left_out,
        single=counts.single,
    )
    return summarise(counts.original(optimum, limit), counts.original(common, limit), report)
