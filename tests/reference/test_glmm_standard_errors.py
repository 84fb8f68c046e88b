"""Standard errors of the mixed models, in every case where the reference's own are rough.

metafor differentiates the exact conditional likelihood, and lme4 its own, numerically; where
the result differs from ours by more than the reference deserves (1e-5 to 6e-4), the standard
error is found a second time, from likelihoods written plainly (whole numbers, trapezoids, no
code of the package), and it is ours that agrees.
"""

import math

import numpy as np
import pytest
from scipy.special import expit, gammaln, xlog1py, xlogy

from evidence.synthesis.glmm.two_arm import conditional_odds_ratio
from tests.reference.glmm_cases import fitted, in_scope, kind, rough

TABLE = ("ai", "n1i", "ci", "n2i")


def columns(case):
    return [case.column[name] for name in TABLE]


def test_every_rough_standard_error_is_not_ours(oracle, tolerances, record_property):
    """Found by the difference, not by name; a case of a model without a check here fails."""
    found = []
    for case in in_scope(oracle):
        fit = None if case.suspect else fitted(case)
        if fit is None or not rough(case, fit, tolerances):
            continue
        exact = CHECKS[kind(case)](case, fit)
        assert fit.std_error == pytest.approx(exact, rel=2e-6), case.id
        found.append(case.id)
    record_property("reference", f"rough standard errors, ours exact: {', '.join(found)}")
    assert len(found) >= 10


def test_exact_standard_errors_by_whole_numbers(oracle):
    """CM.EL at tau2 = 0: the information is the sum of exact conditional variances.

    Binomial coefficients are whole numbers here, sums are without rounding (fsum).
    """
    checked = 0
    for case in oracle.cases("rma.glmm"):
        if not case.id.endswith("/OR-CM.EL-EE"):
            continue
        fit = conditional_odds_ratio(*columns(case)).common_effect
        # the information is taken one last step, of at most 1e-6 standard errors, earlier
        exact = by_whole_numbers(case, fit)
        assert fit.std_error == pytest.approx(exact, rel=1e-7), case.id
        checked += 1
    assert checked == 7


def by_whole_numbers(case, fit):
    table = np.array(columns(case)).T
    return math.fsum(conditional_variance(*row, fit.estimate) for row in table) ** -0.5


def conditional_variance(a, n1, c, n2, log_odds_ratio):
    a, n1, c, n2 = (int(number) for number in (a, n1, c, n2))
    support = range(max(0, a + c - n2), min(n1, a + c) + 1)
    logs = [
        math.log(math.comb(n1, x) * math.comb(n2, a + c - x)) + x * log_odds_ratio for x in support
    ]
    weights = [math.exp(value - max(logs)) for value in logs]
    mean = math.fsum(w * x for w, x in zip(weights, support, strict=True)) / math.fsum(weights)
    return math.fsum(
        w * (x - mean) ** 2 for w, x in zip(weights, support, strict=True)
    ) / math.fsum(weights)


def test_exact_standard_error_of_tau2_by_differences(oracle):
    """CM.EL with tau2 > 0, of which metafor prints no standard error of tau2."""
    (case,) = [case for case in in_scope(oracle) if case.id == "bcg/glmm/OR-CM.EL"]
    fit = fitted(case)
    se, se_tau = conditional_standard_errors(case, fit)
    assert fit.std_error == pytest.approx(se, rel=2e-6)
    assert fit.tau2_std_error == pytest.approx(2 * fit.tau * se_tau, rel=2e-6)


def conditional_standard_errors(case, fit):
    """A plain trapezoidal likelihood over the support, differentiated."""
    table = np.array(columns(case)).T
    supports = [conditional_terms(*row) for row in table if 0 < row[0] + row[2] < row[1] + row[3]]
    u = np.linspace(-8, 8, 801)
    weight = np.exp(-0.5 * u**2) / np.sqrt(2 * np.pi) * (u[1] - u[0])

    def likelihood(b, tau):
        effect = (b + tau * u)[:, None]
        total = 0.0
        for of_table, offsets, logs in supports:
            terms = logs + offsets * effect
            top = terms.max(axis=1)
            log_f = logs[of_table] - top - np.log(np.exp(terms - top[:, None]).sum(axis=1))
            total += np.log(np.sum(weight * np.exp(log_f)))
        return total

    return two_by_two_standard_errors(likelihood, fit.estimate, fit.tau)


def conditional_terms(a, n1, c, n2):
    """Place of the observed x, offsets from it, and log coefficients, over the support."""
    x = np.arange(max(0, a + c - n2), min(n1, a + c) + 1)
    y = a + c - x
    logs = -(gammaln(x + 1) + gammaln(n1 - x + 1) + gammaln(y + 1) + gammaln(n2 - y + 1))
    return int(a - x[0]), x - a, logs - logs.max()


def two_by_two_standard_errors(likelihood, b, tau, h=4e-3):
    """Of b and tau, from central differences of the log likelihood with one Richardson step."""
    point = np.array([b, tau])

    def second(i, j, h):
        e = np.eye(2) * h
        corners = [(1, 1), (1, -1), (-1, 1), (-1, -1)]
        total = sum(s * t * likelihood(*(point + s * e[i] + t * e[j])) for s, t in corners)
        return total / (4 * h * h)

    hessian = [[(4 * second(i, j, h / 2) - second(i, j, h)) / 3 for j in (0, 1)] for i in (0, 1)]
    return np.sqrt(np.diag(np.linalg.inv(-np.array(hessian))))


def binomial(x, n, eta):
    """Log probability at predictors eta (last axis: grid), without the binomial coefficient."""
    p = expit(eta)
    return xlogy(x, p) + xlog1py(n - x, -p)


def fixed_intercepts_standard_error(case, fit):
    """The joint Hessian of all parameters by central differences of a plain trapezoidal likelihood.

    Nothing of the package computes it; the grid of 4 001 points needs no adapting.
    """
    a, n1, c, n2 = (column[:, None] for column in columns(case))
    u = np.linspace(-8, 8, 4001)
    weight = np.exp(-0.5 * u**2) / np.sqrt(2 * np.pi) * (u[1] - u[0])

    def study(m, b, tau):
        effect = b + tau * u
        return log_sum(
            binomial(a, n1, m[:, None] + effect / 2) + binomial(c, n2, m[:, None] - effect / 2),
            weight,
        )

    intercepts = best_intercepts(study, fit.estimate, fit.tau, len(a))
    return schur_standard_error(study, intercepts, fit.estimate, fit.tau)


def log_sum(log_f, weight):
    top = log_f.max(axis=1, keepdims=True)
    return top[:, 0] + np.log((np.exp(log_f - top) * weight).sum(axis=1))


def best_intercepts(study, b, tau, k, h=1e-4):
    m = np.full(k, -2.0)
    for _ in range(60):
        up, here, down = (study(m + s, b, tau) for s in (h, 0.0, -h))
        curve = np.minimum((up - 2 * here + down) / h**2, -1e-3)
        m = m - np.clip((up - down) / (2 * h) / curve, -1, 1)
    return m


def schur_standard_error(study, m, b, tau):
    """Standard error of b from each study's 3x3 Hessian, the intercepts eliminated."""

    def value(i, j, si, sj, h):
        shift = np.zeros(3)
        shift[i] += si * h[i]
        shift[j] += sj * h[j]
        return study(m + shift[0], b + shift[1], tau + shift[2])

    def second(h):
        found = np.empty((3, 3, len(m)))
        for i in range(3):
            for j in range(3):
                found[i, j] = (
                    value(i, j, 1, 1, h)
                    - value(i, j, 1, -1, h)
                    - value(i, j, -1, 1, h)
                    + value(i, j, -1, -1, h)
                ) / (4 * h[i] * h[j])
        return found

    step = np.array([2e-3, 2e-3, 2e-3])
    hessian = (4 * second(step / 2) - second(step)) / 3  # Richardson
    cross = hessian[0, 1:] / hessian[0, 0]
    shared = (hessian[1:, 1:] - cross[:, None] * hessian[0, None, 1:]).sum(axis=-1)
    return np.sqrt(np.linalg.inv(-shared)[0, 0])


def laplace_standard_error(case, fit):
    """nAGQ = 1, seen on rare placebo events: the Hessian of the Laplace likelihood."""
    x, n = case.column["xi"], case.column["ni"]

    def laplace(b, tau):
        u = np.zeros(len(x))
        for _ in range(200):
            p = expit(b + tau * u)
            u = u + np.clip((tau * (x - n * p) - u) / (1 + tau**2 * n * p * (1 - p)), -1, 1)
        p = expit(b + tau * u)
        curvature = 1 + tau**2 * n * p * (1 - p)
        constant = gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1)
        return np.sum(constant + binomial(x, n, b + tau * u) - u**2 / 2 - np.log(curvature) / 2)

    assert laplace(fit.estimate, fit.tau) == pytest.approx(fit.log_likelihood, abs=1e-9)
    return two_by_two_standard_errors(laplace, fit.estimate, fit.tau)[0]


CHECKS = {
    "OR-CM.EL-EE": by_whole_numbers,
    "OR-CM.EL": lambda case, fit: conditional_standard_errors(case, fit)[0],
    "OR-UM.FS-nAGQ7": fixed_intercepts_standard_error,
    "OR-UM.FS-nAGQ50": fixed_intercepts_standard_error,
    "PLO-nAGQ1": laplace_standard_error,
}
