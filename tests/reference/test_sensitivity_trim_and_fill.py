"""Trim and fill against metafor's trimfill(), refitted at full precision."""

import numpy as np

from evidence.synthesis.effect_sizes.effect_sizes import generic_effects
from evidence.synthesis.small_study.trim_and_fill import trim_and_fill


def test_every_analysis_of_the_reference(oracle, ledger, tolerances):
    book = ledger("trimfill")
    for case in oracle.cases("trimfill"):
        method, answer = case.args["method"], case.result
        effects = generic_effects(case.yi, case.vi)
        found = trim_and_fill(
            effects, estimator=case.args["estimator"], side=case.args["side"], tau2_method=method
        )
        tolerance = tolerances["closed" if method in ("EE", "DL") else "iterated"]
        spread, effect = float(np.nanmedian(case.vi)), float(np.nanmax(np.abs(case.yi)))
        assert (found.missing, found.side) == (answer["k0"], answer["side_used"]), case.id
        assert found.converged and found.pooled.k == answer["k"]
        if answer["se_k0"] is None:  # the variance formula is negative
            assert np.isnan(found.missing_std_error)
        else:
            book.check(case.id, "se of k0", found.missing_std_error, answer["se_k0"], 1e-10)
        if answer["p_k0"] is not None:
            book.check(case.id, "p of k0", found.p_value, answer["p_k0"], 1e-10)
        pooled = found.pooled
        book.check(
            case.id, "filled", found.filled_yi, answer["filled_yi"], tolerance, tolerance * effect
        )
        book.check(case.id, "b", pooled.estimate, answer["b"], tolerance, tolerance * answer["se"])
        book.check(case.id, "se", pooled.std_error, answer["se"], tolerance)
        limits = [answer["ci_lb"], answer["ci_ub"]]
        book.check(case.id, "ci", [pooled.ci_low, pooled.ci_high], limits,
                   tolerance, tolerance * answer["se"])  # fmt: skip
        book.check(case.id, "tau2", pooled.tau2, answer["tau2"], tolerance, 1e-8 * spread)
        book.check(case.id, "Q", pooled.q, answer["QE"], tolerance, tolerance)
        book.check(case.id, "I2", pooled.i2_percent, answer["I2"], tolerance, 1e-6)
    book.settle(cases=766)
