"""Every case of rma.glmm that is in scope, against lme4 and metafor's own optimisers.

What metafor prints is met except in three places, each with a test of its own:
its log likelihood of a model that lme4 fitted is the conditional one at the modes, some of
its standard errors come from a numerical Hessian that is not accurate to 1e-5 (every one of
them shown in test_glmm_standard_errors.py), and where its optimiser stopped short of tau2 = 0
our likelihood is higher.
"""

from collections import Counter

import numpy as np
import pytest

from evidence.synthesis.glmm.families import Binomial, Poisson
from evidence.synthesis.glmm.quadrature.adaptive import Arm, integrate
from evidence.synthesis.glmm.quadrature.rules import gauss_hermite
from tests.reference.glmm_cases import (
    COLUMNS,
    FUNCTIONS,
    IN_SCOPE,
    OUT_OF_SCOPE,
    by_optimiser,
    exact,
    fitted,
    in_scope,
    kind,
    rough,
    tolerance,
)

# Of standard errors from numerical Hessians of metafor and lme4: the worst is off by 6e-4.
NUMERICAL_HESSIAN = 1e-3


def test_scope(oracle):
    models = Counter(case.args.get("model") for case in oracle.cases("rma.glmm"))
    assert {model: models[model] for model in OUT_OF_SCOPE} == OUT_OF_SCOPE
    assert len(in_scope(oracle)) == IN_SCOPE


@pytest.mark.parametrize("measure, model", list(FUNCTIONS))
def test_estimates(oracle, ledger, tolerances, measure, model):
    book = ledger(f"rma.glmm {measure} {model or 'one arm'}: b and tau2")
    for case in in_scope(oracle):
        if (case.args["measure"], case.args.get("model")) != (measure, model) or case.suspect:
            continue
        fit, result = fitted(case), case.result
        book.check(
            case.id, "b", np.atleast_1d(fit.estimate), result["b"], tolerance(case, tolerances)
        )
        book.check(
            case.id,
            "tau2",
            fit.tau2,
            result["tau2"],
            tolerance(case, tolerances, "glmm_tau2"),
            absolute=1e-10,
        )
        assert np.all(fit.converged), case.id
    book.settle(cases=2)


def test_standard_errors(oracle, ledger, tolerances):
    book = ledger("rma.glmm standard errors")
    other = ledger("rma.glmm standard errors from a rough numerical Hessian")
    for case in in_scope(oracle):
        if case.suspect:
            continue
        fit = fitted(case)
        book_of, limit = (
            (other, NUMERICAL_HESSIAN)
            if rough(case, fit, tolerances)
            else (book, tolerance(case, tolerances))
        )
        book_of.check(case.id, "se", np.atleast_1d(fit.std_error), case.result["se"], limit)
    other.settle()
    book.settle(cases=69)


def test_heterogeneity(oracle, ledger):
    book = ledger("rma.glmm heterogeneity, I2, H2")
    for case in in_scope(oracle):
        result, fit = case.result, fitted(case)
        # metafor could not fit the saturated model of one regression, nor all of CM.EL
        if case.suspect or result["QE_LRT"] is None or kind(case) == "PLO-reg-patients":
            continue
        book.check(case.id, "QE_LRT", fit.q_lrt, result["QE_LRT"], 1e-7)
        book.check(case.id, "QEp_LRT", fit.q_lrt_p_value, result["QEp_LRT"], 1e-6)
        book.check(case.id, "QE_df", fit.q_df, result["QE_df"], 1e-12)
        book.check(case.id, "I2", fit.i2_percent, result["I2"], 1e-4, absolute=1e-8)
        book.check(case.id, "H2", fit.h2, result["H2"], 1e-4)
        if not exact(case):  # its Wald test there uses the rough Hessian
            book.check(case.id, "QE_Wld", fit.q_wald, result["QE_Wld"], 1e-6)
            book.check(case.id, "QEp_Wld", fit.q_wald_p_value, result["QEp_Wld"], 1e-4)
    book.settle(cases=74)


def test_inference(oracle, ledger, tolerances):
    book = ledger("rma.glmm statistic and interval")
    for case in in_scope(oracle):
        fit, result = fitted(case), case.result
        if case.suspect or rough(case, fit, tolerances):
            continue
        floor = 1e-5 * np.max(np.abs(result["se"]))
        for name, mine in (("stat", fit.statistic), ("ci_lb", fit.ci_low), ("ci_ub", fit.ci_high)):
            book.check(
                case.id,
                name,
                np.atleast_1d(mine),
                result[name],
                2 * tolerance(case, tolerances),
                absolute=floor,
            )
        book.check(case.id, "pval", np.atleast_1d(fit.p_value), result["pval"], 1e-2, absolute=1e-6)
    book.settle(cases=69)


def test_log_likelihood(oracle, ledger):
    """Where no lme4 model is behind it, metafor's log likelihood is the marginal one, as ours."""
    book = ledger("rma.glmm log likelihood")
    for case in in_scope(oracle):
        if not by_optimiser(case) and not case.suspect:
            book.check(case.id, "ll", fitted(case).log_likelihood, case.result["fit"]["ll"], 1e-8)
    book.settle(cases=25)


def test_log_likelihood_of_lme4_is_conditional(oracle, ledger):
    """metafor 3.8 prints sum_i log f(x_i | mode_i): met at our modes, which are lme4's."""
    book = ledger("rma.glmm conditional log likelihood at the modes")
    for case in in_scope(oracle):
        if case.args["measure"] not in ("PLO", "IRLN") or not by_optimiser(case):
            continue
        fit, (x, size) = fitted(case), (case.column[c] for c in COLUMNS[case.args["measure"]])
        design = case.design if "design" in case.args else np.ones((len(x), 1))
        family = (Binomial if case.args["measure"] == "PLO" else Poisson).of(x, size)
        mean = design @ np.atleast_1d(fit.estimate)
        rule = gauss_hermite(case.args["nAGQ"])
        mode = integrate([Arm(family)], mean, fit.tau, rule).mode
        conditional = family.derivatives(mean + fit.tau * mode, 0)[0].sum()
        if kind(case) == "PLO-reg-patients":  # its saturated model did not converge
            assert case.result["fit"]["ll"] < conditional - 1000
            continue
        book.check(case.id, "ll", conditional, case.result["fit"]["ll"], 2e-6)
        assert fit.log_likelihood < conditional
    book.settle(cases=27)


def test_suspects_are_below_our_likelihood(oracle, record_property):
    """metafor stops at tau2 = 6.7e-5 with a lower likelihood than at the boundary."""
    suspects = [case for case in in_scope(oracle) if case.suspect]
    assert [case.id for case in suspects] == ["hahn2001/glmm/OR-CM.EL"]
    for case in suspects:
        fit = fitted(case)
        gain = fit.log_likelihood - case.result["fit"]["ll"]
        assert gain > 0
        record_property("reference", f"{case.id}: our log likelihood is higher by {gain:.1e}")
        common = next(c for c in in_scope(oracle) if c.id == f"{case.id}-EE")
        assert fit.boundary and fit.estimate == pytest.approx(common.result["b"][0], rel=1e-8)
