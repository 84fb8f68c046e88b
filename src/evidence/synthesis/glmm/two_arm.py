"""Two-arm odds ratios and rate ratios by the exact likelihood of their counts.

``unconditional``: each study has a fixed intercept m_i and a random effect,

    logit p_1i = m_i + a_i / 2,  logit p_2i = m_i - a_i / 2,  a_i ~ N(b, tau2)

(model UM.FS of metafor's rma.glmm with its coding +-1/2; Turner et al. 2000,
doi:10.1002/1097-0258(20001230)19:24<3417::AID-SIM614>3.0.CO;2-L, model 2; with log rates in
place of logits, Stijnen, Hamza & Oezdemir 2010, doi:10.1002/sim.4040, section 5).
``conditional``: the margins of each table are given, which removes the intercepts. The
odds ratio then has the noncentral hypergeometric likelihood (CM.EL; van Houwelingen,
Zwinderman & Stijnen 1993, doi:10.1002/sim.4780122405, eq. 4; Stijnen 2010, eq. 11), the
rate ratio the binomial one x_1 ~ Binomial(x_1 + x_2, expit(a + log t_1 / t_2)) (eq. 13).

Studies with no event in either arm, or with nothing but events, say nothing about the
effect in these models: they are left out by name. Zero cells are never corrected.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from evidence.synthesis.arguments.checked import checked_arguments
from evidence.synthesis.glmm.families import Binomial, Poisson
from evidence.synthesis.glmm.hypergeometric import (
    ConditionalTables,
    longest_support,
    study_log_odds_ratios,
)
from evidence.synthesis.glmm.inference import (
    GlmmFit,
    Report,
    checked_test,
    stated_fallback,
    summarise,
)
from evidence.synthesis.glmm.maximise import BLOCK, FINER, NODES, Likelihood, fit_in_blocks
from evidence.synthesis.glmm.quadrature.adaptive import Arm
from evidence.synthesis.glmm.quadrature.rules import gauss_hermite
from evidence.synthesis.glmm.starting_values import (
    CrudeEffects,
    checked_rates,
    checked_tables,
    weighted_fit,
)
from evidence.synthesis.glmm.study_counts import UNBOUNDED, Counts
from evidence.synthesis.glmm.study_likelihoods import EffectOnly, fixed_intercepts

if TYPE_CHECKING:
    from evidence.synthesis.glmm.integrand import Family

ONE_END = (
    "in every study the events lie at the same end of what its totals allow: the most likely "
    "log ratio is infinite and has no standard error. Report the counts, or a Peto or "
    "Mantel-Haenszel estimate with its correction named."
)
BOTH_ENDS = (
    "in every study the events lie at one end or the other of what its totals allow: the "
    "likelihood rises with tau2 without end, so there is no most likely heterogeneity."
)
MOST_TERMS = 4_000_000  # of all supports at all nodes, at a time
NO_ANSWER = {-1: ONE_END, 1: ONE_END, UNBOUNDED: BOTH_ENDS}


@checked_arguments()
def unconditional_odds_ratio(
    ai: ArrayLike,
    n1i: ArrayLike,
    ci: ArrayLike,
    n2i: ArrayLike,
    *,
    design: ArrayLike | None = None,
    labels: Sequence[str] | None = None,
    level: float = 0.95,
    test: str = "wald",
    nodes: int | None = None,
) -> GlmmFit:
    """Return the log odds ratio of the model with fixed study intercepts (UM.FS).

    ``ai`` of ``n1i`` subjects have the event in the first arm, ``ci`` of ``n2i`` in the
    second: whole numbers, (k,) or (n, k), NaN where absent. ``design``: (k, p) or None.
    ``test``: 'wald' or 't' on k - p. ``nodes``: as in `glmm.binomial_normal`. Numbers of the
    fit are floats, or (n,); with ``design`` its coefficients are (p,) or (n, p). The
    equations and their sources are at the head of this module.
    Raises :class:`SynthesisError` naming impossible studies, and where ratio or tau2 is infinite;
    among n meta-analyses such a one has -inf, inf or NaN, no error, and ``converged`` false.

    >>> fit = unconditional_odds_ratio([2, 5, 9], [20, 30, 40], [6, 9, 12], [20, 30, 40])
    >>> round(fit.estimate, 4), fit.k
    (-0.6865, 3)
    """
    test = checked_test(test)
    counts, crude, limit = checked_tables((ai, n1i, ci, n2i), labels, design)
    a, n1, c, n2 = counts.parts
    first, second = Binomial.of(a, n1), Binomial.of(c, n2)
    arms = Arm(first, 0.5), Arm(second, -0.5)
    events, others = a + c + 0.5, n1 + n2 - a - c + 0.5
    build = partial(fixed_intercepts, arms, counts.orthogonal, nodes, np.log(events / others))
    saturated = first.saturated + second.saturated
    return _two_arm(
        counts,
        limit,
        crude,
        build,
        crude.uncorrected(),
        saturated,
        measure="OR",
        model="binomial-normal with fixed study intercepts (UM.FS), random effects",
        nodes=nodes,
        level=level,
        test=test,
    )


@checked_arguments()
def conditional_odds_ratio(
    ai: ArrayLike,
    n1i: ArrayLike,
    ci: ArrayLike,
    n2i: ArrayLike,
    *,
    design: ArrayLike | None = None,
    labels: Sequence[str] | None = None,
    level: float = 0.95,
    test: str = "wald",
    nodes: int | None = None,
) -> GlmmFit:
    """Return the log odds ratio of the exact conditional model (CM.EL).

    Arguments, shapes, batches and errors as in :func:`unconditional_odds_ratio`; the likelihood
    is the noncentral hypergeometric one at the head of this module, of ten million tables at most.

    >>> fit = conditional_odds_ratio([2, 5, 9], [20, 30, 40], [6, 9, 12], [20, 30, 40])
    >>> round(fit.estimate, 4), fit.boundary
    (-0.6752, True)
    """
    test = checked_test(test)
    counts, crude, limit = checked_tables((ai, n1i, ci, n2i), labels, design)
    tables = counts.parts[0].shape[1] * longest_support(counts.parts, counts.labels)
    block = int(np.clip(MOST_TERMS // (tables * NODES), 1, BLOCK))
    study_effects, weight, saturated = study_log_odds_ratios(counts.parts, block)
    return _two_arm(
        counts,
        limit,
        crude,
        partial(_conditional_tables, counts, nodes),
        (study_effects, weight),
        saturated,
        block=block,
        measure="OR",
        model="conditional noncentral hypergeometric-normal (CM.EL), random effects",
        nodes=nodes,
        level=level,
        test=test,
    )


@checked_arguments()
def unconditional_rate_ratio(
    x1i: ArrayLike,
    t1i: ArrayLike,
    x2i: ArrayLike,
    t2i: ArrayLike,
    *,
    design: ArrayLike | None = None,
    labels: Sequence[str] | None = None,
    level: float = 0.95,
    test: str = "wald",
    nodes: int | None = None,
) -> GlmmFit:
    """Return the log rate ratio of the Poisson model with fixed study intercepts (UM.FS).

    ``x1i`` events in person-time ``t1i`` in the first arm, ``x2i`` in ``t2i`` in the
    second: whole numbers, and times above 0 of one unit, (k,) or (n, k), NaN where absent.
    Everything else, errors included, as in :func:`unconditional_odds_ratio`.

    >>> fit = unconditional_rate_ratio([2, 5, 9], [200, 300, 400], [6, 9, 12], [200, 300, 400])
    >>> round(fit.estimate, 4)
    -0.5232
    """
    test = checked_test(test)
    counts, crude, limit = checked_rates((x1i, t1i, x2i, t2i), labels, design)
    x1, t1, x2, t2 = counts.parts
    first, second = Poisson.of(x1, t1), Poisson.of(x2, t2)
    arms = Arm(first, 0.5), Arm(second, -0.5)
    time = np.where(counts.present, t1 + t2, 1.0)
    build = partial(
        fixed_intercepts, arms, counts.orthogonal, nodes, np.log((x1 + x2 + 0.5) / time)
    )
    saturated = first.saturated + second.saturated
    return _two_arm(
        counts,
        limit,
        crude,
        build,
        crude.uncorrected(),
        saturated,
        measure="IRR",
        model="Poisson-normal with fixed study intercepts (UM.FS), random effects",
        nodes=nodes,
        level=level,
        test=test,
    )


@checked_arguments()
def conditional_rate_ratio(
    x1i: ArrayLike,
    t1i: ArrayLike,
    x2i: ArrayLike,
    t2i: ArrayLike,
    *,
    design: ArrayLike | None = None,
    labels: Sequence[str] | None = None,
    level: float = 0.95,
    test: str = "wald",
    nodes: int | None = None,
) -> GlmmFit:
    """Return the log rate ratio given each study's total of events (CM.EL).

    Arguments, shapes and errors as in :func:`unconditional_rate_ratio`; the likelihood is
    the binomial one at the head of this module.

    >>> fit = conditional_rate_ratio([2, 5, 9], [200, 300, 400], [6, 9, 12], [200, 300, 400])
    >>> round(fit.estimate, 4)
    -0.5232
    """
    test = checked_test(test)
    counts, crude, limit = checked_rates((x1i, t1i, x2i, t2i), labels, design)
    x1, _, x2, _ = counts.parts
    family = Binomial.of(x1, x1 + x2, -crude.offset)
    return _two_arm(
        counts,
        limit,
        crude,
        partial(_effect_only, family, counts.orthogonal, nodes),
        crude.uncorrected(),
        family.saturated,
        measure="IRR",
        model="conditional binomial-normal (CM.EL), random effects",
        nodes=nodes,
        level=level,
        test=test,
    )


def _two_arm(
    counts: Counts,
    limit: np.ndarray,
    crude: CrudeEffects,
    build: Callable[[np.ndarray], Likelihood],
    effects: tuple[np.ndarray, np.ndarray],
    saturated: np.ndarray,
    *,
    nodes: int | None,
    block: int = BLOCK,
    **convention: Any,
) -> GlmmFit:
    counts.refuse_limit(limit, NO_ANSWER)
    flat, start = crude.homogeneous_start(counts.orthogonal), crude.start(counts.orthogonal)
    optimum, common = fit_in_blocks(
        build, start, flat, limit, finer=() if nodes else FINER, block=block
    )
    report = Report(
        k=counts.k,
        q_wald=weighted_fit(*effects, counts.orthogonal)[1],
        saturated=counts.total(saturated),
        typical_variance=crude.typical_variance(counts.orthogonal),
        fallback=stated_fallback(optimum, limit),
        left_out=counts.left_out,
        single=counts.single,
        nodes=nodes or NODES,
        **convention,
    )
    return summarise(counts.original(optimum, limit), counts.original(common, limit), report)


def _conditional_tables(counts: Counts, nodes: int | None, rows: np.ndarray) -> EffectOnly:
    family = ConditionalTables.of(*(part[rows] for part in counts.parts))
    return _effect_only(family, counts.orthogonal, nodes, np.arange(len(rows)))


def _effect_only(
    family: Family, design: np.ndarray, nodes: int | None, rows: np.ndarray
) -> EffectOnly:
    modes = np.zeros((len(rows), len(design)))
    return EffectOnly((Arm(family.take(rows)),), design, gauss_hermite(nodes or NODES), modes)
