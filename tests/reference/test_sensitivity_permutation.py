"""Permutation p values against metafor's permutest(): the same exact fractions."""

import numpy as np

from evidence.synthesis.regression.permutation_test import permutation_test


def test_every_exact_test_of_the_reference(oracle, ledger, tolerances):
    book = ledger("permutest")
    for case in oracle.cases("permutest"):
        moderators = case.design[:, 1:] if "design" in case.args else None
        found = permutation_test(case.yi, case.vi, moderators, tau2_method=case.args["method"])
        answer, tolerance = case.result, tolerances["permutation"]
        assert found.exact and found.arrangements == answer["n_perm"]
        book.check(case.id, "p", found.p_values, np.atleast_1d(answer["pval"]).tolist(), tolerance)
        if "QMp" in answer:
            book.check(case.id, "omnibus p", found.omnibus_p_value, answer["QMp"], tolerance)
        if "abs_stat" in answer:
            book.check(case.id, "statistic", abs(found.statistics[0]), answer["abs_stat"], 1e-8)
    book.settle(cases=16)
